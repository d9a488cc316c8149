package report

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxBody is the length in bytes beyond which a body is cut.
const MaxBody = 4096

// CutBody makes a body fit for a report: valid UTF-8, and at most MaxBody bytes. A longer one is cut between two
// characters and says how long it was. Applying it twice changes nothing.
func CutBody(body []byte) string {
	if len(body) <= MaxBody && utf8.Valid(body) {
		return string(body)
	}
	note := fmt.Sprintf("… [cut: %d bytes in all]", len(body))
	// Bytes that are no UTF-8 grow threefold when they are replaced, so the head is cut before and after.
	head := strings.ToValidUTF8(string(body[:min(len(body), MaxBody)]), "\uFFFD")
	if len(body) <= MaxBody && len(head) <= MaxBody {
		return head
	}
	end := min(MaxBody-len(note), len(head)) // a run of bad bytes shrinks to one mark
	for end < len(head) && !utf8.RuneStart(head[end]) {
		end--
	}
	return head[:end] + note
}

// visible writes out what would act instead of being read: control characters (terminal escapes among them) and
// the marks that turn the direction of text. Line ends and tabs stay.
func visible(s string) string {
	if strings.IndexFunc(s, acts) < 0 && utf8.ValidString(s) {
		return s
	}
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
	return out.String()
}

func acts(r rune) bool {
	if r == '\n' || r == '\t' {
		return false
	}
	// Cf holds the bidirectional marks, zero-width characters and the byte order mark.
	return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == '\u2028' || r == '\u2029' || r == '\uFFFE' || r == '\uFFFF'
}

// oneLine is visible text without line ends.
func oneLine(s string) string {
	return strings.NewReplacer("\n", `\n`, "\t", `\t`).Replace(visible(s))
}

// clip shortens s to n characters, the last of them an ellipsis.
func clip(s string, n int) string {
	runes := []rune(s)
	if len(runes) <= n {
		return s
	}
	return string(runes[:n-1]) + "…"
}

// clipLeft shortens s from its beginning.
func clipLeft(s string, n int) string {
	runes := []rune(s)
	if len(runes) <= n {
		return s
	}
	return "…" + string(runes[len(runes)-n+1:])
}

// plural is "1 rule" or "2 rules".
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// firstLine leaves out what only a programmer reads, such as the stack after an error.
func firstLine(s string) string {
	first, _, _ := strings.Cut(s, "\n")
	return oneLine(first)
}
