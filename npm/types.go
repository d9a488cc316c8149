// Package npm holds what the npm packages are made of; Go programs need only its types for TypeScript.
package npm

import "embed"

// Types are the TypeScript types of both documents: lead.ts and control.ts below leadmock/src/generated.
//
//go:embed leadmock/src/generated/*.ts
var Types embed.FS
