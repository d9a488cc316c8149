package mock

import (
	"regexp"
	"slices"

	"github.com/leadapi/leadapi/openapi"
)

// clashes reports whether a documented operation has the same method and path as this one.
func (op *operation) clashes(documented openapi.Operation) bool {
	return shape(op.path) == shape(documented.Path) && op.method == documented.Method || op.id == documented.ID
}

// shape returns a path without the names of its parameters, which requests cannot distinguish.
func shape(path string) string { return parameterName.ReplaceAllString(path, "{}") }

var parameterName = regexp.MustCompile(`\{[^}]*\}`)

// replaced reports whether a further spec redefines an operation of the lead API, such as its newest revision.
func replaced(op *operation, by openapi.Compiled) bool {
	return slices.ContainsFunc(by.Operations, op.clashes)
}
