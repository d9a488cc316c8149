package openapi_test

import (
	"os"
	"reflect"
	"testing"

	"github.com/leadapi/leadapi/openapi"
)

// The compiled document, which the mock starts with, is up to date.
func TestLeadIsCompiled(t *testing.T) {
	want, err := lead(t).Compile()
	if err != nil {
		t.Fatal(err)
	}
	data, err := want.Encode()
	if err != nil {
		t.Fatal(err)
	}
	kept, err := os.ReadFile("lead.compiled.json")
	if err != nil {
		t.Fatal(err)
	}
	if string(kept) != string(data) {
		t.Fatalf("lead.compiled.json: got %d bytes, want the %d that lead.yaml gives; run go generate ./openapi", len(kept), len(data))
	}
	got, err := openapi.CompiledLead()
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		again, _ := got.Encode()
		t.Errorf("CompiledLead differs from lead.compiled.json: got %.2000s, want %.2000s", again, data)
	}
}
