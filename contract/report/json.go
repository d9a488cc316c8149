package report

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"unicode/utf16"
)

// Schema is the JSON schema (draft 7) of the output of WriteJSON.
//
//go:embed report.schema.json
var Schema []byte

// jsonReport is a report with the results of its methods, for readers in other languages.
type jsonReport struct {
	Verdict string `json:"verdict"`
	Passed  bool   `json:"passed"`
	Counts  Counts `json:"counts"`
	Report
}

// WriteJSON writes the whole report, as described by Schema.
func WriteJSON(w io.Writer, r Report) error {
	return writeJSON(w, jsonReport{Verdict: r.Verdict(), Passed: r.Passed(), Counts: r.Counts(), Report: tidy(r.Fit())})
}

// writeJSON writes v as JSON. It escapes what would act in a terminal or in a CI log (see Visible). That occurs only inside strings, so a
// JSON parser restores it.
func writeJSON(w io.Writer, value any) error {
	data, err := json.MarshalIndent(value, "", "  ")
	if err != nil {
		return err
	}
	var out bytes.Buffer
	for _, r := range string(anyCommand.ReplaceAll(data, []byte(`\u0023#$1`))) {
		switch high, low := utf16.EncodeRune(r); {
		case !acts(r):
			out.WriteRune(r)
		case r > 0xFFFF:
			fmt.Fprintf(&out, `\u%04x\u%04x`, high, low)
		default:
			fmt.Fprintf(&out, `\u%04x`, r)
		}
	}
	out.WriteByte('\n')
	_, err = out.WriteTo(w)
	return err
}

// tidy returns a copy in which no list is null.
func tidy(r Report) Report {
	r.Results = orEmpty(r.Results)
	r.Leftovers = orEmpty(r.Leftovers)
	r.Notes = orEmpty(r.Notes)
	r.Expected = orEmpty(r.Expected)
	r.Profile = orEmpty(r.Profile)
	for i := range r.Profile {
		r.Profile[i].Evidence, r.Profile[i].Rules = orEmpty(r.Profile[i].Evidence), orEmpty(r.Profile[i].Rules)
	}
	r.Settings.Headers = orEmpty(r.Settings.Headers)
	r.Usage = orEmpty(r.Usage)
	for i := range r.Usage {
		use := &r.Usage[i]
		use.Facts, use.Broken, use.Known, use.Unsettled = orEmpty(use.Facts), orEmpty(use.Broken), orEmpty(use.Known), orEmpty(use.Unsettled)
	}
	c := &r.Coverage
	for _, list := range []*[]Covered{&c.Operations, &c.Replies, &c.Fields, &c.Parameters} {
		*list = orEmpty(*list)
	}
	for i := range r.Results {
		result := &r.Results[i]
		result.Assumptions = orEmpty(result.Assumptions)
		result.About = result.About.Tidy()
		result.Findings = orEmpty(result.Findings)
		result.Exchanges = orEmpty(result.Exchanges)
		for k := range result.Exchanges {
			exchange := &result.Exchanges[k]
			exchange.Request.Header = orEmpty(exchange.Request.Header)
			if exchange.Response != nil {
				response := *exchange.Response
				response.Header = orEmpty(response.Header)
				exchange.Response = &response
			}
		}
	}
	return r
}

// Tidy returns a copy in which no list is null.
func (a About) Tidy() About {
	for _, list := range []*[]string{&a.Operations, &a.Replies, &a.Parameters, &a.Fields, &a.Without} {
		*list = orEmpty(*list)
	}
	return a
}

// orEmpty returns a non-nil copy.
func orEmpty[T any](s []T) []T { return append([]T{}, s...) }
