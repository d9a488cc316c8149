// Package mock serves the lead API from memory: an http.Handler that keeps what clients send and answers as the
// documentation says, down to the error texts. The spec openapi/lead.yaml defines what it does.
//
// A Server has sessions: independent states. A request that names none uses the default session, whose methods are promoted
// to the server.
package mock

// Not all files of this package may use each other. Behind package boundaries are mock/internal/store (records, indexes,
// copies, seeds, IDs), mock/internal/leadcsv (CSV files) and mock/internal/quickcheck (JSON bodies). In this package:
//
//   - HTTP: server, exchange, route, template, query, operation, body, validate, verbs, list, reply, ...
//   - the session: one type in session.go, its methods by subject in session_*.go, and its parts: clock, faults, jobs,
//     request log. A kind of fault is a file, fault_*.go.
//   - imports: upload*.go, which turn CSV files into records. Only these, people.go and readings*.go know about leads.

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
)

// session is an unexported alias, so that the default session is embedded without an exported field.
type session = Session

// Server is the mock. It is safe for concurrent use.
type Server struct {
	*session // the default session, whose methods are the server's own

	// URL is the address at which RunT serves it, such as http://127.0.0.1:41234; empty for a server made by New.
	URL string

	config      config
	spec        atomic.Pointer[spec]
	reloading   sync.Mutex
	sessions    *sessions
	mounting    sync.Mutex
	mounts      atomic.Pointer[map[string]http.Handler] // by first segment of the path
	tallies     tallies
	usage       usage
	requestLogs atomic.Int64 // bytes that the request logs of all sessions take
	feed        feed
	events      events
	logsMade    atomic.Int64 // request logs of sessions so far
	held        atomic.Int32 // requests that wait to be released
	kept        atomic.Int64 // bytes that the sessions but the default one keep, see maxKept
	resets      resets
	variants    variants
	fineToken   atomic.Pointer[string] // the last header Authorization about which there was nothing to note
}

// ErrState is in the errors of New that are about the records of WithState.
var ErrState = errors.New("the state cannot be read")

// New returns a mock of the lead API and of the specs given with WithSpec. Errors name the place in the spec or the seed.
func New(options ...Option) (*Server, error) {
	config, err := newConfig(options)
	if err != nil {
		return nil, err
	}
	s := &Server{config: config}
	compiled, err := compile(&s.config, 1)
	if err != nil {
		return nil, err
	}
	s.spec.Store(compiled)
	s.sessions = newSessions(config.maxSessions, config.sessionIdle)
	s.session = s.newSession("")
	if config.state != nil {
		if err := s.ImportState(config.stateName, config.state); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrState, err)
		}
	}
	return s, nil
}

// Close cancels imports that wait and waits for those in progress. It may be called twice.
func (s *Server) Close() error {
	for _, session := range s.Sessions() {
		session.faults.letGo()
		session.jobs.close()
	}
	return nil
}

// Mount serves a handler below a first segment of the path, such as __mock, instead of the API. It also serves it below
// /s/<session>/, with the session in X-Mock-Session. The empty segment is the path / itself, for GET, unless a spec has an
// operation there.
func (s *Server) Mount(segment string, handler http.Handler) {
	s.mounting.Lock()
	defer s.mounting.Unlock()
	mounts := map[string]http.Handler{segment: handler}
	if before := s.mounts.Load(); before != nil {
		for segment, handler := range *before {
			if mounts[segment] == nil {
				mounts[segment] = handler
			}
		}
	}
	s.mounts.Store(&mounts)
}

// mounted returns the handler for a path outside the API, or nil.
func (s *Server) mounted(r *http.Request) http.Handler {
	mounts, path := s.mounts.Load(), r.URL.Path
	if mounts == nil || path == "" {
		return nil
	}
	if path == "/" && (r.Method != http.MethodGet && r.Method != http.MethodHead || s.spec.Load().routes[path] != nil) {
		return nil
	}
	segment, _, _ := strings.Cut(path[1:], "/")
	if segment == "" && path != "/" {
		return nil
	}
	return (*mounts)[segment]
}

// ServeHTTP answers one request. A httptest.ResponseRecorder is not a connection: use httptest.NewServer or RunT for faults
// that break one, and for the control API, which wants a client on this machine.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if s.session == nil {
		panic("mock: the Server was not made by New")
	}
	sent := r
	if strings.HasPrefix(r.URL.Path, sessionPrefix) {
		r = withSessionOfPath(r)
	}
	if s.resets.armed.Load() > 0 && r.ProtoMajor == 1 {
		w.Header().Set("Connection", "close")
	}
	if handler := s.mounted(r); handler != nil {
		handler.ServeHTTP(w, r)
		return
	}
	x := newExchange(s, r)
	if origin := first(r.Header["Origin"]); origin != "" && allowOrigin(w.Header(), r, origin) {
		x.reply = Reply{Status: http.StatusNoContent, Why: "preflight of " + shorten(r.Header.Get("Access-Control-Request-Method"))}
	} else {
		x.noteSession(sent)
		x.answer()
		x.logRequest()
	}
	x.write(w)
	x.release()
}
