package mock

import (
	"slices"
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"
)

// sessions are the named sessions. One over the limit evicts the least recently used one, those that nothing has changed
// first, and each use ends those that were idle for too long; so an unused mock keeps what it has and does not grow.
type sessions struct {
	mu    sync.Mutex
	lru   *simplelru.LRU[string, *Session]
	limit int
	idle  time.Duration
}

func newSessions(limit int, idle time.Duration) *sessions {
	lru, _ := simplelru.NewLRU(limit, func(_ string, ended *Session) { ended.end() }) // fails only for a size under 1, which options refuse
	return &sessions{lru: lru, limit: limit, idle: idle}
}

// get returns a session, and builds it if there is none; nil if build is nil too.
func (s *sessions) get(name string, build func(string) *Session) *Session {
	return s.getOr(name, build, s.endUnchanged)
}

// getIfRoom is get, except that it returns nil if a new session would evict another one.
func (s *sessions) getIfRoom(name string, build func(string) *Session) *Session {
	return s.getOr(name, build, nil)
}

// getOr is get. If there is no room for a new session, it calls makeRoom, or returns nil if that is nil.
func (s *sessions) getOr(name string, build func(string) *Session, makeRoom func()) *Session {
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
	full := s.lru.Len() >= s.limit
	if full && makeRoom == nil {
		return nil
	}
	made := build(name)
	if full {
		makeRoom()
	}
	s.lru.Add(name, made)
	return made
}

// endUnchanged ends the least recently used one of the sessions that are like new ones, if there is one. Otherwise anyone who
// only reads in new sessions could end those in use.
func (s *sessions) endUnchanged() {
	for _, session := range s.lru.Values() { // least recently used first
		if !session.changed.Load() {
			s.lru.Remove(session.name)
			return
		}
	}
}

func (s *sessions) find(name string) (*Session, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.expire()
	return s.lru.Peek(name)
}

// expire ends the idle sessions. The least recently used comes first, so it examines one more than it ends.
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

// end stops what runs for a session that is removed.
func (s *Session) end() {
	s.server.kept.Add(-s.kept.end()) // first: what is counted from now on must not end sessions, which the caller has locked
	s.faults.letGo()
	s.jobs.cancel()
	s.faults.begin(nil, nil)
	s.armResets()
	s.requests.end()
	s.DeleteRequests()
}

// shrinkRequestLogs empties the request logs of the least recently used sessions until all of them together take three
// quarters of the maximum. That of the session in hand stays.
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
