package mock

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"
)

const (
	maxHold = 10 * time.Minute
	maxHeld = 100 // requests that are held at a time, in all sessions together
)

// ErrNoFault is returned if there is no fault with a number.
var ErrNoFault = errors.New("there is no fault")

// ErrNoHold is returned for a fault that holds no requests.
var ErrNoHold = errors.New("it has no hold, so there is nothing to release")

// holdFault makes a request wait until it is released.
var holdFault = faultKind{
	fields: "hold",
	set:    func(fault *Fault) bool { return fault.Hold != 0 },
	check: func(fault *Fault) error {
		if fault.Hold < 0 || time.Duration(fault.Hold) > maxHold {
			return fmt.Errorf("hold: want a time from 0 to %s, not %s", maxHold, fault.Hold)
		}
		return nil
	},
	answer: func(fault *Fault, x *exchange) bool { return x.hold(fault) },
}

// held is a request that waits to be released.
type held struct {
	fault   int
	free    chan struct{} // closed when it is released
	refused bool          // because too many are held; it does not wait
}

// hold returns when the request is released or its time is over. It reports whether the request was answered: the client is
// gone, or too many requests are held.
func (x *exchange) hold(fault *Fault) (answered bool) {
	if fault.holding.refused {
		text := fmt.Sprintf("%d requests are already held, the maximum; release some", maxHeld)
		x.reply = errorReply(http.StatusServiceUnavailable, text).ofMock(text)
		x.reply.Why = fault.why() + ": " + text
		return true
	}
	x.readAhead()
	timer := time.NewTimer(time.Duration(fault.Hold))
	defer timer.Stop()
	select {
	case <-fault.holding.free:
		return false
	case <-timer.C:
		return false
	case <-x.request.Context().Done():
		x.reply = Reply{Why: fault.why() + ": the client did not wait"}
		return true
	}
}

// keep adds a request that will be held, or refuses it. A request is counted as long as clients see it held, so they can rely on the maximum.
// The caller must hold mu.
func (f *faults) keep(fault int) *held {
	waiting := &held{fault: fault, free: make(chan struct{})}
	if f.allHeld.Add(1) > maxHeld {
		f.allHeld.Add(-1)
		waiting.refused = true
		return waiting
	}
	f.held = append(f.held, waiting)
	f.notify()
	return waiting
}

// forget removes a request that is no longer held.
func (f *faults) forget(waiting *held) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.held = slices.DeleteFunc(f.held, func(other *held) bool {
		if waiting != other {
			return false
		}
		f.allHeld.Add(-1)
		return true
	})
}

// release releases up to count requests of a fault, the first first; fault 0 means any. The caller must hold mu.
func (f *faults) release(fault, count int) (released int) {
	f.held = slices.DeleteFunc(f.held, func(waiting *held) bool {
		if fault != 0 && waiting.fault != fault || released >= count {
			return false
		}
		released++
		f.allHeld.Add(-1)
		close(waiting.free)
		return true
	})
	f.notify()
	return released
}

// notify wakes those who wait for requests to be held. The caller must hold mu.
func (f *faults) notify() {
	if f.changed != nil {
		close(f.changed)
		f.changed = nil
	}
}

// heldBy returns how many requests a fault holds. The caller must hold mu.
func (f *faults) heldBy(fault int) (count int) {
	for _, waiting := range f.held {
		if waiting.fault == fault {
			count++
		}
	}
	return count
}

// letGo releases all requests.
func (f *faults) letGo() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.release(0, len(f.held))
}

// Release releases up to count requests that a fault holds, the first first; 0 means all. It returns how many it released.
func (s *Session) Release(fault, count int) (released int, err error) {
	f := &s.faults
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.mayHold(fault); err != nil {
		return 0, err
	}
	if count == 0 {
		count = len(f.held)
	}
	return f.release(fault, count), nil
}

// ReleaseWhenHeld waits until the fault holds count requests, or one if count is 0, and then calls Release. If ctx ends
// first, it releases none, and its error says how many are held.
func (s *Session) ReleaseWhenHeld(ctx context.Context, fault, count int) (released int, err error) {
	f := &s.faults
	wanted := max(count, 1)
	for {
		f.mu.Lock()
		wrong, now := f.mayHold(fault), f.heldBy(fault)
		if f.changed == nil {
			f.changed = make(chan struct{})
		}
		changed := f.changed
		f.mu.Unlock()
		if wrong != nil || now >= wanted {
			return s.Release(fault, count)
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return 0, fmt.Errorf("fault %d holds %d requests, want %d: %w", fault, now, wanted, ctx.Err())
		}
	}
}

// mayHold returns an error if the fault does not exist or holds nothing. The caller must hold mu.
func (f *faults) mayHold(fault int) error {
	at := slices.IndexFunc(f.list, func(f *Fault) bool { return f.ID == fault })
	switch {
	case at < 0:
		return fmt.Errorf("%w %d", ErrNoFault, fault)
	case f.list[at].Hold == 0:
		return fmt.Errorf("fault %d: %w", fault, ErrNoHold)
	}
	return nil
}
