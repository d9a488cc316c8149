package report

import (
	"fmt"
	"io"
	"strings"
)

// maxMarkdown stays below the 1 MiB at which GitHub refuses a step's summary.
const maxMarkdown = 900_000

// WriteMarkdown writes GitHub's Markdown, for a step summary or an issue.
func WriteMarkdown(w io.Writer, r Report) error {
	r = r.Fit()
	var m markdown
	m.printf("## leadcontract: %s\n\n", inText(r.Verdict()))
	m.printf("%s, document %s %s, gate %s, run %s: %s in %s, %s.\n\n", inCode(r.Target), inText(r.Document.Title),
		inText(r.Document.Version), r.Gate, inCode(r.RunID), r.summary(), plural(r.Requests, "request"), r.took())
	for _, use := range r.Usage {
		m.use(use)
	}
	m.counts(r.Counts())
	m.leftovers(r)
	m.profile(r)
	m.breaks(r)
	m.rules(r)
	m.coverage(r.Coverage)
	for _, note := range r.Notes {
		m.printf("> note: %s\n\n", inCode(note))
	}
	_, err := io.WriteString(w, m.out.String())
	return err
}

type markdown struct{ out strings.Builder }

func (m *markdown) printf(format string, args ...any) { fmt.Fprintf(&m.out, format, args...) }

func (m *markdown) use(use AppUse) {
	m.printf("### %s\n\n%s\n\n", inCode(use.App), inText(use.Verdict()))
	for _, line := range use.Lines() {
		m.printf("- %s\n", inText(line))
	}
	m.printf("\n")
}

func (m *markdown) counts(counts Counts) {
	m.printf("| | stated | implied | assumed |\n|---|--:|--:|--:|\n")
	for _, outcome := range Outcomes() {
		c := counts[outcome]
		m.printf("| %s | %d | %d | %d |\n", outcome, c[Stated], c[Implied], c[Assumed])
	}
	m.printf("\n")
}

func (m *markdown) leftovers(r Report) {
	if len(r.Leftovers) == 0 {
		return
	}
	m.printf("### Left behind\n\nDelete with `leadcontract sweep --run %s`.\n\n| lead_uuid | lead_code | phone_number | why |\n|---|---|---|---|\n", r.RunID)
	for _, lead := range r.Leftovers {
		m.printf("| %s | %s | %s | %s |\n", inCode(lead.LeadUUID), inCode(lead.LeadCode), inCode(lead.PhoneNumber), inCode(lead.Why))
	}
	if r.MoreLeftovers > 0 {
		m.printf("\nAnd %d more.\n", r.MoreLeftovers)
	}
	m.printf("\n")
}

func (m *markdown) profile(r Report) {
	for _, expected := range append(r.Drifted(), r.Untold()...) {
		m.printf("- **%s**: %s\n", map[Outcome]string{Broken: "drift", Error: "untold"}[expected.Outcome], inCode(expected.Text))
	}
	if len(r.Profile) == 0 {
		return
	}
	m.printf("\n<details><summary>Readings: %s</summary>\n\n| assumption | reading | |\n|---|---|---|\n", r.readings())
	for _, settled := range r.Otherwise() {
		m.printf("| %s | %s | %s |\n", settled.ID, inText(settled.Name()), inCode(settled.Why()))
	}
	m.printf("\n</details>\n\n")
}

func (m *markdown) breaks(r Report) {
	failed := r.Failed()
	if len(failed) > 0 {
		m.printf("### Broken\n\n")
	}
	for i, result := range failed {
		if m.out.Len() > maxMarkdown/2 {
			m.printf("And %s; see the other reports.\n\n", plural(len(failed)-i, "more rule"))
			return
		}
		m.card(result)
	}
}

func (m *markdown) card(r Result) {
	m.printf("<details><summary>%s %s</summary>\n\n%s\n\n", inCode(r.ID), inText(r.Text), inText(r.basis()))
	for _, finding := range r.Findings {
		m.printf("%s\n\n", inCode(finding.What))
		m.fence("diff", finding.diffText())
	}
	if r.MoreFindings > 0 {
		m.printf("And %d more.\n\n", r.MoreFindings)
	}
	if _, shown, _ := r.telling(); shown != nil {
		m.fence("http", shown.sent())
		m.fence("http", shown.came())
		m.fence("sh", Visible(shown.Curl))
	}
	m.printf("</details>\n\n")
}

func (m *markdown) rules(r Report) {
	m.printf("<details><summary>All rules</summary>\n\n")
	for _, group := range r.groups() {
		m.printf("#### %s\n\n| rule | | provenance | outcome |\n|---|---|---|---|\n", inText(group.Operation))
		for _, result := range group.Results {
			if m.out.Len() > maxMarkdown {
				m.printf("\nCut here; see the other reports.\n\n</details>\n\n")
				return
			}
			m.printf("| %s | %s | %s | %s |\n", inCode(result.ID), inText(result.Text), result.Provenance, outcomeCell(result))
		}
		m.printf("\n")
	}
	m.printf("</details>\n\n")
}

// outcomeCell returns the outcome and the reason.
func outcomeCell(r Result) string {
	cell := string(r.Outcome)
	if r.Outcome == Broken && r.Known == nil {
		cell = "**broken**"
	}
	if r.Reason != "" && !r.stale() {
		cell += ": " + inCode(clip(firstLine(r.Reason), 200))
	}
	if r.Outcome == Differs {
		cell += ": " + inCode(clip(strings.Join(findingLines(r), "; "), 300))
	}
	if r.Untouched && r.Outcome == Differs {
		cell += ", " + untouched
	}
	switch {
	case r.stale():
		cell += ", **in the baseline**: remove the entry (" + inCode(r.Known.Reason) + ")"
	case r.known():
		cell += ", known until " + inCode(r.Known.Expires) + ": " + inCode(r.Known.Reason)
	}
	return cell
}

func (m *markdown) coverage(c Coverage) {
	m.printf("<details><summary>Exercised</summary>\n\n| | exercised | of | not, and why |\n|---|--:|--:|---|\n")
	for _, part := range c.parts() {
		var missed []string
		for _, group := range part.MissedByReason() {
			missed = append(missed, inCode(strings.Join(group.Names, ", "))+": "+inText(group.Why))
		}
		m.printf("| %s | %d | %d | %s |\n", strings.ToLower(part.Name), part.Exercised(), len(part.Covered), strings.Join(missed, "<br>"))
	}
	m.printf("\n</details>\n\n")
}

// fence writes a block with a fence longer than any in the text, so the text cannot end it.
func (m *markdown) fence(language, text string) {
	if text == "" {
		return
	}
	longest, ticks := 0, 0
	for _, c := range []byte(text) {
		if ticks++; c != '`' {
			ticks = 0
		}
		longest = max(longest, ticks)
	}
	fence := strings.Repeat("`", max(3, longest+1))
	m.printf("%s%s\n%s\n%s\n\n", fence, language, strings.TrimRight(text, "\n"), fence)
}

// inText escapes text: each character with a meaning in Markdown or HTML becomes an entity.
func inText(s string) string {
	var out strings.Builder
	for _, r := range OneLine(s) {
		if strings.ContainsRune("\\`*_{}[]<>#+!|~&$^", r) {
			fmt.Fprintf(&out, "&#%d;", r)
		} else {
			out.WriteRune(r)
		}
	}
	return out.String()
}

// inCode formats text that may come from the target: GitHub does not link names and addresses in code.
func inCode(s string) string {
	if s == "" {
		return ""
	}
	return "<code>" + strings.NewReplacer("@", "&#64;", ":", "&#58;").Replace(inText(s)) + "</code>"
}
