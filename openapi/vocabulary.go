package openapi

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// The closed vocabulary: seven extensions and the words that may be inside them.
var (
	extensions = []string{"x-provenance", "x-except", "x-section", "x-assumptions", "x-resource", "x-mock", "x-stamp"}
	mockOnly   = []string{"x-resource", "x-mock", "x-stamp"}

	provenances   = []string{"stated", "implied", "assumed"}
	keywordParts  = []string{"default", "enum", "format", "pattern", "minLength", "maxLength", "minimum", "maximum"}
	exceptParts   = append([]string{"meaning", "order"}, keywordParts...)
	stamps        = []string{"create", "update"}
	verbs         = []string{"create", "list", "get", "merge", "delete"}
	resourceWords = []string{"name", "id", "copy"}
	copyWords     = []string{"from", "by", "fields"}
	mockWords     = []string{"resource", "do", "each", "reply", "errors"}
	errorWords    = []string{"unknown", "taken", "missing"}

	assumptionID = regexp.MustCompile(`^[A-Z]{1,3}\d\d+$`)
)

func (d *Document) checkVocabulary() error {
	return d.walk(d.root, func(parent, key, value *yaml.Node) error {
		if key.Value == "<<" {
			return fmt.Errorf("%s: merge keys (<<) are not read; write the keys out", d.place(key))
		}
		if !strings.HasPrefix(key.Value, "x-") {
			return nil
		}
		switch key.Value {
		case "x-provenance":
			return d.checkWord(key, value, "provenance", provenances)
		case "x-except":
			return d.checkExcept(parent, value)
		case "x-section":
			return d.checkText(key, value)
		case "x-assumptions":
			return d.checkAssumptions(value)
		case "x-stamp":
			return d.checkStamp(parent, key, value)
		case "x-resource":
			return d.checkResource(parent, value)
		case "x-mock":
			return d.checkMock(parent, value)
		}
		return d.unknown(key, "extension", key.Value, extensions)
	})
}

// walk visits every key with a meaning. It skips data, which is inside examples, defaults and enums, and names, which
// are the keys of properties and of other maps by name.
func (d *Document) walk(node *yaml.Node, visit func(parent, key, value *yaml.Node) error) error {
	for key, value := range pairs(node) {
		if err := visit(node, key, value); err != nil {
			return err
		}
		switch key.Value {
		case "example", "default", "enum", "value", "x-mock", "x-resource":
			continue
		}
		if namedMaps[key.Value] {
			for _, named := range pairs(value) {
				if err := d.walk(named, visit); err != nil {
					return err
				}
			}
			if value.Kind == yaml.MappingNode {
				continue
			}
		}
		if err := d.walk(value, visit); err != nil {
			return err
		}
	}
	for _, item := range items(node) {
		if err := d.walk(follow(item), visit); err != nil {
			return err
		}
	}
	return nil
}

// namedMaps are the keys of mappings whose own keys are names.
var namedMaps = map[string]bool{
	"properties": true, "examples": true, "schemas": true, "headers": true, "links": true, "variables": true,
	"securitySchemes": true, "requestBodies": true, "callbacks": true, "encoding": true, "mapping": true, "content": true,
}

func (d *Document) checkResource(parent, value *yaml.Node) error {
	if err := d.checkKeys(value, "x-resource", resourceWords); err != nil {
		return err
	}
	for _, word := range []string{"name", "id"} {
		if get(value, word) == nil {
			return fmt.Errorf("%s: x-resource: %s is missing", d.place(value), word)
		}
	}
	if id := get(value, "id"); text(get(d.propertyNamed(parent, id.Value), "type")) != "string" {
		return fmt.Errorf("%s: x-resource: id %q is not a property of the schema with type string", d.place(id), id.Value)
	}
	for name, property := range d.properties(parent) {
		if hidden := get(d.resolve(property), "writeOnly"); text(hidden) == "true" {
			return fmt.Errorf("%s: property %s: the mock does not support writeOnly and would reply with it; leave the property out of the record", d.place(hidden), name)
		}
	}
	for _, from := range copies(value) {
		if err := d.checkKeys(from, "x-resource: copy", copyWords); err != nil {
			return err
		}
		for _, word := range copyWords {
			if get(from, word) == nil {
				return fmt.Errorf("%s: x-resource: copy: %s is missing", d.place(from), word)
			}
		}
		for _, field := range append(items(get(from, "fields")), get(from, "by")) {
			if d.propertyNamed(parent, field.Value) == nil {
				return fmt.Errorf("%s: x-resource: copy: %q is not a property of the schema", d.place(field), field.Value)
			}
		}
	}
	return nil
}

// checkExcept returns an error unless each part exists and has another provenance than the fact itself.
func (d *Document) checkExcept(parent, value *yaml.Node) error {
	if err := d.checkKeys(value, "x-except", exceptParts); err != nil {
		return err
	}
	for part, word := range pairs(value) {
		if !slices.Contains(provenances, word.Value) {
			return d.unknown(word, "x-except: "+part.Value+": provenance", word.Value, provenances)
		}
		if own := text(get(parent, "x-provenance")); own == "" || own == word.Value {
			return fmt.Errorf("%s: x-except: %s: want a provenance other than that of the fact, x-provenance, which is %q", d.place(word), part.Value, own)
		}
		keyword := slices.Contains(keywordParts, part.Value)
		if keyword && get(parent, part.Value) == nil && get(parent, "schema", part.Value) == nil {
			return fmt.Errorf("%s: x-except: there is no %s here", d.place(part), part.Value)
		}
	}
	return nil
}

// checkStamp returns an error if a stamp is not on a time.
func (d *Document) checkStamp(parent, key, value *yaml.Node) error {
	if format := text(get(parent, "format")); text(get(parent, "type")) != "string" || format != "" && format != "date-time" {
		return fmt.Errorf("%s: x-stamp: want a property with type string, format date-time", d.place(value))
	}
	return d.checkWord(key, value, "stamp", stamps)
}

func (d *Document) checkKeys(node *yaml.Node, what string, allowed []string) error {
	if node == nil || node.Kind != yaml.MappingNode {
		return fmt.Errorf("%s: %s: want a mapping (%s)", d.place(cmpNode(node, d.root)), what, strings.Join(allowed, ", "))
	}
	for key := range pairs(node) {
		if !slices.Contains(allowed, key.Value) {
			return d.unknown(key, what+": key", key.Value, allowed)
		}
	}
	return nil
}

func (d *Document) checkWord(key, value *yaml.Node, what string, allowed []string) error {
	if !slices.Contains(allowed, value.Value) {
		return d.unknown(value, key.Value+": "+what, value.Value, allowed)
	}
	return nil
}

func (d *Document) checkText(key, value *yaml.Node) error {
	if value.Kind != yaml.ScalarNode || value.Value == "" {
		return fmt.Errorf("%s: %s: want a text", d.place(value), key.Value)
	}
	return nil
}

func (d *Document) checkAssumptions(value *yaml.Node) error {
	if value.Kind != yaml.SequenceNode {
		return fmt.Errorf("%s: x-assumptions: want a list of numbers such as [A01]", d.place(value))
	}
	for _, item := range value.Content {
		if !assumptionID.MatchString(item.Value) {
			return fmt.Errorf("%s: x-assumptions: %q is not a number such as A01", d.place(item), item.Value)
		}
	}
	return nil
}

func (d *Document) unknown(node *yaml.Node, what, word string, allowed []string) error {
	return fmt.Errorf("%s: %s", d.place(node), unknownWord(what, word, allowed))
}

func unknownWord(what, word string, allowed []string) string {
	before, kind := "", what
	if i := strings.LastIndex(what, ": "); i >= 0 {
		before, kind = what[:i+2], what[i+2:]
	}
	return fmt.Sprintf("%sunknown %s %q (%s)", before, kind, word, strings.Join(allowed, ", "))
}

// copies returns the entries of copy, which may be one or a list.
func copies(resource *yaml.Node) []*yaml.Node {
	switch from := get(resource, "copy"); {
	case from == nil:
		return nil
	case from.Kind == yaml.SequenceNode:
		return from.Content
	default:
		return []*yaml.Node{from}
	}
}
