package mock

import (
	mathrand "math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

const (
	maxFaults = 100 // in a session
	maxTimes  = 1_000_000
)

// faults are the faults of a session, in the order in which they are tried.
type faults struct {
	some   atomic.Bool // whether there are any, so a request takes no lock if there are none
	mu     sync.Mutex
	list   []*Fault
	lastID int
	held   []*held // the requests that wait to be released, the first first

	allHeld *atomic.Int32 // how many wait in all sessions

	changed chan struct{} // closed when a request is held or a fault is deleted; nil if nobody waits for that
	chance  *mathrand.Rand
	armed   bool // whether a reset is not used up yet, see resets
	ended   bool // whether the session has ended, so that nothing would end a reset that is armed
}

// begin replaces the faults with copies of with and restarts the random choices.
func (f *faults) begin(seed *int64, with []*Fault) {
	f.mu.Lock()
	f.list, f.lastID = nil, len(with)
	for _, fault := range with {
		own := *fault
		f.list = append(f.list, &own)
	}
	f.release(0, len(f.held))
	f.some.Store(len(with) > 0)
	f.mu.Unlock()
	f.reseed(seed)
}

// end removes the faults of a session that ends.
func (f *faults) end() {
	f.mu.Lock()
	f.ended = true
	f.mu.Unlock()
	f.begin(nil, nil)
}

func (f *faults) reseed(seed *int64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.chance = mathrand.New(newRandom(seed, "faults"))
}

// use finds the fault for a request and counts it; nil if there is none. A stranger gets no fault with times. The returned
// fault does not change.
func (f *faults) use(operation string, a *asked, stranger bool) *Fault {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, fault := range f.list {
		if fault.Operation != "" && fault.Operation != operation || fault.Times > 0 && (stranger || fault.Used >= fault.Times) || !fault.matcher.matches(a) {
			continue
		}
		if fault.From > 0 {
			if fault.Seen++; fault.Seen < fault.From {
				continue
			}
		}
		if fault.Probability > 0 && fault.Probability < 1 && f.chance.Float64() >= fault.Probability {
			continue
		}
		fault.Used++
		used := *fault
		if span := fault.Delay.Max - fault.Delay.Min; span > 0 {
			used.Delay.Min += time.Duration(f.chance.Int64N(int64(span) + 1))
		}
		if fault.Hold > 0 {
			used.holding = f.keep(fault.ID)
		}
		return &used
	}
	return nil
}

// readBodies reports whether a fault of an operation needs the body. The body is read without the lock, because a client can
// be slow to send it.
func (f *faults) readBodies(operation string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.ContainsFunc(f.list, func(fault *Fault) bool {
		return (fault.Operation == "" || fault.Operation == operation) && fault.matcher.readsBody()
	})
}

func (f *faults) len() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.list)
}
