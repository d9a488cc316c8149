package mock

import (
	"slices"
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"
)

// sessions are the named ones. One over the limit ends the one that was used least recently, and each use ends those that
// were idle for too long; so a mock that nobody uses keeps what it has, and grows no further.
type sessions struct {
	mu   sync.Mutex
	lru  *simplelru.LRU[string, *Session]
	idle time.Duration
}

func newSessions(limit int, idle time.Duration) *sessions {
	lru, _ := simplelru.NewLRU(limit, func(_ string, ended *Session) { ended.end() }) // fails for no size, which options refuse
	return &sessions{lru: lru, idle: idle}
}

// get finds a session, and builds it where there is none; nil where there is none and nothing builds it.
func (s *sessions) get(name string, build func(string) *Session) *Session {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.expire()
	if found, ok := s.lru.Get(name); ok {
		found.used.Store(time.Now().UnixMicro())
		return found
	}
	if build == nil {
		return nil
	}
	made := build(name)
	s.lru.Add(name, made)
	return made
}

func (s *sessions) find(name string) (*Session, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.expire()
	return s.lru.Peek(name)
}

// expire ends the idle ones. The least recently used stands first, so it looks at one more than it ends.
func (s *sessions) expire() {
	before := time.Now().Add(-s.idle).UnixMicro()
	for {
		_, oldest, ok := s.lru.GetOldest()
		if !ok || oldest.used.Load() >= before {
			return
		}
		s.lru.RemoveOldest()
	}
}

func (s *sessions) all() []*Session {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.expire()
	values := s.lru.Values()
	slices.Reverse(values)
	return values
}

func (s *sessions) end(name string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.lru.Remove(name)
}

func (s *sessions) endAll() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lru.Purge()
}

// end lets go of what runs on behalf of a session that is forgotten.
func (s *Session) end() {
	s.faults.letGo()
	s.jobs.cancel()
	s.faults.begin(nil, nil)
	s.armResets()
	s.server.kept.Add(-s.kept.end())
	s.requests.end()
	s.DeleteRequests()
}

// shrinkJournals empties the journals of the sessions that were used least recently, until all of them together take three
// quarters of what they may. That of the session in hand stays.
func (s *Server) shrinkRequestLogs(inHand *Session) {
	const enough = maxRequestLogs / 4 * 3
	all := append([]*Session{s.session}, s.sessions.all()...)
	for _, session := range slices.Backward(all) {
		if s.requestLogs.Load() <= enough {
			return
		}
		if session != inHand {
			session.DeleteRequests()
		}
	}
}
