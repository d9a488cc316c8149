package openapi

import (
	"fmt"
	"net/url"
	"strings"

	"go.yaml.in/yaml/v3"
)

// checkServers refuses a path in servers, because the mock does not prefix the paths of operations with it.
func (d *Document) checkServers(of ...*yaml.Node) error {
	for _, node := range of {
		for _, server := range items(get(node, "servers")) {
			given := get(server, "url")
			address := text(given)
			for name, variable := range pairs(get(server, "variables")) {
				address = strings.ReplaceAll(address, "{"+name.Value+"}", text(get(variable, "default")))
			}
			if where, err := url.Parse(address); err == nil && strings.Trim(where.Path, "/") != "" {
				return fmt.Errorf("%s: servers: the mock does not support the path %s; write it before each of paths", d.place(given), where.Path)
			}
		}
	}
	return nil
}

// checkParameters refuses what a parameter requires and the mock does not check.
func (d *Document) checkParameters(do string, item, operation *yaml.Node) error {
	for _, parameters := range []*yaml.Node{get(item, "parameters"), get(operation, "parameters")} {
		for _, one := range items(parameters) {
			parameter := d.resolve(one)
			in, name := text(get(parameter, "in")), text(get(parameter, "name"))
			if required := get(parameter, "required"); in != "path" && text(required) == "true" {
				return fmt.Errorf("%s: %s parameter %s: the mock does not check required; leave it out", d.place(required), in, name)
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

// checkQuerySchema refuses keywords that would change the page that a list returns. Other keywords of a filter are harmless: a
// value that they forbid finds nothing.
func (d *Document) checkQuerySchema(name string, schema *yaml.Node) error {
	for keyword, value := range pairs(schema) {
		played := true
		switch keyword.Value {
		case "default":
			played = value.Value == "0" || name != "offset"
		case "minimum":
			played = value.Value == "0" || name != "limit" && name != "offset"
		case "maximum", "enum":
			played = name != "limit" && name != "offset"
		case "type":
			if value.Value == "array" || value.Value == "object" {
				return fmt.Errorf("%s: query parameter %s: the mock compares one value; want another type than %s", d.place(keyword), name, value.Value)
			}
			played = value.Value == "integer" || name != "limit" && name != "offset"
		}
		if !played {
			if keyword.Value == "type" {
				return fmt.Errorf("%s: query parameter %s: the mock takes whole numbers only; want type integer, not %s", d.place(keyword), name, value.Value)
			}
			return fmt.Errorf("%s: query parameter %s: the mock does not support %s; leave it out", d.place(keyword), name, keyword.Value)
		}
	}
	return nil
}

// checkBody refuses what the schema of a body promises and the mock does not do.
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
					return fmt.Errorf("%s: body: %s: the mock does not use the default of a body; put it into the schema of resource %s", d.place(given), field, name)
				}
			}
			if given := get(property, "readOnly"); text(given) == "true" && !d.unsettable(resource, field) {
				return fmt.Errorf("%s: body: %s: the mock does not support readOnly and would store the property; leave it out of the body", d.place(given), field)
			}
		}
	}
	return nil
}

// unsettable reports whether the mock sets a property of a resource itself: the id, the times, and copied fields.
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
