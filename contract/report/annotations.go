package report

import (
	"crypto/rand"
	"fmt"
	"io"
	"strings"
)

// WriteAnnotations writes GitHub's ::error and ::warning commands, which are shown at the top of a workflow run.
func WriteAnnotations(w io.Writer, r Report) error {
	r = r.Fit()
	var lines []string
	add := func(command, title, text string) {
		lines = append(lines, fmt.Sprintf("::%s title=%s::%s", command, escapeProperty(title), escapeData(clip(Visible(text), 1000))))
	}
	for _, use := range r.Hurt() {
		for _, fact := range use.Broken {
			if fact.Assumption {
				add("error", fact.ID+" is not as "+use.App+" relies on it", fact.Text)
			}
		}
	}
	for _, result := range r.Failed() {
		add("error", result.ID+" is broken", result.Text+"\n"+strings.Join(findingLines(result), "\n"))
	}
	for _, result := range r.Stale() {
		add("error", result.ID+" holds again", "The baseline lists it as broken: remove the entry.")
	}
	for _, result := range r.Errors() {
		add("error", result.ID+" could not be checked", firstLine(result.Reason))
	}
	const shown = 10 // GitHub shows no more errors per step
	if more := len(lines) - (shown - 1); more > 1 {
		lines = lines[:shown-1]
		add("error", plural(more, "more rule")+" failed", "See the report of the step.")
	}
	if r.LeftBehind() > 0 {
		add("warning", plural(r.LeftBehind(), "lead")+" left behind", "Delete with: leadcontract sweep --run "+r.RunID)
	}
	for _, line := range lines {
		if _, err := fmt.Fprintln(w, line); err != nil {
			return err
		}
	}
	return nil
}

// StopCommands keeps GitHub from executing commands in what is written to w until resume is called. A target's reply can
// contain such commands, and GitHub finds them anywhere in a line.
func StopCommands(w io.Writer) (resume func()) {
	secret := rand.Text()
	fmt.Fprintf(w, "::stop-commands::%s\n", secret)
	return func() { fmt.Fprintf(w, "::%s::\n", secret) }
}

func escapeData(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
}

func escapeProperty(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C").Replace(OneLine(s))
}
