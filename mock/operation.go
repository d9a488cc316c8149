package mock

import (
	"crypto/subtle"
	"encoding/json"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"strings"

	"github.com/leadapi/leadapi/mock/internal/store"
)

// operation is one method of one path, compiled.
type operation struct {
	spec    *spec
	as      *readings
	source  int // index in spec.sources; 0 is the lead API
	id      string
	method  string
	path    string
	renamed map[string]string // the path parameters' own names, by their names in the route; nil if they are the same
	answer  func(*call) Reply
	replies []documentedReply
	named   *named

	// For operations that the spec describes with x-mock:
	res      *store.Resource
	check    *bodySchema // nil if the operation takes no JSON body
	settable []settable  // the fields of res that the body can set
	each     *each       // nil if the body has one record
	parts    []replyPart // of the success reply
	unknown  *Reply      // for a record that does not exist; without it a create accepts any
	taken    []fieldReply
	missing  []fieldReply
	filters  []filterParameter
	limit    int64    // the default
	query    []string // the parameters that the operation reads
	harmless []string // those of query that never have a secret
	unstored []int    // the fields of the body that are not stored
	listed   []string // the documented fields of the body
	phone    int      // the field leadPhone of res; -1 in further specs

	answersMerge bool
	status       int // of a success
}

// replyPart is a piece of a success reply: JSON text followed by the value of a variable.
type replyPart struct {
	text     string
	variable string // as documented; the field of $body
	ofBody   bool
}

// settable is a field of a resource and its index among those of the body.
type settable struct{ field, sent int }

type fieldReply struct {
	field int // in res, or -1 for a field that only the body has
	name  string
	reply Reply
}

type filterParameter struct {
	name  string
	field int
}

// call is one request to an operation.
type call struct {
	*operation
	*exchange
	id         string // the path parameter that identifies a record
	parameters []pathParameter
	oddQuery   bool // the query has anything else than known parameters, each once and with a value
}

// Call is one request to an operation that a function answers; see WithOperation.
type Call struct {
	Request *http.Request // its PathValue returns the parameters of the path, still escaped
	Session *Session      // the session of the request: its records, clock, faults, ...

	exchange *exchange
}

// answerWith returns an operation's answer function that calls the given one.
func answerWith(answer func(*Call) Reply) func(*call) Reply {
	return func(c *call) Reply {
		for _, parameter := range c.parameters {
			c.request.SetPathValue(parameter.name, parameter.value)
		}
		reply := answer(&Call{Request: c.request, Session: c.session, exchange: c.exchange})
		if wrong := reply.wrong(); wrong != "" {
			text := "the function for " + c.operation.id + " returned " + wrong
			refused := errorReply(http.StatusInternalServerError, text).ofMock(text)
			refused.After = reply.After
			return refused
		}
		return reply
	}
}

// wrong returns what is wrong with the reply of a function; net/http would panic or end the connection.
func (r Reply) wrong() string {
	isJSON := true
	for name, values := range r.Header {
		if http.CanonicalHeaderKey(name) == "Content-Type" {
			kind, _, _ := mime.ParseMediaType(first(values))
			isJSON = kind == "application/json" || strings.HasSuffix(kind, "+json")
		}
	}
	switch {
	case r.Status < 200 || r.Status > 599:
		return fmt.Sprintf("status %d; want 200 to 599", r.Status)
	case r.Body != nil && r.hasNoBody():
		return fmt.Sprintf("status %d with a body; leave out one of them", r.Status)
	case r.Body != nil && isJSON && !json.Valid(r.Body):
		return fmt.Sprintf("a body that is not JSON: %q; set another Content-Type in Header", shorten(string(r.Body)))
	}
	return ""
}

// authorizeAndAnswer answers a request if its bearer token is accepted, and refuses it otherwise (A04). parameters are those
// of the path, still escaped.
func (op *operation) authorizeAndAnswer(x *exchange, parameters []pathParameter) Reply {
	if x.request.Method == http.MethodHead {
		if x.rests.add(a15); op.as.headNone {
			return Reply{Status: http.StatusNotFound, Why: "HEAD is not answered (A15)"}
		}
	}
	if !passes(x.server.config.auth, x.header.authorization) {
		x.keepBody()
		x.noteOtherToken()
		x.rests.add(a04)
		reply := unauthorized
		if op.as.forbidden {
			reply = forbidden
		}
		reply.Why = "no accepted bearer token"
		return reply
	}
	c := &x.call
	*c = call{operation: op, exchange: x, parameters: parameters}
	if op.res != nil {
		c.id, _ = url.PathUnescape(pathValue(parameters, op.res.ID())) // the router has parsed it
		c.oddQuery = x.noteQuery(op)
		if op.check == nil {
			c.noteUnread()
		}
	} else if body := x.request.Body; body != nil {
		x.request.Body = captured{body, x}
		defer func() { x.request.Body = body }() // who reads the rest later must not write into a recycled exchange
	}
	if op.check != nil && x.session.room() <= 0 {
		return tooMuchKept
	}
	return op.answer(c)
}

func passes(auth, header string) bool {
	if auth == AuthOff {
		return true
	}
	token := bearer(header)
	return token != "" && (auth == AuthAny || subtle.ConstantTimeCompare([]byte(auth), []byte(token)) == 1)
}
