package report

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xeipuuv/gojsonschema"
)

func TestJSONKeepsToItsSchema(t *testing.T) {
	reports := map[string]Report{
		"full":  sample(),
		"empty": {Gate: Stated},
		"bare":  {Gate: Assumed, Results: []Result{{Provenance: Stated, Outcome: Holds, Exchanges: []Exchange{{Response: &Response{}}}}}},
	}
	for name, report := range reports {
		for _, fault := range schemaFaults(t, render(t, "json", report)) {
			t.Errorf("%s: got %s, want a report that fits the schema", name, fault)
		}
	}
}

func TestSchemaRefusesWhatItDoesNotName(t *testing.T) {
	good := render(t, "json", sample())
	for name, change := range map[string]func(map[string]any){
		"an unknown field":      func(doc map[string]any) { doc["extra"] = 1 },
		"a field missing":       func(doc map[string]any) { delete(doc, "partial") },
		"an unknown provenance": func(doc map[string]any) { doc["gate"] = "guessed" },
		"null for a list":       func(doc map[string]any) { doc["notes"] = nil },
	} {
		var doc map[string]any
		if err := json.Unmarshal([]byte(good), &doc); err != nil {
			t.Fatal(err)
		}
		change(doc)
		bad, err := json.Marshal(doc)
		if err != nil {
			t.Fatal(err)
		}
		if len(schemaFaults(t, string(bad))) == 0 {
			t.Errorf("%s: got no fault, want one", name)
		}
	}
}

func schemaFaults(t *testing.T, doc string) []gojsonschema.ResultError {
	t.Helper()
	result, err := gojsonschema.Validate(gojsonschema.NewBytesLoader(Schema), gojsonschema.NewStringLoader(doc))
	if err != nil {
		t.Fatal(err)
	}
	return result.Errors()
}

func TestJSONComesBackAsTheReport(t *testing.T) {
	want := sample()
	var got Report
	if err := json.Unmarshal([]byte(render(t, "json", want)), &got); err != nil {
		t.Fatal(err)
	}
	// Lists are read back as empty instead of nil, and invalid UTF-8 as U+FFFD: compare what the renderers show.
	if a, b := render(t, "terminal", want), render(t, "terminal", got); a != b {
		t.Errorf("read back, got\n%s\nwant\n%s", b, a)
	}
}

// TestSchemaNamesEveryField walks the Go types and the schema side by side.
func TestSchemaNamesEveryField(t *testing.T) {
	var schema map[string]any
	if err := json.Unmarshal(Schema, &schema); err != nil {
		t.Fatal(err)
	}
	definitions := schema["definitions"].(map[string]any)
	walkSchema(t, "report", reflect.TypeFor[jsonReport](), schema, definitions)
}

func walkSchema(t *testing.T, at string, typ reflect.Type, node, definitions map[string]any) {
	if ref, ok := node["$ref"].(string); ok {
		node = definitions[strings.TrimPrefix(ref, "#/definitions/")].(map[string]any)
	}
	if either, ok := node["anyOf"].([]any); ok { // null or a value
		walkSchema(t, at, typ, either[1].(map[string]any), definitions)
		return
	}
	switch {
	case typ.Kind() == reflect.Pointer:
		walkSchema(t, at, typ.Elem(), node, definitions)
	case typ.Kind() == reflect.Slice:
		walkSchema(t, at+"[]", typ.Elem(), node["items"].(map[string]any), definitions)
	case typ.Kind() == reflect.Struct && typ != reflect.TypeFor[time.Time]():
		properties := node["properties"].(map[string]any)
		var names []string
		for _, field := range reflect.VisibleFields(typ) {
			if field.Anonymous {
				continue
			}
			name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
			names = append(names, name)
			property, found := properties[name].(map[string]any)
			if !found || name == "" {
				t.Errorf("%s: the schema lacks %s (%q), want it", at, field.Name, name)
				continue
			}
			walkSchema(t, at+"."+name, field.Type, property, definitions)
		}
		for name := range properties {
			if !slices.Contains(names, name) {
				t.Errorf("%s: the schema has %q, want only what a report has", at, name)
			}
		}
	}
}

func TestTidyLeavesTheReportAlone(t *testing.T) {
	report := Report{Results: []Result{{Findings: []Finding{{Got: strings.Repeat("x", 2*MaxText)}}}}}
	render(t, "json", report)
	if n := len(report.Results[0].Findings[0].Got); n != 2*MaxText {
		t.Errorf("after writing JSON, the report's own finding has %d bytes, want %d", n, 2*MaxText)
	}
}
