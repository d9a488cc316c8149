package openapi

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// pageTypes are the members of the reply of a list, and their types.
var pageTypes = map[string]string{"data": "array", "limit": "integer", "offset": "integer", "total": "integer"}

// checkSuccess refuses a documented success that the mock does not send: another content type, or a header that is required.
func (d *Document) checkSuccess(success *yaml.Node) error {
	content := get(success, "content")
	for kind := range pairs(content) {
		if get(content, "application/json") == nil {
			return fmt.Errorf("%s: the mock replies with application/json, not %s", d.place(kind), kind.Value)
		}
	}
	for name, header := range pairs(get(success, "headers")) {
		if text(get(d.resolve(header), "required")) == "true" && !strings.EqualFold(name.Value, "Content-Type") {
			return fmt.Errorf("%s: response header %s: the mock does not send it; leave out required", d.place(name), name.Value)
		}
	}
	return nil
}

// checkRead refuses a schema that the replies of list and get do not fit. Their form is fixed.
func (d *Document) checkRead(extension, schema *yaml.Node) error {
	resource := d.resourceNamed(text(get(extension, "resource")))
	switch schema = d.resolve(schema); {
	case schema == nil:
		return nil
	case text(get(extension, "do")) == "get":
		return d.fitsRecord("get", schema, resource)
	case text(get(extension, "do")) != "list":
		return nil
	}
	if err := d.fitsSent("list", schema, pageTypes); err != nil {
		return err
	}
	return d.fitsRecord("list: data", d.resolve(get(d.propertyNamed(schema, "data"), "items")), resource)
}

// fitsRecord returns an error if a schema forbids the records of a resource. A resource of another spec is not known here.
func (d *Document) fitsRecord(where string, schema, resource *yaml.Node) error {
	if schema == nil || resource == nil || schema == resource {
		return nil
	}
	types := map[string]string{}
	for name, property := range d.properties(resource) {
		types[name] = text(get(d.resolve(property), "type"))
	}
	return d.fitsSent(where, schema, types)
}

// fitsSent returns an error if a schema forbids an object with members of some types.
func (d *Document) fitsSent(where string, schema *yaml.Node, types map[string]string) error {
	if get(schema, "oneOf") != nil || get(schema, "anyOf") != nil {
		return nil
	}
	if kind := get(schema, "type"); kind != nil && kind.Value != "object" {
		return fmt.Errorf("%s: x-mock: %s: the reply is an object, but its schema has %s", d.place(kind), where, kind.Value)
	}
	for _, name := range d.required(schema, 0) {
		if _, sent := types[name]; !sent {
			return fmt.Errorf("%s: x-mock: %s: the schema of the reply requires %s, which the mock does not send", d.place(schema), where, name)
		}
	}
	closed := text(get(schema, "additionalProperties")) == "false"
	for _, name := range slices.Sorted(maps.Keys(types)) {
		property := d.propertyNamed(schema, name)
		if property == nil && closed {
			return fmt.Errorf("%s: x-mock: %s: the schema of the reply has no property %s, which the mock sends", d.place(schema), where, name)
		}
		kind, sent := get(property, "type"), types[name]
		if kind != nil && sent != "" && kind.Value != sent && (sent != "integer" || kind.Value != "number") {
			return fmt.Errorf("%s: x-mock: %s: %s is of type %s, but the schema of the reply has %s", d.place(kind), where, name, sent, kind.Value)
		}
	}
	return nil
}
