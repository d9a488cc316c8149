package mock

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Entry is one line of the log: a request, or an import, which has neither method nor status.
// No entry holds a token.
type Entry struct {
	Time      time.Time
	Method    string
	Path      string // escaped, with the query
	Status    int
	Duration  time.Duration
	Operation string // operationId; empty where the request met none
	Session   string
	Why       string   // what led to the reply; control characters are escaped
	Notes     []string // what was passed over, likewise
}

// entry is the line of an exchange.
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
	entry.Path = printable(cutLine(withoutParameters(x.server.withoutTokens(x.request, entry.Path))))
	if x.op != nil {
		entry.Operation = x.op.id
	}
	return entry
}

// cutLine cuts a text that is too long for a line, and lets go of the memory that it is cut from.
func cutLine(text string) string {
	if len(text) <= maxLine {
		return text
	}
	return strings.ToValidUTF8(text[:maxLine], "") + "..."
}

// printable escapes what could forge a line of the log or steer a terminal. Bytes that are no UTF-8 become U+FFFD.
func printable(text string) string {
	if utf8.ValidString(text) && !strings.ContainsFunc(text, unprintable) {
		return text
	}
	var out strings.Builder
	for _, r := range text {
		if unprintable(r) {
			fmt.Fprintf(&out, `\u%04x`, r)
		} else {
			out.WriteRune(r)
		}
	}
	return out.String()
}

func unprintable(r rune) bool { return !unicode.IsPrint(r) }
