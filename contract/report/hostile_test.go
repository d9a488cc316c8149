package report

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"unicode"
)

var writers = map[string]func(io.Writer, Report) error{
	"terminal":    func(w io.Writer, r Report) error { return WriteTerminal(w, r, TerminalOptions{Width: 80}) },
	"junit":       WriteJUnit,
	"json":        WriteJSON,
	"html":        WriteHTML,
	"markdown":    WriteMarkdown,
	"annotations": WriteAnnotations,
	"record":      WriteRecord,
	"badge":       WriteBadge,
}

func render(t *testing.T, name string, r Report) string {
	t.Helper()
	var out bytes.Buffer
	if err := writers[name](&out, r); err != nil {
		t.Fatalf("%s: got error %v, want none", name, err)
	}
	return out.String()
}

func TestNoReportHoldsControlCharacters(t *testing.T) {
	report := sample()
	report.Target = "http://" + hostile
	for name := range writers {
		for _, r := range render(t, name, report) {
			if unicode.IsControl(r) && r != '\n' && r != '\t' || r == '\u202e' {
				t.Errorf("%s: got %q, want no control character", name, r)
				break
			}
		}
	}
}

func TestNoReplyBecomesMarkup(t *testing.T) {
	report := sample()
	report.Target = "http://" + hostile
	for _, name := range []string{"html", "badge", "junit"} {
		out := render(t, name, report)
		for _, tag := range []string{"<script", "<img"} {
			if strings.Contains(out, tag) {
				t.Errorf("%s: got %s, want it escaped", name, tag)
			}
		}
	}
}

func TestNoReplyLeavesItsFence(t *testing.T) {
	fence := ""
	for line := range strings.Lines(render(t, "markdown", sample())) {
		line = strings.TrimRight(line, "\n")
		ticks := line[:len(line)-len(strings.TrimLeft(line, "`"))]
		switch {
		case fence == "" && len(ticks) >= 3:
			fence = ticks
		case fence != "" && ticks == line && len(ticks) >= len(fence):
			fence = ""
		case fence == "" && strings.Contains(line, "<script"):
			t.Errorf("a reply is outside of a fence, want it inside: %s", line)
		}
	}
	if fence != "" {
		t.Errorf("a fence is open at the end: %s; want none", fence)
	}
}

func TestNoReplyBreaksATable(t *testing.T) {
	cells := 0
	for line := range strings.Lines(render(t, "markdown", sample())) {
		if !strings.HasPrefix(line, "| ") {
			cells = 0
			continue
		}
		n := strings.Count(line, "|")
		if cells != 0 && n != cells {
			t.Errorf("got a row with %d bars, want %d as before: %s", n, cells, line)
		}
		cells = n
	}
}

func TestNoReplyPosesAsALineOfTheTerminal(t *testing.T) {
	for line := range strings.Lines(render(t, "terminal", sample())) {
		if strings.HasPrefix(strings.TrimSpace(line), "::") {
			t.Errorf("got the line %q, want none that starts with a command of GitHub", line)
		}
	}
}

func TestLargeRepliesStaySmall(t *testing.T) {
	report := sample()
	huge := strings.Repeat("ế<", 100_000)
	for i := range report.Results {
		report.Results[i].Findings = []Finding{{What: "body", Expected: huge, Got: huge + "x"}}
		exchange := createExchange(200, huge)
		exchange.Request.Body = huge
		report.Results[i].Exchanges = []Exchange{exchange, exchange}
	}
	for name := range writers {
		if size := len(render(t, name, report)); size > 900_000 {
			t.Errorf("%s: %d bytes, want at most 900,000", name, size)
		}
	}
}

func TestMarkdownFitsInAStepSummary(t *testing.T) {
	report := sample()
	for range 9 {
		report.Results = append(report.Results, report.Results...)
	}
	if size := len(render(t, "markdown", report)); size > 1<<20 {
		t.Errorf("%d bytes, want at most 1 MiB: GitHub refuses more", size)
	}
}
