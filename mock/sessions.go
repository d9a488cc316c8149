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
	mu     sync.Mutex
	lru    *simplelru.LRU[string, *Session]
	limit  int
	idle   time.Duration
	guests int // how many sessions are guests
}

// maxGuests is how many sessions can be guests: only requests whose token is not accepted have named them. A test of an app that is
// signed out finds its requests there, and nobody without a token can use up the sessions.
const maxGuests = 100

func newSessions(limit int, idle time.Duration) *sessions {
	s := &sessions{limit: limit, idle: idle}
	s.lru, _ = simplelru.NewLRU(limit, func(_ string, ended *Session) { // fails only for a size under 1, which options refuse
		s.admit(ended)
		ended.end()
	})
	return s
}

// get returns a session, and builds it if there is none; nil if build is nil too.
func (s *sessions) get(name string, build func(string) *Session) *Session {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := s.use(name)
	if build == nil {
		return found
	}
	if found != nil {
		s.admit(found)
		return found
	}
	made := build(name)
	if s.lru.Len() >= s.limit {
		s.endUnchanged()
	}
	s.lru.Add(name, made)
	return made
}

// guest returns the session for a request whose token is not accepted, and builds it if there is room for a guest; otherwise nil. It
// evicts no other session.
func (s *sessions) guest(name string, build func(string) *Session) *Session {
	s.mu.Lock()
	defer s.mu.Unlock()
	if found := s.use(name); found != nil || s.guests >= maxGuests || s.lru.Len() >= s.limit {
		return found
	}
	made := build(name)
	made.guest = true
	s.guests++
	s.lru.Add(name, made)
	return made
}

// use returns a session, or nil, and marks it as used. The caller must hold mu.
func (s *sessions) use(name string) *Session {
	s.expire()
	found, _ := s.lru.Get(name)
	if found != nil {
		found.used.Store(time.Now().UnixMicro())
	}
	return found
}

// admit ends the time of a session as a guest. The caller must hold mu.
func (s *sessions) admit(session *Session) {
	if session.guest {
		session.guest = false
		s.guests--
	}
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
	s.faults.end()
	s.jobs.cancel()
	s.armResets()
	s.requests.end()
	s.DeleteRequests()
	s.server.feed.forget(s)
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
