package mock

import (
	"crypto/subtle"
	"net/http"
	"net/url"

	"github.com/leadapi/leadapi/mock/internal/store"
)

// operation is one method of one path, compiled.
type operation struct {
	spec    *spec
	as      *readings
	source  int // in spec.pages
	id      string
	method  string
	path    string
	renamed map[string]string // the names of the path's parameters, by those of the route; nil where they are the same
	answer  func(*call) Reply
	replies []documentedReply
	named   *named

	// For the operations that the document describes with x-mock:
	res      *store.Resource
	check    *bodySchema // nil where the operation takes no JSON body
	settable []settable  // the fields of res that the body can set
	each     *each       // nil where the body has one record
	parts    []replyPart // of the success reply
	unknown  *Reply      // for a record that does not exist; a create without it takes any
	taken    []fieldReply
	missing  []fieldReply
	filters  []filterParameter
	limit    int64    // the default
	query    []string // the parameters that the operation looks at
	unstored []int    // the fields of the body that go nowhere
	listed   []string // the fields of the body that the document has
	phone    int      // the field leadPhone of res; -1 on further pages

	answersMerge bool
	status       int // of a success
}

// replyPart is a piece of a success reply: JSON text, then the value of a variable.
type replyPart struct {
	text     string
	variable string // as the document has it; the field of $body
	ofBody   bool
}

// settable is a field of a resource, and its place among those of the body.
type settable struct{ field, sent int }

type fieldReply struct {
	field int // in res, or -1 for a field of the body alone
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
	oddQuery   bool // the query has more than known parameters, each once and with a value
}

// Call is one request to an operation that a function answers; see WithOperation.
type Call struct {
	Request *http.Request // has the parameters of the path, still escaped, as PathValue
	Session *Session      // the one that the request names: its records, clock, faults, ...

	exchange *exchange
}

// own lets a function answer.
func answerWith(answer func(*Call) Reply) func(*call) Reply {
	return func(c *call) Reply {
		for _, parameter := range c.parameters {
			c.request.SetPathValue(parameter.name, parameter.value)
		}
		return answer(&Call{Request: c.request, Session: c.session, exchange: c.exchange})
	}
}

// authorized answers a request whose bearer token passes (A04). parameters are those of the path, still escaped.
func (op *operation) authorizeAndAnswer(x *exchange, parameters []pathParameter) Reply {
	if x.request.Method == http.MethodHead {
		if x.rests.add(a15); op.as.headNone {
			return Reply{Status: http.StatusNotFound, Why: "HEAD is not answered (A15)"}
		}
	}
	if !passes(x.server.config.auth, first(x.request.Header["Authorization"])) {
		x.keepBody()
		x.rests.add(a04)
		reply := unauthorized
		if op.as.forbidden {
			reply = forbidden
		}
		reply.Why = "no bearer token that passes"
		return reply
	}
	c := &x.call
	*c = call{operation: op, exchange: x, parameters: parameters}
	if op.res != nil {
		c.id, _ = url.PathUnescape(pathValue(parameters, op.res.ID())) // the router has parsed it already
		c.oddQuery = x.noteQuery(op)
		if op.check == nil {
			c.noteUnread()
		}
	} else if x.request.Body != nil {
		x.request.Body = captured{x.request.Body, x}
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
