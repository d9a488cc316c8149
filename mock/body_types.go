package mock

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/leadapi/leadapi/mock/internal/store"
	"github.com/leadapi/leadapi/openapi"
)

// bodyTypes is the part of a JSON Schema that gives the types of properties.
type bodyTypes struct {
	Type       any // a name or a list of names
	Properties map[string]bodyTypes
	Items      *bodyTypes
	AllOf      []bodyTypes
}

// checkTypes refuses a body field whose values the resource would store with a different type.
func (op *operation) checkTypes(documented openapi.Operation, settable []settable, names []string) error {
	var schema bodyTypes
	if err := json.Unmarshal(documented.Body.Schema, &schema); err != nil {
		return fmt.Errorf("%s: the schema of the body: %w", documented.Place, err)
	}
	if op.each != nil {
		many := &schema
		if op.each.field != "" {
			found, _ := schema.property(op.each.field)
			many = &found
		}
		if many.Items == nil {
			return nil
		}
		schema = *many.Items
	}
	for _, each := range settable {
		field := op.res.Fields()[each.field]
		found, there := schema.property(names[each.sent])
		if !there || found.fits(&field) {
			continue
		}
		return fmt.Errorf("%s: x-mock: body: %s is %s, but resource %s has %s", documented.Mock.Place, field.Name, strings.Join(found.names(), " or "), op.res.Name(), field.Type)
	}
	return nil
}

func (s *bodyTypes) property(name string) (bodyTypes, bool) {
	if found, there := s.Properties[name]; there {
		return found, true
	}
	for _, part := range s.AllOf {
		if found, there := part.property(name); there {
			return found, true
		}
	}
	return bodyTypes{}, false
}

// names returns the types that a value can have; nil if the schema does not say.
func (s *bodyTypes) names() (all []string) {
	switch kind := s.Type.(type) {
	case string:
		return []string{kind}
	case []any:
		for _, value := range kind {
			if name, isText := value.(string); isText {
				all = append(all, name)
			}
		}
	}
	return all
}

// fits reports whether a field can hold all values of these types.
func (s *bodyTypes) fits(field *store.Field) bool {
	for _, name := range s.names() {
		switch {
		case name == field.Type, name == "integer" && field.Type == "number", name == "null" && field.Nullable():
		default:
			return false
		}
	}
	return true
}
