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
	values []string // JSON as records store it; empty if the body lacks the field
}

// value returns the value of a field of the body, or "".
func (s sent) value(name string) string {
	if i := slices.Index(s.names, name); i >= 0 {
		return s.values[i]
	}
	return ""
}

// body reads and checks the JSON object that the operation takes. The result is valid until the exchange is released, except
// for the values, which are separate strings.
func (c *call) body() (sent, *Reply) {
	refuse := func(reply Reply) (sent, *Reply) { return sent{}, &reply }
	if refused := c.checkContentType(); refused != nil {
		return refuse(*refused)
	}
	data, err := c.readBody()
	c.noteText(data)
	c.noteEncoding(data)
	if err != nil {
		c.findFields(data)
		return refuse(c.unreadable(err))
	}
	body := sent{c.check.names, sized(&c.bodyValues, len(c.check.names))}
	flaws, sure, further := quickcheck.Flaws{}, false, false
	if c.check.quick != nil {
		flaws, sure, further = c.check.quick.Check(data, sized(&c.found, len(body.names)))
	}
	if sure {
		c.useFound()
	} else {
		c.findFields(data)
	}
	var refused *refusal
	if flaws.Any() {
		refused = c.check.refusals.of(flaws)
		sure = refused != nil && !c.as.converted // flaws do not cover converted values
	}
	if !sure {
		return c.lookCloser(data, body, flaws)
	}
	if further {
		c.rests.add(a09)
		if repeated := c.noteObject(data); repeated && c.as.repeatedRefused {
			return refuse(c.refusal(keyRepeated))
		}
	}
	text := string(data)
	for i, found := range c.found {
		if found.End == 0 {
			continue
		}
		if body.values[i] = text[found.Start:found.End]; !found.Plain {
			body.values[i] = canonical(body.values[i])
		}
		c.rests.addIf(len(body.values[i]) > maxLimited && isLong(body.values[i]), a56)
		c.rests.addIf(i >= len(c.listed), a09)
		c.rests.addIf(refused != nil && c.source == 0 && isScalar(body.values[i]), a61)
	}
	c.rests.addIf(c.answersMerge && body.value(leadPhone) == emptyText, a26)
	sentIn := func(name string) bool { return body.value(name) != "" }
	if missing := c.missingField(sentIn); missing != nil {
		return sent{}, missing
	}
	if refused != nil {
		c.rests.join(refused.rests)
		return sent{}, &refused.reply
	}
	c.noteUnstored(body)
	return body, nil
}

// canonical writes a JSON value as records store it.
func canonical(value string) string {
	decoded, _ := jsonvalue.Decode([]byte(value)) // it is known to be valid JSON
	return jsonvalue.Encode(decoded)
}

// lookCloser checks a body with the library that produces the error texts. If flaws are known, they are complete.
func (c *call) lookCloser(data []byte, body sent, flaws quickcheck.Flaws) (sent, *Reply) {
	refuse := func(reply Reply) (sent, *Reply) { return sent{}, &reply }
	if !utf8.Valid(data) {
		c.note("the body is not UTF-8; what cannot be read becomes U+FFFD")
	}
	value, err := jsonvalue.Decode(data)
	if err != nil {
		return refuse(c.refusal(c.endText(data, err)))
	}
	object, isObject := value.(map[string]any)
	if isObject {
		switch repeated := c.noteMembers(data, object); {
		case repeated && c.as.repeatedRefused:
			return refuse(c.refusal(keyRepeated))
		case repeated && c.as.firstCounts:
			object = firstMembers(data)
			value = object
		}
		c.readMembers(object)
		sentIn := func(name string) bool { _, there := object[name]; return there }
		if missing := c.missingField(sentIn); missing != nil {
			return sent{}, missing
		}
	}
	wrong, err := c.check.check(value)
	switch {
	case err != nil:
		return refuse(c.refusal(err.Error()))
	case len(wrong) > 0:
		made := refusal{reply: Reply{Status: c.as.refused, Body: encodeFieldErrors(wrong), Why: why(wrong)}}
		made.rests.add(a02)
		made.rests.addIf(severalFields(wrong), a12)
		c.check.refusals.remember(flaws, made)
		c.rests.join(made.rests)
		return refuse(made.reply)
	case !isObject:
		return refuse(c.refusal("want a JSON object"))
	}
	for i, name := range body.names {
		if value, there := object[name]; there {
			body.values[i] = jsonvalue.Encode(value)
		}
	}
	c.noteUnstored(body)
	return body, nil
}

// missingField refuses a body that lacks a field for which the spec has its own reply.
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

// sized returns a slice that reuses the memory of kept. The values are zero if those before were cleared.
func sized[T any](kept *[]T, size int) []T {
	if cap(*kept) < size {
		*kept = make([]T, size)
	}
	*kept = (*kept)[:size]
	return *kept
}

// readBody reads the body of the request into memory that the next exchange reuses.
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
	maxInput      = 64 << 10 // bytes of input that an exchange keeps for the next one
)

// keyRepeated is the error text of another reading of A10.
const keyRepeated = "a key of the body is repeated"

// refusal returns the reply to a refused body or form (A02).
func (x *exchange) refusal(text string) Reply {
	x.rests.add(a02)
	return errorReply(x.op.as.refused, text)
}

// endText returns the error text for a body that is not JSON; A07 decides it for one that ends too early.
func (c *call) endText(data []byte, err error) string {
	if !errors.Is(err, jsonvalue.ErrEnds) {
		return err.Error()
	}
	c.rests.add(a07)
	switch {
	case !c.as.endsAsDecoder:
		return err.Error()
	case len(bytes.TrimSpace(data)) == 0:
		return io.EOF.Error()
	}
	return io.ErrUnexpectedEOF.Error()
}

// unreadable returns the reply to a body that ends too early or is too long (A06, A07).
func (x *exchange) unreadable(err error) Reply {
	var tooLong *http.MaxBytesError
	if errors.As(err, &tooLong) {
		x.rests.add(a06)
		reply := tooLarge
		reply.Why = "the body is over " + strconv.FormatInt(tooLong.Limit, 10) + " bytes"
		return reply
	}
	return x.refusal(shorten(err.Error()))
}

// checkContentType refuses a content type other than JSON (A08).
func (c *call) checkContentType() *Reply {
	header := c.header.contentType
	if header == "application/json" || header == "" {
		return nil
	}
	kind, _, err := mime.ParseMediaType(header)
	if err == nil && kind == "application/json" {
		return nil
	}
	c.rests.add(a08)
	if c.as.anyContentType {
		return nil
	}
	c.keepBody()
	reply := c.refusal("Content-Type must be application/json, not " + strconv.Quote(shorten(header)))
	if hint := c.contentTypeHint(kind); hint != "" {
		reply = reply.ofMock(hint)
		reply.Why = hint
	} else if kind == "application/x-www-form-urlencoded" {
		c.note("the body is a form; send JSON, with Content-Type: application/json")
	}
	return &reply
}

// contentTypeHint returns the hint for a body that a curl of lead-api.md sends.
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
