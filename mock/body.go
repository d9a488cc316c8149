package mock

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/leadapi/leadapi/mock/internal/jsonvalue"
	"github.com/leadapi/leadapi/mock/internal/quickcheck"
)

// sent is the object of a JSON body.
type sent struct {
	names  []string // of bodySchema
	values []string // JSON as records have it; empty where the body has no such field
}

// value returns a value of the body; empty where it has none.
func (s sent) value(name string) string {
	if i := slices.Index(s.names, name); i >= 0 {
		return s.values[i]
	}
	return ""
}

// body reads and checks the JSON object that the operation takes. What it returns is used up with the exchange, but for
// the values, which are strings of their own.
func (c *call) body() (sent, *Reply) {
	refuse := func(reply Reply) (sent, *Reply) { return sent{}, &reply }
	if refused := c.checkContentType(); refused != nil {
		return refuse(*refused)
	}
	data, err := c.readBody()
	c.kept(data)
	c.noteEncoding(data)
	if err != nil {
		return refuse(unreadable(err))
	}
	body := sent{c.check.names, sized(&c.bodyValues, len(c.check.names))}
	flaws, sure, further := quickcheck.Flaws{}, false, false
	if c.check.quick != nil {
		flaws, sure, further = c.check.quick.Check(data, sized(&c.found, len(body.names)))
	}
	var refusal *Reply
	if flaws.Any() {
		refusal = c.check.refusals.of(flaws)
		sure = refusal != nil
	}
	if !sure {
		return c.lookCloser(data, body, flaws)
	}
	if further {
		c.noteObject(data)
	}
	text := string(data)
	for i, found := range c.found {
		if body.values[i] = text[found.Start:found.End]; found.End > 0 && !found.Plain {
			body.values[i] = canonical(body.values[i])
		}
	}
	sentIn := func(name string) bool { return body.value(name) != "" }
	if missing := c.missingField(sentIn); missing != nil {
		return sent{}, missing
	}
	if refusal != nil {
		return sent{}, refusal
	}
	c.noteUnstored(body)
	return body, nil
}

// canonical writes a JSON value as records have it.
func canonical(value string) string {
	decoded, _ := jsonvalue.Decode([]byte(value)) // it was found to be JSON
	return jsonvalue.Encode(decoded)
}

// lookCloser checks a body with the library that has the words for what is wrong. If flaws are known, they are all of it.
func (c *call) lookCloser(data []byte, body sent, flaws quickcheck.Flaws) (sent, *Reply) {
	refuse := func(reply Reply) (sent, *Reply) { return sent{}, &reply }
	if !utf8.Valid(data) {
		c.note("the body is not UTF-8; what cannot be read becomes U+FFFD")
	}
	value, err := jsonvalue.Decode(data)
	if err != nil {
		return refuse(problem(http.StatusBadRequest, err.Error())) // A02, A07
	}
	object, isObject := value.(map[string]any)
	if isObject {
		c.noteMembers(data, object)
		sentIn := func(name string) bool { _, there := object[name]; return there }
		if missing := c.missingField(sentIn); missing != nil {
			return sent{}, missing
		}
	}
	wrong, err := c.check.check(value)
	switch {
	case err != nil:
		return refuse(problem(http.StatusBadRequest, err.Error()))
	case len(wrong) > 0:
		reply := Reply{Status: http.StatusBadRequest, Body: encodeFieldErrors(wrong), Why: why(wrong)}
		c.check.refusals.remember(flaws, reply)
		return refuse(reply)
	case !isObject:
		return refuse(problem(http.StatusBadRequest, "want a JSON object"))
	}
	for i, name := range body.names {
		if value, there := object[name]; there {
			body.values[i] = jsonvalue.Encode(value)
		}
	}
	c.noteUnstored(body)
	return body, nil
}

// missingField refuses a body that lacks a field for which the document has a reply of its own.
func (c *call) missingField(sentIn func(name string) bool) *Reply {
	for _, missing := range c.missing {
		if !sentIn(missing.name) {
			reply := missing.reply
			reply.Why = missing.name + " is missing"
			return &reply
		}
	}
	return nil
}

// sized makes a slice of zero values in the place of one that was used before.
func sized[T any](kept *[]T, size int) []T {
	if cap(*kept) < size {
		*kept = make([]T, size)
	}
	*kept = (*kept)[:size]
	clear(*kept)
	return *kept
}

// readBody reads the body of the request into memory that the next exchange uses again.
func (c *call) readBody() ([]byte, error) {
	limit := c.server.config.maxBody
	data := c.input[:0]
	defer func() { c.input = data }()
	for {
		if len(data) == cap(data) {
			data = slices.Grow(data, max(cap(data), smallestInput))
		}
		n, err := c.request.Body.Read(data[len(data):cap(data)])
		data = data[:len(data)+n]
		switch {
		case int64(len(data)) > limit:
			return data[:limit], &http.MaxBytesError{Limit: limit}
		case err == io.EOF:
			return data, nil
		case err != nil:
			return data, err
		}
	}
}

const (
	smallestInput = 4 << 10
	largestInput  = 64 << 10 // of what one exchange leaves for the next
)

// unreadable answers a body that ends too early or is too long (A06, A07).
func unreadable(err error) Reply {
	var tooLong *http.MaxBytesError
	if errors.As(err, &tooLong) {
		reply := tooLarge
		reply.Why = "the body is over " + strconv.FormatInt(tooLong.Limit, 10) + " bytes"
		return reply
	}
	return problem(http.StatusBadRequest, shorten(err.Error()))
}

// checkContentType refuses another type than JSON (A08).
func (c *call) checkContentType() *Reply {
	header := c.request.Header.Get("Content-Type")
	if header == "application/json" || header == "" {
		return nil
	}
	kind, _, err := mime.ParseMediaType(header)
	if err == nil && kind == "application/json" {
		return nil
	}
	c.keepBody()
	reply := problem(http.StatusBadRequest, "Content-Type must be application/json, not "+strconv.Quote(shorten(header)))
	if hint := c.contentTypeHint(kind); hint != "" {
		reply = reply.own(hint)
		reply.Why = hint
	} else if kind == "application/x-www-form-urlencoded" {
		c.note("the body is a form; send JSON, with Content-Type: application/json")
	}
	return &reply
}

// contentTypeHint is for a body that is what a curl of lead-api.md sends.
func (c *call) contentTypeHint(kind string) string {
	switch {
	case c.operation.id != "createLead":
	case kind == "application/x-www-form-urlencoded" && len(c.exchange.body) == 0:
		return listCurlHint
	case kind == "multipart/form-data" && bytes.Contains(c.exchange.body, []byte(`filename="`)):
		return uploadLineHint
	}
	return ""
}
