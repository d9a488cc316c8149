package mock

import (
	"time"

	"github.com/leadapi/leadapi/mock/internal/store"
)

// Clock tells the time of a session.
type Clock struct {
	Now    time.Time `json:"now"`
	Frozen bool      `json:"frozen"` // it stands still but for Step
	Wall   bool      `json:"wall"`   // it is the clock of the machine
	Step   Duration  `json:"step"`   // how far each write moves a frozen clock
}

// ClockChange says what to change of a clock; what is nil stays. Now is set before Advance is added.
type ClockChange struct {
	Now     *time.Time `json:"now,omitempty"`
	Frozen  *bool      `json:"frozen,omitempty"`
	Advance *Duration  `json:"advance,omitempty"`
	Step    *Duration  `json:"step,omitempty"`
	Wall    bool       `json:"wall,omitempty"` // back to the clock of the machine
	// IDSeed begins a sequence of ids, and of chances, that is the same on every run.
	IDSeed *int64 `json:"id_seed,omitempty"`
}

// Clock tells the time, and how it goes on.
func (s *Session) Clock() Clock {
	s.clock.mu.Lock()
	defer s.clock.mu.Unlock()
	return s.clock.read()
}

// SetClock changes the clock: all of it, or with an error nothing.
func (s *Session) SetClock(change ClockChange) (Clock, error) {
	next, err := s.clock.change(change)
	if err != nil {
		return Clock{}, err
	}
	if change.IDSeed != nil {
		s.store.Exclusive(func(st *store.State) { st.SetIDs(newIDs(change.IDSeed, "created")) })
		s.faults.reseed(change.IDSeed)
	}
	return next.read(), nil
}
