package store

import "sync"

// Store guards a state: many readers or one writer at a time.
type Store struct {
	importing  sync.Mutex // held by an import, from its beginning to its end
	writer     sync.Mutex // held by a writer, also while a long write prepares the next state beside the readers
	mu         sync.RWMutex
	state      *State
	generation int // goes up when another state takes the place of this one

	changed func() // runs after each write; may be nil
}

// New returns a store of a state, which the caller must not use any more.
func New(st *State) *Store { return &Store{state: st} }

// Read calls use with a state that does not change during the call; use must not retain it. It reports false, without
// calling use, if documents newer than of have taken their place.
func (s *Store) Read(of *Schema, use func(st *State)) bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.state.schema.serial < of.serial {
		s.mu.RUnlock()
		s.Write(of, func(*State) {})
		s.mu.RLock()
	}
	if s.state.schema != of {
		return false
	}
	use(s.state)
	return true
}

// Write calls change while nobody else reads or writes. It reports false, without calling change, if documents newer than
// of have taken their place.
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

// WriteBeside is Write for a long change: it is made to a copy, while readers go on with the state as it was; they see all
// of the change at once. Other writers wait.
func (s *Store) WriteBeside(of *Schema, change func(st *State)) bool {
	s.writer.Lock()
	defer s.writer.Unlock()
	s.mu.Lock()
	known := s.upToDate(of)
	next := s.state.Copy()
	next.ids, next.log = s.state.ids, s.state.log
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

// Exclusive calls use while nobody reads or writes, whatever the documents are.
func (s *Store) Exclusive(use func(st *State)) {
	s.writer.Lock()
	defer s.writer.Unlock()
	s.mu.Lock()
	defer s.mu.Unlock()
	use(s.state)
}

// Replace puts the state that build returns in the place of this one. An import that is under way ends with ErrReplaced.
func (s *Store) Replace(build func(now *State) *State) {
	s.Exclusive(func(now *State) {
		s.state = build(now)
		s.generation++
		s.notify()
	})
}

// Snapshot returns a copy that nobody else changes; nil if documents newer than of have taken their place.
func (s *Store) Snapshot(of *Schema) *State {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.upToDate(of) {
		return nil
	}
	return s.state.Copy()
}

// OnChange lets changed run after each write, while other writers wait.
func (s *Store) OnChange(changed func()) {
	s.Exclusive(func(*State) { s.changed = changed })
}

// upToDate converts the state to the documents of the caller if those are newer. The caller must hold mu.
func (s *Store) upToDate(of *Schema) bool {
	if s.state.schema.serial < of.serial {
		s.state = s.state.convert(of)
	}
	return s.state.schema == of
}

func (s *Store) notify() {
	if s.changed != nil {
		s.changed()
	}
}
