// Package npm holds the sources of the npm packages. Go programs use only its TypeScript types.
package npm

import "embed"

// Types are the TypeScript types of both documents: lead.ts and control.ts below leadmock/src/generated.
//
//go:embed leadmock/src/generated/*.ts
var Types embed.FS
