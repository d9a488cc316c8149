package report

import (
	"bytes"
	_ "embed"
	"html/template"
	"io"
	"strings"
	"time"
)

//go:embed report.html.tmpl
var htmlText string

//go:embed report.css
var htmlStyle string

var htmlTemplate = template.Must(template.New("report").Funcs(template.FuncMap{
	"oneLine":   OneLine,
	"firstLine": firstLine,
	"visible":   Visible,
	"untouched": func() string { return untouched },
	"short":     short,
	"join":      func(names []string) string { return OneLine(strings.Join(names, ", ")) },
	"class":     func(o Outcome) string { return strings.ReplaceAll(string(o), " ", "-") },
	"day":       func(t time.Time) string { return t.UTC().Format("2006-01-02, 15:04 UTC") },
}).Parse(htmlText))

// htmlPage is the data of the template. Its lists hold cards, in display order.
type htmlPage struct {
	Report
	Style   template.CSS
	Tone    string // good, warn or bad
	Verdict string
	Took    string
	Counts  Counts
	Columns []Provenance
	Rows    []Outcome
	Groups  []htmlGroup
	Parts   []part

	Broken, Stale, Errors, Known, Differs []htmlCard
}

// A htmlGroup is the table of one operation.
type htmlGroup struct {
	Operation string
	Summary   string // for example "12 hold, 1 broken"
	Open      bool   // not all of its rules hold
	Cards     []htmlCard
}

// A htmlCard is a result with additional data for the template.
type htmlCard struct {
	Result
	Linked bool // there is a card to link to
	Basis  string
	Why    string // Reason without what the section's heading says
	Before []htmlExchange
	Shown  *htmlExchange // the one that showed the break
	After  []htmlExchange
	Diffs  []htmlDiff
}

type htmlExchange struct{ Line, Sent, Came, Curl string }

type htmlDiff struct {
	What  string
	Lines []diffLine
}

// WriteHTML writes a self-contained file for a person to read: it can be mailed, opened on a phone, or printed.
func WriteHTML(w io.Writer, r Report) error {
	r = r.Fit()
	page := htmlPage{
		Report: r, Style: template.CSS(htmlStyle), Tone: tone(r), Verdict: r.Verdict(), Took: r.took(),
		Counts: r.Counts(), Columns: Provenances(), Rows: Outcomes(), Parts: r.Coverage.parts(),
	}
	for _, group := range r.groups() {
		table := htmlGroup{Operation: group.Operation, Summary: group.summary()}
		for _, result := range group.Results {
			table.Cards = append(table.Cards, page.card(result))
			table.Open = table.Open || result.Outcome != Holds
		}
		page.Groups = append(page.Groups, table)
	}
	var out bytes.Buffer // write nothing if the template fails
	if err := htmlTemplate.Execute(&out, page); err != nil {
		return err
	}
	_, err := out.WriteTo(w)
	return err
}

// card returns a result's card and adds it to its section, if it has one.
func (p *htmlPage) card(result Result) htmlCard {
	card := htmlCard{Result: result, Basis: result.basis(), Linked: true}
	if !result.stale() {
		card.Why = result.Reason
	}
	for _, finding := range result.Findings {
		card.Diffs = append(card.Diffs, htmlDiff{finding.What, diff(finding.Expected, finding.Got)})
	}
	before, shown, after := result.telling()
	card.Before, card.After = htmlExchanges(before), htmlExchanges(after)
	if shown != nil {
		card.Shown = &htmlExchanges([]Exchange{*shown})[0]
	}
	switch {
	case result.failed():
		p.Broken = append(p.Broken, card)
	case result.stale():
		p.Stale = append(p.Stale, card)
	case result.Outcome == Error:
		p.Errors = append(p.Errors, card)
	case result.known():
		p.Known = append(p.Known, card)
	case result.Outcome == Differs:
		p.Differs = append(p.Differs, card)
	default:
		card.Linked = false
	}
	return card
}

func htmlExchanges(exchanges []Exchange) []htmlExchange {
	var out []htmlExchange
	for _, e := range exchanges {
		out = append(out, htmlExchange{e.line(), e.sent(), e.came(), Visible(e.Curl)})
	}
	return out
}

// tone returns the colour of the head of a report.
func tone(r Report) string {
	switch {
	case !r.Passed():
		return "bad"
	case r.Partial:
		return "warn"
	default:
		return "good"
	}
}
