package mock

import (
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// Browsers, and Go's client, send a request again by themselves if a connection that was used before, or that waited unused, is
// reset before an answer: the connection may have been closed for being idle. So a fault with reset would be used up unseen.
// While one is armed every connection therefore serves one request, since a reset of a fresh connection is shown to the caller.

// resets know whether any session has a reset armed, and the servers whose connections are to be fresh then.
type resets struct {
	armed   atomic.Int32 // sessions with a reset that is not used up
	mu      sync.Mutex
	servers []*http.Server
	fresh   map[net.Conn]time.Time // connections without a request so far, and since when
	waiting atomic.Int32           // how many those are
}

// Attach tells the mock which server serves it, before that begins to: while a fault with reset is armed, the mock closes its
// idle connections, so that a client does not take the reset for the end of an idle connection and send the request again. It
// sets server.ConnState. RunT and leadmock attach theirs.
func (s *Server) Attach(server *http.Server) {
	s.resets.mu.Lock()
	defer s.resets.mu.Unlock()
	s.resets.servers = append(s.resets.servers, server)
	server.ConnState = s.resets.connState
}

func (r *resets) connState(conn net.Conn, state http.ConnState) {
	if state == http.StateNew {
		r.mu.Lock()
		defer r.mu.Unlock()
		if r.fresh == nil {
			r.fresh = map[net.Conn]time.Time{}
		}
		r.fresh[conn] = time.Now()
		r.waiting.Store(int32(len(r.fresh)))
		return
	}
	if state == http.StateIdle || r.waiting.Load() == 0 { // it has had a request
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.fresh, conn)
	r.waiting.Store(int32(len(r.fresh)))
}

// opening is how long a new connection is taken for one whose request is on its way.
const opening = 50 * time.Millisecond

// arm notes that one session more, or one less, has a reset armed.
func (r *resets) arm(delta int32) {
	r.mu.Lock()
	defer r.mu.Unlock()
	armed := r.armed.Add(delta)
	if armed > 1 || armed == 1 && delta < 0 {
		return // as before
	}
	for _, server := range r.servers {
		server.SetKeepAlivesEnabled(armed == 0) // false closes those that are idle
	}
	if armed == 0 {
		return
	}
	for conn, since := range r.fresh { // a browser opens some ahead, and takes them for used ones later
		if time.Since(since) > opening {
			_ = conn.Close() // the server finds out
		}
	}
}

// armResets looks whether the session has a reset that is not used up.
func (s *Session) armResets() {
	f := &s.faults
	f.mu.Lock()
	defer f.mu.Unlock()
	armed := false
	for _, fault := range f.list {
		armed = armed || fault.Reset && (fault.Times == 0 || fault.Used < fault.Times)
	}
	switch {
	case armed && !f.armed:
		s.server.resets.arm(1)
	case !armed && f.armed:
		s.server.resets.arm(-1)
	}
	f.armed = armed
}
