package mock

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// Entry is one line of the log: a request, or an import, which has no method and status. An entry never contains a token.
type Entry struct {
	Time      time.Time
	Method    string
	Path      string // escaped, with the query
	Status    int
	Duration  time.Duration
	Operation string // operationId; empty if no operation matched
	Session   string
	Why       string   // why it got its reply; control characters are escaped
	Notes     []string // what was ignored; escaped too
}

// entry returns the log line of an exchange.
func (x *exchange) entry() Entry {
	entry := Entry{
		Time:     x.start,
		Method:   cutLine(x.request.Method),
		Path:     x.request.URL.EscapedPath(),
		Status:   x.reply.Status,
		Duration: time.Since(x.start),
		Session:  printable(x.server.withoutTokens(x.request, x.session.name)),
		Why:      printable(cutLine(x.server.withoutTokens(x.request, x.reply.Why))),
		Notes:    slices.Clone(x.notes),
	}
	if x.damage != nil && !strings.HasPrefix(entry.Why, "fault") {
		entry.Why = strings.TrimSuffix(fmt.Sprintf("fault %d: %s", x.damage.ID, entry.Why), ": ")
	}
	if x.request.URL.RawQuery != "" {
		entry.Path += "?" + x.request.URL.RawQuery
	}
	entry.Path = printable(cutLine(withoutMembers(x.server.withoutTokens(x.request, entry.Path))))
	if x.op != nil {
		entry.Operation = x.op.id
	}
	return entry
}

// cutLine shortens a text that is too long for a line.
func cutLine(text string) string {
	if len(text) <= maxLine {
		return text
	}
	return strings.ToValidUTF8(text[:maxLine], "") + "..."
}

// printable escapes characters that could forge a log line or control a terminal. Invalid UTF-8 becomes U+FFFD.
func printable(text string) string {
	if utf8.ValidString(text) && !strings.ContainsFunc(text, unprintable) {
		return text
	}
	var out strings.Builder
	for _, r := range text {
		if unprintable(r) {
			writeEscaped(&out, r)
		} else {
			out.WriteRune(r)
		}
	}
	return out.String()
}

// writeEscaped writes a character as JSON escapes it: in two parts beyond U+FFFF.
func writeEscaped(out *strings.Builder, r rune) {
	for _, unit := range utf16.AppendRune(nil, r) {
		fmt.Fprintf(out, `\u%04x`, unit)
	}
}

func unprintable(r rune) bool { return !unicode.IsPrint(r) }
