package report

import (
	"bytes"
	"fmt"
	"io"
	"strings"
)

// TerminalOptions describes the terminal.
type TerminalOptions struct {
	Color bool
	Width int  // columns to wrap at; 0: no wrapping
	Brief bool // omit rules that hold
}

// WriteTerminal writes one line per rule (see TerminalOptions.Brief), a card for each break that fails the run, and the counts last.
// Text from the target cannot change colours or move the cursor.
func WriteTerminal(w io.Writer, r Report, options TerminalOptions) error {
	r = r.Fit()
	t := terminal{paint: palette(options.Color), width: options.Width, brief: options.Brief}
	t.head(r)
	t.usage(r)
	t.rules(r)
	t.cards(r)
	t.coverage(r.Coverage)
	t.profile(r)
	t.notes(r)
	t.foot(r)
	_, err := t.out.WriteTo(w)
	return err
}

type terminal struct {
	out   bytes.Buffer
	paint palette
	width int
	brief bool
}

// palette colours text if it is true.
type palette bool

const (
	bold    = "1"
	faint   = "2"
	red     = "31"
	green   = "32"
	yellow  = "33"
	magenta = "35"
	reverse = "7"
)

func (p palette) in(codes, s string) string {
	if !p || s == "" {
		return s
	}
	return "\x1b[" + codes + "m" + s + "\x1b[0m"
}

func colorOf(outcome Outcome) string {
	switch outcome {
	case Holds:
		return green
	case Broken:
		return bold + ";" + red
	case Differs:
		return yellow
	case Error:
		return magenta
	default:
		return faint
	}
}

func (t *terminal) printf(format string, args ...any) { fmt.Fprintf(&t.out, format, args...) }

func (t *terminal) head(r Report) {
	t.printf("%s  %s\n", t.paint.in(bold, "leadcontract "+r.Version), OneLine(r.Target))
	t.printf("%s\n", t.paint.in(faint, fmt.Sprintf("document %s %s, gate %s, run %s", r.Document.Title, r.Document.Version, r.Gate, r.RunID)))
}

// usage writes what the run means for each app. It comes first, because the reader has asked for it.
func (t *terminal) usage(r Report) {
	for _, use := range r.Usage {
		color := green
		if len(use.Broken) > 0 {
			color = red
		}
		t.printf("\n%s\n", t.paint.in(bold+";"+color, use.Verdict()))
		for _, line := range use.Lines() {
			t.printf("  %s\n", t.wrap(line, 4))
		}
	}
}

func (t *terminal) rules(r Report) {
	column := 0
	for _, result := range r.Results {
		column = max(column, len(result.ID))
	}
	for _, group := range r.groups() {
		summary := ""
		if t.brief {
			summary = "  " + t.paint.in(faint, group.summary())
		}
		t.printf("\n%s%s\n", t.paint.in(bold, group.Operation), summary)
		for _, result := range group.Results {
			if !t.brief || result.Outcome != Holds || result.stale() {
				t.rule(result, column)
			}
		}
	}
}

// rule writes a line, and a second one if the outcome needs a reason.
func (t *terminal) rule(r Result, column int) {
	const outcomeColumn = 9
	text := r.Text
	if r.Outcome == NotRun {
		text = firstLine(r.Reason)
	}
	if r.Provenance != Stated {
		text += " (" + string(r.Provenance) + ")"
	}
	if r.Untouched && r.Outcome != Holds && r.Outcome != NotRun {
		text += " (" + untouched + ")"
	}
	indent := 2 + outcomeColumn + column + 2
	t.printf("  %s%-*s  %s\n", t.paint.in(colorOf(r.Outcome), fmt.Sprintf("%-*s", outcomeColumn, r.Outcome)), column, r.ID, t.wrap(text, indent))
	why := func(text string) {
		t.printf("%s%s\n", strings.Repeat(" ", indent), t.paint.in(faint, t.wrap(text, indent)))
	}
	switch {
	case r.stale():
		why("The baseline lists it as broken (" + OneLine(r.Known.Reason) + "): remove the entry.")
	case r.Outcome == Error:
		why(firstLine(r.Reason))
	case r.Outcome == Differs, r.known():
		for _, finding := range r.Findings {
			why(finding.line())
		}
		if r.MoreFindings > 0 {
			why(fmt.Sprintf("and %d more", r.MoreFindings))
		}
	}
	if r.known() {
		why("Known until " + OneLine(r.Known.Expires) + ": " + OneLine(r.Known.Reason))
	}
}

// line returns the finding in one line.
func (f Finding) line() string {
	const most = 120
	return fmt.Sprintf("%s: expected %s, got %s", OneLine(f.What), clip(OneLine(f.Expected), most), clip(OneLine(f.Got), most))
}

func (t *terminal) coverage(c Coverage) {
	t.printf("\n%s", t.paint.in(bold, "Exercised"))
	for i, part := range c.parts() {
		separator := ", "
		if i == 0 {
			separator = " "
		}
		t.printf("%s%d of %d %s", separator, part.Exercised(), len(part.Covered), strings.ToLower(part.Name))
	}
	t.printf("\n")
	for _, part := range c.parts() {
		for _, missed := range part.MissedByReason() {
			t.printf("  %s\n", t.paint.in(faint, t.wrap("not "+strings.Join(missed.Names, ", ")+": "+OneLine(missed.Why), 4)))
		}
	}
}

// profile shows the readings that are not as assumed, and those that have drifted.
func (t *terminal) profile(r Report) {
	if len(r.Profile) > 0 {
		t.printf("\n%s %s\n", t.paint.in(bold, "Readings"), r.readings())
	}
	for _, settled := range r.Otherwise() {
		t.printf("  %s  %s\n", settled.ID, t.wrap(settled.Name()+": "+settled.Why(), 7))
	}
	for _, expected := range r.Drifted() {
		t.printf("%s %s\n", t.paint.in(bold+";"+red, "drift"), t.wrap(OneLine(expected.Text), 6))
	}
	for _, expected := range r.Untold() {
		t.printf("%s %s\n", t.paint.in(magenta, "untold"), t.wrap(OneLine(expected.Text), 7))
	}
}

func (t *terminal) notes(r Report) {
	for _, note := range r.Notes {
		t.printf("%s %s\n", t.paint.in(yellow, "note"), t.wrap(OneLine(note), 5))
	}
	if r.LeftBehind() == 0 {
		return
	}
	t.printf("\n%s\n", t.paint.in(bold+";"+magenta, "Left behind: "+plural(r.LeftBehind(), "lead")))
	for _, lead := range r.Leftovers {
		t.printf("  %s  %s  %s  %s\n", OneLine(lead.LeadUUID), OneLine(lead.LeadCode), OneLine(lead.PhoneNumber), OneLine(lead.Why))
	}
	if r.MoreLeftovers > 0 {
		t.printf("  and %d more\n", r.MoreLeftovers)
	}
	t.printf("  Delete with: leadcontract sweep --run %s\n", r.RunID)
}

func (t *terminal) foot(r Report) {
	color := green
	switch {
	case r.Broken():
		color = red
	case len(r.Errors())+len(r.Untold()) > 0, r.LeftBehind() > 0:
		color = magenta
	case r.Partial:
		color = yellow
	}
	t.printf("\n%s\n%s in %s\n", t.paint.in(bold+";"+color, r.Verdict()), r.summary(), plural(r.Requests, "request")+", "+r.took())
}

// wrap breaks text at spaces before the right edge; further lines are indented.
func (t *terminal) wrap(text string, indent int) string {
	const narrowest = 24
	room := t.width - indent
	if t.width == 0 || room < narrowest {
		return text
	}
	var out strings.Builder
	column := 0
	for i, word := range strings.Fields(text) {
		length := len([]rune(word))
		switch {
		case i == 0:
		case column+1+length > room:
			out.WriteString("\n" + strings.Repeat(" ", indent))
			column = 0
		default:
			out.WriteString(" ")
			column++
		}
		out.WriteString(word)
		column += length
	}
	return out.String()
}
