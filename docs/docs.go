// Package docs holds the guides, for the mock to show them offline at /docs/.
package docs

import "embed"

// Guides has the Markdown files of this folder.
//
//go:embed *.md
var Guides embed.FS

// Order is the names of the guides without .md, in the order in which the mock lists them: for frontend developers first.
var Order = []string{"frontend", "web", "api", "control", "running", "contract", "specs", "figures", "development"}
