package mock

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	mathrand "math/rand/v2"
	"net/http"
	"net/textproto"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/net/http/httpguts"
)

// Fault is something that goes wrong for a while. The first fault of a session that matches a request is used, and no other.
type Fault struct {
	ID   int `json:"id"`   // 1, 2, ... in a session; given by AddFault
	Used int `json:"used"` // how often it was used

	Operation   string  `json:"operation,omitempty"`   // operationId; empty for every request, those to no operation too
	Probability float64 `json:"probability,omitempty"` // over 0, up to 1; 0 stands for 1
	Times       int     `json:"times,omitempty"`       // how often it is used; 0 for until it is deleted

	// Status or Example answer instead of the operation, which is not run.
	Status  int               `json:"status,omitempty"`
	Example string            `json:"example,omitempty"` // a documented reply of Operation, by name
	Body    json.RawMessage   `json:"body,omitempty"`    // without it the documented example of Status, or its text
	Text    string            `json:"text,omitempty"`    // in place of Body, such as the HTML of a proxy
	Headers map[string]string `json:"headers,omitempty"`

	Delay    Delay    `json:"delay,omitzero"`     // before the answer
	Reset    bool     `json:"reset,omitempty"`    // the connection is reset, and the operation not run
	Truncate bool     `json:"truncate,omitempty"` // half of the body is sent; then the connection ends
	Slow     Duration `json:"slow,omitempty"`     // the body takes so long, piece by piece

	reply *Reply // made of Status, Example, Body and Text; nil where the operation is run
}

const (
	mostFaults    = 100
	mostTimes     = 1_000_000
	longestString = 64 << 10
)

// faults are those of a session, in the order in which they are tried.
type faults struct {
	some   atomic.Bool // whether there are any, so that a request without one takes no lock
	mu     sync.Mutex
	list   []*Fault
	lastID int
	chance *mathrand.Rand
}

func (f *faults) reset(seed *int64) {
	f.mu.Lock()
	f.list, f.lastID = nil, 0
	f.some.Store(false)
	f.mu.Unlock()
	f.reseed(seed)
}

func (f *faults) reseed(seed *int64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.chance = mathrand.New(newRandom(seed, "faults"))
}

// use finds the fault of a request, and counts it; nil where there is none. What it returns does not change.
func (f *faults) use(operation string) *Fault {
	if !f.some.Load() {
		return nil
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, one := range f.list {
		if one.Operation != "" && one.Operation != operation || one.Times > 0 && one.Used >= one.Times {
			continue
		}
		if one.Probability > 0 && one.Probability < 1 && f.chance.Float64() >= one.Probability {
			continue
		}
		one.Used++
		used := *one
		if span := one.Delay.Max - one.Delay.Min; span > 0 {
			used.Delay.Min += time.Duration(f.chance.Int64N(int64(span) + 1))
		}
		return &used
	}
	return nil
}

// AddFault lets something go wrong. It returns the fault with its number.
func (s *Session) AddFault(fault Fault) (Fault, error) {
	if err := s.server.spec.Load().prepare(&fault); err != nil {
		return Fault{}, err
	}
	if s.server.isFull() {
		return Fault{}, errKept
	}
	defer s.keepsFaults()
	f := &s.faults
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.list) >= mostFaults { // those that are used up go first
		f.list = slices.DeleteFunc(f.list, func(one *Fault) bool { return one.Times > 0 && one.Used >= one.Times })
	}
	if len(f.list) >= mostFaults {
		return Fault{}, fmt.Errorf("%w: there are %d faults already, which is the most; delete some", ErrFull, mostFaults)
	}
	f.lastID++
	fault.ID, fault.Used = f.lastID, 0
	f.list = append(f.list, &fault)
	f.some.Store(true)
	return fault, nil
}

func (s *Session) keepsFaults() {
	var bytes int64
	s.faults.mu.Lock()
	for _, one := range s.faults.list {
		bytes += one.size()
	}
	s.faults.mu.Unlock()
	s.keeps(keptFaults, bytes)
}

// Faults returns the faults in the order in which they are tried, those that are used up too.
func (s *Session) Faults() []Fault {
	f := &s.faults
	f.mu.Lock()
	defer f.mu.Unlock()
	all := make([]Fault, len(f.list))
	for i, one := range f.list {
		all[i] = *one
	}
	return all
}

func (f *faults) len() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.list)
}

// DeleteFault deletes a fault. It says whether there was one.
func (s *Session) DeleteFault(id int) bool {
	defer s.keepsFaults()
	f := &s.faults
	f.mu.Lock()
	defer f.mu.Unlock()
	before := len(f.list)
	f.list = slices.DeleteFunc(f.list, func(one *Fault) bool { return one.ID == id })
	f.some.Store(len(f.list) > 0)
	return len(f.list) < before
}

// DeleteFaults deletes all faults.
func (s *Session) DeleteFaults() {
	defer s.keepsFaults()
	f := &s.faults
	f.mu.Lock()
	defer f.mu.Unlock()
	f.list = nil
	f.some.Store(false)
}

// prepare checks a fault and makes its reply.
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
	if fault.Example != "" && op == nil {
		return errors.New("example: name the operation too, whose replies it is one of")
	}
	if fault.Status == 0 && fault.Example == "" {
		return nil
	}
	reply := problem(fault.Status, statusText(fault.Status))
	if fault.Example != "" || fault.Body == nil && fault.Text == "" && op.documents(fault.Status) {
		documented, err := op.documented(fault.Status, fault.Example)
		if err != nil {
			return err
		}
		reply = documented
	}
	switch {
	case fault.Text != "":
		reply.Body, reply.contentType = []byte(fault.Text), "text/html; charset=utf-8"
	case fault.Body != nil:
		reply.Body = fault.Body
	}
	fault.reply = &reply
	return nil
}

// check refuses what contradicts itself.
func (fault *Fault) check() error {
	switch {
	case fault.Probability < 0 || fault.Probability > 1:
		return fmt.Errorf("probability: want over 0 and up to 1, not %v", fault.Probability)
	case fault.Times < 0 || fault.Times > mostTimes:
		return fmt.Errorf("times: want 1 to %d, or none, not %d", mostTimes, fault.Times)
	case fault.Status != 0 && (fault.Status < 200 || fault.Status > 599):
		return fmt.Errorf("status: want 200 to 599, not %d", fault.Status)
	case fault.Body != nil && !json.Valid(fault.Body):
		return errors.New("body: want JSON; text takes any other")
	case len(fault.Text) > longestString || len(fault.Body) > longestString:
		return fmt.Errorf("body, text: want at most %d bytes", longestString)
	case fault.Body != nil && fault.Text != "":
		return errors.New("body, text: want one of them")
	case (fault.Body != nil || fault.Text != "") && fault.Example != "":
		return errors.New("example: has a body of its own; leave out body and text")
	case (fault.Body != nil || fault.Text != "") && fault.Status == 0:
		return errors.New("status: is missing; body and text are the reply of a status")
	case fault.Status == 0 && fault.Example == "" && !fault.Reset && !fault.Truncate && fault.Slow == 0 && fault.Delay == Delay{}:
		return errors.New("nothing would go wrong: want status, example, delay, reset, truncate or slow")
	case fault.Reset && (fault.Status != 0 || fault.Example != "" || fault.Truncate || fault.Slow != 0):
		return errors.New("reset: there is no reply then; leave out status, example, truncate and slow")
	case fault.Delay.Max != 0 && fault.Delay.Max < fault.Delay.Min:
		return fmt.Errorf("delay: max is %s, which is less than min, %s", fault.Delay.Max, fault.Delay.Min)
	}
	return cmp.Or(
		checkWait("delay", fault.Delay.Min),
		checkWait("delay", fault.Delay.Max),
		checkWait("slow", time.Duration(fault.Slow)),
		fault.checkHeaders(),
	)
}

// ofConnection are the headers that say how a reply is sent, and that HTTP/2 has no place for.
var ofConnection = []string{"Content-Length", "Transfer-Encoding", "Connection", "Keep-Alive", "Proxy-Connection", "Te", "Trailer", "Upgrade"}

func (fault *Fault) checkHeaders() error {
	for name, value := range fault.Headers {
		key := textproto.CanonicalMIMEHeaderKey(name)
		if !httpguts.ValidHeaderFieldName(name) || !httpguts.ValidHeaderFieldValue(value) {
			return fmt.Errorf("headers: %q: %q is no header", shorten(name), shorten(value))
		}
		if slices.Contains(ofConnection, key) {
			return fmt.Errorf("headers: %s is up to the mock; truncate and reset break replies", key)
		}
	}
	return nil
}

// faulty lets a fault answer, if there is one. It says whether the request is answered.
func (x *exchange) faulty() bool {
	operation := ""
	if x.op != nil {
		operation = x.op.id
	}
	fault := x.session.faults.use(operation)
	if fault == nil {
		return false
	}
	x.damage = fault
	if fault.reply != nil || fault.Reset {
		x.keepBody()
	}
	why := "fault " + strconv.Itoa(fault.ID)
	switch {
	case !x.wait(fault.Delay.Min):
		x.reply.Why = why + ": " + x.reply.Why
	case fault.Reset:
		x.reply = Reply{Why: why + ": connection reset"}
	case fault.reply != nil:
		x.reply = fault.dress(*fault.reply)
		x.reply.Why = why
	default:
		return false
	}
	return true
}

// dress adds what a fault says of the reply's headers.
func (fault *Fault) dress(reply Reply) Reply {
	reply.Header = http.Header{}
	for name, value := range fault.Headers {
		reply.Header.Set(name, value)
	}
	return reply
}
