package mock

import "sync"

// store guards a state: many readers or one writer at a time.
type store struct {
	writer sync.Mutex // held by whoever writes, also while a long write prepares the next state beside the readers
	mu     sync.RWMutex
	state  *state

	changed func() // runs after each write; nil where nobody wants to know
}

// read runs with a state that does not change meanwhile; use must not keep it. Like all that follow it runs with the records
// as of's documents have them, and not at all where the documents were reloaded since the caller took them up.
func (s *store) read(of *spec, use func(st *state)) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.state.spec.serial < of.serial {
		s.mu.RUnlock()
		s.write(of, func(*state) {})
		s.mu.RLock()
	}
	if s.state.spec == of {
		use(s.state)
	}
}

// write runs alone.
func (s *store) write(of *spec, change func(st *state)) {
	s.writer.Lock()
	defer s.writer.Unlock()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.upToDate(of) {
		change(s.state)
		s.tell()
	}
}

// writeBeside makes a long change to a copy, while readers go on with the state as it was; they see all of the change at
// once, when it is done. Other writers wait.
func (s *store) writeBeside(of *spec, change func(st *state)) {
	s.writer.Lock()
	defer s.writer.Unlock()
	s.mu.Lock()
	known := s.upToDate(of)
	next := s.state.copy()
	s.mu.Unlock()
	if !known {
		return
	}
	change(next)
	s.mu.Lock()
	s.state = next
	s.mu.Unlock()
	s.tell()
}

// alone runs while nobody writes.
func (s *store) alone(change func()) {
	s.writer.Lock()
	defer s.writer.Unlock()
	change()
}

// replace puts another state in the place of this one.
func (s *store) replace(make func() *state) {
	s.writer.Lock()
	defer s.writer.Unlock()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.state = make()
	s.tell()
}

// snapshot returns a copy that nobody else changes; nil where the documents were reloaded.
func (s *store) snapshot(of *spec) *state {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.upToDate(of) {
		return nil
	}
	return s.state.copy()
}

// copied is a copy of the state, for a caller that has it alone.
func (s *store) copied() *state {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.state.copy()
}

// upToDate brings the state to the documents of the caller, where those are newer. Its caller has the locks.
func (s *store) upToDate(of *spec) bool {
	if s.state.spec.serial < of.serial {
		s.state = s.state.convert(of)
	}
	return s.state.spec == of
}

func (s *store) tell() {
	if s.changed != nil {
		s.changed()
	}
}
