package report

import (
	"bytes"
	"strings"
	"testing"
)

func terminalText(t *testing.T, r Report, options TerminalOptions) string {
	t.Helper()
	var out bytes.Buffer
	if err := WriteTerminal(&out, r, options); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestTerminalHasALineForEachRule(t *testing.T) {
	out := terminalText(t, sample(), TerminalOptions{})
	for _, want := range []string{
		"  holds    create.reply        Creating a lead answers created true",
		"  broken   create.phone-empty  An empty phone_number gets both",
		"  differs  create.status       Creating a lead answers status 200. (assumed)\n                               status: expected 200, got 201\n",
		"Known until 2026-04-30: ticket 4711",
		"The baseline lists it as broken (ticket 4712): remove the entry.",
		"  not run  upload.rows         needs a list to write in: --list-uuid\n",
		"  error    upload.columns      Each column",
		"\nall operations\n  holds    reply.json ",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("got no %q, want it", want)
		}
	}
}

func TestTerminalCards(t *testing.T) {
	out := terminalText(t, sample(), TerminalOptions{})
	_, card, _ := strings.Cut(out, "── broken create.vietnamese ")
	card, _, _ = strings.Cut(card, "── broken ")
	for _, want := range []string{
		"Text is stored as it was sent, Vietnamese included.\n", `stated in the documentation under "Create Lead"`,
		"    - Nguyễn Thị Ánh Tuyết\n    + Nguyá»…n Thị Ánh Tuyết\n", "  > GET https://", "  > Authorization: Bearer $TOKEN\n", "  < 200 OK\n", "curl -sS -H",
	} {
		if !strings.Contains(card, want) {
			t.Errorf("got no %q, want it in\n%s", want, card)
		}
	}
	for _, id := range []string{"list.total", "create.status", "create.reply"} {
		if strings.Contains(out, "── broken "+id) {
			t.Errorf("got a card for %s, want none, since it does not fail the run", id)
		}
	}
}

func TestTerminalEndsWithTheCounts(t *testing.T) {
	lines := strings.Split(strings.TrimRight(terminalText(t, sample(), TerminalOptions{}), "\n"), "\n")
	if want := "4 hold, 4 broken (1 known), 1 differ, 1 not run, 1 error in 312 requests, 4.8s"; lines[len(lines)-1] != want {
		t.Errorf("last line %q, want %q", lines[len(lines)-1], want)
	}
}

func TestTerminalNamesLeftovers(t *testing.T) {
	out := terminalText(t, sample(), TerminalOptions{})
	for _, want := range []string{"307c2fe7-d075-493c-b8d6-b11195caec41", "030312345678", "leadcontract sweep --run r7f3a2c91", "note waited 2s"} {
		if !strings.Contains(out, want) {
			t.Errorf("got no %q, want it", want)
		}
	}
}

func TestTerminalColour(t *testing.T) {
	if out := terminalText(t, sample(), TerminalOptions{}); strings.Contains(out, "\x1b") {
		t.Errorf("got %q, want no colours", out)
	}
	colored := terminalText(t, sample(), TerminalOptions{Color: true})
	if !strings.Contains(colored, "\x1b[1;31mbroken ") {
		t.Errorf("want broken in red in %q", colored)
	}
	// Without the report's colours, the text is the same as without colours: no escapes of the target came through.
	plain := terminalText(t, sample(), TerminalOptions{})
	for _, code := range []string{bold, faint, red, green, yellow, magenta, reverse} {
		colored = strings.ReplaceAll(colored, "\x1b["+code+"m", "")
		colored = strings.ReplaceAll(colored, "\x1b["+bold+";"+code+"m", "")
		colored = strings.ReplaceAll(colored, "\x1b["+code+";"+reverse+"m", "")
	}
	if got := strings.ReplaceAll(colored, "\x1b[0m", ""); got != plain {
		t.Errorf("without its colours the text is\n%q\nwant\n%q", got, plain)
	}
}

func TestTerminalWrapsSentences(t *testing.T) {
	report := sample()
	report.Results = report.Results[:1]
	for line := range strings.Lines(terminalText(t, report, TerminalOptions{Width: 60})) {
		if strings.Contains(line, "lead_uuid") && len([]rune(line)) > 61 {
			t.Errorf("got a line of %d columns, want at most 60: %s", len([]rune(line)), line)
		}
	}
}

func TestProgress(t *testing.T) {
	var out bytes.Buffer
	progress := NewProgress(&out, 3)
	progress.Rule(Result{ID: "a.holds", Outcome: Holds})
	progress.Rule(Result{ID: "b.broken\x1b[2J", Outcome: Broken, Gated: true})
	progress.Clear()
	want := clearLine + "1/3  a.holds" + clearLine + `2/3, 1 broken  b.broken\x1b[2J` + clearLine
	if out.String() != want {
		t.Errorf("got %q, want %q", out.String(), want)
	}
}

func TestTerminalBrief(t *testing.T) {
	out := terminalText(t, sample(), TerminalOptions{Brief: true})
	for _, want := range []string{
		"\ncreateLead  1 hold, 2 broken, 1 differ\n", "\nall operations  1 hold\n", "  broken   create.phone-empty ", "  differs  create.status ", "  not run  upload.rows ", "  error    upload.columns ",
		"The baseline lists it as broken (ticket 4712)", "── broken create.vietnamese ", "\nExercised ", "4 hold, 4 broken (1 known)",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("got no %q, want it", want)
		}
	}
	for _, id := range []string{"create.reply", "list.order", "reply.json"} {
		if strings.Contains(out, "holds    "+id) {
			t.Errorf("got a line for %s, want none, since it holds", id)
		}
	}
}
