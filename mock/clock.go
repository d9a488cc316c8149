package mock

import (
	"errors"
	"sync"
	"time"

	"github.com/leadapi/leadapi/mock/internal/store"
)

// clock gives the time of writes in microseconds, the precision of the documentation's samples. It follows the machine's
// clock, possibly at a fixed distance, or it is frozen and advances by its step at each write.
type clock struct {
	mu sync.Mutex
	clockState
}

type clockState struct {
	frozen bool
	now    int64         // of a frozen clock
	ahead  time.Duration // of the machine's clock
	step   time.Duration
}

// begin sets the clock to the machine's. If start is not zero, the clock starts there and advances by one millisecond per
// write, so times are the same in every run. The seed takes the first step.
func (c *clock) begin(start time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.clockState = clockState{}
	if !start.IsZero() {
		c.clockState = clockState{frozen: true, now: min(start.Add(time.Millisecond).UnixMicro(), store.Latest), step: time.Millisecond}
	}
}

// tick returns the time of a write.
func (c *clock) tick() int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.frozen {
		return time.Now().Add(c.ahead).UnixMicro()
	}
	now := c.now
	c.now = min(now+c.step.Microseconds(), store.Latest)
	return now
}

// read returns the time without advancing it. The caller must hold mu.
func (c *clockState) read() Clock {
	now := time.UnixMicro(c.now)
	if !c.frozen {
		now = time.Now().Add(c.ahead)
	}
	return Clock{Now: now.Truncate(time.Microsecond).In(store.Zone), Frozen: c.frozen, Wall: !c.frozen && c.ahead == 0, Step: Duration(c.step)}
}

func (c *clock) change(change ClockChange) (clockState, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	next, err := c.after(change)
	if err == nil {
		c.clockState = next
	}
	return next, err
}

// after returns the clock after a change.
func (c clockState) after(change ClockChange) (clockState, error) {
	if change.Wall && (change.Now != nil || change.Frozen != nil || change.Advance != nil || change.Step != nil) {
		return c, errors.New("wall is the machine's clock; it can only be combined with id_seed")
	}
	if change.Wall {
		return clockState{}, nil
	}
	now, stood := c.read().Now, c.frozen
	if change.Now != nil {
		now = *change.Now
	}
	if change.Advance != nil {
		now = now.Add(time.Duration(*change.Advance))
	}
	if err := store.CheckYear(now); err != nil {
		return c, err
	}
	if change.Frozen != nil {
		c.frozen = *change.Frozen
	}
	if change.Step != nil {
		if err := checkWait("step", time.Duration(*change.Step)); err != nil {
			return c, err
		}
		c.step = time.Duration(*change.Step)
	}
	c.now = now.UnixMicro()
	if moved := change.Now != nil || change.Advance != nil || stood; moved && !c.frozen {
		c.ahead = time.Until(now)
		if time.Now().Add(c.ahead).Sub(now).Abs() > time.Minute { // a Duration spans 292 years
			return c, errors.New("freeze the clock: a running one can be at most 292 years away")
		}
	}
	return c, nil
}
