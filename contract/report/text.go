package report

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxText is the maximum length in bytes of a text in any field of a report.
const MaxText = 4096

// Cut returns text as valid UTF-8 with at most MaxText bytes. A longer text is cut between two characters, with a note of its
// length. Applying Cut twice changes nothing.
func Cut(text string) string { return CutOf(text, len(text)) }

// CutOf is like Cut for the start of a text that is whole bytes long.
func CutOf(text string, whole int) string {
	if whole <= MaxText && len(text) <= MaxText && utf8.ValidString(text) {
		return text
	}
	note := fmt.Sprintf("… [cut: %d bytes in all]", max(whole, len(text)))
	// Replacing invalid UTF-8 can triple the length, so the head is cut before and after.
	head := strings.ToValidUTF8(text[:min(len(text), MaxText)], "\uFFFD")
	if whole <= MaxText && len(text) <= MaxText && len(head) <= MaxText {
		return head
	}
	end := min(MaxText-len(note), len(head)) // a run of bad bytes shrinks to one mark
	for end < len(head) && !utf8.RuneStart(head[end]) {
		end--
	}
	return head[:end] + note
}

// Visible escapes what would act instead of being displayed: control characters (including terminal escapes), marks that change the
// direction of text, and commands that CI systems look for in logs. It keeps line ends and tabs.
func Visible(s string) string {
	if strings.IndexFunc(s, acts) >= 0 || !utf8.ValidString(s) {
		var out strings.Builder
		for _, r := range strings.ToValidUTF8(s, "\uFFFD") {
			switch {
			case !acts(r):
				out.WriteRune(r)
			case r == '\r':
				out.WriteString(`\r`)
			case r < 0x100:
				fmt.Fprintf(&out, `\x%02x`, r)
			default:
				fmt.Fprintf(&out, `\u%04x`, r)
			}
		}
		s = out.String()
	}
	if !strings.Contains(s, "::") && !strings.Contains(s, "##") {
		return s
	}
	s = lineCommand.ReplaceAllString(s, `${1}\x3a:$2`)
	return anyCommand.ReplaceAllString(s, `\x23#$1`)
}

var (
	// GitHub executes ::command:: at the start of a line. A report may break a line at any space.
	lineCommand = regexp.MustCompile(`(^|[\s\p{Z}])::([A-Za-z])`)
	// Azure, GitHub's older syntax and TeamCity execute these anywhere in a line.
	anyCommand = regexp.MustCompile(`(?i)##(\[|vso\[|teamcity\[)`)
)

func acts(r rune) bool {
	if r == '\n' || r == '\t' {
		return false
	}
	// Cf contains the bidirectional marks, zero-width characters and the byte order mark.
	return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == '\u2028' || r == '\u2029' || r == '\uFFFE' || r == '\uFFFF'
}

var spaces = strings.NewReplacer("\n", `\n`, "\t", `\t`)

// OneLine is like Visible, but also replaces line ends.
func OneLine(s string) string {
	return spaces.Replace(Visible(s))
}

// clip shortens s to n characters, including an ellipsis at the end.
func clip(s string, n int) string {
	runes := []rune(s)
	if len(runes) <= n {
		return s
	}
	return string(runes[:n-1]) + "…"
}

// clipLeft shortens s from the start.
func clipLeft(s string, n int) string {
	runes := []rune(s)
	if len(runes) <= n {
		return s
	}
	return "…" + string(runes[len(runes)-n+1:])
}

// plural returns "1 rule" or "2 rules".
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// firstLine drops what only a programmer reads, for example the stack after an error.
func firstLine(s string) string {
	first, _, _ := strings.Cut(s, "\n")
	return OneLine(first)
}
