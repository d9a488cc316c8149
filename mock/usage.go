package mock

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/leadapi/leadapi/openapi"
)

// usage counts which parts of the specs were used, and which assumptions replies rested on. Its size is bounded by the
// specs, and it contains no values from clients. Each session has one, and the server has one for all sessions.
type usage struct {
	mu         sync.Mutex
	changed    func() // called after each change with mu held; may be nil
	operations []*operationUse
	rested     []restUse
}

// operationUse has a count for each name in the spec, at the index of the name.
type operationUse struct {
	*named
	count                         int64
	ofParameter, ofField, ofReply []int64
}

// restUse counts the replies that rested on one reading of an assumption.
type restUse struct {
	number  assumption
	reading string
	count   int64
	example openapi.UsedRequest // the first of them
}

// used is what usage counts for one exchange: indexes in named.
type used struct {
	parameters, fields []int
	reply              int // -1 if it is not documented
}

// countUse counts the exchange for its session and for the server.
func (x *exchange) countUse() {
	x.used.reply = -1
	if x.op != nil {
		x.findParameters()
		if x.op.res == nil && len(x.used.fields) == 0 { // a function has read the body
			x.findFields(x.body)
		}
		if x.damage == nil || !x.damage.Truncate {
			x.used.reply = x.op.named.met(x.reply)
		}
	}
	x.session.usage.add(x)
	x.server.usage.add(x)
}

// findParameters finds the documented parameters in the query, even if it has errors.
func (x *exchange) findParameters() {
	for rest := x.request.URL.RawQuery; rest != ""; {
		var pair string
		pair, rest, _ = strings.Cut(rest, "&")
		name, _, _ := strings.Cut(pair, "=")
		if strings.ContainsAny(name, "%+") {
			name, _ = url.QueryUnescape(name)
		}
		if at := slices.Index(x.op.named.parameters, name); at >= 0 && !slices.Contains(x.used.parameters, at) {
			x.used.parameters = append(x.used.parameters, at)
		}
	}
}

// findFields finds the documented fields in a body.
func (x *exchange) findFields(body []byte) {
	switch {
	case x.op == nil || len(x.op.named.fields) == 0 || len(body) == 0:
	case x.op.named.form:
		x.used.fields = x.op.named.partsIn(x.request.Header.Get("Content-Type"), body, x.used.fields)
	default:
		x.used.fields = x.op.named.fieldsIn(body, x.used.fields)
	}
}

// useFound is findFields for a body in which quickcheck was sure of the fields.
func (c *call) useFound() {
	for i := range c.listed {
		if c.found[i].End > 0 {
			c.used.fields = append(c.used.fields, i)
		}
	}
}

func (u *usage) add(x *exchange) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if x.op != nil {
		of := u.of(x.op.named)
		of.count++
		for _, at := range x.used.parameters {
			of.ofParameter[at]++
		}
		for _, at := range x.used.fields {
			of.ofField[at]++
		}
		if x.used.reply >= 0 {
			of.ofReply[x.used.reply]++
		}
	}
	for number := range x.rests.all {
		u.addRest(x, number)
	}
	if u.changed != nil {
		u.changed()
	}
}

// addRest counts an assumption. A scan of a slice, which is short, costs less than a map. The caller must hold mu.
func (u *usage) addRest(x *exchange, number assumption) {
	reading := x.chosen()[number]
	for i := range u.rested {
		if rest := &u.rested[i]; rest.number == number && rest.reading == reading {
			rest.count++
			return
		}
	}
	u.rested = append(u.rested, restUse{number, reading, 1, x.shape()})
}

// chosenNames are the names of the readings that were chosen, by assumption; empty if it has only one.
type chosenNames [2 * 64]string

// namesOf returns a function that finds them at its first call, because the choices are in a file that is slow to read.
func namesOf(chosen openapi.Readings) func() *chosenNames {
	return sync.OnceValue(func() *chosenNames {
		var names chosenNames
		for number := range names {
			if choice, exists := openapi.FindChoice(assumption(number).String()); exists {
				names[number] = chosen.Of(choice)
			}
		}
		return &names
	})
}

// of returns the counts of an operation. They restart if a reload has changed the names. The caller must hold mu.
func (u *usage) of(n *named) *operationUse {
	for _, known := range u.operations {
		if known.named == n {
			return known
		}
	}
	at := slices.IndexFunc(u.operations, func(known *operationUse) bool { return known.operation == n.operation })
	if at >= 0 && u.operations[at].same(n) {
		u.operations[at].named = n
		return u.operations[at]
	}
	made := &operationUse{n, 0, make([]int64, len(n.parameters)), make([]int64, len(n.fields)), make([]int64, len(n.replies))}
	if at >= 0 {
		u.operations[at] = made
	} else {
		u.operations = append(u.operations, made)
	}
	return made
}

// namedMethods are the methods that usage names, because clients can invent others.
var namedMethods = []string{
	http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions,
}

// shape returns the request without its values.
func (x *exchange) shape() openapi.UsedRequest {
	shape := openapi.UsedRequest{Status: x.reply.Status}
	if slices.Contains(namedMethods, x.request.Method) {
		shape.Method = x.request.Method
	}
	if x.route != nil {
		shape.Path = x.route.path
	}
	if x.op != nil {
		shape.Operation, shape.Path = x.op.id, x.op.path
		shape.Parameters, shape.Fields = x.op.named.names(x.used.parameters, x.used.fields)
	}
	return shape
}

// report returns the usage of the operations that the specs have now, in their order.
func (u *usage) report(spec *spec) openapi.Usage {
	u.mu.Lock()
	defer u.mu.Unlock()
	report := openapi.Usage{Version: 1, Operations: []openapi.UsedOperation{}, Assumptions: []openapi.ReliedOn{}}
	for _, op := range spec.operations {
		if slices.ContainsFunc(u.operations, func(known *operationUse) bool { return known.operation == op.id }) {
			report.Operations = append(report.Operations, u.of(op.named).report())
		}
	}
	for _, rest := range u.rested {
		report.Assumptions = append(report.Assumptions, openapi.ReliedOn{ID: rest.number.String(), Reading: rest.reading, Count: rest.count, Example: rest.example})
	}
	slices.SortFunc(report.Assumptions, func(a, b openapi.ReliedOn) int {
		return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.Reading, b.Reading))
	})
	return report
}

func (o *operationUse) report() openapi.UsedOperation {
	report := openapi.UsedOperation{Operation: o.operation, Count: o.count, Parameters: map[string]int64{}, Fields: map[string]int64{}, Replies: []openapi.UsedReply{}}
	for at, n := range o.ofParameter {
		if n > 0 {
			report.Parameters[o.parameters[at]] = n
		}
	}
	for at, n := range o.ofField {
		if n > 0 {
			report.Fields[o.fields[at].name] += n
		}
	}
	for at, n := range o.ofReply {
		report.Replies = append(report.Replies, openapi.UsedReply{Status: o.replies[at].reply.Status, Example: o.replies[at].name, Count: n})
	}
	return report
}

func (u *usage) clear() {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.operations, u.rested = nil, nil
}

// Usage returns what the session has used of the API since it was created or last reset. Requests of the web UI do not
// count.
func (s *Session) Usage() openapi.Usage { return s.usage.report(s.server.spec.Load()) }

// Usage returns what all sessions have used of the API, including those that have ended or were reset.
func (s *Server) Usage() openapi.Usage { return s.usage.report(s.spec.Load()) }

// OnUse registers changed, which is called after each request that counts in Usage. Other requests wait for it, so it must
// return at once.
func (s *Server) OnUse(changed func()) {
	s.usage.mu.Lock()
	defer s.usage.mu.Unlock()
	s.usage.changed = changed
}

// DeleteUsage resets the counts. The usage of the server keeps what the session has added to it.
func (s *Session) DeleteUsage() { s.usage.clear() }

// DeleteUsage resets the counts of the server and of all sessions.
func (s *Server) DeleteUsage() {
	for _, session := range s.Sessions() {
		session.DeleteUsage()
	}
	s.usage.clear()
}
