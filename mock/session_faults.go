package mock

import (
	"fmt"
	"slices"
)

// AddFault registers a fault and returns it with its ID.
func (s *Session) AddFault(fault Fault) (Fault, error) {
	if err := s.server.spec.Load().prepare(&fault); err != nil {
		return Fault{}, err
	}
	if fault.size() > s.room() {
		return Fault{}, errKept
	}
	defer s.countFaults()
	f := &s.faults
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.list) >= maxFaults { // those that are used up are removed first
		f.list = slices.DeleteFunc(f.list, func(fault *Fault) bool {
			return fault.Times > 0 && fault.Used >= fault.Times && f.heldBy(fault.ID) == 0
		})
	}
	if len(f.list) >= maxFaults {
		return Fault{}, fmt.Errorf("%w: there are already %d faults, the maximum; delete some", ErrFull, maxFaults)
	}
	f.lastID++
	fault.ID, fault.Used, fault.Seen, fault.Held = f.lastID, 0, 0, 0
	f.list = append(f.list, &fault)
	f.some.Store(true)
	return fault, nil
}

func (s *Session) countFaults() {
	s.armResets()
	s.count(keptFaults, s.faults.size)
}

func (f *faults) size() (bytes int64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, fault := range f.list {
		bytes += fault.size()
	}
	return bytes
}

// Faults returns the faults in the order in which they are tried, used-up ones included.
func (s *Session) Faults() []Fault {
	f := &s.faults
	f.mu.Lock()
	defer f.mu.Unlock()
	all := make([]Fault, len(f.list))
	for i, fault := range f.list {
		all[i] = *fault
		all[i].Held = f.heldBy(fault.ID)
	}
	return all
}

// DeleteFault deletes a fault. It reports whether there was one.
func (s *Session) DeleteFault(id int) bool {
	defer s.countFaults()
	f := &s.faults
	f.mu.Lock()
	defer f.mu.Unlock()
	before := len(f.list)
	f.list = slices.DeleteFunc(f.list, func(fault *Fault) bool { return fault.ID == id })
	f.some.Store(len(f.list) > 0)
	f.release(id, len(f.held))
	return len(f.list) < before
}

// DeleteFaults deletes all faults.
func (s *Session) DeleteFaults() {
	defer s.countFaults()
	f := &s.faults
	f.mu.Lock()
	defer f.mu.Unlock()
	f.list = nil
	f.some.Store(false)
	f.release(0, len(f.held))
}
