package openapi

import (
	"fmt"
	"net/url"
	"strings"

	"go.yaml.in/yaml/v3"
)

// checkServers refuses a path in servers, which the mock does not put before those of the operations.
func (d *Document) checkServers() error {
	for _, server := range items(get(d.root, "servers")) {
		given := get(server, "url")
		if where, err := url.Parse(text(given)); err == nil && strings.Trim(where.Path, "/") != "" {
			return fmt.Errorf("%s: servers: the path %s is not played; write it before each of paths", d.place(given), where.Path)
		}
	}
	return nil
}

// checkParameters refuses what a parameter says and the mock does not hold requests to.
func (d *Document) checkParameters(do string, item, operation *yaml.Node) error {
	for _, parameters := range []*yaml.Node{get(item, "parameters"), get(operation, "parameters")} {
		for _, one := range items(parameters) {
			parameter := d.resolve(one)
			in, name := text(get(parameter, "in")), text(get(parameter, "name"))
			if required := get(parameter, "required"); in != "path" && text(required) == "true" {
				return fmt.Errorf("%s: %s parameter %s: required is not played; leave it out", d.place(required), in, name)
			}
			if in != "query" || do != "list" {
				continue
			}
			if err := d.checkQuerySchema(name, d.resolve(get(parameter, "schema"))); err != nil {
				return err
			}
		}
	}
	return nil
}

// checkQuerySchema refuses what would change the page that a list answers. Other keywords of a filter are harmless: a value that
// they forbid finds nothing.
func (d *Document) checkQuerySchema(name string, schema *yaml.Node) error {
	for keyword, value := range pairs(schema) {
		played := true
		switch keyword.Value {
		case "default":
			played = value.Value == "0" || name != "offset"
		case "minimum":
			played = value.Value == "0" || name != "limit" && name != "offset"
		case "maximum":
			played = name != "limit" && name != "offset"
		}
		if !played {
			return fmt.Errorf("%s: query parameter %s: %s is not played; leave it out", d.place(keyword), name, keyword.Value)
		}
	}
	return nil
}

// checkBody refuses what the schema of a body says and the mock does not do.
func (d *Document) checkBody(operation, extension *yaml.Node) error {
	name := text(get(extension, "resource"))
	resource := d.resourceNamed(name)
	for _, media := range pairs(get(d.resolve(get(operation, "requestBody")), "content")) {
		schema := get(media, "schema")
		if each := text(get(extension, "each")); each != "" {
			schema = get(d.eachSchema(operation, each), "items")
		}
		for field, node := range d.properties(schema) {
			property, own := d.resolve(node), d.propertyNamed(resource, field)
			if given := get(property, "default"); given != nil {
				if usual := get(own, "default"); usual == nil || usual.Value != given.Value || usual.Kind != given.Kind {
					return fmt.Errorf("%s: body: %s: the default of a body is not played; put it into the schema of resource %s", d.place(given), field, name)
				}
			}
			if given := get(property, "readOnly"); text(given) == "true" && !d.unsettable(resource, field) {
				return fmt.Errorf("%s: body: %s: readOnly is not played, so that it would be stored; leave the property out of the body", d.place(given), field)
			}
		}
	}
	return nil
}

// unsettable reports whether the mock gives a property of a resource itself: its id, its times, and what it copies.
func (d *Document) unsettable(resource *yaml.Node, field string) bool {
	extension := get(resource, "x-resource")
	if extension == nil {
		return false
	}
	if field == text(get(extension, "id")) || get(d.propertyNamed(resource, field), "x-stamp") != nil {
		return true
	}
	for _, from := range copies(extension) {
		for _, one := range texts(get(from, "fields")) {
			if one == field {
				return true
			}
		}
	}
	return false
}
