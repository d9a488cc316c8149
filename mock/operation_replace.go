package mock

import (
	"regexp"
	"slices"

	"github.com/leadapi/leadapi/openapi"
)

// clashes reports whether a documented operation would have the place of this one.
func (op *operation) clashes(documented openapi.Operation) bool {
	return shape(op.path) == shape(documented.Path) && op.method == documented.Method || op.id == documented.ID
}

// shape is a path without the names of its parameters, by which no request tells paths apart.
func shape(path string) string { return parameterName.ReplaceAllString(path, "{}") }

var parameterName = regexp.MustCompile(`\{[^}]*\}`)

// replaced reports whether a further page has an operation of the lead page again: the newest revision of that page, say.
func replaced(op *operation, by openapi.Page) bool {
	return slices.ContainsFunc(by.Operations, op.clashes)
}
