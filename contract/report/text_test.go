package report

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestCutKeepsWhatFits(t *testing.T) {
	body := strings.Repeat("ê", MaxText/2)
	if got := Cut(body); got != body {
		t.Errorf("a body of %d bytes became one of %d, want no change", len(body), len(got))
	}
}

func TestCutCutsBetweenCharactersAndSaysTheLength(t *testing.T) {
	// The pads move the cut to each byte of a three-byte character.
	for _, pad := range []string{"", "x", "xx"} {
		body := pad + strings.Repeat("ế", 40_000)
		got := Cut(body)
		if len(got) > MaxText || len(got) < MaxText-100 {
			t.Errorf("pad %q: cut to %d bytes, want about %d", pad, len(got), MaxText)
		}
		if strings.ContainsRune(got, utf8.RuneError) {
			t.Errorf("pad %q: a character was cut in two, want a cut between two", pad)
		}
		if !strings.Contains(got, "12000") {
			t.Errorf("pad %q: got the end %s, want the length 12000", pad, got[len(got)-60:])
		}
		if again := Cut(got); again != got {
			t.Errorf("pad %q: cut twice, got %d bytes, want the same %d", pad, len(again), len(got))
		}
	}
}

func TestCutOfBytesThatAreNoText(t *testing.T) {
	bodies := map[string]string{
		"one bad byte":            "a\xffb",
		"a long run of them":      strings.Repeat("\xff", 100_000),
		"bad ones among good":     strings.Repeat("a\xff", MaxText/2),
		"a long head, then a run": strings.Repeat("a", MaxText-3) + strings.Repeat("\xff", 3000),
	}
	for name, body := range bodies {
		got := Cut(body)
		if !utf8.ValidString(got) || len(got) > MaxText {
			t.Errorf("%s: got %d bytes, valid %t; want at most %d, valid", name, len(got), utf8.ValidString(got), MaxText)
		}
		if again := Cut(got); again != got {
			t.Errorf("%s: cut twice, got %d bytes, want the same %d", name, len(again), len(got))
		}
	}
}

func TestVisible(t *testing.T) {
	for in, want := range map[string]string{
		"Nguyễn Thị Ánh\n\t-": "Nguyễn Thị Ánh\n\t-",
		"\x1b[31mred\x07":     `\x1b[31mred\x07`,
		"a\r\nb":              "a\\r\nb",
		"\u202egnp.exe":       `\u202egnp.exe`,
		"\u0085\u009b":        `\x85\x9b`,
		"\xff":                "\uFFFD",
		"\ufeff{}":            `\ufeff{}`,
	} {
		if got := Visible(in); got != want {
			t.Errorf("Visible(%q) = %q, want %q", in, got, want)
		}
	}
}
