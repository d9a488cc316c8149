package mock

import (
	"bytes"
	"fmt"
	"io"
	"log"
	"net/http"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/leadapi/leadapi/mock/internal/quickcheck"
)

// exchange is one request and its reply, with what the request log will say about them.
type exchange struct {
	current
	memory
}

// current is what one exchange does not leave for the next.
type current struct {
	server   *Server
	session  *Session
	request  *http.Request
	start    time.Time
	duration time.Duration // until the reply was ready
	route    *route        // nil if the path is not of the API
	op       *operation    // nil if no operation matches
	reply    Reply
	applied  string // the preferences of the request that were applied
	rests    restsOn
	chosen   func() *chosenNames // of the readings that were played
	damage   *Fault              // the fault that changes the reply on its way; nil for none
	header   headerValues
	fromUI   bool // the web UI sent it: no fault meets it, and it is not logged

	masks   [2]string // memory for secrets
	unnoted int       // notes beyond the maximum

	body      []byte // as far as the request log keeps it
	bodyBytes int64  // as far as it was read

	call call
}

// memory is what one exchange leaves for the next to reuse.
type memory struct {
	input      []byte // what readBody has read
	headers    []byte // of the request, for the request log
	bodyValues []string
	found      []quickcheck.Value
	values     []string
	parameters []pathParameter
	notes      []string // what was ignored
	used       used     // for usage
}

// exchanges recycles exchanges and their memory.
var exchanges = sync.Pool{New: func() any { return new(exchange) }}

func newExchange(s *Server, r *http.Request) *exchange {
	x := exchanges.Get().(*exchange)
	x.server, x.session, x.request, x.start = s, s.session, r, time.Now()
	return x
}

// release recycles an exchange whose reply was sent. An exchange that panics is not released: net/http may still use its
// parts.
func (x *exchange) release() {
	x.current = current{}
	clear(x.bodyValues)
	clear(x.values)
	clear(x.parameters)
	clear(x.notes)
	x.notes = x.notes[:0]
	x.used.parameters, x.used.fields = x.used.parameters[:0], x.used.fields[:0]
	if cap(x.input) > maxInput {
		x.input = nil
	}
	exchanges.Put(x)
}

// answer finds session and operation, and answers by a preference, a fault or the operation. It answers panics too, so a bug
// of the mock is not mistaken for a network failure.
func (x *exchange) answer() {
	defer func() {
		if cause := recover(); cause != nil {
			text := fmt.Sprintf("the mock failed: %v", cause)
			x.reply = errorReply(http.StatusInternalServerError, text).ofMock(text)
			x.reply.Why += "\n" + string(debug.Stack())
		}
	}()
	x.readHeaders()
	session, err := x.server.sessionFor(x.request)
	if err != nil {
		x.reply = errorReply(http.StatusBadRequest, err.Error()).ofMock(err.Error())
		return
	}
	x.session = session
	session.used.Store(x.start.UnixMicro())
	x.fromUI = x.header.ours && fromUI(x.request)
	spec := session.spec()
	x.chosen = spec.names
	route, parameters := spec.route(x.request, x.parameters[:0])
	if parameters != nil {
		x.parameters = parameters
	}
	if x.route = route; route != nil {
		x.op = route.operations[x.request.Method]
	}
	x.op.name(parameters)
	x.noteHeaders()
	if x.applyPreference() || x.applyFault() {
		return
	}
	switch {
	case route == nil:
		x.rests.add(a45)
		x.reply = spec.unknownPath(x.request)
	case x.op == nil:
		x.reply = route.otherMethod(x, spec.as)
	default:
		x.reply = x.op.authorizeAndAnswer(x, parameters)
	}
	if fault := x.damage; fault != nil {
		x.reply = fault.dress(x.reply)
	}
}

// wait delays the answer. It reports whether the client is still there.
func (x *exchange) wait(delay time.Duration) bool {
	if delay <= 0 {
		return true
	}
	x.readAhead()
	timer := time.NewTimer(delay)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-x.request.Context().Done():
		x.reply = Reply{Why: "the client did not wait"}
		return false
	}
}

// readAhead reads a body of up to the size of a JSON body, and keeps it for the operation: net/http detects that a client is
// gone only after the whole request was read.
func (x *exchange) readAhead() []byte {
	body := x.request.Body
	if body == nil || x.request.ContentLength == 0 {
		return nil
	}
	ahead, _ := io.ReadAll(io.LimitReader(body, x.server.config.maxBody+1)) // the operation meets the error again
	x.request.Body = io.NopCloser(io.MultiReader(bytes.NewReader(ahead), body))
	return ahead
}

// keepBody reads the body of a request that no operation reads, for the request log.
func (x *exchange) keepBody() {
	if x.request.Body == nil || x.request.ContentLength == 0 {
		return
	}
	body, _ := io.ReadAll(io.LimitReader(x.request.Body, maxText)) // the request log keeps no more
	x.noteBody(body)
}

// noteBody keeps a body that was read, for the request log and for usage.
func (x *exchange) noteBody(body []byte) {
	x.noteText(body)
	x.findFields(body)
}

// noteText keeps a body that was read, for the request log.
func (x *exchange) noteText(body []byte) {
	x.body = body[:min(len(body), maxText)]
	x.bodyBytes = int64(len(body))
}

// logRequest adds the exchange to the request log before the reply is sent, so a client that has the reply finds its request
// there.
func (x *exchange) logRequest() {
	if x.fromUI {
		return
	}
	x.finishNotes()
	if x.op != nil && x.op.source > 0 {
		x.rests = restsOn{} // the assumptions are not about further specs
	}
	x.countUse()
	x.duration = time.Since(x.start)
	entry := x.requestEntry()
	if grown := x.session.requests.add(&entry); grown != 0 && x.server.requestLogs.Add(int64(grown)) > maxRequestLogs {
		x.server.shrinkRequestLogs(x.session)
	}
	x.server.feed.notify(x.session)
	x.server.tally(x)
}

// requestEntry returns the exchange as the request log keeps it.
func (x *exchange) requestEntry() requestEntry {
	r := x.request
	entry := requestEntry{
		entryOf: entryOf{
			start:       x.start.UnixMicro(),
			duration:    x.duration,
			method:      cutLine(r.Method),
			path:        r.RequestURI,
			status:      x.reply.Status,
			why:         x.reply.Why,
			notes:       notesOf(x.notes),
			rests:       x.rests,
			record:      x.reply.record,
			contentType: cutLine(x.header.contentType),
			replyType:   x.reply.contentType,
			bodyBytes:   x.bodyBytes,
			replyBytes:  int64(len(x.reply.Body)),
		},
		headerText: x.headers,
		bodyText:   x.body,
		replyText:  x.reply.Body[:min(len(x.reply.Body), maxText)],
		secrets:    x.server.secrets(x.header.authorization, x.masks[:0]),
	}
	if slices.Contains(entry.secrets, x.session.name) {
		x.session.isToken.Store(true)
	}
	if entry.path == "" { // a request that did not come through a server
		entry.path = r.URL.RequestURI()
	}
	entry.harmless = x.op.isHarmless(entry.path)
	if len(r.RequestURI) > maxLine {
		entry.method = strings.Clone(entry.method) // it is a part of the request line, and would keep all of it in memory
	}
	if x.op != nil {
		entry.operation = x.op.id
	}
	if x.damage != nil {
		entry.fault = x.damage.ID
	}
	return entry
}

// write sends the reply and then logs it.
func (x *exchange) write(w http.ResponseWriter) {
	if log := x.server.config.log; log != nil {
		defer func() { log(x.entry()) }()
	}
	if x.reply.After != nil {
		defer x.runAfter()
	}
	if x.applied != "" {
		w.Header().Set("Preference-Applied", x.applied)
	}
	setDate(w.Header(), x.start.Add(x.duration))
	setNotes(w.Header(), x.notes)
	expose(w.Header(), x.reply.Header)
	switch {
	case x.reply.Status == 0: // a reset, or a client that did not wait
		reset(w)
	case x.damage != nil:
		x.damage.send(x.reply, w, x.request)
	default:
		x.reply.write(w, w)
	}
}

// runAfter runs what follows the reply. A panic there ends neither the connection nor the process.
func (x *exchange) runAfter() {
	defer func() {
		if cause := recover(); cause != nil {
			text := fmt.Sprintf("After panicked: %v", cause)
			if x.server.config.log == nil {
				log.Printf("mock: %s %s: %s\n%s", x.request.Method, x.request.URL.Path, text, debug.Stack())
			}
			x.reply.Why = strings.TrimPrefix(x.reply.Why+"; ", "; ") + text + "\n" + string(debug.Stack())
		}
	}()
	x.reply.After()
}

// captured is a body that keeps its beginning for the request log while it is read.
type captured struct {
	io.ReadCloser
	x *exchange
}

func (c captured) Read(p []byte) (int, error) {
	n, err := c.ReadCloser.Read(p)
	c.x.bodyBytes += int64(n)
	if room := maxText - len(c.x.body); room > 0 {
		c.x.body = append(c.x.body, p[:min(n, room)]...)
	}
	return n, err
}
