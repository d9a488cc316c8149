package report

import (
	"fmt"
	"html/template"
	"io"
	"strings"
	"time"
)

// badge has two panels: what was checked, and the result. Lengths are in pixels.
type badge struct {
	Label, Text, About      string
	Color                   string // of the right panel; white text on it has a contrast of at least 4.5
	LabelLength, TextLength int
}

const badgePadding = 7

func (b badge) LabelPanel() int { return b.LabelLength + 2*badgePadding }
func (b badge) TextPanel() int  { return b.TextLength + 2*badgePadding }
func (b badge) Width() int      { return b.LabelPanel() + b.TextPanel() }
func (b badge) LabelAt() int    { return badgePadding }
func (b badge) TextAt() int     { return b.LabelPanel() + badgePadding }

// WriteBadge writes the record as a self-contained SVG of one line.
func WriteBadge(w io.Writer, r Report) error {
	record := r.Fit().Record()
	stated := record.Counts[Stated]
	all := 0
	for _, n := range stated {
		all += n
	}
	b := badge{Label: record.Document.Title + " API " + record.Document.Version}
	switch record.Conformance {
	case Full:
		b.Text, b.Color = "conforms, "+plural(all, "rule"), "#1a7f37"
	case PartialRun:
		b.Text, b.Color = "partial, "+plural(stated[Holds], "rule"), "#8a5a00"
	default:
		b.Text, b.Color = fmt.Sprintf("%d of %s broken", stated[Broken]+stated[Differs], plural(all, "rule")), "#b3261e"
	}
	b.About = fmt.Sprintf("%s: %s. %s, run %s, %s", b.Label, b.Text, OneLine(record.Target), record.RunID, record.Date.Format(time.DateOnly))
	b.LabelLength, b.TextLength = textLength(b.Label), textLength(b.Text)
	return badgeTemplate.Execute(w, b)
}

// textLength estimates the length of a text in 11-pixel Verdana. The SVG stretches the text to that length in any other font.
func textLength(s string) int {
	length := 0.0
	for _, r := range s {
		switch {
		case strings.ContainsRune("fijlrt.,: ", r):
			length += 4.2
		case strings.ContainsRune("mwMW", r):
			length += 10
		default:
			length += 7
		}
	}
	return int(length + 0.5)
}

var badgeTemplate = template.Must(template.New("badge").Parse(
	`<svg xmlns="http://www.w3.org/2000/svg" width="{{.Width}}" height="20" viewBox="0 0 {{.Width}} 20" role="img" aria-labelledby="leadcontract-badge">
<title id="leadcontract-badge">{{.About}}</title>
<clipPath id="leadcontract-corners"><rect width="{{.Width}}" height="20" rx="3"/></clipPath>
<g clip-path="url(#leadcontract-corners)"><rect width="{{.LabelPanel}}" height="20" fill="#444"/><rect x="{{.LabelPanel}}" width="{{.TextPanel}}" height="20" fill="{{.Color}}"/></g>
<g fill="#fff" font-family="Verdana,DejaVu Sans,Geneva,sans-serif" font-size="11" aria-hidden="true"><text x="{{.LabelAt}}" y="14" textLength="{{.LabelLength}}">{{.Label}}</text><text x="{{.TextAt}}" y="14" textLength="{{.TextLength}}">{{.Text}}</text></g>
</svg>
`))
