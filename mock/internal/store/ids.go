package store

import (
	"encoding/binary"
	mathrand "math/rand/v2"
)

// IDs generates random uuids of version 4 (A43). A state draws its IDs from it; the caller must hold the store's write lock.
type IDs struct {
	random     *mathrand.ChaCha8
	repeatable bool // the sequence may yield IDs that are taken
}

// NewIDs starts a sequence. repeatable means that an earlier run of the same sequence may have given out the IDs already;
// those that are taken are skipped.
func NewIDs(random *mathrand.ChaCha8, repeatable bool) *IDs {
	return &IDs{random: random, repeatable: repeatable}
}

// Next returns the next ID of the sequence.
func (s *IDs) Next() UUID {
	var u UUID
	binary.LittleEndian.PutUint64(u[:8], s.random.Uint64())
	binary.LittleEndian.PutUint64(u[8:], s.random.Uint64())
	u[6] = u[6]&0x0f | 0x40
	u[8] = u[8]&0x3f | 0x80
	return u
}

// copy returns an independent sequence that continues in the same way.
func (s *IDs) copy() *IDs {
	random := *s.random
	return &IDs{random: &random, repeatable: true}
}

// nextFor returns the next ID that no record of any resource has.
func (s *IDs) nextFor(st *State) UUID {
	id := s.Next()
	for s.repeatable && st.has(id) {
		id = s.Next()
	}
	return id
}

// fork returns the next n IDs as a separate sequence, and skips them.
func (s *IDs) fork(n int) forkedIDs {
	forked := forkedIDs{IDs: s.copy(), left: n}
	forked.repeatable = s.repeatable
	for range n {
		_, _ = s.random.Uint64(), s.random.Uint64()
	}
	return forked
}

// again restarts the sequence with the same IDs.
func (f *forkedIDs) again() forkedIDs {
	twin := *f
	twin.IDs = f.copy()
	twin.repeatable = f.repeatable
	return twin
}

// forkedIDs is n IDs of a sequence. It replaces a taken ID by one from outside the sequence.
type forkedIDs struct {
	*IDs
	left   int
	spares *IDs
}

func (f *forkedIDs) nextFor(st *State) UUID {
	if f.left > 0 {
		f.left--
		if id := f.Next(); !f.repeatable || !st.has(id) {
			return id
		}
	}
	return f.spare(st)
}

func (f *forkedIDs) spare(st *State) UUID {
	if f.spares == nil {
		var key [32]byte
		random := *f.random
		for i := range 4 {
			binary.LittleEndian.PutUint64(key[8*i:], ^random.Uint64())
		}
		f.spares = NewIDs(mathrand.NewChaCha8(key), true)
	}
	return f.spares.nextFor(st)
}
