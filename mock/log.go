package mock

import (
	"fmt"
	"net/http"
	"strings"
	"time"
	"unicode"
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
	Why       string // what led to the reply; control characters are escaped
}

func requestEntry(op *operation, r *http.Request, reply Reply, start time.Time) Entry {
	entry := Entry{
		Time:     start,
		Method:   r.Method,
		Path:     r.URL.EscapedPath(),
		Status:   reply.Status,
		Duration: time.Since(start),
		Why:      printable(reply.Why),
	}
	if r.URL.RawQuery != "" {
		entry.Path += "?" + r.URL.RawQuery
	}
	entry.Path = printable(entry.Path)
	if op != nil {
		entry.Operation = op.id
	}
	return entry
}

// printable escapes what could forge a line of the log or steer a terminal.
func printable(text string) string {
	if !strings.ContainsFunc(text, unprintable) {
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
