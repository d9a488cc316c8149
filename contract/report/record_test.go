package report

import (
	"encoding/json"
	"encoding/xml"
	"strings"
	"testing"
)

func TestRecordConformance(t *testing.T) {
	of := func(provenance Provenance, outcome Outcome) Result {
		return Result{Provenance: provenance, Outcome: outcome, Gated: provenance == Stated}
	}
	known := of(Stated, Broken)
	known.Known = &Known{}
	cases := []struct {
		name    string
		results []Result
		partial bool
		want    Conformance
	}{
		{"all hold", []Result{of(Stated, Holds)}, false, Full},
		{"an implied rule differs", []Result{of(Stated, Holds), of(Implied, Differs)}, false, Full},
		{"an implied rule did not run", []Result{of(Stated, Holds), of(Implied, NotRun)}, false, Full},
		{"a stated rule did not run", []Result{of(Stated, Holds), of(Stated, NotRun)}, false, PartialRun},
		{"a stated rule had no answer", []Result{of(Stated, Holds), of(Stated, Error)}, false, PartialRun},
		{"rules were left out", []Result{of(Stated, Holds)}, true, PartialRun},
		{"nothing ran", nil, false, PartialRun},
		{"a stated rule is broken", []Result{of(Stated, Holds), of(Stated, Broken)}, true, NonConformance},
		{"a known break is a break", []Result{of(Stated, Holds), known}, false, NonConformance},
	}
	for _, c := range cases {
		record := Report{Gate: Stated, Results: c.results, Partial: c.partial}.Record()
		if record.Conformance != c.want {
			t.Errorf("%s: %s, want %s", c.name, record.Conformance, c.want)
		}
		if c.want == PartialRun != (record.Partial && record.Conformance != NonConformance) {
			t.Errorf("%s: got %s, partial %t; want %s", c.name, record.Conformance, record.Partial, c.want)
		}
	}
}

func TestRecordSaysWhatWasRun(t *testing.T) {
	var got map[string]any
	if err := json.Unmarshal([]byte(render(t, "record", sample())), &got); err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]any{
		"target": "https://staging.example.test", "run_id": "r7f3a2c91", "date": "2026-03-08T08:57:16Z",
		"suite": "leadcontract 0.1.0", "conformance": "broken", "partial": true,
	} {
		if got[key] != want {
			t.Errorf("%s: %v, want %v", key, got[key], want)
		}
	}
	stated := got["counts"].(map[string]any)["stated"].(map[string]any)
	if stated["broken"] != 4.0 || stated["not run"] != 1.0 {
		t.Errorf("got the stated rules %v, want 4 broken and 1 not run", stated)
	}
	if document := got["document"].(map[string]any); document["version"] != "3.0.0" {
		t.Errorf("got the document %v, want version 3.0.0", document)
	}
}

func TestBadge(t *testing.T) {
	holds := Result{Provenance: Stated, Outcome: Holds, Gated: true}
	notRun := Result{Provenance: Stated, Outcome: NotRun, Gated: true}
	document := Document{Title: "Lead", Version: "3.0.0"}
	for want, report := range map[string]Report{
		"Lead API 3.0.0: conforms, 2 rules":   {Document: document, Results: []Result{holds, holds}},
		"Lead API 3.0.0: partial, 1 rule":     {Document: document, Results: []Result{holds, notRun}},
		"Lead API 3.0.0: 4 of 9 rules broken": sample(),
	} {
		var svg struct {
			Title string   `xml:"title"`
			Texts []string `xml:"g>text"`
		}
		if err := xml.Unmarshal([]byte(render(t, "badge", report)), &svg); err != nil {
			t.Fatalf("%s: got error %v, want XML", want, err)
		}
		if !strings.HasPrefix(svg.Title, want+".") {
			t.Errorf("title %q, want it to start with %q", svg.Title, want)
		}
		if got := strings.Join(svg.Texts, ": "); got != want {
			t.Errorf("shows %q, want %q", got, want)
		}
	}
}
