package mock

import (
	mathrand "math/rand/v2"
	"sync"
	"sync/atomic"
	"time"
)

const (
	maxFaults = 100 // in a session
	maxTimes  = 1_000_000
)

// faults are those of a session, in the order in which they are tried.
type faults struct {
	some   atomic.Bool // whether there are any, so that a request without one takes no lock
	mu     sync.Mutex
	list   []*Fault
	lastID int
	chance *mathrand.Rand
	armed  bool // whether there was a reset that is not used up, see resets
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

func (f *faults) len() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.list)
}
