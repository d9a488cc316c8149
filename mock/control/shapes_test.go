package control

import (
	"cmp"
	"encoding"
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/leadapi/leadapi/mock"
	"github.com/leadapi/leadapi/openapi"
)

// shapes are the structs that calls are decoded into and replies encoded from, by schema name. Nested structs, such as the
// faults of a scenario, are compared with them.
var shapes = map[string]reflect.Type{
	"Assumption":     reflect.TypeFor[openapi.Assumption](),
	"Clock":          reflect.TypeFor[mock.Clock](),
	"ClockChange":    reflect.TypeFor[mock.ClockChange](),
	"Contradiction":  reflect.TypeFor[openapi.Contradiction](),
	"Document":       reflect.TypeFor[document](),
	"Fault":          reflect.TypeFor[mock.Fault](),
	"Health":         reflect.TypeFor[health](),
	"Imports":        reflect.TypeFor[imports](),
	"Job":            reflect.TypeFor[mock.Job](),
	"NearMiss":       reflect.TypeFor[mock.NearMiss](),
	"Operation":      reflect.TypeFor[mock.OperationInfo](),
	"ReadingsChange": reflect.TypeFor[readingsChange](),
	"Request":        reflect.TypeFor[mock.Request](),
	"Resource":       reflect.TypeFor[mock.ResourceInfo](),
	"Scenario":       reflect.TypeFor[mock.Scenario](),
	"ScenarioInfo":   reflect.TypeFor[scenarioInfo](),
	"Session":        reflect.TypeFor[mock.SessionInfo](),
	"Snapshot":       reflect.TypeFor[mock.Snapshot](),
	"Verification":   reflect.TypeFor[verification](),
}

// A struct has exactly the fields of its schema, of the same types. Otherwise a field that is new in Go would be refused
// over HTTP, and one that is new in the document silently dropped.
func TestStructsAreDocumented(t *testing.T) {
	doc, err := openapi.Control()
	if err != nil {
		t.Fatal(err)
	}
	schemas := doc.API.Components.Schemas
	for name, shape := range shapes {
		if schemas[name] == nil {
			t.Errorf("got no schema %s, want one for %v", name, shape)
			continue
		}
		compareShape(t, name, shape, schemas[name].Value)
	}
	for name, schema := range schemas {
		if isClosed(schema.Value) && shapes[name] == nil {
			t.Errorf("schema %s: got no struct in shapes, want the one that a call is read into", name)
		}
	}
}

// isClosed reports whether a schema refuses further properties, as the schemas of requests do.
func isClosed(schema *openapi3.Schema) bool {
	return schema.AdditionalProperties.Has != nil && !*schema.AdditionalProperties.Has
}

func compareShape(t *testing.T, at string, shape reflect.Type, schema *openapi3.Schema) {
	t.Helper()
	var names []string
	for i := range shape.NumField() {
		field := shape.Field(i)
		if !field.IsExported() {
			continue
		}
		tag, options, tagged := strings.Cut(field.Tag.Get("json"), ",")
		name := cmp.Or(tag, strings.ToLower(field.Name))
		names = append(names, name)
		at := at + "." + name
		property := schema.Properties[name]
		if property == nil && slices.Contains(schema.Required, name) {
			continue // it can be anything, null included, which OpenAPI 3.0 can express only in this way
		}
		if property == nil {
			t.Errorf("%s: got no property, want one for %s of %v", at, field.Name, shape)
			continue
		}
		required, optional := slices.Contains(schema.Required, name), tagged && options != ""
		if required && optional {
			t.Errorf("%s: got it as required, want it optional, because %v leaves it out if it is empty", at, shape)
		}
		if !required && !optional && !isClosed(schema) {
			t.Errorf("%s: got it as optional, want it required, because %v always has it", at, shape)
		}
		compareType(t, at, field.Type, property.Value)
	}
	for name := range schema.Properties {
		if !slices.Contains(names, name) {
			t.Errorf("%s: got the property %s, want only those of %v: %v", at, name, shape, names)
		}
	}
}

func compareType(t *testing.T, at string, of reflect.Type, schema *openapi3.Schema) {
	t.Helper()
	if of.Kind() == reflect.Pointer {
		of = of.Elem()
	}
	if len(schema.AllOf) == 1 { // a reference with its own description
		schema = schema.AllOf[0].Value
	}
	want := typeOf(of)
	if want == "" {
		return
	}
	if !schema.Type.Is(want) {
		t.Errorf("%s: got %v, want %s, which %v is in JSON", at, schema.Type.Slice(), want, of)
		return
	}
	switch {
	case want == openapi3.TypeArray:
		compareType(t, at+"[]", of.Elem(), schema.Items.Value)
	case of.Kind() == reflect.Struct && want == openapi3.TypeObject:
		compareShape(t, at, of, schema)
	}
}

// typeOf returns the type in JSON; empty if it can be any or several.
func typeOf(of reflect.Type) string {
	switch to := reflect.PointerTo(of); {
	case to.Implements(reflect.TypeFor[encoding.TextUnmarshaler]()):
		return openapi3.TypeString
	case to.Implements(reflect.TypeFor[json.Unmarshaler]()) && of.Kind() != reflect.Map:
		return "" // such as Delay and json.RawMessage
	}
	switch of.Kind() {
	case reflect.String:
		return openapi3.TypeString
	case reflect.Int, reflect.Int64, reflect.Uint64:
		return openapi3.TypeInteger
	case reflect.Float64:
		return openapi3.TypeNumber
	case reflect.Bool:
		return openapi3.TypeBoolean
	case reflect.Slice:
		return openapi3.TypeArray
	case reflect.Map, reflect.Struct:
		return openapi3.TypeObject
	}
	return "no type of JSON that this test knows"
}
