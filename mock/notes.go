package mock

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/leadapi/leadapi/mock/internal/jsonvalue"
	"github.com/leadapi/leadapi/mock/internal/store"
)

const maxNotes = 10 // of one request; the others are only counted

// note adds a note about something in the request that was ignored, for X-Mock-Note, the log and the request log. Requests
// without notes cost nothing.
func (x *exchange) note(format string, args ...any) {
	if x.unnoted > 0 || len(x.notes) == maxNotes {
		x.unnoted++
		return
	}
	x.notes = append(x.notes, printable(x.server.withoutTokens(x.request, fmt.Sprintf(format, args...))))
}

// shown returns a client's text for a note: masked before it is cut, so that no part of a token stays.
func (x *exchange) shown(text string) string {
	return quoted(shorten(x.server.withoutTokens(x.request, text)))
}

// finishNotes adds the notes of the reply, and the number of notes beyond the maximum.
func (x *exchange) finishNotes() {
	for _, text := range x.reply.Notes {
		x.note("%s", text)
	}
	if x.unnoted > 0 {
		x.notes = append(x.notes, fmt.Sprintf("%d more notes were left out", x.unnoted))
		x.unnoted = 0
	}
}

// noteHeaders notes headers that look like the mock's own, and what is odd about Authorization.
func (x *exchange) noteHeaders() {
	if x.header.ours {
		for name := range x.request.Header {
			if strings.HasPrefix(name, headerPrefix) && !slices.Contains(ownHeaders, name) {
				x.note("header %s is not known and was ignored%s", x.shown(name), didYouMean(name, ownHeaders[:1]))
			}
		}
	}
	if header := x.header.authorization; header != "" && x.server.config.auth != AuthOff {
		x.noteAuthorization(header)
	}
}

// noteSession notes a session in the header of the request as it was sent, if the path names another one.
func (x *exchange) noteSession(sent *http.Request) {
	if sent == x.request {
		return // the path names none
	}
	taken := readable(first(x.request.Header[sessionHeader]))
	for _, name := range sent.Header[sessionHeader] {
		if name = readable(name); name != "" && name != taken {
			x.note("header %s: %s was ignored: the path names the session %s", sessionHeader, x.shown(name), x.shown(taken))
		}
	}
}

// headerPrefix starts the names of the mock's own headers; ownHeaders are those that a request can have.
const headerPrefix = "X-Mock-"

var ownHeaders = []string{sessionHeader, uiHeader}

// noteQuery notes unknown parameters, and repeated ones except for the first (A18, A22). It reports whether the query has
// anything else than known parameters, each once and with a value.
func (x *exchange) noteQuery(op *operation) (odd bool) {
	raw := x.request.URL.RawQuery
	if raw == "" || plainQuery(raw, op.query) {
		return false
	}
	values, _ := url.ParseQuery(raw) // the operation refuses what cannot be parsed
	counts := "first"
	if op.as.lastParameter {
		counts = "last"
	}
	for _, name := range sortedNames(values) {
		switch known := slices.Contains(op.query, name); {
		case strings.HasPrefix(name, "__"): // a preference
		case !known && len(op.query) == 0:
			x.note("query parameter %s is ignored: %s takes none", x.shown(name), op.id)
		case !known && op.as.parameterRefused:
			x.note("query parameter %s is not known%s", x.shown(name), didYouMean(name, op.query))
		case !known:
			x.note("query parameter %s is not known and was ignored%s", x.shown(name), didYouMean(name, op.query))
		case op.as.emptyFilter && values.Get(name) == "":
		case !op.as.lastParameter && values.Get(name) == "" && slices.ContainsFunc(values[name], func(value string) bool { return value != "" }):
			x.note("query parameter %s is sent %d times; the first wins, which is empty", x.shown(name), len(values[name]))
		case values.Get(name) == "":
			x.note("query parameter %s is empty and was ignored", x.shown(name))
		case len(values[name]) > 1:
			x.note("query parameter %s is sent %d times; the %s wins", x.shown(name), len(values[name]), counts)
		}
	}
	return true
}

// plainQuery reports whether a query needs no notes: known names, each once and with a value, and nothing to decode.
func plainQuery(raw string, known []string) bool {
	var seen uint64
	for rest := raw; rest != ""; {
		var pair string
		pair, rest, _ = strings.Cut(rest, "&")
		name, value, _ := strings.Cut(pair, "=")
		i := slices.Index(known, name)
		if i < 0 || i >= 64 || value == "" || seen&(1<<i) != 0 {
			return false
		}
		seen |= 1 << i
	}
	return true
}

// noteFurther notes the fields of a body that the operation does not take.
func (c *call) noteFurther(object map[string]any) {
	if c.as.furtherRefused {
		return // the reply says so
	}
	for _, name := range sortedNames(object) {
		if slices.Contains(c.check.names, name) {
			continue
		}
		if other := c.otherTaking(name); other != nil {
			c.note("body field %s is ignored by %s; %s (%s %s) takes it", c.shown(name), c.operation.id, other.id, other.method, other.path)
			continue
		}
		if c.res.Field(name) >= 0 {
			c.note("body field %s is ignored: a request cannot set this field of a %s", c.shown(name), c.res.Name())
			continue
		}
		c.note("body field %s is not known and was ignored%s", c.shown(name), didYouMean(name, c.check.names))
	}
}

// noteObject is noteMembers for a body that is known to be an object.
func (c *call) noteObject(data []byte) (repeated bool) {
	value, err := jsonvalue.Decode(data)
	if err != nil {
		return false
	}
	object, _ := value.(map[string]any)
	return c.noteMembers(data, object)
}

// noteMembers notes members that the operation does not take, and repeated names.
func (c *call) noteMembers(data []byte, object map[string]any) (repeated bool) {
	c.noteFurther(object)
	n := members(data)
	if n == len(object) {
		return false
	}
	c.rests.add(a10)
	if c.as.repeatedRefused {
		return true // the reply says so
	}
	counts := "last"
	if c.as.firstCounts {
		counts = "first"
	}
	c.note("the body has %d fields but only %d names; the %s value of a repeated name wins", n, len(object), counts)
	return true
}

// members returns the number of members of a JSON object, by counting colons.
func members(object []byte) (count int) {
	depth, inText := 0, false
	for i := 0; i < len(object); i++ {
		switch c := object[i]; {
		case inText && c == '\\':
			i++
		case c == '"':
			inText = !inText
		case inText:
		case c == '{' || c == '[':
			depth++
		case c == '}' || c == ']':
			depth--
		case c == ':' && depth == 1:
			count++
		}
	}
	return count
}

// noteUnstored notes documented fields that are not stored.
func (c *call) noteUnstored(body sent) {
	for _, i := range c.unstored {
		if body.values[i] != "" {
			c.note("body field %s is checked, but not stored: a %s has no such field that can be set", c.shown(body.names[i]), c.res.Name())
		}
	}
}

// otherTaking returns an operation on the same resource whose body has a field.
func (c *call) otherTaking(name string) *operation {
	for _, op := range c.spec.operations {
		if op != c.operation && op.res == c.res && op.check != nil && slices.Contains(op.check.fields, name) {
			return op
		}
	}
	return nil
}

// noteUnread notes a body that the operation does not read.
func (c *call) noteUnread() {
	if c.request.ContentLength > 0 {
		c.keepBody()
		c.note("the body is ignored: %s takes none", c.operation.id)
	}
}

// noteEncoding notes a compressed body, which the mock does not decompress.
func (x *exchange) noteEncoding(start []byte) {
	const way = "which is not decoded; send the body as it is"
	encoding := x.header.contentEncoding
	switch {
	case encoding != "" && !strings.EqualFold(encoding, "identity"):
		x.note("the body has Content-Encoding: %s, %s", x.shown(encoding), way)
	case len(start) > 1 && start[0] == 0x1f && start[1] == 0x8b:
		x.note("the body is compressed by gzip, %s", way)
	case bytes.HasPrefix(start, []byte("\xef\xbb\xbf")):
		x.note("the body starts with a byte order mark, which is not JSON; leave it out")
	}
}

// noteID notes what is odd about an ID that identifies no record, and reports whether anything is. IDs are compared as text
// (A23).
func (x *exchange) noteID(name, value string) bool {
	odd := oddities(value)
	if len(odd) == 0 {
		return false
	}
	meant := ""
	if id := bareID(value); id != "" && id != value {
		meant = "; did you mean " + id + "?"
	}
	x.note("%s is %s, which %s%s", name, x.shown(value), strings.Join(odd, ", and "), meant)
	return true
}

// noteUnknown notes a value that identifies no record, and what is odd about it.
func (c *call) noteUnknown(reference store.Reference, value string) {
	name, before := c.res.Fields()[reference.By].Name, len(c.notes)
	if c.noteReference(name, value); len(c.notes) == before {
		c.note("%s %s names no %s", name, c.shown(strings.Trim(value, `"`)), reference.To.Name())
	}
}

// noteReference is noteID for a JSON value.
func (x *exchange) noteReference(name, value string) {
	if decoded, err := jsonvalue.Decode([]byte(value)); err == nil {
		if text, isText := decoded.(string); isText {
			x.noteID(name, text)
		}
	}
}

// notesOf joins notes for the request log, which splits them again.
func notesOf(notes []string) string { return strings.Join(notes, "\n") }
