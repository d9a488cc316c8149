package openapi

import (
	"bytes"
	"encoding/json"
	"fmt"

	"go.yaml.in/yaml/v3"
)

// schemaDepth is the maximum depth of inlined references: a schema that refers to itself cannot be inlined.
const schemaDepth = 32

// properties yields the properties of a schema in the order of the document, starting with those of allOf.
func (d *Document) properties(schema *yaml.Node) func(yield func(name string, property *yaml.Node) bool) {
	return func(yield func(name string, property *yaml.Node) bool) {
		d.eachProperty(schema, 0, yield)
	}
}

func (d *Document) eachProperty(node *yaml.Node, depth int, yield func(name string, property *yaml.Node) bool) bool {
	schema := d.resolve(node)
	for _, part := range items(get(schema, "allOf")) {
		if depth < schemaDepth && !d.eachProperty(part, depth+1, yield) {
			return false
		}
	}
	for name, property := range pairs(get(schema, "properties")) {
		if !yield(name.Value, property) {
			return false
		}
	}
	return true
}

func (d *Document) propertyNames(schema *yaml.Node) []string {
	var all []string
	for name := range d.properties(schema) {
		all = append(all, name)
	}
	return all
}

// Fields returns the names of the properties of a schema in components, in the order of the document.
func (d *Document) Fields(schema string) []string {
	return d.propertyNames(get(d.root, "components", "schemas", schema))
}

// propertyNamed returns the schema of one property, or nil.
func (d *Document) propertyNamed(schema *yaml.Node, name string) *yaml.Node {
	for one, property := range d.properties(schema) {
		if one == name {
			return d.resolve(property)
		}
	}
	return nil
}

// jsonSchema converts an OpenAPI 3.0 schema to JSON Schema draft 7: references inlined, nullable as a list of types,
// and without the keywords of OpenAPI.
func (d *Document) jsonSchema(schema *yaml.Node) (json.RawMessage, error) {
	var out bytes.Buffer
	if err := d.appendSchema(&out, schema, 0); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

func (d *Document) appendSchema(out *bytes.Buffer, node *yaml.Node, depth int) error {
	if depth > schemaDepth {
		return fmt.Errorf("%s: schema refers to itself", d.place(node))
	}
	schema := d.resolve(node)
	out.WriteByte('{')
	first := true
	for key, value := range pairs(schema) {
		write := d.keyword(schema, key.Value)
		if write == nil {
			continue
		}
		if !first {
			out.WriteByte(',')
		}
		first = false
		fmt.Fprintf(out, "%q:", key.Value)
		if err := write(out, value, depth+1); err != nil {
			return err
		}
	}
	out.WriteByte('}')
	return nil
}

type schemaWriter func(out *bytes.Buffer, value *yaml.Node, depth int) error

// keyword returns how a keyword is written, or nil if JSON Schema does not have it.
func (d *Document) keyword(schema *yaml.Node, key string) schemaWriter {
	plain := func(out *bytes.Buffer, value *yaml.Node, _ int) error { return appendJSON(out, value) }
	switch key {
	case "minLength", "maxLength", "pattern", "format", "enum", "required", "minimum", "maximum", "multipleOf",
		"minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties":
		return plain
	case "type":
		if text(get(schema, "nullable")) != "true" {
			return plain
		}
		return func(out *bytes.Buffer, value *yaml.Node, _ int) error {
			fmt.Fprintf(out, "[%q,\"null\"]", value.Value)
			return nil
		}
	case "exclusiveMinimum", "exclusiveMaximum":
		return d.exclusive(schema, key)
	case "properties":
		return d.appendSchemas
	case "items", "not":
		return d.appendSchema
	case "additionalProperties":
		return func(out *bytes.Buffer, value *yaml.Node, depth int) error {
			if value.Kind == yaml.MappingNode {
				return d.appendSchema(out, value, depth)
			}
			return appendJSON(out, value)
		}
	case "allOf", "anyOf", "oneOf":
		return d.appendSchemaList
	}
	return nil
}

// exclusive converts the flag of OpenAPI 3.0 to the number of draft 7.
func (d *Document) exclusive(schema *yaml.Node, key string) schemaWriter {
	bound := map[string]string{"exclusiveMinimum": "minimum", "exclusiveMaximum": "maximum"}[key]
	if text(get(schema, key)) != "true" || get(schema, bound) == nil {
		return nil
	}
	return func(out *bytes.Buffer, _ *yaml.Node, _ int) error { return appendJSON(out, get(schema, bound)) }
}

func (d *Document) appendSchemas(out *bytes.Buffer, value *yaml.Node, depth int) error {
	out.WriteByte('{')
	first := true
	for name, property := range pairs(value) {
		if !first {
			out.WriteByte(',')
		}
		first = false
		if err := appendScalar(out, name.Value); err != nil {
			return err
		}
		out.WriteByte(':')
		if err := d.appendSchema(out, property, depth); err != nil {
			return err
		}
	}
	out.WriteByte('}')
	return nil
}

func (d *Document) appendSchemaList(out *bytes.Buffer, value *yaml.Node, depth int) error {
	out.WriteByte('[')
	for i, item := range items(value) {
		if i > 0 {
			out.WriteByte(',')
		}
		if err := d.appendSchema(out, item, depth); err != nil {
			return err
		}
	}
	out.WriteByte(']')
	return nil
}
