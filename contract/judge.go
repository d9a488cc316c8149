package contract

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/leadapi/leadapi/contract/internal/target"
	"github.com/leadapi/leadapi/contract/report"
	"github.com/leadapi/leadapi/openapi"
)

// judge holds replies against the schemas of the public document.
//
// It calls kin-openapi's schemas and not its response validator: that one lets an undocumented status pass, accepts trailing
// bytes and duplicate keys, and reads the body by itself, while statuses are assumptions here and the strict decoder has
// read the body. What kin-openapi lets pass in a schema is mended: the format uuid is checked, undeclared fields are looked for.
type judge struct {
	document   *openapi3.T
	operations []openapi.Operation
	replies    map[string]*openapi3.Schema // what success looks like, by operationId
	lead       *openapi3.Schema
	leadFields []string // in the order of the document
	changes    []updateField
}

// newJudge reads the embedded document, once a process.
var newJudge = sync.OnceValues(func() (*judge, error) {
	whole, err := openapi.Lead()
	if err != nil {
		return nil, err
	}
	return judgeOf(whole)
})

func judgeOf(whole *openapi.Document) (*judge, error) {
	public, err := whole.Public()
	if err != nil {
		return nil, err
	}
	operations, err := public.Operations()
	if err != nil {
		return nil, err
	}
	j := &judge{document: public.API, operations: operations, replies: map[string]*openapi3.Schema{}}
	for _, operation := range operations {
		found := j.operation(operation)
		if success := found.Responses.Value("200"); success != nil {
			j.replies[operation.ID] = success.Value.Content["application/json"].Schema.Value
		}
	}
	j.lead = public.API.Components.Schemas["Lead"].Value
	j.leadFields = public.Fields("Lead")
	for _, field := range j.takes("updateLead") {
		j.changes = append(j.changes, updateField{field, formsOf(field, j.sent("updateLead", field))})
	}
	return j, nil
}

// fields are those of a lead, in the document's order.
func (j *judge) fields() []string { return j.leadFields }

func (j *judge) operation(operation openapi.Operation) *openapi3.Operation {
	return j.document.Paths.Value(operation.Path).GetOperation(operation.Method)
}

// anyUUID takes uuids of every version: the page shows version 4 and does not ask for it (A43).
var anyUUID = openapi3.NewRegexpFormatValidator(uuidText.String())

var wholeNumber = regexp.MustCompile(`^-?[0-9]+$`)

// visit returns what is wrong with a value, one finding a place.
func (j *judge) visit(schema *openapi3.Schema, value any, path string) []report.Finding {
	err := schema.VisitJSON(plainNumbers(value), openapi3.MultiErrors(), openapi3.VisitAsResponse(),
		openapi3.EnableFormatValidation(), openapi3.WithStringFormatValidator("uuid", anyUUID))
	var findings []report.Finding
	for _, err := range flatten(err) {
		findings = append(findings, schemaFinding(err, path))
	}
	return findings
}

// flatten takes kin-openapi's nested lists of errors apart.
func flatten(err error) []error {
	var many openapi3.MultiError
	if !errors.As(err, &many) {
		if err == nil {
			return nil
		}
		return []error{err}
	}
	var all []error
	for _, one := range many {
		all = append(all, flatten(one)...)
	}
	return all
}

func schemaFinding(err error, path string) report.Finding {
	var wrong *openapi3.SchemaError
	if !errors.As(err, &wrong) {
		return report.Finding{What: place(path), Expected: "a value as the document has it", Got: err.Error()}
	}
	at := path
	for _, step := range wrong.JSONPointer() {
		at = target.Join(at, step)
	}
	want := wrong.Reason
	if wrong.SchemaField == "required" {
		return report.Finding{What: place(at), Expected: "the field is there", Got: "it is missing"}
	}
	if wrong.Schema != nil && wrong.Schema.Type != nil {
		want = describe(wrong.Schema)
	}
	return report.Finding{What: place(at), Expected: want, Got: show(wrong.Value)}
}

func place(path string) string {
	if path == "" {
		return "the body"
	}
	return path
}

func describe(schema *openapi3.Schema) string {
	want := strings.Join(schema.Type.Slice(), " or ")
	if schema.Format != "" {
		want += ", format " + schema.Format
	}
	if schema.Pattern != "" {
		want += ", pattern " + schema.Pattern
	}
	if len(schema.Enum) > 0 {
		want += ", " + show(schema.Enum[0])
	}
	return want
}

// fractions finds integers that are written as 1.0 or 1e3: kin-openapi takes them, typed clients do not.
func fractions(schema *openapi3.Schema, value any, path string) []report.Finding {
	var findings []report.Finding
	walk(schema, value, path, func(schema *openapi3.Schema, value any, path string) {
		number, isNumber := value.(json.Number)
		if isNumber && schema.Type.Is("integer") && !wholeNumber.MatchString(number.String()) {
			findings = append(findings, report.Finding{What: place(path), Expected: "a whole number, written as one", Got: number.String()})
		}
	})
	return findings
}

// undeclared names the fields that the document does not have. It says so where only the case of the name is another.
func undeclared(schema *openapi3.Schema, value any, path string) []string {
	var names []string
	walk(schema, value, path, func(schema *openapi3.Schema, value any, path string) {
		object, isObject := value.(map[string]any)
		if !isObject || len(schema.Properties) == 0 {
			return
		}
		for _, name := range slices.Sorted(maps.Keys(object)) {
			if schema.Properties[name] == nil {
				names = append(names, target.Join(path, name)+otherCase(schema, name))
			}
		}
	})
	return names
}

func otherCase(schema *openapi3.Schema, name string) string {
	for declared := range schema.Properties {
		if strings.EqualFold(declared, name) {
			return fmt.Sprintf(" (the document has %s)", declared)
		}
	}
	return ""
}

// walk visits value and all in it for which the schema has a part.
func walk(schema *openapi3.Schema, value any, path string, visit func(*openapi3.Schema, any, string)) {
	if schema == nil {
		return
	}
	visit(schema, value, path)
	switch value := value.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(value)) {
			if property := schema.Properties[name]; property != nil {
				walk(property.Value, value[name], target.Join(path, name), visit)
			}
		}
	case []any:
		for i, item := range value {
			if schema.Items != nil {
				walk(schema.Items.Value, item, fmt.Sprintf("%s[%d]", path, i), visit)
			}
		}
	}
}

// plainNumbers copies a value with its numbers as float64, which is what kin-openapi reads.
func plainNumbers(value any) any {
	switch value := value.(type) {
	case json.Number:
		number, _ := value.Float64() // what is too large becomes infinite, and is refused
		return number
	case map[string]any:
		object := make(map[string]any, len(value))
		for key, inner := range value {
			object[key] = plainNumbers(inner)
		}
		return object
	case []any:
		array := make([]any, len(value))
		for i, inner := range value {
			array[i] = plainNumbers(inner)
		}
		return array
	}
	return value
}
