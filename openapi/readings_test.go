package openapi_test

import (
	"maps"
	"regexp"
	"strings"
	"testing"

	"github.com/leadapi/leadapi/openapi"
)

// Every assumption has several readings, or says why it has one; names are short, and sentences are there.
func TestReadingsAreComplete(t *testing.T) {
	assumptions, err := openapi.Assumptions()
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range assumptions {
		if (len(one.Readings) > 0) == (one.Single != "") {
			t.Errorf("%s: got %d readings and single %q, want either", one.ID, len(one.Readings), one.Single)
		}
	}
	name := regexp.MustCompile(`^[a-z][a-z-]+$`)
	alternatives := 0
	for _, choice := range openapi.Choices() {
		seen := map[string]bool{}
		for _, reading := range choice.Readings {
			if !name.MatchString(reading.Name) || seen[reading.Name] || !strings.HasSuffix(reading.Says, ".") {
				t.Errorf("%s: got reading %+v, want a short name that no other reading of it has, and a sentence", choice.ID, reading)
			}
			seen[reading.Name] = true
		}
		if len(choice.Readings) < 2 {
			t.Errorf("%s: got %d readings, want 2 at least", choice.ID, len(choice.Readings))
		}
		alternatives += len(choice.Readings) - 1
	}
	if choices := len(openapi.Choices()); choices < 25 || alternatives < 50 {
		t.Errorf("got %d choices with %d alternatives; want 25 and 50 at least", choices, alternatives)
	}
}

func TestParseReadings(t *testing.T) {
	found, err := openapi.ParseReadings("a14=prefix, A02=unprocessable,A01=ok")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := found.Changed().String(), "A02=unprocessable,A14=prefix"; got != want {
		t.Errorf("the readings that changed: got %s, want %s", got, want)
	}
	for text, want := range map[string]string{
		"A14":                   `"A14" is not a reading; write it as A14=prefix`,
		"A14=prefx":             `A14 has no reading "prefx" (exact, prefix, suffix, contains)`,
		"A14=prefix,A14=suffix": "A14 is given as prefix and as suffix; choose one",
		"A99=x":                 `there is no assumption "A99" with readings`,
		"A43=v7":                "A43 has only one reading: A client takes an id as it is",
		"":                      `"" is not a reading`,
	} {
		if _, err := openapi.ParseReadings(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("ParseReadings(%q): got %v, want %q in it", text, err, want)
		}
	}
}

// A seed always chooses the same readings, and other seeds choose others; what is not to be varied stays.
func TestVaryReadings(t *testing.T) {
	chosen := map[string]bool{}
	for seed := range uint64(20) {
		readings := openapi.VaryReadings(seed, nil)
		if err := readings.Check(); err != nil {
			t.Fatal(err)
		}
		if again := openapi.VaryReadings(seed, nil); !maps.Equal(readings, again) {
			t.Errorf("seed %d, the second time: got %s, want %s", seed, again, readings)
		}
		chosen[readings.String()] = true
		one := openapi.VaryReadings(seed, []string{"A14"})
		if len(one) != 1 || one["A14"] != readings["A14"] {
			t.Errorf("seed %d, A14 only: got %s; want A14=%s", seed, one, readings["A14"])
		}
	}
	if len(chosen) < 20 {
		t.Errorf("20 seeds: got %d different sets of readings, want 20", len(chosen))
	}
}

func TestProfileIsReadAsWritten(t *testing.T) {
	written := openapi.Profile{Target: "https://a.example", Date: "2023-04-01", Run: "abc", Assumptions: []openapi.Settled{
		{ID: "A14", Reading: "prefix", Says: "it does", Observations: 3, Evidence: []string{`phone_number=0349 found "0349719999"`}, Rules: []string{"list.part-of-a-number"}},
		{ID: "A17", Other: "limit=0 gives one lead"},
		{ID: "A30", Untold: "no --phone-prefix"},
	}}
	data, err := written.YAML()
	if err != nil {
		t.Fatal(err)
	}
	read, err := openapi.ReadProfile("p.yaml", data)
	if err != nil {
		t.Fatalf("%v in\n%s", err, data)
	}
	if got := read.Readings().String(); got != "A14=prefix" || len(read.Assumptions) != 3 || read.Assumptions[1].Other != "limit=0 gives one lead" {
		t.Errorf("got %+v, want %+v", read, written)
	}
	for text, want := range map[string]string{
		"assumptions: [{id: A14, reading: prefx}]":                `p.yaml: A14: A14 has no reading "prefx"`,
		"assumptions: [{id: A14}]":                                "p.yaml: A14: want one of reading, other and untold; 0 are there",
		"assumptions: [{id: A14, other: x}, {id: A14, other: x}]": "p.yaml: A14 is there twice",
		"assumptions: [{id: B14, other: x}]":                      `p.yaml: there is no assumption "B14"`,
		"assumption: []":                                          "p.yaml: not a profile of leadcontract --profile: line 1: field assumption is not known",
		"assumptions: [{id: A14, other: [x]}]":                    "p.yaml: not a profile of leadcontract --profile: line 1: a list cannot stand there",
		"":                                                        "p.yaml: not a profile of leadcontract --profile: it is empty",
		"assumptions: [{id: A14, other: x}]\n---\n":               "p.yaml: it is more than one YAML document; leave out the line ---",
		"target: x":                                               "p.yaml: assumptions is missing",
	} {
		if _, err := openapi.ReadProfile("p.yaml", []byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("ReadProfile(%q): got %v, want %q in it", text, err, want)
		}
	}
}

// TestReadUsage says what is wrong with a file.
func TestReadUsage(t *testing.T) {
	for text, want := range map[string]string{
		"":              "u.json: not a usage file of leadmock --usage: it is empty",
		"{}":            "u.json: usage is 0; want 1",
		"[]":            "u.json: not a usage file of leadmock --usage: a list cannot stand there",
		`{"usage":"1"}`: "u.json: not a usage file of leadmock --usage: usage: a text cannot stand there",
		`{"usage":1} x`: "u.json: something follows the object",
		`{"usage":1,"operations":[{"operation":"getLead"},{"operation":"getLead"}]}`:                               "u.json: operations: getLead is there twice",
		`{"usage":1,"assumptions":[{"id":"A14","reading":"prefix"},{"id":"A14"},{"id":"A14","reading":"prefix"}]}`: "u.json: assumptions: A14 prefix is there twice",
		`{"usage":1,"assumptions":[{"id":"A14","reading":"x"}]}`:                                                   "u.json: assumptions: A14 has no reading",
	} {
		if _, err := openapi.ReadUsage("u.json", []byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("ReadUsage(%q): got %v, want %q in it", text, err, want)
		}
	}
	const read = `{"usage":1,"operations":[],"assumptions":[]}`
	wide := "\xff\xfe" + strings.Join(strings.Split(read, ""), "\x00") + "\x00" // UTF-16, as PowerShell writes it
	for _, text := range []string{read, "\ufeff" + read, wide} {
		if _, err := openapi.ReadUsage("u.json", []byte(text)); err != nil {
			t.Errorf("ReadUsage(%q): got %v, want no error", text, err)
		}
	}
}
