package mock

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
)

// Fault is something that goes wrong for a while. Only the first fault that matches a request is used.
type Fault struct {
	ID   int `json:"id"`   // 1, 2, ... in a session; given by AddFault
	Used int `json:"used"` // how often it was used

	Operation   string  `json:"operation,omitempty"`   // operationId; empty for every request, those without an operation included
	Probability float64 `json:"probability,omitempty"` // greater than 0, at most 1; 0 means 1
	Times       int     `json:"times,omitempty"`       // how often it is used; 0 means until it is deleted. If WithAuth has a token, only by requests with it
	Match       Match   `json:"match,omitempty"`       // conditions on the request
	From        int     `json:"from,omitempty"`        // the first matching request that it is used for; 0 and 1 mean all
	Seen        int     `json:"seen,omitempty"`        // how many requests have matched, if From is given

	// Status or Example answers instead of the operation, which does not run (fault_reply.go).
	Status  int               `json:"status,omitempty"`
	Example string            `json:"example,omitempty"` // a documented reply of Operation, by name
	Body    json.RawMessage   `json:"body,omitempty"`    // if empty, the documented example of Status, or its text
	Text    string            `json:"text,omitempty"`    // instead of Body, such as the HTML of a proxy
	Headers map[string]string `json:"headers,omitempty"`

	Delay    Delay    `json:"delay,omitzero"`     // before the answer
	Hold     Duration `json:"hold,omitempty"`     // the request waits for Release before the answer, but at most this long
	Held     int      `json:"held,omitempty"`     // how many requests wait now
	Reset    bool     `json:"reset,omitempty"`    // the connection is reset, and the operation does not run
	Truncate bool     `json:"truncate,omitempty"` // half of the body is sent; then the connection ends
	Slow     Duration `json:"slow,omitempty"`     // how long the body takes, piece by piece

	reply   *Reply // made from Status, Example, Body and Text; nil if the operation runs
	matcher matcher
	holding *held // the waiting request that this copy of the fault is for, if it has a hold
}

// faultKind is one way in which a request can fail. One file has everything about it: its fields are in Fault, its behaviour
// is here. Functions that a kind does not need are nil.
type faultKind struct {
	fields string // the fields of Fault that make something go wrong, by their JSON names; empty if they only add to other kinds
	set    func(*Fault) bool
	check  func(*Fault) error // returns an error for invalid values and combinations

	// prepare computes what the fault needs when it is added. op is nil if the fault is for every request.
	prepare func(sp *spec, fault *Fault, op *operation) error
	// answer runs before the operation, which does not run if answer reports true.
	answer func(fault *Fault, x *exchange) bool
	// dress returns the changed reply.
	dress func(fault *Fault, reply Reply) Reply
	// writer returns a writer that sends the body to the client.
	writer func(fault *Fault, to io.Writer, w http.ResponseWriter, r *http.Request) io.Writer
	// end runs after the reply was written.
	end func(w http.ResponseWriter)
}

// faultKinds are the kinds in the order in which they act on a request.
var faultKinds = []*faultKind{&matchFault, &delayFault, &holdFault, &resetFault, &replyFault, &headersFault, &slowFault, &truncateFault}

// kinds iterates over the fault's kinds.
func (fault *Fault) kinds(use func(*faultKind) bool) {
	for _, kind := range faultKinds {
		if kind.set(fault) && !use(kind) {
			return
		}
	}
}

// prepare checks a fault and computes what it needs.
func (sp *spec) prepare(fault *Fault) error {
	if err := fault.check(); err != nil {
		return err
	}
	var op *operation
	if fault.Operation != "" {
		if op = sp.operation(fault.Operation); op == nil {
			return fmt.Errorf("operation: there is no %q (%s)", shorten(fault.Operation), sp.operationNames())
		}
	}
	for kind := range fault.kinds {
		if kind.prepare == nil {
			continue
		}
		if err := kind.prepare(sp, fault, op); err != nil {
			return err
		}
	}
	return nil
}

// check returns an error if the fields of a fault contradict each other.
func (fault *Fault) check() error {
	switch {
	case fault.Probability < 0 || fault.Probability > 1:
		return fmt.Errorf("probability: want over 0 and up to 1, not %v", fault.Probability)
	case fault.Times < 0 || fault.Times > maxTimes:
		return fmt.Errorf("times: want 1 to %d, or none, not %d", maxTimes, fault.Times)
	}
	harmless := true
	for kind := range fault.kinds {
		harmless = harmless && kind.fields == ""
		if kind.check == nil {
			continue
		}
		if err := kind.check(fault); err != nil {
			return err
		}
	}
	if harmless {
		return errors.New("nothing would go wrong: want " + faultFields())
	}
	return nil
}

// faultFields returns the fields that make something go wrong.
func faultFields() string {
	var all []string
	for _, kind := range faultKinds {
		if kind.fields != "" {
			all = append(all, kind.fields)
		}
	}
	last := len(all) - 1
	return strings.Join(all[:last], ", ") + " or " + all[last]
}

// applyFault uses the next fault for the request, if there is one. It reports whether that has answered the request.
func (x *exchange) applyFault() bool {
	faults := &x.session.faults
	if x.fromUI || !faults.some.Load() {
		return false
	}
	operation := ""
	if x.op != nil {
		operation = x.op.id
	}
	fault := faults.use(operation, x.asked(faults.readBodies(operation)), x.isStranger())
	if fault == nil {
		return false
	}
	x.damage = fault
	x.session.changed.Store(true) // the fault counts its uses
	if fault.Reset {
		x.session.armResets()
	}
	if fault.holding != nil {
		defer faults.forget(fault.holding)
	}
	if fault.reply != nil || fault.Reset {
		x.keepBody()
	}
	for kind := range fault.kinds {
		if kind.answer != nil && kind.answer(fault, x) {
			x.reply = fault.dress(x.reply)
			return true
		}
	}
	return false
}

// isStranger reports whether only one token is accepted and the request does not have it. Any website can make a browser send
// such requests, so they do not use up a fault with times.
func (x *exchange) isStranger() bool {
	auth := x.server.config.auth
	return auth != AuthAny && !passes(auth, first(x.request.Header["Authorization"]))
}

// why returns the start of the log text for a request that met the fault.
func (fault *Fault) why() string { return "fault " + strconv.Itoa(fault.ID) }

// dress returns the reply as the fault changes it.
func (fault *Fault) dress(reply Reply) Reply {
	for kind := range fault.kinds {
		if kind.dress != nil {
			reply = kind.dress(fault, reply)
		}
	}
	return reply
}

// send writes a reply as the fault changes it.
func (fault *Fault) send(reply Reply, w http.ResponseWriter, r *http.Request) {
	to := io.Writer(w)
	for kind := range fault.kinds {
		if kind.writer != nil {
			to = kind.writer(fault, to, w, r)
		}
	}
	reply.write(w, to)
	for kind := range fault.kinds {
		if kind.end != nil {
			kind.end(w)
		}
	}
}
