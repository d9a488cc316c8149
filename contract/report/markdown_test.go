package report

import (
	"strings"
	"testing"
)

func TestMarkdownSaysWhatMatters(t *testing.T) {
	out := render(t, "markdown", sample())
	for _, want := range []string{
		"## leadcontract: 3 of 9 stated rules are broken.\n",
		"| broken | 4 | 0 | 0 |",
		"### Left behind",
		"<summary><code>create.phone-empty</code> An empty phone&#95;number gets both printed errors, length first.</summary>\n\n",
		"- Nguyễn Thị Ánh Tuyết\n+ Nguyá»…n Thị Ánh Tuyết\n",
		"known until <code>2026-04-30</code>",
		"remove the entry",
		"| parameters | 1 | 2 | <code>listLeads campaign&#95;uuid</code>: needs a campaign: --campaign-uuid |",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("got no %q, want it", want)
		}
	}
}

func TestMarkdownOfNoBreak(t *testing.T) {
	if out := render(t, "markdown", Report{Results: []Result{{ID: "create.reply", Gated: true, Outcome: Holds}}}); strings.Contains(out, "### Broken") {
		t.Errorf("got %s, want no heading Broken", out)
	}
}

func TestMarkdownKeepsTextLiteral(t *testing.T) {
	for in, want := range map[string]string{
		"a|b `c` <d> *e* @f https://g": "<code>a&#124;b &#96;c&#96; &#60;d&#62; &#42;e&#42; &#64;f https&#58;//g</code>",
		"two\nlines":                   "<code>two&#92;nlines</code>",
	} {
		if got := inCode(in); got != want {
			t.Errorf("inCode(%q) = %s, want %s", in, got, want)
		}
	}
}
