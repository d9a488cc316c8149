package openapi

import (
	"bytes"
	"encoding/json"
	"slices"

	"go.yaml.in/yaml/v3"
)

// Public returns the document without what only the mock needs: its extensions,
// and schemas of resources that no operation uses.
func (d *Document) Public() (*Document, error) {
	var file yaml.Node
	whole, err := yaml.Marshal(d.root)
	if err != nil {
		return nil, err
	}
	if err := yaml.Unmarshal(whole, &file); err != nil {
		return nil, err
	}
	public := &Document{Name: d.Name, root: file.Content[0]}
	used := map[string]bool{}
	collectRefs(public.root, used)
	schemas := get(public.root, "components", "schemas")
	remove(schemas, func(key, value *yaml.Node) bool {
		return get(value, "x-resource") != nil && !used["#/components/schemas/"+key.Value]
	})
	var mappings []*yaml.Node
	err = public.walk(public.root, func(parent, _, _ *yaml.Node) error {
		mappings = append(mappings, parent)
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, mapping := range mappings {
		remove(mapping, func(key, _ *yaml.Node) bool { return slices.Contains(mockOnly, key.Value) })
	}
	data, err := public.YAML()
	if err != nil {
		return nil, err
	}
	return Load(d.Name, data)
}

// YAML returns the document as YAML, in its own order.
func (d *Document) YAML() ([]byte, error) {
	var out bytes.Buffer
	encoder := yaml.NewEncoder(&out)
	encoder.SetIndent(2)
	if err := encoder.Encode(d.root); err != nil {
		return nil, err
	}
	return out.Bytes(), encoder.Close()
}

// JSON returns the document as indented JSON, in its own order.
func (d *Document) JSON() ([]byte, error) {
	compact, err := toJSON(d.root)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := json.Indent(&out, compact, "", "  "); err != nil {
		return nil, err
	}
	out.WriteByte('\n')
	return out.Bytes(), nil
}

func collectRefs(node *yaml.Node, used map[string]bool) {
	for key, value := range pairs(node) {
		if key.Value == "$ref" {
			used[value.Value] = true
		}
		collectRefs(value, used)
	}
	for _, item := range items(node) {
		collectRefs(item, used)
	}
}

func remove(mapping *yaml.Node, drop func(key, value *yaml.Node) bool) {
	if mapping == nil {
		return
	}
	var kept []*yaml.Node
	for i := 0; i+1 < len(mapping.Content); i += 2 {
		if key, value := mapping.Content[i], mapping.Content[i+1]; !drop(key, value) {
			kept = append(kept, key, value)
		}
	}
	mapping.Content = kept
}
