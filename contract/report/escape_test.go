package report

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"unicode"
)

// obeyed matches what a CI system would execute: GitHub's commands at the start of a line, others anywhere.
var obeyed = regexp.MustCompile(`(?im)^\s*::[a-z]|##(\[|vso\[|teamcity\[)`)

func TestNoReportCommands(t *testing.T) {
	report := sample()
	for i := range report.Results {
		result := &report.Results[i]
		text := strings.Join([]string{
			"::error::a", "\n::add-mask::b", "\n\t ::set-output name=x::c", "word ::warning::d", "\u00a0::error::e", "##[group]f", "a ##vso[task.setvariable]g", "##teamcity[h]",
		}, strings.Repeat("word ", 30))
		result.Reason = text
		for k := range result.Findings {
			result.Findings[k] = Finding{What: text, Expected: text, Got: "other " + text}
		}
		for k := range result.Exchanges {
			result.Exchanges[k].Request.URL, result.Exchanges[k].Error = text, text
			if result.Exchanges[k].Response != nil {
				result.Exchanges[k].Response.Body = text
				result.Exchanges[k].Response.Header = []Field{{text, text}}
			}
		}
	}
	report.Notes, report.Target = []string{"::error::note", "##[group]note"}, "##[group]target"
	report.Leftovers = []Leftover{{LeadUUID: "::error::id", LeadCode: "##[x]", PhoneNumber: "::x::", Why: "\n::error::why"}}
	for name := range writers {
		if name == "annotations" {
			continue // annotations are commands; TestAnnotationsEscape checks them
		}
		out := render(t, name, report)
		if at := obeyed.FindStringIndex(out); at != nil {
			t.Errorf("%s: a CI system would execute %q, want it escaped", name, out[max(0, at[0]-60):min(len(out), at[1]+60)])
		}
	}
}

// TestJSONKeepsWhatItEscapes reads back a report with characters that JSON permits but that act in a terminal.
func TestJSONKeepsWhatItEscapes(t *testing.T) {
	want := "\u202egnp \u009b31m \x7f ##[group] \U000e0041 \ufeff Nguyễn"
	out := render(t, "json", Report{Notes: []string{want}})
	if at := strings.IndexFunc(out, func(r rune) bool { return r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r)) }); at >= 0 {
		t.Errorf("got %q, want it escaped", out[at:min(len(out), at+20)])
	}
	var got Report
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	if got.Notes[0] != want {
		t.Errorf("read back %q, want %q", got.Notes[0], want)
	}
}
