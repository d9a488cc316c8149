package report

import (
	"io"
	"time"
)

// Conformance is what a record attests. It covers only the stated rules, whatever the gate was, and every break
// of them, even if a baseline lists it.
type Conformance string

// The conformances.
const (
	Full           Conformance = "full"    // every stated rule ran and holds
	PartialRun     Conformance = "partial" // no stated rule is broken, but some did not run
	NonConformance Conformance = "broken"  // a stated rule is broken
)

// Record is a summary of a run for a vendor to publish.
type Record struct {
	Target      string                         `json:"target"`
	Document    Document                       `json:"document"`
	Conformance Conformance                    `json:"conformance"`
	Partial     bool                           `json:"partial"` // a stated rule did not run
	Counts      map[Provenance]map[Outcome]int `json:"counts"`
	Suite       string                         `json:"suite"`
	RunID       string                         `json:"run_id"`
	Date        time.Time                      `json:"date"` // UTC
}

// Record returns the run's summary for publication.
func (r Report) Record() Record {
	record := Record{
		Target: r.Target, Document: r.Document, Conformance: Full, Suite: "leadcontract " + r.Version,
		RunID: r.RunID, Date: r.Finished.UTC().Truncate(time.Second), Counts: map[Provenance]map[Outcome]int{},
	}
	for outcome, byProvenance := range r.Counts() {
		for provenance, n := range byProvenance {
			if record.Counts[provenance] == nil {
				record.Counts[provenance] = map[Outcome]int{}
			}
			record.Counts[provenance][outcome] = n
		}
	}
	stated := record.Counts[Stated]
	record.Partial = r.Partial || stated[NotRun]+stated[Error] > 0 || stated[Holds]+stated[Broken] == 0
	switch {
	case stated[Broken]+stated[Differs] > 0:
		record.Conformance = NonConformance
	case record.Partial:
		record.Conformance = PartialRun
	}
	return record
}

// WriteRecord writes the record as JSON.
func WriteRecord(w io.Writer, r Report) error {
	return writeJSON(w, r.Fit().Record())
}
