package openapi

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"go.yaml.in/yaml/v3"
)

// checkPlayed refuses what a spec says about an operation and the mock would silently ignore.
func (d *Document) checkPlayed(path string, item, operation *yaml.Node) error {
	extension := get(operation, "x-mock")
	if extension == nil {
		return nil
	}
	do := text(get(extension, "do"))
	if start, end := strings.IndexByte(path, '{'), strings.IndexByte(path, '}'); do == "list" && start >= 0 && end > start {
		return fmt.Errorf("%s: x-mock: list: it would return all records, whatever %s in the path is; filter by a query parameter", d.place(get(extension, "do")), path[start:end+1])
	}
	if err := d.checkParameters(do, item, operation); err != nil {
		return err
	}
	if err := d.checkSecurity(operation); err != nil {
		return err
	}
	if err := d.checkServers(item, operation); err != nil {
		return err
	}
	if err := d.checkBody(operation, extension); err != nil {
		return err
	}
	return d.checkReplySchema(operation, extension)
}

// checkSecurity refuses requests without a token, and schemes other than a bearer token.
func (d *Document) checkSecurity(operation *yaml.Node) error {
	for _, security := range []*yaml.Node{get(d.root, "security"), get(operation, "security")} {
		if d.isOpen(security) {
			return fmt.Errorf("%s: security: the mock does not support operations without a token; leave it out, and start the mock with --auth off", d.place(security))
		}
		for _, one := range items(security) {
			for name := range pairs(one) {
				scheme := d.resolve(get(d.root, "components", "securitySchemes", name.Value))
				if scheme != nil && !takesBearer(scheme) {
					return fmt.Errorf("%s: security: %s: the mock checks bearer tokens only; want type http and scheme bearer", d.place(name), name.Value)
				}
			}
		}
	}
	return nil
}

// takesBearer reports whether a security scheme may be a bearer token in the header Authorization, as of OAuth.
func takesBearer(scheme *yaml.Node) bool {
	switch text(get(scheme, "type")) {
	case "http":
		return strings.EqualFold(text(get(scheme, "scheme")), "bearer")
	case "apiKey":
		return text(get(scheme, "in")) == "header" && strings.EqualFold(text(get(scheme, "name")), "Authorization")
	}
	return true
}

// isOpen reports whether security allows requests without a token.
func (d *Document) isOpen(security *yaml.Node) bool {
	if security == nil || security.Kind != yaml.SequenceNode {
		return false
	}
	return len(security.Content) == 0 || slices.ContainsFunc(security.Content, func(one *yaml.Node) bool {
		one = follow(one)
		return one.Kind == yaml.MappingNode && len(one.Content) == 0
	})
}

func (d *Document) resourceNamed(name string) *yaml.Node {
	for _, schema := range pairs(get(d.root, "components", "schemas")) {
		if extension := get(schema, "x-resource"); extension != nil && text(get(extension, "name")) == name {
			return schema
		}
	}
	return nil
}

// checkReplySchema checks the template of a reply against the schema of its success.
func (d *Document) checkReplySchema(operation, extension *yaml.Node) error {
	responses := get(operation, "responses")
	success, found := documentedSuccess(statuses(responses))
	if !found {
		return fmt.Errorf("%s: responses: a success is missing; want a 2xx status, such as '200'", d.place(cmpNode(responses, operation)))
	}
	reply, status := get(extension, "reply"), fmt.Sprint(success)
	documented := d.resolve(get(responses, status))
	if err := d.checkSuccess(documented); err != nil {
		return err
	}
	if hasNoBody := success == http.StatusNoContent || success == http.StatusResetContent; hasNoBody && (reply == nil || len(reply.Content) > 0) {
		return fmt.Errorf("%s: x-mock: a reply of %s has no body; want reply: {}, or another status", d.place(cmpNode(reply, extension)), status)
	}
	schema := get(documented, "content", "application/json", "schema")
	if reply == nil {
		return d.checkRead(extension, schema)
	}
	return d.fits("reply", reply, schema, operation)
}

// fits returns an error unless a template has everything that a schema requires, nothing that it forbids, and values of its types.
func (d *Document) fits(where string, template, schema, operation *yaml.Node) error {
	if schema = d.resolve(schema); schema == nil || get(schema, "oneOf") != nil || get(schema, "anyOf") != nil {
		return nil
	}
	template = follow(template)
	kind, wanted := d.kindOf(template, operation), text(get(schema, "type"))
	if kind == "null" && text(get(schema, "nullable")) == "true" {
		return nil
	}
	if wanted != "" && kind != "" && kind != wanted && (kind != "integer" || wanted != "number") {
		return fmt.Errorf("%s: x-mock: %s: %s is of type %s, but the schema of the reply has %s", d.place(template), where, describe(template), kind, wanted)
	}
	if allowed := items(get(schema, "enum")); len(allowed) > 0 && template.Kind == yaml.ScalarNode && !isVariable(template) &&
		!slices.ContainsFunc(allowed, func(one *yaml.Node) bool { return follow(one).Value == template.Value }) {
		return fmt.Errorf("%s: x-mock: %s: %s is not one of the values that the schema of the reply allows", d.place(template), where, describe(template))
	}
	if template.Kind == yaml.ScalarNode && !isVariable(template) {
		if err := d.fitsKeywords(where, template, schema); err != nil {
			return err
		}
	}
	for _, item := range items(template) {
		if err := d.fits(where, item, get(schema, "items"), operation); err != nil {
			return err
		}
	}
	if template.Kind != yaml.MappingNode {
		return nil
	}
	return d.fitsObject(where, template, schema, operation)
}

// fitsKeywords checks a value in a template against the bounds, pattern and format of its schema.
func (d *Document) fitsKeywords(where string, template, schema *yaml.Node) error {
	encoded, err := toJSON(schema)
	if err != nil {
		return err
	}
	var checked openapi3.Schema
	if err := json.Unmarshal(encoded, &checked); err != nil {
		return nil // Validate reports what is wrong with a schema
	}
	value, err := toJSON(template)
	if err != nil {
		return err
	}
	var decoded any
	if err := json.Unmarshal(value, &decoded); err != nil {
		return err
	}
	var wrong *openapi3.SchemaError
	if err := checked.VisitJSON(decoded, openapi3.EnableFormatValidation(), openapi3.WithStringFormatValidator("uuid", anyUUID)); errors.As(err, &wrong) {
		return fmt.Errorf("%s: x-mock: %s: %s does not fit the schema of the reply: %s", d.place(template), where, describe(template), wrong.Reason)
	}
	return nil
}

// anyUUID checks format uuid, which the library does not.
var anyUUID = openapi3.NewRegexpFormatValidator(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)

func (d *Document) fitsObject(where string, template, schema, operation *yaml.Node) error {
	for _, name := range d.required(schema, 0) {
		if get(template, name) == nil {
			return fmt.Errorf("%s: x-mock: %s: the schema of the reply requires %s", d.place(template), where, name)
		}
	}
	for key, value := range pairs(template) {
		property := d.propertyNamed(schema, key.Value)
		if property == nil && text(get(schema, "additionalProperties")) == "false" {
			return fmt.Errorf("%s: x-mock: %s: the schema of the reply has no property %s", d.place(key), where, key.Value)
		}
		if err := d.fits(where+": "+key.Value, value, property, operation); err != nil {
			return err
		}
	}
	return nil
}

// required returns the names that a schema requires, including those of allOf.
func (d *Document) required(schema *yaml.Node, depth int) []string {
	all := texts(get(schema, "required"))
	for _, part := range items(get(schema, "allOf")) {
		if depth < schemaDepth {
			all = append(all, d.required(d.resolve(part), depth+1)...)
		}
	}
	return all
}

func isVariable(node *yaml.Node) bool {
	return node.ShortTag() == "!!str" && variable.MatchString(node.Value)
}

func describe(template *yaml.Node) string {
	if template.Kind == yaml.ScalarNode {
		return fmt.Sprintf("%q", template.Value)
	}
	return "it"
}

// kindOf returns the type of the value that a template produces, or "" if it is unknown.
func (d *Document) kindOf(template, operation *yaml.Node) string {
	switch template.Kind {
	case yaml.MappingNode:
		return "object"
	case yaml.SequenceNode:
		return "array"
	}
	if isVariable(template) {
		if field, ofBody := strings.CutPrefix(template.Value, "$body."); ofBody {
			return d.bodyType(operation, field)
		}
		return map[string]string{"$id": "string", "$record": "object", "$ids": "array", "$records": "array", "$count": "integer"}[template.Value]
	}
	return map[string]string{"!!str": "string", "!!timestamp": "string", "!!int": "integer", "!!float": "number", "!!bool": "boolean", "!!null": "null"}[template.ShortTag()]
}

func (d *Document) bodyType(operation *yaml.Node, field string) string {
	for _, media := range pairs(get(d.resolve(get(operation, "requestBody")), "content")) {
		return text(get(d.propertyNamed(get(media, "schema"), field), "type"))
	}
	return ""
}
