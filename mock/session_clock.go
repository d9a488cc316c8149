package mock

import (
	"time"

	"github.com/leadapi/leadapi/mock/internal/store"
)

// Clock is the time of a session.
type Clock struct {
	Now    time.Time `json:"now"`
	Frozen bool      `json:"frozen"` // it advances only by Step
	Wall   bool      `json:"wall"`   // it is the machine's clock
	Step   Duration  `json:"step"`   // how far each write moves a frozen clock, 0 to 1h
}

// ClockChange is a change of a clock; nil fields stay. Now is set before Advance is added.
type ClockChange struct {
	Now     *time.Time `json:"now,omitempty"`
	Frozen  *bool      `json:"frozen,omitempty"`
	Advance *Duration  `json:"advance,omitempty"`
	Step    *Duration  `json:"step,omitempty"`
	Wall    bool       `json:"wall,omitempty"` // return to the machine's clock
	// IDSeed starts a sequence of IDs, and of random choices, that is the same in every run.
	IDSeed *int64 `json:"id_seed,omitempty"`
}

// Clock returns the session's time and how it advances.
func (s *Session) Clock() Clock {
	s.clock.mu.Lock()
	defer s.clock.mu.Unlock()
	return s.clock.read()
}

// SetClock changes the clock. After an error nothing has changed.
func (s *Session) SetClock(change ClockChange) (Clock, error) {
	next, err := s.clock.change(change)
	if err != nil {
		return Clock{}, err
	}
	s.changed.Store(true)
	if change.IDSeed != nil {
		s.store.Exclusive(func(st *store.State) { st.SetIDs(newIDs(change.IDSeed, "created")) })
		s.faults.reseed(change.IDSeed)
	}
	return next.read(), nil
}
