package report

import (
	"strings"
)

func (t *terminal) cards(r Report) {
	for _, result := range r.Failed() {
		t.printf("\n%s\n", t.rulerWith(t.paint.in(bold+";"+red, "broken"), "broken", result.ID))
		t.printf("%s\n%s\n", t.wrap(result.Text, 0), t.paint.in(faint, t.wrap(result.basis(), 0)))
		for _, finding := range result.Findings {
			t.finding(finding)
		}
		if result.MoreFindings > 0 {
			t.printf("\n  and %d more\n", result.MoreFindings)
		}
		t.exchanges(result)
	}
}

// rulerWith returns a title and a rule to the right edge. plain is the first part without colour.
func (t *terminal) rulerWith(first, plain, id string) string {
	const usual, most = 80, 100
	width := usual
	if t.width > 0 {
		width = min(t.width, most)
	}
	rest := max(3, width-len("── ")-len(plain)-1-len(id)-1+len("──")-2)
	return t.paint.in(faint, "──") + " " + first + " " + t.paint.in(bold, id) + " " + t.paint.in(faint, strings.Repeat("─", rest))
}

func (t *terminal) finding(f Finding) {
	t.printf("\n  %s  %s %s\n", t.paint.in(bold, OneLine(f.What)), t.paint.in(green, "- expected"), t.paint.in(red, "+ got"))
	for _, line := range diff(f.Expected, f.Got) {
		switch line.Sign {
		case expected:
			t.printf("    %s\n", t.diffLine(line, "- ", green))
		case got:
			t.printf("    %s\n", t.diffLine(line, "+ ", red))
		case gap:
			t.printf("    %s\n", t.paint.in(faint, "… "+line.Before))
		default:
			t.printf("      %s\n", line.Before)
		}
	}
}

func (t *terminal) diffLine(l diffLine, sign, color string) string {
	return t.paint.in(color, sign+l.Before) + t.paint.in(color+";"+reverse, l.Changed) + t.paint.in(color, l.After)
}

// exchanges shows how the rule was checked: the exchange that showed the break in full, the others in one line each.
func (t *terminal) exchanges(r Result) {
	before, shown, after := r.telling()
	if shown == nil {
		return
	}
	t.printf("\n")
	const most = 8
	if skipped := max(0, len(before)-most); skipped+r.MoreExchanges > 0 {
		t.printf("  %s\n", t.paint.in(faint, plural(skipped+r.MoreExchanges, "more exchange")))
		before = before[skipped:]
	}
	t.lines(before)
	t.gutter(">", shown.sent())
	t.gutter("<", shown.came())
	t.lines(after[:min(len(after), most)])
	if shown.Curl != "" {
		t.printf("\n  %s\n", t.paint.in(faint, "Again:"))
		t.gutter("", shown.Curl)
	}
}

func (t *terminal) lines(exchanges []Exchange) {
	for _, exchange := range exchanges {
		t.printf("  %s\n", t.paint.in(faint, exchange.line()))
	}
}

// gutter marks each line, so a line of a reply cannot pass as one of the report, and cuts the text to about a screen.
func (t *terminal) gutter(sign, text string) {
	const most = 2000
	if len(text) > most {
		text = clip(text, most) + "\n(the rest is in the other reports)"
	}
	for line := range strings.Lines(Visible(text)) {
		t.printf("  %s%s\n", t.paint.in(faint, sign), strings.TrimRight(" "+line, " \n"))
	}
}
