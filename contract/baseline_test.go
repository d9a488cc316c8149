package contract

import (
	"errors"
	"strings"
	"testing"
	"time"
)

func TestParseBaseline(t *testing.T) {
	const good = "- rule: create.reply\n  reason: ticket 7\n  expires: 2026-06-30\n"
	now := time.Date(2026, 6, 30, 23, 59, 0, 0, time.UTC)
	for _, test := range []struct{ name, text, says string }{
		{"good", good, ""},
		{"empty", "", ""},
		{"expired", good + "- rule: get.reply\n  reason: r\n  expires: 2026-06-29\n", "b.yaml:4: the entry of rule get.reply expired on 2026-06-29"},
		{"unknown rule", good + "- rule: create.repyl\n  reason: r\n  expires: 2026-07-01\n", `b.yaml:4: there is no rule "create.repyl"`},
		{"no reason", "# known\n\n- rule: create.reply\n  expires: 2026-07-01\n", "b.yaml:3: rule create.reply has no reason"},
		{"no day", "- rule: create.reply\n  reason: r\n", `b.yaml:1: rule create.reply: expires "": want a date`},
		{"no such day", "- rule: create.reply\n  reason: r\n  expires: 2026-02-30\n", `expires "2026-02-30"`},
		{"unknown field", "- rule: create.reply\n  reason: r\n  until: 2026-07-01\n", `b.yaml:1: unknown field "until"`},
		{"twice", good + good, "b.yaml:4: rule create.reply is listed twice"},
		{"no entry", "- create.reply\n", "b.yaml:1: want an entry"},
		{"no list", "rule: create.reply\n", "b.yaml: "},
		{"no YAML", "- [\n", "b.yaml: line "},
	} {
		baseline, err := parseBaseline("b.yaml", []byte(test.text), now)
		if test.says == "" {
			if err != nil {
				t.Errorf("%s: got error %v, want none", test.name, err)
			} else if known := baseline.known("create.reply"); (known != nil) != (test.text != "") {
				t.Errorf("%s: got the entry %v, want one: %t", test.name, known, test.text != "")
			}
			continue
		}
		var usage *UsageError
		if !errors.As(err, &usage) || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%s: got %v, want %q", test.name, err, test.says)
		}
	}
	if _, err := LoadBaseline("no-such-file.yaml"); err == nil || !strings.Contains(err.Error(), "no-such-file.yaml") {
		t.Errorf("a file that is not there: got error %v, want one that names it", err)
	}
}
