package contract

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/leadapi/leadapi/contract/report"
	"github.com/leadapi/leadapi/openapi"
)

// judge checks replies against the schemas of the public document.
//
// It uses kin-openapi's schemas but not its response validator. The validator accepts undocumented statuses, trailing bytes and
// duplicate keys, and reads the body itself; here statuses are assumptions, and the strict decoder has read the body. The judge
// also checks what kin-openapi's schemas accept: the format uuid and undeclared fields.
type judge struct {
	document   *openapi3.T
	operations []openapi.Operation
	replies    map[string]*openapi3.Schema // of success, by operationId
	page       *openapi3.Schema            // of leads, which it only requires to be objects
	lead       *openapi3.Schema
	leadFields []string // in document order
	changes    []updateField
}

// newJudge loads the embedded document, once per process.
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
	j.page = pageOfObjects(j.replies["listLeads"])
	j.lead = public.API.Components.Schemas["Lead"].Value
	j.leadFields = public.Fields("Lead")
	for _, field := range j.takes("updateLead") {
		j.changes = append(j.changes, updateField{field, formsOf(field, j.sent("updateLead", field))})
	}
	return j, nil
}

// fields returns the fields of a lead, in document order.
func (j *judge) fields() []string { return j.leadFields }

// pageOfObjects returns the schema of a page without its schema of a lead.
func pageOfObjects(page *openapi3.Schema) *openapi3.Schema {
	whole, data := *page, *page.Properties["data"].Value
	data.Items = openapi3.NewObjectSchema().NewRef()
	whole.Properties = maps.Clone(page.Properties)
	whole.Properties["data"] = data.NewRef()
	return &whole
}

func (j *judge) operation(operation openapi.Operation) *openapi3.Operation {
	return j.document.Paths.Value(operation.Path).GetOperation(operation.Method)
}

// anyUUID accepts UUIDs of every version, with and without dashes: the documentation shows version 4 but does not require it (A43).
var anyUUID = openapi3.NewRegexpFormatValidator(uuidText.String() + `|^[0-9a-fA-F]{32}$`)

var wholeNumber = regexp.MustCompile(`^-?[0-9]+$`)

// visit returns what is wrong with a value, one finding per place, up to the number that a rule reports. It checks the items of an array
// separately and stops once there are enough findings: kin-openapi's errors for 46 KB of "{}," take gigabytes.
func (j *judge) visit(schema *openapi3.Schema, value any, path string) []report.Finding {
	var found []report.Finding
	complete := eachPart(schema, value, path, func(schema *openapi3.Schema, value any, path string) bool {
		err := schema.VisitJSON(readable(schema, value), openapi3.MultiErrors(), openapi3.VisitAsResponse(),
			openapi3.EnableFormatValidation(), openapi3.WithStringFormatValidator("uuid", anyUUID))
		for _, err := range flatten(err) {
			found = append(found, schemaFinding(err, path))
		}
		return len(found) < report.MaxFindings
	})
	if !complete {
		const last = report.MaxFindings - 1
		found = append(found[:last], report.Finding{What: place(path), Expected: "as in the document", Got: fmt.Sprintf("more differences; checking stopped after %d", last)})
	}
	return found
}

// eachPart calls look with a value and then with each item of each array in it, until look returns false, and reports whether look
// never did.
func eachPart(schema *openapi3.Schema, value any, path string, look func(*openapi3.Schema, any, string) bool) bool {
	if !look(schema, value, path) {
		return false
	}
	complete := true
	walk(schema, value, path, func(schema *openapi3.Schema, value any, path string) bool {
		array, isArray := value.([]any)
		if !isArray || !byItem(schema) {
			return complete
		}
		for i, item := range array {
			complete = complete && eachPart(schema.Items.Value, item, index(path, i), look)
		}
		return false
	})
	return complete
}

// byItem reports whether a schema says nothing about an array except what its items are.
func byItem(schema *openapi3.Schema) bool {
	return schema.Items != nil && schema.MinItems == 0 && schema.MaxItems == nil && !schema.UniqueItems
}

// flatten flattens kin-openapi's nested lists of errors.
func flatten(err error) []error {
	var many openapi3.MultiError
	if !errors.As(err, &many) {
		if err == nil {
			return nil
		}
		return []error{err}
	}
	var all []error
	for _, err := range many {
		all = append(all, flatten(err)...)
	}
	return all
}

func schemaFinding(err error, path string) report.Finding {
	var wrong *openapi3.SchemaError
	if !errors.As(err, &wrong) {
		return report.Finding{What: place(path), Expected: "a value that fits the document", Got: err.Error()}
	}
	at := path
	for _, step := range wrong.JSONPointer() {
		at = join(at, step)
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

// fractions finds integers that are written as 1.0 or 1e3: kin-openapi accepts them, typed clients do not. It does not descend into
// arrays, whose items are separate parts.
func fractions(schema *openapi3.Schema, value any, path string) []report.Finding {
	var findings []report.Finding
	walk(schema, value, path, func(schema *openapi3.Schema, value any, path string) bool {
		number, isNumber := value.(json.Number)
		if isNumber && schema.Type.Is("integer") && !wholeNumber.MatchString(number.String()) {
			findings = append(findings, report.Finding{What: place(path), Expected: "an integer without a fraction or an exponent", Got: number.String()})
		}
		return len(findings) < report.MaxFindings
	})
	return findings
}
