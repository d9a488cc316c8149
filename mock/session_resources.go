package mock

import "encoding/json"

// ResourceInfo describes a resource.
type ResourceInfo struct {
	Resource string      `json:"resource"` // lead
	ID       string      `json:"id"`       // the field that identifies a record
	Total    int         `json:"total"`
	Fields   []FieldInfo `json:"fields"` // in the order of the spec
}

// FieldInfo describes a field of a resource.
type FieldInfo struct {
	Name     string          `json:"name"`
	Type     string          `json:"type"`
	Nullable bool            `json:"nullable"`
	Format   string          `json:"format,omitempty"`
	Default  json.RawMessage `json:"default"`          // null for an ID or a stamp, which is generated
	Copied   string          `json:"copied,omitempty"` // the resource that the value is copied from
}

// Resources returns the resources of all specs, and how many records the session has of each.
func (s *Session) Resources() []ResourceInfo {
	spec, st := s.copied()
	counts := st.Count()
	var all []ResourceInfo
	for _, res := range spec.schema.Resources() {
		info := ResourceInfo{Resource: res.Name(), ID: res.ID(), Total: counts[res.Name()]}
		for i, f := range res.Fields() {
			field := FieldInfo{Name: f.Name, Type: f.Type, Nullable: f.Nullable(), Format: f.Format, Default: json.RawMessage("null")}
			if text := f.Default(); text != "" {
				field.Default = json.RawMessage(text)
			}
			if from := res.Source(i); from != nil {
				field.Copied = from.Name()
			}
			info.Fields = append(info.Fields, field)
		}
		all = append(all, info)
	}
	return all
}
