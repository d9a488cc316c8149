// Package docs holds the guides, which the mock shows offline at /docs/.
package docs

import "embed"

// Guides has the Markdown files of this folder.
//
//go:embed *.md
var Guides embed.FS

// Order is the order in which the mock lists the guides, by name without .md: guides for frontend developers first.
var Order = []string{"frontend", "web", "api", "control", "running", "contract", "specs", "figures", "development"}
