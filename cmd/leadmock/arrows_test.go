package main

import (
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/leadapi/leadapi/"

// arrows are the allowed imports between our packages. mock and contract do not import each other, so a bug in one
// cannot hide in the other. fixtures and openapi import nothing of ours.
var arrows = map[string][]string{
	"openapi":                  {},
	"fixtures":                 {},
	"mock":                     {"openapi", "fixtures", "mock/internal/jsonvalue", "mock/internal/leadcsv", "mock/internal/quickcheck", "mock/internal/store"}, // fixtures only for the documented seed
	"contract":                 {"openapi", "fixtures", "contract/report", "contract/internal/target"},
	"contract/internal/target": {"contract/report"}, // the only code that dials
	"contract/report":          {"openapi"},
	"mock/control":             {"mock", "openapi"},
	"mock/page":                {"docs"},
	"docs":                     {},
	"mock/internal/jsonvalue":  {},
	"mock/internal/leadcsv":    {"mock/internal/jsonvalue"},
	"mock/internal/quickcheck": {},
	"mock/internal/store":      {"mock/internal/jsonvalue", "openapi"},
	"npm":                      {},
	"internal/envflag":         {},
	"cmd/leadmock":             {"internal/envflag", "mock", "mock/control", "mock/page", "npm", "openapi"},
	"cmd/leadcontract":         {"contract", "contract/report", "internal/envflag", "openapi"},
}

// floors are all other packages that a room inside mock may import: storing and reading does not involve HTTP, files or a
// clock. A room that is not here may import anything.
var floors = map[string][]string{
	"mock/internal/jsonvalue": {"bytes", "encoding/json", "errors", "fmt", "io", "unicode/utf8"},
	"mock/internal/leadcsv": {
		"bufio", "bytes", "encoding/csv", "errors", "fmt", "io", "maps", "regexp", "slices", "strconv", "strings", "sync", "unicode", "unicode/utf8",
		"github.com/agnivade/levenshtein", "golang.org/x/text/unicode/norm",
	},
	"mock/internal/quickcheck": {"encoding/json", "errors", "fmt", "maps", "math/bits", "regexp", "slices", "strconv", "strings", "unicode/utf8"},
	"mock/internal/store": {
		"bufio", "bytes", "cmp", "encoding/binary", "encoding/hex", "encoding/json", "errors", "fmt", "hash/maphash", "io", "iter", "maps", "math", "math/rand/v2",
		"slices", "strconv", "strings", "sync", "sync/atomic", "time", "github.com/tidwall/btree",
	},
}

func goList(t *testing.T, format string, packages ...string) []string {
	t.Helper()
	out, err := exec.Command("go", append([]string{"list", "-f", format}, packages...)...).Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	return strings.Split(strings.TrimSpace(string(out)), "\n")
}

func TestArrows(t *testing.T) {
	for _, line := range goList(t, `{{.ImportPath}} {{join .Imports " "}}`, module+"...") {
		words := strings.Fields(line)
		from, ours := strings.CutPrefix(words[0], module)
		allowed, known := arrows[from]
		if !ours || !known {
			t.Errorf("got the package %s, want it in arrows with the packages that it may import", words[0])
		}
		for _, to := range words[1:] {
			if to, ours := strings.CutPrefix(to, module); ours && !slices.Contains(allowed, to) {
				t.Errorf("%s: got the import %s, want only %v", from, to, allowed)
			}
			floor, room := floors[from]
			if room && !strings.HasPrefix(to, module) && !slices.Contains(floor, to) {
				t.Errorf("%s: got the import %s, want only %v", from, to, floor)
			}
		}
	}
}

// Times are inputs of the store, which must not ask for the time.
func TestStoreHasNoClock(t *testing.T) {
	for _, file := range goList(t, `{{range .GoFiles}}{{$.Dir}}/{{.}}{{"\n"}}{{end}}`, module+"mock/internal/store") {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, call := range []string{"time.Now", "time.Since", "time.Until", "time.After", "time.NewTimer", "time.Sleep"} {
			if strings.Contains(string(source), call) {
				t.Errorf("%s: got %s, want no clock", file, call)
			}
		}
	}
}
