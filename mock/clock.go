package mock

import (
	"crypto/rand"
	"encoding/binary"
	"errors"
	mathrand "math/rand/v2"
	"sync"
	"time"
)

// clock tells the time of a write in microseconds, the unit of the page's samples. It is the machine's, one that runs at a
// distance from it, or a frozen one, which moves by its step at each write.
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

// begin sets the clock to the machine's, or, where start is given, to one that starts there and moves on by one
// millisecond a write, so that times are the same on every run. The first step was taken by the seed.
func (c *clock) begin(start time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.clockState = clockState{}
	if !start.IsZero() {
		c.clockState = clockState{frozen: true, now: min(start.Add(time.Millisecond).UnixMicro(), latest), step: time.Millisecond}
	}
}

// latest is the last time that a record can have: RFC 3339 ends with the year 9999, and what is later could not be read back.
var latest = time.Date(9999, 12, 31, 23, 59, 59, 999_999_000, zone).UnixMicro()

// checkYear refuses a time that has no four digits for its year where records are written.
func checkYear(t time.Time) error {
	if year := t.In(zone).Year(); year < 1 || year > 9999 {
		return errors.New("the time would be outside of the years 1 to 9999")
	}
	return nil
}

// tick is the time of a write.
func (c *clock) tick() int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.frozen {
		return time.Now().Add(c.ahead).UnixMicro()
	}
	now := c.now
	c.now = min(now+c.step.Microseconds(), latest)
	return now
}

// Clock tells the time of a session.
type Clock struct {
	Now    time.Time `json:"now"`
	Frozen bool      `json:"frozen"` // it stands still but for Step
	Wall   bool      `json:"wall"`   // it is the clock of the machine
	Step   Duration  `json:"step"`   // how far each write moves a frozen clock
}

// ClockChange says what to change of a clock; what is nil stays. Now is set before Advance is added.
type ClockChange struct {
	Now     *time.Time `json:"now"`
	Frozen  *bool      `json:"frozen"`
	Advance *Duration  `json:"advance"`
	Step    *Duration  `json:"step"`
	Wall    bool       `json:"wall"` // back to the clock of the machine
	// IDSeed begins a sequence of ids, and of chances, that is the same on every run.
	IDSeed *int64 `json:"id_seed"`
}

// Clock tells the time, and how it goes on.
func (s *Session) Clock() Clock {
	s.clock.mu.Lock()
	defer s.clock.mu.Unlock()
	return s.clock.tell()
}

// tell has the clock's lock.
func (c *clockState) tell() Clock {
	now := time.UnixMicro(c.now)
	if !c.frozen {
		now = time.Now().Add(c.ahead)
	}
	return Clock{Now: now.Truncate(time.Microsecond).In(zone), Frozen: c.frozen, Wall: !c.frozen && c.ahead == 0, Step: Duration(c.step)}
}

// SetClock changes the clock: all of it, or with an error nothing.
func (s *Session) SetClock(change ClockChange) (Clock, error) {
	if change.Wall && (change.Now != nil || change.Frozen != nil || change.Advance != nil || change.Step != nil) {
		return Clock{}, errors.New("wall is the clock of the machine; it goes with id_seed alone")
	}
	next, err := s.clock.change(change)
	if err != nil {
		return Clock{}, err
	}
	if change.IDSeed != nil {
		s.store.alone(func() { s.ids = newIDs(change.IDSeed, "created") })
		s.faults.reseed(change.IDSeed)
	}
	return next.tell(), nil
}

func (c *clock) change(change ClockChange) (clockState, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	next, err := c.changed(change)
	if err == nil {
		c.clockState = next
	}
	return next, err
}

func (c clockState) changed(change ClockChange) (clockState, error) {
	if change.Wall {
		return clockState{}, nil
	}
	now, stood := c.tell().Now, c.frozen
	if change.Now != nil {
		now = *change.Now
	}
	if change.Advance != nil {
		now = now.Add(time.Duration(*change.Advance))
	}
	if err := checkYear(now); err != nil {
		return c, err
	}
	if change.Frozen != nil {
		c.frozen = *change.Frozen
	}
	if change.Step != nil {
		c.step = time.Duration(*change.Step)
	}
	c.now = now.UnixMicro()
	if moved := change.Now != nil || change.Advance != nil || stood; moved && !c.frozen {
		c.ahead = time.Until(now)
		if time.Now().Add(c.ahead).Sub(now).Abs() > time.Minute { // a Duration has 292 years
			return c, errors.New("freeze the clock: one that runs can be 292 years away at most")
		}
	}
	return c, nil
}

// ids makes random uuids of version 4 (A43). Its user has the store's write lock.
type ids struct {
	random     *mathrand.ChaCha8
	repeatable bool // ids may have been given out by an earlier run whose records are here now
}

// newIDs begins a sequence that is the same for the same seed and purpose; without a seed it is a new one each time.
func newIDs(seed *int64, purpose string) *ids {
	return &ids{random: newRandom(seed, purpose), repeatable: seed != nil}
}

func newRandom(seed *int64, purpose string) *mathrand.ChaCha8 {
	var key [32]byte
	if seed == nil {
		_, _ = rand.Read(key[:]) // never fails, by its documentation
		return mathrand.NewChaCha8(key)
	}
	binary.LittleEndian.PutUint64(key[:], uint64(*seed))
	copy(key[8:], purpose)
	return mathrand.NewChaCha8(key)
}

// copy is another sequence that goes on in the same way. After it ids may come that were given out already.
func (s *ids) copy() *ids {
	random := *s.random
	return &ids{random: &random, repeatable: true}
}

// nextFor is the next id that no record of the resource has.
func (s *ids) nextFor(st *state, res *resource) uuid {
	id := s.next()
	for s.repeatable && st.get(res, id) != nil {
		id = s.next()
	}
	return id
}

func (s *ids) next() uuid {
	var u uuid
	binary.LittleEndian.PutUint64(u[:8], s.random.Uint64())
	binary.LittleEndian.PutUint64(u[8:], s.random.Uint64())
	u[6] = u[6]&0x0f | 0x40
	u[8] = u[8]&0x3f | 0x80
	return u
}
