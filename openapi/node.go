package openapi

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"
)

// get follows keys down a mapping, through aliases. It returns nil if there is no such key.
func get(node *yaml.Node, keys ...string) *yaml.Node {
	for _, key := range keys {
		node = follow(node)
		if node == nil || node.Kind != yaml.MappingNode {
			return nil
		}
		var found *yaml.Node
		for k, v := range pairs(node) {
			if k.Value == key {
				found = v
				break
			}
		}
		node = found
	}
	return follow(node)
}

func follow(node *yaml.Node) *yaml.Node {
	for node != nil && node.Kind == yaml.AliasNode {
		node = node.Alias
	}
	return node
}

// pairs yields the keys and values of a mapping in the order of the document, and nothing for any other node.
func pairs(node *yaml.Node) func(yield func(key, value *yaml.Node) bool) {
	return func(yield func(key, value *yaml.Node) bool) {
		node = follow(node)
		if node == nil || node.Kind != yaml.MappingNode {
			return
		}
		for i := 0; i+1 < len(node.Content); i += 2 {
			if !yield(node.Content[i], follow(node.Content[i+1])) {
				return
			}
		}
	}
}

func items(node *yaml.Node) []*yaml.Node {
	if node = follow(node); node == nil || node.Kind != yaml.SequenceNode {
		return nil
	}
	return node.Content
}

func text(node *yaml.Node) string {
	if node == nil {
		return ""
	}
	return node.Value
}

func cmpNode(nodes ...*yaml.Node) *yaml.Node {
	for _, node := range nodes {
		if node != nil {
			return node
		}
	}
	return nil
}

// place returns the position of a node, such as "spec lead.yaml:41".
func (d *Document) place(node *yaml.Node) string {
	return fmt.Sprintf("spec %s:%d", d.Name, node.Line)
}

// resolve follows a local $ref. Load has checked that every target exists.
func (d *Document) resolve(node *yaml.Node) *yaml.Node {
	for depth := 0; depth < 20; depth++ {
		ref := get(node, "$ref")
		if ref == nil {
			return follow(node)
		}
		keys := strings.Split(strings.TrimPrefix(ref.Value, "#/"), "/")
		for i, key := range keys {
			keys[i] = strings.NewReplacer("~1", "/", "~0", "~").Replace(key)
		}
		node = get(d.root, keys...)
	}
	return nil
}

// appendJSON appends a YAML value as JSON, with keys in the order of the document. Times stay text.
func appendJSON(out *bytes.Buffer, node *yaml.Node) error {
	node = follow(node)
	switch {
	case node == nil:
		out.WriteString("null")
		return nil
	case node.Kind == yaml.MappingNode:
		out.WriteByte('{')
		first := true
		for key, value := range pairs(node) {
			if !first {
				out.WriteByte(',')
			}
			first = false
			if err := appendScalar(out, key.Value); err != nil {
				return err
			}
			out.WriteByte(':')
			if err := appendJSON(out, value); err != nil {
				return err
			}
		}
		out.WriteByte('}')
		return nil
	case node.Kind == yaml.SequenceNode:
		out.WriteByte('[')
		for i, item := range node.Content {
			if i > 0 {
				out.WriteByte(',')
			}
			if err := appendJSON(out, item); err != nil {
				return err
			}
		}
		out.WriteByte(']')
		return nil
	}
	switch node.ShortTag() {
	case "!!str", "!!timestamp":
		return appendScalar(out, node.Value)
	}
	var value any
	if err := node.Decode(&value); err != nil {
		return fmt.Errorf("line %d: %w", node.Line, err)
	}
	return appendScalar(out, value)
}

func appendScalar(out *bytes.Buffer, value any) error {
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return err
	}
	out.Truncate(out.Len() - 1) // Encode ends with a newline
	return nil
}

func toJSON(node *yaml.Node) (json.RawMessage, error) {
	var out bytes.Buffer
	if err := appendJSON(&out, node); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
