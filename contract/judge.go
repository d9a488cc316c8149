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

// judge holds replies against the schemas of the public document.
//
// It calls kin-openapi's schemas and not its response validator: that one lets an undocumented status pass, accepts trailing
// bytes and duplicate keys, and reads the body by itself, while statuses are assumptions here and the strict decoder has
// read the body. What kin-openapi lets pass in a schema is mended: the format uuid is checked, undeclared fields are looked for.
type judge struct {
	document   *openapi3.T
	operations []openapi.Operation
	replies    map[string]*openapi3.Schema // what success looks like, by operationId
	page       *openapi3.Schema            // of leads, of which it only says that they are objects
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
	j.page = pageOfObjects(j.replies["listLeads"])
	j.lead = public.API.Components.Schemas["Lead"].Value
	j.leadFields = public.Fields("Lead")
	for _, field := range j.takes("updateLead") {
		j.changes = append(j.changes, updateField{field, formsOf(field, j.sent("updateLead", field))})
	}
	return j, nil
}

// fields are those of a lead, in the document's order.
func (j *judge) fields() []string { return j.leadFields }

// pageOfObjects is the schema of a page without what it says of a lead.
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

// anyUUID takes uuids of every version: the page shows version 4 and does not ask for it (A43).
var anyUUID = openapi3.NewRegexpFormatValidator(uuidText.String())

var wholeNumber = regexp.MustCompile(`^-?[0-9]+$`)

// visit returns what is wrong with a value, one finding a place, and not more of them than a rule reports. The items of an array are
// looked at one by one, and the rest is left once there are enough findings: what kin-openapi says of 46 KB of "{}," takes gigabytes.
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
		found = append(found[:last], report.Finding{What: place(path), Expected: "as the document has it", Got: fmt.Sprintf("so much else that it was not looked at after %d differences", last)})
	}
	return found
}

// eachPart calls look with a value and then with each item of each array in it, as long as look asks for more, and reports whether it
// always did.
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

// byItem reports whether nothing is said of an array but what its items are.
func byItem(schema *openapi3.Schema) bool {
	return schema.Items != nil && schema.MinItems == 0 && schema.MaxItems == nil && !schema.UniqueItems
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

// fractions finds integers that are written as 1.0 or 1e3: kin-openapi takes them, typed clients do not. The items of arrays are parts of
// their own.
func fractions(schema *openapi3.Schema, value any, path string) []report.Finding {
	var findings []report.Finding
	walk(schema, value, path, func(schema *openapi3.Schema, value any, path string) bool {
		number, isNumber := value.(json.Number)
		if isNumber && schema.Type.Is("integer") && !wholeNumber.MatchString(number.String()) {
			findings = append(findings, report.Finding{What: place(path), Expected: "a whole number, written as one", Got: number.String()})
		}
		_, isArray := value.([]any)
		return !isArray || !byItem(schema)
	})
	return findings
}
