package report

import (
	"strings"
	"testing"
)

func TestCounts(t *testing.T) {
	counts := sample().Counts()
	for _, want := range []struct {
		outcome    Outcome
		provenance Provenance
		n          int
	}{
		{Holds, Stated, 3}, {Holds, Implied, 1}, {Broken, Stated, 4}, {Differs, Assumed, 1}, {NotRun, Stated, 1}, {Error, Stated, 1}, {Error, Assumed, 0},
	} {
		if got := counts[want.outcome][want.provenance]; got != want.n {
			t.Errorf("%s %s: %d, want %d", want.provenance, want.outcome, got, want.n)
		}
	}
	if got := counts.Of(Holds); got != 4 {
		t.Errorf("%d hold, want 4", got)
	}
}

func TestWhatFailsTheRun(t *testing.T) {
	report := sample()
	if got := ids(report.Failed()); got != "create.phone-empty create.vietnamese list.hostile" {
		t.Errorf("got %s, want the gated breaks without a known one and a difference", got)
	}
	if got := ids(report.Stale()); got != "delete.not-found" {
		t.Errorf("stale: %s; want delete.not-found", got)
	}
	if got := ids(report.Errors()); got != "upload.columns" {
		t.Errorf("errors: %s; want upload.columns", got)
	}
}

func TestPassed(t *testing.T) {
	known := &Known{Reason: "ticket 1", Expires: "2026-04-30"}
	passes := map[string]Report{
		"all hold":             {Results: []Result{{Outcome: Holds, Gated: true}}},
		"a known break":        {Results: []Result{{Outcome: Broken, Gated: true, Known: known}}},
		"a difference":         {Results: []Result{{Outcome: Differs}}},
		"an ungated break":     {Results: []Result{{Outcome: Broken}}},
		"an ungated error":     {Results: []Result{{Outcome: Error}}},
		"a reading that holds": {Expected: []Expected{{Outcome: Holds}}},
		"a known, not run":     {Results: []Result{{Outcome: NotRun, Gated: true, Known: known}}},
		"a known, difference":  {Results: []Result{{Outcome: Differs, Known: known}}},
	}
	for name, report := range passes {
		if !report.Passed() {
			t.Errorf("%s: fails, want a pass", name)
		}
	}
	fails := map[string]Report{
		"a break":             {Results: []Result{{Outcome: Broken, Gated: true}}},
		"a known break holds": {Results: []Result{{Outcome: Holds, Gated: true, Known: known}}},
		"no answer":           {Results: []Result{{Outcome: Error, Gated: true}}},
		"a leftover":          {Leftovers: []Leftover{{}}},
		"a drift":             {Expected: []Expected{{Outcome: Broken}}},
		"an untold reading":   {Expected: []Expected{{Outcome: Error}}},
	}
	for name, report := range fails {
		if report.Passed() {
			t.Errorf("%s: passes, want a failure", name)
		}
	}
}

func TestVerdict(t *testing.T) {
	holds := Result{Outcome: Holds, Gated: true}
	broken := Result{Outcome: Broken, Gated: true}
	notRun := Result{Outcome: NotRun, Gated: true}
	failed := Result{Outcome: Error, Gated: true}
	stale := Result{Outcome: Holds, Gated: true, Known: &Known{}}
	cases := []struct {
		results []Result
		partial bool
		want    string
	}{
		{[]Result{holds, holds}, false, "Every stated rule holds (2)."},
		{[]Result{holds, holds}, true, "Every stated rule that was selected holds (2)."},
		{[]Result{holds, notRun}, true, "Every stated rule that ran holds; 1 of 2 did not run."},
		{[]Result{notRun}, true, "No stated rule ran."},
		{[]Result{holds, broken, failed, stale}, false, "1 of 4 stated rules are broken."},
		{[]Result{broken}, false, "1 of 1 stated rule is broken."},
		{[]Result{holds, failed, stale}, false, "1 of 3 stated rules could not be checked."},
		{[]Result{holds, stale}, false, "1 known break holds again: remove fixed entries from the baseline."},
	}
	for _, c := range cases {
		report := Report{Gate: Stated, Results: c.results, Partial: c.partial}
		if got := report.Verdict(); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

func TestTellingExchange(t *testing.T) {
	three := []Exchange{{Operation: "a"}, {Operation: "b"}, {Operation: "c"}}
	cases := []struct {
		name          string
		result        Result
		before, after int
		shown         string
	}{
		{"none", Result{Findings: []Finding{{After: 1}}}, 0, 0, ""},
		{"unknown: the last", Result{Exchanges: three, Findings: []Finding{{}}}, 2, 0, "c"},
		{"no finding: the last", Result{Exchanges: three}, 2, 0, "c"},
		{"the second", Result{Exchanges: three, Findings: []Finding{{After: 2}, {After: 3}}}, 1, 1, "b"},
		{"out of range", Result{Exchanges: three, Findings: []Finding{{After: 9}}}, 2, 0, "c"},
	}
	for _, c := range cases {
		before, shown, after := c.result.telling()
		operation := ""
		if shown != nil {
			operation = shown.Operation
		}
		if operation != c.shown || len(before) != c.before || len(after) != c.after {
			t.Errorf("%s: got %d before, %q, %d after; want %d, %q, %d", c.name, len(before), operation, len(after), c.before, c.shown, c.after)
		}
	}
}

func ids(results []Result) string {
	var ids []string
	for _, result := range results {
		ids = append(ids, result.ID)
	}
	return strings.Join(ids, " ")
}
