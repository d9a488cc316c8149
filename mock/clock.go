package mock

import (
	"crypto/rand"
	"encoding/binary"
	mathrand "math/rand/v2"
	"sync"
	"time"
)

// clock tells the time of a write in microseconds, the unit of the page's samples.
type clock interface{ tick() int64 }

type wallClock struct{}

func (wallClock) tick() int64 { return time.Now().UnixMicro() }

// steppedClock begins at a time and moves on by one millisecond a write, so that times are the same on every run.
type steppedClock struct {
	mu   sync.Mutex
	next int64
}

func newSteppedClock(start time.Time) *steppedClock { return &steppedClock{next: start.UnixMicro()} }

func (c *steppedClock) tick() int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.next
	c.next += time.Millisecond.Microseconds()
	return now
}

// ids makes random uuids of version 4 (A43). Its user has the store's write lock.
type ids struct {
	random     *mathrand.ChaCha8
	repeatable bool // ids may have been given out by an earlier run whose records are here now
}

// newIDs begins a sequence that is the same for the same seed and purpose; without a seed it is a new one each time.
func newIDs(seed *int64, purpose string) *ids {
	var key [32]byte
	if seed == nil {
		_, _ = rand.Read(key[:]) // never fails, by its documentation
		return &ids{random: mathrand.NewChaCha8(key)}
	}
	binary.LittleEndian.PutUint64(key[:], uint64(*seed))
	copy(key[8:], purpose)
	return &ids{random: mathrand.NewChaCha8(key), repeatable: true}
}

// nextFor is the next id that no record of the resource has.
func (s *ids) nextFor(st *state, res *resource) uuid {
	id := s.next()
	for s.repeatable && st.get(res, id) != nil {
		id = s.next()
	}
	return id
}

func (s *ids) next() uuid {
	var u uuid
	binary.LittleEndian.PutUint64(u[:8], s.random.Uint64())
	binary.LittleEndian.PutUint64(u[8:], s.random.Uint64())
	u[6] = u[6]&0x0f | 0x40
	u[8] = u[8]&0x3f | 0x80
	return u
}
