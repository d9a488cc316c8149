package contract

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/leadapi/leadapi/contract/report"
)

// undeclared returns the names of fields that the document does not have, or the first ones if there are many. It adds a remark if only
// the case of the name differs.
func undeclared(schema *openapi3.Schema, value any, path string) []string {
	var names []string
	more := 0
	walk(schema, value, path, func(schema *openapi3.Schema, value any, path string) bool {
		object, isObject := value.(map[string]any)
		if !isObject || len(schema.Properties) == 0 {
			return true
		}
		for _, name := range sortedNames(object, func(name string) bool { return schema.Properties[name] == nil }) {
			if len(names) == report.MaxFindings {
				more++
				continue
			}
			names = append(names, join(path, report.Cut(name))+otherCase(schema, name))
		}
		return true
	})
	if more > 0 {
		names = append(names, fmt.Sprintf("and %d more", more))
	}
	return names
}

func otherCase(schema *openapi3.Schema, name string) string {
	for declared := range schema.Properties {
		if strings.EqualFold(declared, name) {
			return fmt.Sprintf(" (the document has %s)", declared)
		}
	}
	return ""
}

// walk visits value and everything in it that the schema describes, so paths contain only names from the document. visit reports
// whether to descend into the value.
func walk(schema *openapi3.Schema, value any, path string, visit func(*openapi3.Schema, any, string) bool) {
	if schema == nil || !visit(schema, value, path) {
		return
	}
	switch value := value.(type) {
	case map[string]any:
		for _, name := range sortedNames(value, func(name string) bool { return schema.Properties[name] != nil }) {
			walk(schema.Properties[name].Value, value[name], join(path, name), visit)
		}
	case []any:
		for i, item := range value {
			if schema.Items != nil {
				walk(schema.Items.Value, item, index(path, i), visit)
			}
		}
	}
}

// sortedNames returns the names of some fields of an object.
func sortedNames(object map[string]any, keep func(string) bool) []string {
	var names []string
	for name := range object {
		if keep(name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

func index(path string, i int) string { return fmt.Sprintf("%s[%d]", path, i) }

// maxText is how much of a text is checked against a schema. No pattern of the document matches a text half as long, and a regular
// expression takes a second for a number of 2 MB.
const maxText = 4096

// readable returns a copy for kin-openapi: with numbers as float64, and without the array items that visit checks separately.
func readable(schema *openapi3.Schema, value any) any {
	switch value := value.(type) {
	case json.Number:
		number, _ := value.Float64() // a number that is too large becomes infinite and is refused
		return number
	case string:
		return value[:min(len(value), maxText)]
	case map[string]any:
		object := make(map[string]any, len(value))
		for key, inner := range value {
			object[key] = readable(partOf(schema, key), inner)
		}
		return object
	case []any:
		if schema != nil && byItem(schema) {
			return []any{}
		}
		array := make([]any, len(value))
		for i, inner := range value {
			array[i] = readable(nil, inner)
		}
		return array
	}
	return value
}

func partOf(schema *openapi3.Schema, name string) *openapi3.Schema {
	if schema == nil || schema.Properties[name] == nil {
		return nil
	}
	return schema.Properties[name].Value
}
