package openapi_test

import (
	"testing"
)

// Every operation, parameter, property and reply says where it comes from; what is assumed cites its number.
func TestProvenance(t *testing.T) {
	seen := 0
	check := func(what string, extensions map[string]any) {
		seen++
		provenance, _ := extensions["x-provenance"].(string)
		section, _ := extensions["x-section"].(string)
		if provenance == "" || section == "" {
			t.Errorf("%s: got x-provenance %q and x-section %q, want both", what, provenance, section)
		}
		assumed := provenance == "assumed"
		for _, word := range exceptOf(extensions) {
			assumed = assumed || word == "assumed"
		}
		if assumed && extensions["x-assumptions"] == nil {
			t.Errorf("%s: got no x-assumptions, want some, because it or a part of it is assumed", what)
		}
	}
	api := lead(t).API
	for path, item := range api.Paths.Map() {
		for _, parameter := range item.Parameters {
			check(path+" "+parameter.Value.Name, parameter.Value.Extensions)
		}
		for _, operation := range item.Operations() {
			check(operation.OperationID, operation.Extensions)
			for _, parameter := range operation.Parameters {
				check(operation.OperationID+" "+parameter.Value.Name, parameter.Value.Extensions)
			}
			for status, reply := range operation.Responses.Map() {
				check(operation.OperationID+" "+status, reply.Value.Extensions)
				for name, example := range reply.Value.Content["application/json"].Examples {
					check(operation.OperationID+" "+status+" "+name, example.Value.Extensions)
				}
			}
		}
	}
	for name, reply := range api.Components.Responses {
		for example, of := range reply.Value.Content["application/json"].Examples {
			check(name+" "+example, of.Value.Extensions)
		}
	}
	for name, schema := range api.Components.Schemas {
		for property, ref := range schema.Value.Properties {
			check(name+"."+property, ref.Value.Extensions)
		}
	}
	for name, scheme := range api.Components.SecuritySchemes {
		check(name, scheme.Value.Extensions)
	}
	if fields := len(lead(t).Fields("Lead")); seen < 2*fields {
		t.Errorf("got %d facts, want at least %d, two per field of a lead", seen, 2*fields)
	}
}

// exceptOf returns x-except of a fact: its parts with another provenance.
func exceptOf(extensions map[string]any) map[string]any {
	parts, _ := extensions["x-except"].(map[string]any)
	return parts
}

// The meaning of a field is stated if a table of the documentation has the field. A start value is never stated.
func TestMeaningsAreNotStated(t *testing.T) {
	api := lead(t).API
	tables := map[string]bool{}
	for _, parameter := range api.Paths.Find("/v3/lead").Get.Parameters {
		tables[parameter.Value.Name] = true
	}
	for _, name := range []string{"NewLead", "LeadChange"} {
		for field := range api.Components.Schemas[name].Value.Properties {
			tables[field] = true
		}
	}
	tables["campaign_uuid"] = false // the table speaks of a filter, not of the field
	guessed := false
	for name, ref := range api.Components.Schemas["Lead"].Value.Properties {
		parts := exceptOf(ref.Value.Extensions)
		if _, ours := parts["meaning"]; ours == tables[name] {
			t.Errorf("Lead.%s: got x-except %v, want meaning in it: %t", name, parts, !tables[name])
		} else if ours {
			guessed = true
		}
		if _, excepted := parts["default"]; excepted != (ref.Value.Default != nil) {
			t.Errorf("Lead.%s: got x-except %v, want default in it: %t", name, parts, ref.Value.Default != nil)
		}
	}
	if !guessed {
		t.Error("got no field whose meaning is ours, want some")
	}
}

// A reply that the documentation prints for one operation is not stated for another.
func TestNotFoundIsPrintedForDeleteOnly(t *testing.T) {
	reply := lead(t).API.Components.Responses["NoSuchList"].Value
	example := reply.Content["application/json"].Examples["not_found"].Value
	if got := example.Extensions["x-provenance"]; got != "assumed" {
		t.Errorf("NoSuchList, example not_found: got x-provenance %v, want assumed", got)
	}
}
