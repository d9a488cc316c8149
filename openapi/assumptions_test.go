package openapi_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/leadapi/leadapi/openapi"
)

// Every assumption and contradiction is cited by document, code or rule, and every citation exists.
func TestCitations(t *testing.T) {
	cited := citations(t)
	assumptions, err := openapi.Assumptions()
	if err != nil {
		t.Fatal(err)
	}
	contradictions, err := openapi.Contradictions()
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for i, one := range assumptions {
		if want := fmt.Sprintf("A%02d", i+1); one.ID != want || one.Claim == "" || one.Why == "" || one.Disproof == "" {
			t.Errorf("got %+v, want %s with every text", one, want)
		}
		if len(cited[one.ID]) == 0 {
			t.Errorf("%s: got no citation, want one at least", one.ID)
		}
		known[one.ID] = true
	}
	for i, one := range contradictions {
		if want := fmt.Sprintf("C%02d", i+1); one.ID != want || one.Section == "" || one.Says == "" || one.But == "" || one.Reading == "" {
			t.Errorf("got %+v, want %s with every text", one, want)
		}
		known[one.ID] = true
	}
	for id, places := range cited {
		if !known[id] {
			t.Errorf("%v: got a citation of %s, want one that exists", places, id)
		}
	}
}

// The counts in the prose are those of the files.
func TestCountsInProse(t *testing.T) {
	assumptions, err := openapi.Assumptions()
	if err != nil {
		t.Fatal(err)
	}
	contradictions, err := openapi.Contradictions()
	if err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string]string{
		"../docs/api.md":  fmt.Sprintf("contradicts itself in %d places", len(contradictions)),
		"../CHANGELOG.md": fmt.Sprintf("%d numbered assumptions with the vendor's other publications as evidence, and %d contradictions", len(assumptions), len(contradictions)),
	} {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(strings.Join(strings.Fields(string(data)), " "), want) {
			t.Errorf("%s: got no such text, want %q", file, want)
		}
	}
}

func citations(t *testing.T) map[string][]string {
	t.Helper()
	number := regexp.MustCompile(`\b[AC]\d\d\b`)
	files := []string{"lead.yaml", "contradictions.yaml", "assumptions.yaml"}
	for _, folder := range []string{"../fixtures", "../mock", "../contract", "../cmd"} {
		err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
			if err == nil && strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go") {
				files = append(files, path)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	cited := map[string][]string{}
	for _, path := range files {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(string(data), "\n") {
			if strings.HasPrefix(line, "- id: ") {
				continue // the entry itself is not a citation
			}
			for _, id := range number.FindAllString(line, -1) {
				if !slices.Contains(cited[id], path) {
					cited[id] = append(cited[id], path)
				}
			}
		}
	}
	return cited
}
