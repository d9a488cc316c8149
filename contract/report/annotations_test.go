package report

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"testing"
)

func TestAnnotationsEscape(t *testing.T) {
	report := Report{Results: []Result{{
		ID: "a,b:c%", Gated: true, Outcome: Broken, Text: "50 %",
		Findings: []Finding{{What: "x", Expected: "1", Got: "2\n::error::owned"}, {What: "y"}},
	}}}
	want := `::error title=a%2Cb%3Ac%25 is broken::50 %25%0Ax: expected 1, got 2\n\x3a:error::owned%0Ay: expected , got ` + "\n"
	if got := render(t, "annotations", report); got != want {
		t.Errorf("got  %swant %s", got, want)
	}
}

func TestAnnotationsNameWhatFails(t *testing.T) {
	var got []string
	for _, found := range regexp.MustCompile(`(?m)^::(\w+) title=(.*?)::`).FindAllStringSubmatch(render(t, "annotations", sample()), -1) {
		got = append(got, found[1]+" "+found[2])
	}
	want := []string{
		"error create.phone-empty is broken", "error create.vietnamese is broken", "error list.hostile is broken",
		"error delete.not-found holds again", "error upload.columns could not be checked", "warning 1 lead left behind",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestAnnotationsFitInWhatGitHubShows(t *testing.T) {
	for _, c := range []struct {
		broken, lines int
		last          string
	}{{9, 9, "rule.8 is broken"}, {10, 10, "rule.9 is broken"}, {30, 10, "21 more rules failed"}} {
		var report Report
		for i := range c.broken {
			report.Results = append(report.Results, Result{ID: fmt.Sprintf("rule.%d", i), Gated: true, Outcome: Broken})
		}
		lines := strings.Split(strings.TrimSpace(render(t, "annotations", report)), "\n")
		if len(lines) != c.lines || !strings.Contains(lines[len(lines)-1], c.last) {
			t.Errorf("%d broken: got %d lines, the last %s; want %d, and %q in the last", c.broken, len(lines), lines[len(lines)-1], c.lines, c.last)
		}
	}
}

func TestStopCommands(t *testing.T) {
	var out bytes.Buffer
	resume := StopCommands(&out)
	out.WriteString("##[add-path]/tmp\n")
	resume()
	found := regexp.MustCompile(`^::stop-commands::(\w{20,})\n##\[add-path\]/tmp\n::(\w+)::\n$`).FindStringSubmatch(out.String())
	if found == nil || found[1] != found[2] {
		t.Errorf("got %q, want it between a stop and a resume with one random word", out.String())
	}
}
