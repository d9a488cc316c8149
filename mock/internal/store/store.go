package store

import (
	"sync"
	"sync/atomic"
)

// Store guards a state: many readers or one writer at a time.
type Store struct {
	importing  sync.Mutex // held for the whole duration of an import
	writer     sync.Mutex // held by a writer, also while a long write prepares the next state without blocking readers
	mu         sync.RWMutex
	state      *State // replaced under writer and mu
	generation int    // increases when another state replaces this one

	added   atomic.Int64 // of the state, as of the last write
	changed func()       // called after each write; may be nil
}

// New returns a store with a state, which the caller must no longer use.
func New(st *State) *Store { return &Store{state: st} }

// Read calls use with a state that does not change during the call; use must not retain it. It reports false, without
// calling use, if the documents were replaced by newer ones than of.
func (s *Store) Read(of *Schema, use func(st *State)) bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.state.schema.serial < of.serial {
		s.mu.RUnlock()
		s.convert(of)
		s.mu.RLock()
	}
	if s.state.schema != of {
		return false
	}
	use(s.state)
	return true
}

// Write calls change with exclusive access. It reports false, without calling change, if the documents were replaced by
// newer ones than of.
func (s *Store) Write(of *Schema, change func(st *State)) bool {
	s.writer.Lock()
	defer s.writer.Unlock()
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.upToDate(of) {
		return false
	}
	change(s.state)
	s.notify()
	return true
}

// WriteBeside is Write for a long change. It changes a copy while readers use the old state, and then replaces the state;
// other writers wait.
func (s *Store) WriteBeside(of *Schema, change func(st *State)) bool {
	s.writer.Lock()
	defer s.writer.Unlock()
	s.mu.Lock()
	known := s.upToDate(of)
	next := s.state.Copy()
	next.ids.repeatable, next.log = s.state.ids.repeatable, s.state.log // not the same IDs, which Snapshot may read meanwhile
	s.mu.Unlock()
	if !known {
		return false
	}
	change(next)
	s.mu.Lock()
	s.state = next
	s.mu.Unlock()
	s.notify()
	return true
}

// Exclusive calls use with exclusive access, whatever the documents are.
func (s *Store) Exclusive(use func(st *State)) {
	s.writer.Lock()
	defer s.writer.Unlock()
	s.mu.Lock()
	defer s.mu.Unlock()
	use(s.state)
}

// Replace replaces the state by the one that build returns. An import in progress fails with ErrReplaced.
func (s *Store) Replace(build func(now *State) *State) {
	s.Exclusive(func(now *State) {
		s.state = build(now)
		s.generation++
		s.notify()
	})
}

// Snapshot returns an independent copy, or nil if the documents were replaced by newer ones than of.
func (s *Store) Snapshot(of *Schema) *State {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.state.schema.serial < of.serial {
		s.mu.Unlock()
		s.convert(of)
		s.mu.Lock()
	}
	if s.state.schema != of {
		return nil
	}
	return s.state.Copy()
}

// OnChange registers changed, which is called after each write while other writers wait.
func (s *Store) OnChange(changed func()) {
	s.Exclusive(func(*State) { s.changed = changed })
}

// convert converts the state to newer documents.
func (s *Store) convert(to *Schema) { s.Write(to, func(*State) {}) }

// upToDate converts the state to the caller's documents if those are newer, and reports whether it uses them. The caller
// must hold writer and mu.
func (s *Store) upToDate(of *Schema) bool {
	if s.state.schema.serial < of.serial {
		s.state = s.state.convert(of)
	}
	return s.state.schema == of
}

// notify ends a write. The caller must hold writer.
func (s *Store) notify() {
	s.added.Store(s.state.added)
	if s.changed != nil {
		s.changed()
	}
}
