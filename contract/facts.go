package contract

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/leadapi/leadapi/contract/report"
)

// What the rules take from the document. A field that is added to the document gets its rules.

// provenanceOf returns the provenance of a fact, or of a part of it, for example default, if that has another one. A fact
// without provenance is an assumption.
func provenanceOf(extensions map[string]any, part string) report.Provenance {
	parts, _ := extensions["x-except"].(map[string]any)
	word, found := parts[part].(string)
	if !found {
		word, _ = extensions["x-provenance"].(string)
	}
	if provenance := report.Provenance(word); slices.Contains(report.Provenances(), provenance) {
		return provenance
	}
	return assumed
}

// takes returns the fields of an operation's body in document order.
func (j *judge) takes(id string) []string {
	for _, operation := range j.operations {
		if operation.ID == id && operation.Body != nil {
			return operation.Body.Fields
		}
	}
	return nil
}

// sent returns the schema of a field in an operation's JSON body.
func (j *judge) sent(id, field string) *openapi3.Schema {
	for _, operation := range j.operations {
		if operation.ID == id {
			return j.operation(operation).RequestBody.Value.Content[jsonType].Schema.Value.Properties[field].Value
		}
	}
	return nil
}

// printed returns the body of an operation's documented sample request.
func (j *judge) printed(id string) body {
	for _, operation := range j.operations {
		if operation.ID == id {
			value, _ := j.operation(operation).RequestBody.Value.Content[jsonType].Examples["printed"].Value.Value.(map[string]any)
			return body(value).with(nil)
		}
	}
	return nil
}

// defaultOf returns the default of a query parameter of listLeads.
func (j *judge) defaultOf(parameter string) int {
	for _, operation := range j.operations {
		for _, query := range operation.Query {
			if operation.ID == "listLeads" && query.Name == parameter {
				n, _ := strconv.Atoi(query.Default)
				return n
			}
		}
	}
	return 0
}

// startValue is the value of a field in a new lead.
type startValue struct {
	field string
	value any
}

// startValues returns the values of a new lead's fields that create does not accept, if the samples show them.
// An assumed default comes from elsewhere, for example from the list.
func (j *judge) startValues(wanted func(*openapi3.Schema) bool) (values []startValue) {
	taken := j.takes("createLead")
	for _, field := range j.fields() {
		schema := j.lead.Properties[field].Value
		known := schema.Default != nil && provenanceOf(schema.Extensions, "default") != assumed
		if known && !slices.Contains(taken, field) && wanted(schema) {
			values = append(values, startValue{field, schema.Default})
		}
	}
	return values
}

func isEmptyText(schema *openapi3.Schema) bool { return schema.Default == "" }
func isNumber(schema *openapi3.Schema) bool {
	return schema.Type.Is("integer") || schema.Type.Is("number")
}
func isTime(schema *openapi3.Schema) bool { return schema.Format == "date-time" }
func isWord(schema *openapi3.Schema) bool {
	return schema.Type.Is("string") && !isEmptyText(schema) && !isTime(schema)
}

// listed joins start values for a sentence, for example "status NEW and alt_status new".
func listed(values []startValue, text func(startValue) string) string {
	var all []string
	for _, value := range values {
		all = append(all, text(value))
	}
	if last := len(all) - 1; last > 0 {
		return strings.Join(all[:last], ", ") + " and " + all[last]
	}
	return strings.Join(all, "")
}

func (v startValue) String() string { return fmt.Sprint(v.field, " ", v.value) }
