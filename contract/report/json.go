package report

import (
	_ "embed"
	"encoding/json"
	"io"
)

// Schema is the JSON schema (draft 7) of what WriteJSON writes.
//
//go:embed report.schema.json
var Schema []byte

// jsonReport is a report together with what its methods say, for readers without them.
type jsonReport struct {
	Verdict string `json:"verdict"`
	Passed  bool   `json:"passed"`
	Counts  Counts `json:"counts"`
	Report
}

// WriteJSON writes all that is known, as Schema describes it.
func WriteJSON(w io.Writer, r Report) error {
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	return encoder.Encode(jsonReport{Verdict: r.Verdict(), Passed: r.Passed(), Counts: r.Counts(), Report: tidy(r)})
}

// tidy makes every list a list, also an empty one, and cuts what is too long to read. It changes a copy.
func tidy(r Report) Report {
	r.Results = orEmpty(r.Results)
	r.Leftovers = orEmpty(r.Leftovers)
	r.Notes = orEmpty(r.Notes)
	c := &r.Coverage
	for _, list := range []*[]Covered{&c.Operations, &c.Replies, &c.Fields, &c.Parameters} {
		*list = orEmpty(*list)
	}
	for i := range r.Results {
		result := &r.Results[i]
		result.Assumptions = orEmpty(result.Assumptions)
		result.Findings = orEmpty(result.Findings)
		for k := range result.Findings {
			finding := &result.Findings[k]
			finding.Expected, finding.Got = CutBody([]byte(finding.Expected)), CutBody([]byte(finding.Got))
		}
		result.Exchanges = orEmpty(result.Exchanges)
		for k := range result.Exchanges {
			result.Exchanges[k] = tidyExchange(result.Exchanges[k])
		}
	}
	return r
}

func tidyExchange(e Exchange) Exchange {
	e.Request.Header = orEmpty(e.Request.Header)
	e.Request.Body = CutBody([]byte(e.Request.Body))
	if e.Response != nil {
		response := *e.Response
		response.Header = orEmpty(response.Header)
		response.Body = CutBody([]byte(response.Body))
		e.Response = &response
	}
	return e
}

// orEmpty returns a copy that is not nil.
func orEmpty[T any](s []T) []T { return append([]T{}, s...) }
