package main

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/leadapi/leadapi/"

// arrows are the imports between our packages that are allowed. mock and contract do not know each other, so that a
// bug of one cannot hide itself in the other; fixtures and openapi import nothing of ours.
var arrows = map[string][]string{
	"openapi":                  {},
	"fixtures":                 {},
	"mock":                     {"openapi", "fixtures"}, // fixtures for the documented seed alone
	"contract":                 {"openapi", "fixtures", "contract/report", "contract/internal/target"},
	"contract/internal/target": {"contract/report"}, // the only code that dials
	"contract/report":          {},
	"mock/control":             {"mock", "openapi"},
	"mock/page":                {},
	"internal/envflag":         {},
	"cmd/leadmock":             {"internal/envflag", "mock", "mock/control", "mock/page", "openapi"},
	"cmd/leadcontract":         {"contract", "contract/report", "internal/envflag", "openapi"},
}

func TestArrows(t *testing.T) {
	out, err := exec.Command("go", "list", "-f", `{{.ImportPath}} {{join .Imports " "}}`, module+"...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	for _, line := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		words := strings.Fields(line)
		from, ours := strings.CutPrefix(words[0], module)
		allowed, known := arrows[from]
		if !ours || !known {
			t.Errorf("package %s has no place among the arrows", words[0])
		}
		for _, to := range words[1:] {
			if to, ours := strings.CutPrefix(to, module); ours && !slices.Contains(allowed, to) {
				t.Errorf("%s imports %s, and may import only %v", from, to, allowed)
			}
		}
	}
}
