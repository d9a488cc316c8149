package openapi_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/leadapi/leadapi/fixtures"
	"github.com/leadapi/leadapi/openapi"
)

func lead(t *testing.T) *openapi.Document {
	t.Helper()
	doc, err := openapi.Lead()
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestLeadIsValid(t *testing.T) {
	if err := lead(t).Validate(); err != nil {
		t.Error(err)
	}
}

func TestOperations(t *testing.T) {
	operations, err := lead(t).Operations()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, one := range operations {
		got = append(got, one.ID+" "+one.Method+" "+one.Path)
	}
	want := []string{
		"createLead POST /v3/lead", "listLeads GET /v3/lead", "uploadLeads POST /v3/lead/file",
		"getLead GET /v3/lead/{lead_uuid}", "updateLead PUT /v3/lead/{lead_uuid}", "deleteLead DELETE /v3/lead/{lead_uuid}",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %v\nwant %v", got, want)
	}
	for target, link := range lead(t).API.Paths.Find("/v3/lead").Post.Responses.Value("200").Value.Links {
		if link.Value.OperationID != target || link.Value.Parameters["lead_uuid"] != "$response.body#/lead_uuid" {
			t.Errorf("link %s: got %v, want the operation of that name, with the lead_uuid of the reply", target, link.Value)
		}
	}
}

// The fields are those that the documentation prints, in its order: to read, to create, to update.
func TestFieldsAreTheDocumentations(t *testing.T) {
	doc := lead(t)
	resources, err := doc.Resources()
	if err != nil {
		t.Fatal(err)
	}
	var read []string
	for _, property := range resources[0].Properties {
		read = append(read, property.Name)
	}
	fields := map[string][]string{}
	operations, err := doc.Operations()
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range operations {
		if one.Body != nil {
			fields[one.ID] = one.Body.Fields
		}
	}
	compared := 0
	for _, one := range fixtures.Cases() {
		var got []string
		var printed []byte
		switch one.Operation + "." + one.Name {
		case "getLead.printed":
			got, printed = read, one.Reply
		case "createLead.printed", "updateLead.printed":
			got, printed = fields[one.Operation], one.Request
		default:
			continue
		}
		compared++
		if want := keys(t, printed); !slices.Equal(got, want) {
			t.Errorf("%s: fields\n got %v\nwant %v", one.Operation, got, want)
		}
	}
	if compared != 3 {
		t.Errorf("got %d samples compared, want 3", compared)
	}
}

// keys returns the keys of a JSON object, in its order.
func keys(t *testing.T, object []byte) []string {
	t.Helper()
	decoder := json.NewDecoder(bytes.NewReader(object))
	if _, err := decoder.Token(); err != nil {
		t.Fatal(err)
	}
	var all []string
	for decoder.More() {
		key, err := decoder.Token()
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, key.(string))
		var value json.RawMessage
		if err := decoder.Decode(&value); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// Every printed reply and request is an example in the document, equal to the fixture and with fields in the same order.
func TestExamplesAreTheFixtures(t *testing.T) {
	exampleOf := map[string]string{
		"createLead.printed": "created", "uploadLeads.printed": "processing", "listLeads.printed": "page",
		"getLead.printed": "lead", "updateLead.printed": "updated", "deleteLead.printed": "deleted",
	}
	operations, err := lead(t).Operations()
	if err != nil {
		t.Fatal(err)
	}
	for _, printed := range fixtures.Cases() {
		name := printed.Name
		if printedName := exampleOf[printed.Operation+"."+name]; printedName != "" {
			name = printedName
		}
		at := slices.IndexFunc(operations, func(one openapi.Operation) bool { return one.ID == printed.Operation })
		examples := operations[at].Examples
		i := slices.IndexFunc(examples, func(example openapi.Example) bool { return example.Name == name })
		if i < 0 {
			t.Errorf("%s: got no example %s, want one", printed.Operation, name)
			continue
		}
		var want bytes.Buffer
		if err := json.Compact(&want, printed.Reply); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(examples[i].Body, want.Bytes()) {
			t.Errorf("%s, example %s:\n got %s\nwant %s", printed.Operation, name, examples[i].Body, want.Bytes())
		}
		if printed.Name == "printed" && printed.Request != nil {
			checkRequestExample(t, lead(t).API, printed)
		}
	}
}

func checkRequestExample(t *testing.T, api *openapi3.T, printed fixtures.Case) {
	t.Helper()
	for _, item := range api.Paths.Map() {
		for _, operation := range item.Operations() {
			if operation.OperationID != printed.Operation {
				continue
			}
			got, err := json.Marshal(operation.RequestBody.Value.Content["application/json"].Examples["printed"].Value.Value)
			if err != nil {
				t.Fatal(err)
			}
			var a, b any
			if json.Unmarshal(got, &a) != nil || json.Unmarshal(printed.Request, &b) != nil || fmt.Sprint(a) != fmt.Sprint(b) {
				t.Errorf("%s: got the example %s, want %s", printed.Operation, got, printed.Request)
			}
		}
	}
}

// The public document has everything except what only the mock needs, and is a valid document.
func TestPublic(t *testing.T) {
	public, err := lead(t).Public()
	if err != nil {
		t.Fatal(err)
	}
	if err := public.Validate(); err != nil {
		t.Error(err)
	}
	asYAML, err := public.YAML()
	if err != nil {
		t.Fatal(err)
	}
	asJSON, err := public.JSON()
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{`x-mock"`, `x-resource"`, `x-stamp"`, `"List"`, "$id"} {
		if bytes.Contains(asJSON, []byte(word)) {
			t.Errorf("the public document: got %s, want none of it", word)
		}
	}
	all, err := lead(t).Operations()
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"YAML": asYAML, "JSON": asJSON} {
		again, err := openapi.Load("public", data)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		written, err := again.JSON()
		if err != nil || !bytes.Equal(written, asJSON) {
			t.Errorf("%s, read back: got %d bytes of JSON, %v, want the %d that were written", name, len(written), err, len(asJSON))
		}
		operations, err := again.Operations()
		if err != nil || len(operations) != len(all) || operations[0].Mock != nil {
			t.Errorf("%s: got %d operations, the first with x-mock %v, %v; want %d without it", name, len(operations), operations[0].Mock, err, len(all))
		}
	}
	if !strings.Contains(string(asJSON), `"x-provenance": "stated"`) {
		t.Error("got no x-provenance, want it in the public document")
	}
}
