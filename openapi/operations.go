package openapi

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Resource is a schema with x-resource: what the mock stores.
type Resource struct {
	Name       string // such as lead
	ID         string // the property that identifies a record
	Copies     []Copy
	Properties []Property // in the order of the document
	Place      string     // such as "spec lead.yaml:41"
}

// Copy says that Fields have the values of the record of resource From whose id is in the property By.
type Copy struct {
	From   string
	By     string
	Fields []string
}

// Property is one property of a resource.
type Property struct {
	Name     string
	Type     string          // string, integer, number, boolean, array or object
	Format   string          // such as date-time
	Default  json.RawMessage // the default of the schema, or else the empty value of the type
	Nullable bool
	Stamp    string // create, update, or empty
}

// Operation is one method of one path.
type Operation struct {
	ID     string // operationId
	Method string // GET, POST, ...
	Path   string // with {parameters}
	Query  []Parameter
	Body   *Body // nil if the operation has none
	Mock   *Mock // nil if the document leaves the operation to a function
	Status int   // of a success: the first documented 2xx status, or 200
	// Statuses are all documented ones, in order. Keys that are not numbers, such as default, are left out.
	Statuses []int
	// Examples are the documented replies by name, in the order of the document.
	Examples []Example
	Place    string
}

// Parameter is a query parameter.
type Parameter struct {
	Name    string
	Type    string
	Default string // of the schema; empty if it has none
}

// Body is the request body of an operation.
type Body struct {
	ContentType string
	Schema      json.RawMessage // as JSON Schema, see jsonSchema
	Fields      []string        // the properties, in the order of the document
}

// Mock is x-mock: what the mock does for an operation.
type Mock struct {
	Resource string
	Do       string // create, list, get, merge or delete
	Reply    []ReplyField
	// Each names the array of records in the body: $body, or $body.<field>. EachFields are the properties of one record.
	Each       string   `json:",omitempty"`
	EachFields []string `json:",omitempty"`
	// Unknown, Taken and Missing name the example that answers for a record that does not exist,
	// a value that another record has, and a field that the body lacks.
	Unknown string
	Taken   []FieldExample
	Missing []FieldExample
	Place   string
}

// ReplyField is one field of a success reply: a JSON value, a variable ($id, $record, $body.<field>), or pieces of both.
type ReplyField struct {
	Name     string
	Value    json.RawMessage `json:",omitempty"`
	Variable string
	Pieces   []ReplyPiece `json:",omitempty"`
}

// FieldExample names the example that answers for an error of a field.
type FieldExample struct{ Field, Example string }

// Example is a documented reply.
type Example struct {
	Name   string
	Status string // as in the document, such as 200
	Body   json.RawMessage
}

var methods = []string{"get", "put", "post", "delete", "options", "head", "patch", "trace"}

// Resources returns the resources of the document, in its order.
func (d *Document) Resources() ([]Resource, error) {
	var resources []Resource
	for _, schema := range pairs(get(d.root, "components", "schemas")) {
		extension := get(schema, "x-resource")
		if extension == nil {
			continue
		}
		resource := Resource{
			Name:  text(get(extension, "name")),
			ID:    text(get(extension, "id")),
			Place: d.place(extension),
		}
		for _, from := range copies(extension) {
			from := Copy{From: text(get(from, "from")), By: text(get(from, "by")), Fields: texts(get(from, "fields"))}
			resource.Copies = append(resource.Copies, from)
		}
		for name, node := range d.properties(schema) {
			property, err := d.property(name, node)
			if err != nil {
				return nil, err
			}
			resource.Properties = append(resource.Properties, property)
		}
		resources = append(resources, resource)
	}
	return resources, nil
}

func (d *Document) property(name string, node *yaml.Node) (Property, error) {
	schema := d.resolve(node)
	property := Property{
		Name:   name,
		Type:   text(get(schema, "type")),
		Format: text(get(schema, "format")),
		Stamp:  text(get(schema, "x-stamp")),
	}
	empty := map[string]string{
		"string": `""`, "integer": "0", "number": "0", "boolean": "false", "array": "[]", "object": "{}",
	}[property.Type]
	if empty == "" {
		return property, fmt.Errorf("%s: property %s: want a type (string, integer, number, boolean, array, object)", d.place(node), name)
	}
	if property.Nullable = text(get(schema, "nullable")) == "true"; property.Nullable {
		empty = "null"
	}
	property.Default = json.RawMessage(empty)
	if value := get(schema, "default"); value != nil {
		encoded, err := toJSON(value)
		if err != nil {
			return property, fmt.Errorf("%s: property %s: default: %w", d.place(value), name, err)
		}
		property.Default = encoded
	}
	return property, nil
}

// Operations returns the operations of the document, in its order.
func (d *Document) Operations() ([]Operation, error) {
	var operations []Operation
	if err := d.checkServers(d.root); err != nil {
		return nil, err
	}
	for path, item := range pairs(get(d.root, "paths")) {
		for method, node := range pairs(item) {
			if !slices.Contains(methods, method.Value) {
				continue
			}
			if err := d.checkPlayed(path.Value, item, node); err != nil {
				return nil, err
			}
			operation, err := d.operation(node)
			if err != nil {
				return nil, err
			}
			if operation.ID == "" {
				return nil, fmt.Errorf("%s: %s %s: operationId is missing", d.place(method), method.Value, path.Value)
			}
			operation.Method, operation.Path = strings.ToUpper(method.Value), path.Value
			operation.Query = append(d.query(get(item, "parameters")), operation.Query...)
			operations = append(operations, operation)
		}
	}
	if len(operations) == 0 {
		return nil, fmt.Errorf("%s: paths has no operation", d.place(cmpNode(get(d.root, "paths"), d.root)))
	}
	return operations, nil
}

func (d *Document) operation(node *yaml.Node) (Operation, error) {
	operation := Operation{
		ID:       text(get(node, "operationId")),
		Query:    d.query(get(node, "parameters")),
		Statuses: statuses(get(node, "responses")),
		Examples: d.replyExamples(node),
		Place:    d.place(node),
	}
	operation.Status = successStatus(operation.Statuses)
	for contentType, media := range pairs(get(d.resolve(get(node, "requestBody")), "content")) {
		schema := d.resolve(get(media, "schema"))
		encoded, err := d.jsonSchema(schema)
		if err != nil {
			return operation, err
		}
		operation.Body = &Body{ContentType: contentType.Value, Schema: encoded, Fields: d.propertyNames(schema)}
		break // each operation has one content type
	}
	if extension := get(node, "x-mock"); extension != nil {
		mock, err := d.mock(extension)
		if err != nil {
			return operation, err
		}
		if mock.Each != "" {
			mock.EachFields = d.propertyNames(get(d.eachSchema(node, mock.Each), "items"))
		}
		operation.Mock = mock
	}
	return operation, nil
}

func (d *Document) query(parameters *yaml.Node) []Parameter {
	var query []Parameter
	for _, item := range items(parameters) {
		parameter := d.resolve(item)
		if text(get(parameter, "in")) == "query" {
			schema := d.resolve(get(parameter, "schema"))
			query = append(query, Parameter{
				Name:    text(get(parameter, "name")),
				Type:    text(get(schema, "type")),
				Default: text(get(schema, "default")),
			})
		}
	}
	return query
}

// replyExamples returns the examples that are JSON.
func (d *Document) replyExamples(operation *yaml.Node) []Example {
	var examples []Example
	for status, reply := range pairs(get(operation, "responses")) {
		for kind, media := range pairs(get(d.resolve(reply), "content")) {
			if kind := strings.ToLower(kind.Value); !strings.Contains(kind, "json") && !strings.Contains(kind, "*") {
				continue // the mock replies with JSON
			}
			if one := cmp.Or(get(media, "example"), get(d.resolve(get(media, "schema")), "example")); one != nil && get(media, "examples") == nil {
				if body, err := toJSON(one); err == nil {
					examples = append(examples, Example{Status: status.Value, Body: body})
				}
			}
			for name, example := range pairs(get(media, "examples")) {
				body, err := toJSON(get(d.resolve(example), "value"))
				if err == nil {
					examples = append(examples, Example{Name: name.Value, Status: status.Value, Body: body})
				}
			}
		}
	}
	return examples
}

func fieldExamples(node *yaml.Node) []FieldExample {
	var all []FieldExample
	for field, example := range pairs(node) {
		all = append(all, FieldExample{Field: field.Value, Example: example.Value})
	}
	return all
}

func texts(sequence *yaml.Node) []string {
	var all []string
	for _, item := range items(sequence) {
		all = append(all, item.Value)
	}
	return all
}
