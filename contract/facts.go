package contract

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/leadapi/leadapi/contract/report"
)

// What the rules take from the document. A field that is added there has its rules.

// provenanceOf returns how a fact is known or, where it is known otherwise, a part of it, such as default. A fact that does
// not say so is an assumption.
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

// takes returns the fields of an operation's body in the document's order.
func (j *judge) takes(operation string) []string {
	for _, one := range j.operations {
		if one.ID == operation && one.Body != nil {
			return one.Body.Fields
		}
	}
	return nil
}

// sent returns the schema of a field of an operation's JSON body.
func (j *judge) sent(operation, field string) *openapi3.Schema {
	for _, one := range j.operations {
		if one.ID == operation {
			return j.operation(one).RequestBody.Value.Content[jsonType].Schema.Value.Properties[field].Value
		}
	}
	return nil
}

// printed returns the body of the request that the page prints for an operation.
func (j *judge) printed(operation string) body {
	for _, one := range j.operations {
		if one.ID == operation {
			value, _ := j.operation(one).RequestBody.Value.Content[jsonType].Examples["printed"].Value.Value.(map[string]any)
			return body(value).with(nil)
		}
	}
	return nil
}

// defaultOf returns the default of a query parameter of listLeads.
func (j *judge) defaultOf(parameter string) int {
	for _, one := range j.operations {
		for _, query := range one.Query {
			if one.ID == "listLeads" && query.Name == parameter {
				n, _ := strconv.Atoi(query.Default)
				return n
			}
		}
	}
	return 0
}

// startValue is what a field of a new lead holds.
type startValue struct {
	field string
	value any
}

// startValues returns what a new lead starts with in the fields that create does not take, as far as the samples show it.
// A default that is assumed comes from elsewhere, such as the name of the list.
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

// listed joins start values for a sentence, such as "status NEW and alt_status new".
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
