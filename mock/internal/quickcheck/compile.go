// Package quickcheck checks JSON bodies in one pass over their bytes. It has no error texts: those, and bodies that it is
// not sure of, are left to another validator.
package quickcheck

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Schema is a compiled JSON Schema (draft 7) of an object. It is safe for concurrent use.
type Schema struct{ root *node }

// node is the schema of one value.
type node struct {
	types     kind // the allowed ones; 0 for any
	minLength int  // in characters, as all lengths are
	maxLength int
	pattern   *regexp.Regexp
	format    func(text []byte) bool
	enum      []string // texts; nil if any value is allowed
	limits    []limit
	minItems  int
	maxItems  int
	items     *node // nil for any

	names    []string // of the properties
	children []*node  // in the order of names
	index    map[string]int
	required uint64 // a bit for each of names
	closed   bool   // no other properties are allowed
}

// kind is a set of JSON types.
type kind uint8

const (
	kindNull kind = 1 << iota
	kindBoolean
	kindInteger
	kindNumber
	kindString
	kindArray
	kindObject
)

var kinds = map[string]kind{
	"null": kindNull, "boolean": kindBoolean, "integer": kindInteger, "number": kindNumber,
	"string": kindString, "array": kindArray, "object": kindObject,
}

// limit bounds integers.
type limit struct {
	keyword string
	bound   int64
}

func (l limit) holds(number int64) bool {
	switch l.keyword {
	case "minimum":
		return number >= l.bound
	case "maximum":
		return number <= l.bound
	case "exclusiveMinimum":
		return number > l.bound
	default:
		return number < l.bound
	}
}

const (
	unlimited     = int(^uint(0) >> 1)
	maxProperties = 64 // of an object: a bit each
)

var unconstrained = &node{maxLength: unlimited, maxItems: unlimited}

// Compile compiles the schema of an object. fields are the properties whose values Check finds, in this order; the schema
// has them and may have others. Compile fails for an unknown keyword: such a schema needs the other validator.
func Compile(schema []byte, fields []string) (*Schema, error) {
	root, err := compile(schema, fields)
	if err != nil {
		return nil, err
	}
	if root.types != 0 && root.types&kindObject == 0 {
		return nil, errors.New("type: want object")
	}
	if len(root.names) < len(fields) || !slices.Equal(root.names[:len(fields)], fields) {
		return nil, fmt.Errorf("properties: want %s", strings.Join(fields, ", "))
	}
	return &Schema{root}, nil
}

func compile(schema []byte, first []string) (*node, error) {
	var keywords map[string]json.RawMessage
	if err := json.Unmarshal(schema, &keywords); err != nil || keywords == nil {
		return nil, fmt.Errorf("want a schema that is an object, not %s", schema)
	}
	made := *unconstrained
	for keyword, value := range keywords {
		if err := made.set(keyword, value, first); err != nil {
			return nil, fmt.Errorf("%s: %w", keyword, err)
		}
	}
	declared := len(made.names)
	if err := made.require(keywords["required"]); err != nil {
		return nil, err
	}
	switch {
	case made.closed && len(made.names) > declared:
		return nil, fmt.Errorf("additionalProperties: refuses %s", strings.Join(made.names[declared:], ", "))
	case len(made.names) > maxProperties:
		return nil, fmt.Errorf("properties: %d; at most %d are known here", len(made.names), maxProperties)
	}
	return &made, nil
}

func (n *node) set(keyword string, value json.RawMessage, first []string) (err error) {
	switch keyword {
	case "type":
		return n.setType(value)
	case "minLength":
		return json.Unmarshal(value, &n.minLength)
	case "maxLength":
		return json.Unmarshal(value, &n.maxLength)
	case "minItems":
		return json.Unmarshal(value, &n.minItems)
	case "maxItems":
		return json.Unmarshal(value, &n.maxItems)
	case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum":
		bound, err := strconv.ParseInt(string(value), 10, 64)
		n.limits = append(n.limits, limit{keyword, bound})
		return err
	case "pattern":
		return n.setPattern(value)
	case "format":
		return n.setFormat(value)
	case "enum":
		return n.setEnum(value)
	case "items":
		n.items, err = compile(value, nil)
		return err
	case "properties":
		return n.setProperties(value, first)
	case "additionalProperties":
		var open bool
		err := json.Unmarshal(value, &open)
		n.closed = !open
		return err
	case "required": // needs the properties
		return nil
	}
	return errors.New("not known here")
}

func (n *node) setType(value json.RawMessage) error {
	var names []string
	if value[0] != '[' {
		value = slices.Concat([]byte("["), value, []byte("]"))
	}
	if err := json.Unmarshal(value, &names); err != nil {
		return err
	}
	for _, name := range names {
		if kinds[name] == 0 {
			return fmt.Errorf("%q is not known here", name)
		}
		n.types |= kinds[name]
	}
	return nil
}

func (n *node) setPattern(value json.RawMessage) error {
	var text string
	err := json.Unmarshal(value, &text)
	if err == nil {
		n.pattern, err = regexp.Compile(text)
	}
	return err
}

// setFormat sets a format that the other validator checks, and ignores one that it ignores.
func (n *node) setFormat(value json.RawMessage) error {
	var name string
	if err := json.Unmarshal(value, &name); err != nil {
		return err
	}
	switch name {
	case "date-time":
		n.format = isDateTime
	case "uuid":
		n.format = isUUID
	case "binary", "byte", "password", "int32", "int64", "float", "double": // of OpenAPI
	default:
		return fmt.Errorf("%q is not known here", name)
	}
	return nil
}

func (n *node) setEnum(value json.RawMessage) error {
	var values []any
	if err := json.Unmarshal(value, &values); err != nil {
		return err
	}
	if len(values) == 0 {
		return errors.New("want values")
	}
	for _, value := range values {
		text, ok := value.(string)
		if !ok {
			return fmt.Errorf("%v is not a string", value)
		}
		n.enum = append(n.enum, text)
	}
	return nil
}

func (n *node) setProperties(value json.RawMessage, first []string) error {
	var schemas map[string]json.RawMessage
	if err := json.Unmarshal(value, &schemas); err != nil {
		return err
	}
	for _, name := range slices.Concat(first, slices.Sorted(maps.Keys(schemas))) {
		if _, known := n.index[name]; known {
			continue
		}
		schema, found := schemas[name]
		if !found {
			return fmt.Errorf("%s is missing", name)
		}
		child, err := compile(schema, nil)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		n.add(name, child)
	}
	return nil
}

// add keeps the first schema of a name.
func (n *node) add(name string, child *node) {
	if _, there := n.index[name]; there {
		return
	}
	if n.index == nil {
		n.index = map[string]int{}
	}
	n.index[name] = len(n.names)
	n.names, n.children = append(n.names, name), append(n.children, child)
}

func (n *node) require(value json.RawMessage) error {
	var names []string
	if value != nil {
		if err := json.Unmarshal(value, &names); err != nil {
			return fmt.Errorf("required: %w", err)
		}
	}
	for _, name := range names {
		n.add(name, unconstrained)
		n.required |= 1 << n.index[name] // none of them is beyond maxProperties, which compile checks
	}
	return nil
}
