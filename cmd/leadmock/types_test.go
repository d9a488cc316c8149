package main

import (
	"crypto/sha256"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/leadapi/leadapi/npm"
	"github.com/leadapi/leadapi/openapi"
)

// The types name the document that they were generated from; it must be the current one.
func TestTypesAreOfTheDocuments(t *testing.T) {
	lead, err := openapi.Lead()
	if err != nil {
		t.Fatal(err)
	}
	public, err := lead.Public()
	if err != nil {
		t.Fatal(err)
	}
	leadYAML, err := public.YAML()
	if err != nil {
		t.Fatal(err)
	}
	controlYAML, err := os.ReadFile("../../openapi/control.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for name, document := range map[string][]byte{"lead": leadYAML, "control": controlYAML} {
		types, err := npm.Types.ReadFile("leadmock/src/generated/" + name + ".ts")
		if err != nil {
			t.Fatal(err)
		}
		if want := fmt.Sprintf("// sha256 of the document: %x\n", sha256.Sum256(document)); !strings.Contains(string(types), want) {
			t.Errorf("%s.ts: got another hash, want %q; run node .ci/npm/generate.mjs", name, want)
		}
	}
}
