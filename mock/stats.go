package mock

import (
	"cmp"
	"maps"
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

type tallyKey struct {
	operation string
	status    int
}

type tally struct{ requests, micros atomic.Uint64 }

// tallies is copy-on-write: every request reads it, and only the first request with a new operation and status adds an
// entry.
type tallies struct {
	growing sync.Mutex
	byKey   atomic.Pointer[map[tallyKey]*tally]
}

func (t *tallies) of(key tallyKey) *tally {
	if all := t.byKey.Load(); all != nil && (*all)[key] != nil {
		return (*all)[key]
	}
	t.growing.Lock()
	defer t.growing.Unlock()
	grown := map[tallyKey]*tally{}
	if all := t.byKey.Load(); all != nil {
		maps.Copy(grown, *all)
	}
	if grown[key] == nil {
		grown[key] = &tally{}
	}
	t.byKey.Store(&grown)
	return grown[key]
}

func (s *Server) tally(x *exchange, duration time.Duration) {
	key := tallyKey{status: x.reply.Status}
	if x.op != nil {
		key.operation = x.op.id
	}
	counted := s.tallies.of(key)
	counted.requests.Add(1)
	counted.micros.Add(uint64(duration.Microseconds()))
}

// Tallies returns the number of requests since the start, by operation and status.
func (s *Server) Tallies() []Tally {
	var all []Tally
	if byKey := s.tallies.byKey.Load(); byKey != nil {
		for of, counted := range *byKey {
			all = append(all, Tally{of.operation, of.status, counted.requests.Load(), time.Duration(counted.micros.Load()) * time.Microsecond})
		}
	}
	slices.SortFunc(all, func(a, b Tally) int {
		return cmp.Or(cmp.Compare(a.Operation, b.Operation), cmp.Compare(a.Status, b.Status))
	})
	return all
}
