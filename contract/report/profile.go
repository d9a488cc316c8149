package report

import "fmt"

// Settled is what a run has seen of an assumption. One of Reading, Other and Untold is set.
type Settled struct {
	ID           string   `json:"id"`         // such as A14
	Reading      string   `json:"reading"`    // the name of the reading that the target has
	AsAssumed    bool     `json:"as_assumed"` // and that it is the one which the document assumes
	Other        string   `json:"other"`      // what the target does, for which there is no reading
	Untold       string   `json:"untold"`     // why the run could not tell
	Says         string   `json:"says"`       // the sentence of Reading
	Observations int      `json:"observations"`
	Evidence     []string `json:"evidence"` // the observations in words
	Rules        []string `json:"rules"`    // those that rest on the assumption
}

// Expected is a reading that the target was to have.
type Expected struct {
	ID      string  `json:"id"`
	Reading string  `json:"reading"`
	Outcome Outcome `json:"outcome"` // holds, broken if the target has another one now, or error if it can no longer be told
	Text    string  `json:"text"`    // what was expected, and what was seen
}

// Drifted returns the expected readings in the place of which the target has another one. They fail the run.
func (r Report) Drifted() []Expected { return r.expected(Broken) }

// Untold returns the expected readings that could not be told. They are errors.
func (r Report) Untold() []Expected { return r.expected(Error) }

func (r Report) expected(outcome Outcome) []Expected {
	var found []Expected
	for _, one := range r.Expected {
		if one.Outcome == outcome {
			found = append(found, one)
		}
	}
	return found
}

// readings counts the profile: "40 as assumed, 3 otherwise, 2 without a reading, 1 untold".
func (r Report) readings() string {
	assumed, otherwise, other, untold := 0, 0, 0, 0
	for _, one := range r.Profile {
		switch {
		case one.AsAssumed:
			assumed++
		case one.Reading != "":
			otherwise++
		case one.Other != "":
			other++
		default:
			untold++
		}
	}
	return fmt.Sprintf("%d as assumed, %d otherwise, %d without a reading, %d untold", assumed, otherwise, other, untold)
}

// Otherwise returns what of the profile is not as the document assumes.
func (r Report) Otherwise() []Settled {
	var found []Settled
	for _, one := range r.Profile {
		if !one.AsAssumed {
			found = append(found, one)
		}
	}
	return found
}

// Name is the reading or, if there is none, what stands in its place.
func (s Settled) Name() string {
	switch {
	case s.Reading != "":
		return s.Reading
	case s.Other != "":
		return "other"
	}
	return "untold"
}

// Why is what the reading says or, if there is none, what was seen, or why nothing was.
func (s Settled) Why() string { return OneLine(s.Says + s.Other + s.Untold) }
