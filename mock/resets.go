package mock

import (
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// Browsers, and Go's client, send a request again by themselves if a connection that was used before, or that was idle, is
// reset before an answer: the connection may have been closed for being idle. A fault with reset would then be used up
// unseen. So while a reset is armed, every connection serves one request, because a reset of a fresh connection is shown to
// the caller.

// resets tracks whether any session has a reset armed, and the servers whose connections must then be fresh.
type resets struct {
	armed   atomic.Int32 // sessions with a reset that is not used up
	mu      sync.Mutex
	servers []*http.Server
	fresh   map[net.Conn]time.Time // connections without a request so far, and since when
	waiting atomic.Int32           // the number of those
}

// Attach registers the server that serves the mock, and must be called before it starts. While a fault with reset is armed,
// the mock closes the server's idle connections, so that a client does not take the reset for the end of an idle connection
// and send the request again. It sets server.ConnState. RunT and leadmock attach theirs.
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

// opening is how long a new connection is assumed to have its first request on its way.
const opening = 50 * time.Millisecond

// arm counts the sessions that have a reset armed.
func (r *resets) arm(delta int32) {
	r.mu.Lock()
	defer r.mu.Unlock()
	armed := r.armed.Add(delta)
	if armed > 1 || armed == 1 && delta < 0 {
		return // as before
	}
	for _, server := range r.servers {
		server.SetKeepAlivesEnabled(armed == 0) // false closes the idle ones
	}
	if armed == 0 {
		return
	}
	for conn, since := range r.fresh { // a browser opens some in advance, and later treats them as used
		if time.Since(since) > opening {
			_ = conn.Close() // the server notices
		}
	}
}

// armResets checks whether the session has a reset that is not used up.
func (s *Session) armResets() {
	f := &s.faults
	f.mu.Lock()
	defer f.mu.Unlock()
	armed := false
	for _, fault := range f.list {
		armed = armed || !f.ended && fault.Reset && (fault.Times == 0 || fault.Used < fault.Times)
	}
	switch {
	case armed && !f.armed:
		s.server.resets.arm(1)
	case !armed && f.armed:
		s.server.resets.arm(-1)
	}
	f.armed = armed
}
