package mock

import (
	"cmp"
	"slices"
	"sync/atomic"
	"time"
)

// Tally counts the requests to an operation that got a status, in all sessions.
type Tally struct {
	Operation string // operationId; empty for requests that met none
	Status    int    // 0 where the connection was reset
	Requests  uint64
	Duration  time.Duration // of all of them, until the reply was on its way
}

type tallyKey struct {
	operation string
	status    int
}

type tally struct{ requests, micros atomic.Uint64 }

func (s *Server) tally(x *exchange, duration time.Duration) {
	key := tallyKey{status: x.reply.Status}
	if x.op != nil {
		key.operation = x.op.id
	}
	kept, found := s.tallies.Load(key)
	if !found {
		kept, _ = s.tallies.LoadOrStore(key, &tally{})
	}
	counted := kept.(*tally)
	counted.requests.Add(1)
	counted.micros.Add(uint64(duration.Microseconds()))
}

// Tallies returns how many requests there were since the start, by operation and status.
func (s *Server) Tallies() []Tally {
	var all []Tally
	s.tallies.Range(func(key, value any) bool {
		of, counted := key.(tallyKey), value.(*tally)
		all = append(all, Tally{of.operation, of.status, counted.requests.Load(), time.Duration(counted.micros.Load()) * time.Microsecond})
		return true
	})
	slices.SortFunc(all, func(a, b Tally) int {
		return cmp.Or(cmp.Compare(a.Operation, b.Operation), cmp.Compare(a.Status, b.Status))
	})
	return all
}
