package openapi

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Variables of a reply. $ids, $records and $count stand for all records of a batch.
var (
	variable       = regexp.MustCompile(`^\$(id|record|ids|records|count|body\.[A-Za-z_][A-Za-z0-9_]*)$`)
	ofOne, ofBatch = []string{"$id", "$record"}, []string{"$ids", "$records", "$count"}
	variableInside = regexp.MustCompile(`\$(id|record|ids|records|count|body\.[A-Za-z_][A-Za-z0-9_]*)\b`)
	eachVariable   = regexp.MustCompile(`^\$body(\.[A-Za-z_][A-Za-z0-9_]*)?$`)
)

// ReplyPiece is JSON text, followed by the value of a variable, if any.
type ReplyPiece struct {
	Text     string `json:",omitempty"`
	Variable string `json:",omitempty"`
}

// pieces splits a template into pieces.
func pieces(template *yaml.Node) ([]ReplyPiece, error) {
	var all []ReplyPiece
	var out bytes.Buffer
	var write func(node *yaml.Node) error
	write = func(node *yaml.Node) error {
		node = follow(node)
		switch {
		case node.Kind == yaml.MappingNode:
			separator := byte('{')
			for key, value := range pairs(node) {
				out.WriteByte(separator)
				separator = ','
				if err := appendScalar(&out, key.Value); err != nil {
					return err
				}
				out.WriteByte(':')
				if err := write(value); err != nil {
					return err
				}
			}
			if separator == '{' {
				out.WriteByte('{')
			}
			out.WriteByte('}')
			return nil
		case node.Kind == yaml.SequenceNode:
			out.WriteByte('[')
			for i, item := range node.Content {
				if i > 0 {
					out.WriteByte(',')
				}
				if err := write(item); err != nil {
					return err
				}
			}
			out.WriteByte(']')
			return nil
		case isVariable(node):
			all = append(all, ReplyPiece{out.String(), node.Value})
			out.Reset()
			return nil
		}
		return appendJSON(&out, node)
	}
	if err := write(template); err != nil {
		return nil, err
	}
	return append(all, ReplyPiece{Text: out.String()}), nil
}

// checkVariables refuses unknown variables anywhere in a reply.
func (d *Document) checkVariables(operation, extension *yaml.Node, where string, template *yaml.Node) error {
	template = follow(template)
	for key, value := range pairs(template) {
		if err := d.checkVariables(operation, extension, where+": "+key.Value, value); err != nil {
			return err
		}
	}
	for _, item := range items(template) {
		if err := d.checkVariables(operation, extension, where, item); err != nil {
			return err
		}
	}
	if template.ShortTag() != "!!str" {
		return nil
	}
	if found := variableInside.FindString(template.Value); found != "" && !strings.HasPrefix(template.Value, "$") {
		return fmt.Errorf("%s: x-mock: %s: the variable in %q stands for a whole value, not for a part of a text", d.place(template), where, template.Value)
	}
	if !strings.HasPrefix(template.Value, "$") {
		return nil
	}
	known, others := ofOne, ofBatch
	if get(extension, "each") != nil {
		known, others = ofBatch, ofOne
	}
	if !isVariable(template) || slices.Contains(others, template.Value) {
		return fmt.Errorf("%s: x-mock: %s: unknown variable %q (%s, $body.<field>)", d.place(template), where, template.Value, strings.Join(known, ", "))
	}
	field, ofBody := strings.CutPrefix(template.Value, "$body.")
	if fields := d.bodyFields(operation); ofBody && !slices.Contains(fields, field) {
		return fmt.Errorf("%s: x-mock: %s: the body has no field %q (%s)", d.place(template), where, field, strings.Join(fields, ", "))
	}
	return nil
}

// checkEach returns an error unless each leads to an array of objects.
func (d *Document) checkEach(operation, extension *yaml.Node) error {
	each := get(extension, "each")
	if each == nil {
		return nil
	}
	switch {
	case text(get(extension, "do")) != "create":
		return fmt.Errorf("%s: x-mock: each goes with create only", d.place(each))
	case !eachVariable.MatchString(each.Value):
		return fmt.Errorf("%s: x-mock: each: want $body, or $body.<field>, not %q", d.place(each), each.Value)
	case get(extension, "errors", "missing") != nil:
		return fmt.Errorf("%s: x-mock: errors: missing does not go with each", d.place(get(extension, "errors", "missing")))
	}
	if schema := d.eachSchema(operation, each.Value); text(get(schema, "type")) != "array" || text(get(d.resolve(get(schema, "items")), "type")) != "object" {
		return fmt.Errorf("%s: x-mock: each: %s is not an array of objects in the schema of the body", d.place(each), each.Value)
	}
	return nil
}

// eachSchema returns the schema of what each names.
func (d *Document) eachSchema(operation *yaml.Node, each string) *yaml.Node {
	for _, media := range pairs(get(d.resolve(get(operation, "requestBody")), "content")) {
		schema := d.resolve(get(media, "schema"))
		if field, inside := strings.CutPrefix(each, "$body."); inside {
			return d.propertyNamed(schema, field)
		}
		return schema
	}
	return nil
}

func (d *Document) mock(node *yaml.Node) (*Mock, error) {
	errors := get(node, "errors")
	mock := &Mock{
		Resource: text(get(node, "resource")),
		Do:       text(get(node, "do")),
		Each:     text(get(node, "each")),
		Unknown:  text(get(errors, "unknown")),
		Taken:    fieldExamples(get(errors, "taken")),
		Missing:  fieldExamples(get(errors, "missing")),
		Place:    d.place(node),
	}
	for key, value := range pairs(get(node, "reply")) {
		field := ReplyField{Name: key.Value}
		made, err := pieces(value)
		switch {
		case err != nil:
			return nil, fmt.Errorf("%s: x-mock: reply: %w", d.place(value), err)
		case isVariable(value):
			field.Variable = value.Value
		case len(made) == 1:
			field.Value = json.RawMessage(made[0].Text)
		default:
			field.Pieces = made
		}
		mock.Reply = append(mock.Reply, field)
	}
	return mock, nil
}
