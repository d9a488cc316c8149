package report

import (
	"fmt"

	"github.com/leadapi/leadapi/openapi"
)

// Settled is what a run has found out about an assumption.
type Settled struct {
	openapi.Settled
	AsAssumed bool `json:"as_assumed"` // the reading is the one that the document assumes
}

// Expected is a reading that the target is expected to have.
type Expected struct {
	ID      string  `json:"id"`
	Reading string  `json:"reading"`
	Outcome Outcome `json:"outcome"` // holds, broken if the target has another reading, or error if the reading is unknown
	Text    string  `json:"text"`    // what was expected, and what was found
}

// Drifted returns the expected readings that the target does not have. They fail the run.
func (r Report) Drifted() []Expected { return r.expected(Broken) }

// Untold returns the expected readings for which the target's is unknown. They are errors.
func (r Report) Untold() []Expected { return r.expected(Error) }

func (r Report) expected(outcome Outcome) []Expected {
	var found []Expected
	for _, expected := range r.Expected {
		if expected.Outcome == outcome {
			found = append(found, expected)
		}
	}
	return found
}

// readings counts the profile: "40 as assumed, 3 otherwise, 2 without a reading, 1 untold".
func (r Report) readings() string {
	assumed, otherwise, other, untold := 0, 0, 0, 0
	for _, settled := range r.Profile {
		switch {
		case settled.AsAssumed:
			assumed++
		case settled.Reading != "":
			otherwise++
		case settled.Other != "":
			other++
		default:
			untold++
		}
	}
	return fmt.Sprintf("%d as assumed, %d otherwise, %d without a reading, %d untold", assumed, otherwise, other, untold)
}

// Otherwise returns the entries of the profile that are not as the document assumes.
func (r Report) Otherwise() []Settled {
	var found []Settled
	for _, settled := range r.Profile {
		if !settled.AsAssumed {
			found = append(found, settled)
		}
	}
	return found
}

// Name returns the reading or, if there is none, a word for its absence.
func (s Settled) Name() string {
	switch {
	case s.Reading != "":
		return s.Reading
	case s.Other != "":
		return "other"
	}
	return "untold"
}

// Why returns the reading's sentence or, if there is none, what the target does or why the reading is unknown.
func (s Settled) Why() string { return OneLine(s.Says + s.Other + s.Untold) }
