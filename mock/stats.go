package mock

import (
	"cmp"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// Tally counts the requests to an operation that got a status, in all sessions.
type Tally struct {
	Operation string // operationId; empty for requests that matched none
	Status    int    // 0 if the connection was reset
	Requests  uint64
	Duration  time.Duration // the total until the replies were sent
}

type tally struct {
	operation        string
	status           int
	requests, micros atomic.Uint64
}

// tallies is copy-on-write: every request reads it, and only the first request with a new operation and status adds an
// entry. There are few, so that a search costs less than a map.
type tallies struct {
	growing sync.Mutex
	all     atomic.Pointer[[]*tally]
}

func (t *tallies) of(operation string, status int) *tally {
	if found := t.find(operation, status); found != nil {
		return found
	}
	t.growing.Lock()
	defer t.growing.Unlock()
	if found := t.find(operation, status); found != nil {
		return found
	}
	made := &tally{operation: operation, status: status}
	grown := append(slices.Clone(t.list()), made)
	t.all.Store(&grown)
	return made
}

func (t *tallies) list() []*tally {
	if all := t.all.Load(); all != nil {
		return *all
	}
	return nil
}

func (t *tallies) find(operation string, status int) *tally {
	for _, one := range t.list() {
		if one.status == status && one.operation == operation {
			return one
		}
	}
	return nil
}

func (s *Server) tally(x *exchange) {
	operation := ""
	if x.op != nil {
		operation = x.op.id
	}
	counted := s.tallies.of(operation, x.reply.Status)
	counted.requests.Add(1)
	counted.micros.Add(uint64(x.duration.Microseconds()))
}

// Tallies returns the number of requests since the start, by operation and status.
func (s *Server) Tallies() []Tally {
	var all []Tally
	for _, counted := range s.tallies.list() {
		all = append(all, Tally{counted.operation, counted.status, counted.requests.Load(), time.Duration(counted.micros.Load()) * time.Microsecond})
	}
	slices.SortFunc(all, func(a, b Tally) int {
		return cmp.Or(cmp.Compare(a.Operation, b.Operation), cmp.Compare(a.Status, b.Status))
	})
	return all
}
