package mock

import "sync"

// store guards a state: many readers or one writer at a time.
type store struct {
	writer sync.Mutex // held by whoever writes, also while a long write prepares the next state beside the readers
	mu     sync.RWMutex
	state  *state
}

// read runs with a state that does not change meanwhile; use must not keep it.
func (s *store) read(use func(st *state)) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	use(s.state)
}

// write runs alone.
func (s *store) write(change func(st *state)) {
	s.writer.Lock()
	defer s.writer.Unlock()
	s.mu.Lock()
	defer s.mu.Unlock()
	change(s.state)
}

// writeBeside makes a long change to a copy, while readers go on with the state as it was;
// they see all of the change at once, when it is done. Other writers wait.
func (s *store) writeBeside(change func(st *state)) {
	s.writer.Lock()
	defer s.writer.Unlock()
	next := s.snapshot()
	change(next)
	s.mu.Lock()
	s.state = next
	s.mu.Unlock()
}

// snapshot returns a copy that nobody else changes.
func (s *store) snapshot() *state {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.state.copy()
}
