// Package mock plays the lead API in memory: an http.Handler that remembers, and that answers as the vendor's server
// does, down to the error texts. The OpenAPI document tells it what to do; see openapi/lead.yaml.
//
// A Server holds sessions: states that know nothing of each other. A request that names none meets the default one, whose
// methods are the server's own.
package mock

// The files are rooms that may not all know each other. Behind walls are mock/internal/store (records, indexes, copies, seeds,
// ids), mock/internal/leadcsv (CSV files) and mock/internal/quickcheck (JSON bodies). In this package:
//
//   - HTTP: server, exchange, route, template, query, operation, body, validate, verbs, list, reply, ...
//   - the session: one type in session.go, its methods by subject in session_*.go, and what it has: clock, faults, jobs,
//     journal. A kind of fault is a file, fault_*.go.
//   - imports: upload.go, which stands between CSV files and records. It and people.go are all that know of leads, but for readings*.go.

import (
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
)

// session keeps the field of the default session out of the package's interface, but not its methods.
type session = Session

// Server is the mock. It is safe for concurrent use.
type Server struct {
	*session // the default one, whose methods are the server's own

	// URL is where RunT serves it, such as http://127.0.0.1:41234; empty for a server made by New.
	URL string

	config      config
	spec        atomic.Pointer[spec]
	reloading   sync.Mutex
	sessions    *sessions
	mounts      atomic.Pointer[map[string]http.Handler] // by first segment of the path
	tallies     tallies
	usage       usage
	requestLogs atomic.Int64 // bytes that the journals of all sessions take
	feed        feed
	held        atomic.Int32 // requests that wait to be released
	kept        atomic.Int64 // bytes that all sessions keep, see maxKept
	resets      resets
	variants    variants
}

// New makes a mock of the lead page and of the pages given with WithSpec. Errors name the place in the page or the seed.
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
			return nil, err
		}
	}
	return s, nil
}

// Close ends imports that have not begun and waits for those that have. Closing twice is fine.
func (s *Server) Close() error {
	for _, session := range s.Sessions() {
		session.faults.letGo()
		session.jobs.close()
	}
	return nil
}

// Mount serves a handler below a first segment of the path, such as __mock, in place of the API. Below /s/<session>/ it is
// served too, with the session in X-Mock-Session. The empty segment is the path / itself, for GET, unless a page has an
// operation there.
func (s *Server) Mount(segment string, handler http.Handler) {
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

// mounted finds the handler of a path that is not the API's.
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

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
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
	if origin := r.Header.Get("Origin"); origin != "" && allowOrigin(w.Header(), r, origin) {
		x.reply = Reply{Status: http.StatusNoContent, Why: "preflight of " + shorten(r.Header.Get("Access-Control-Request-Method"))}
	} else {
		x.answer()
		x.logRequest()
	}
	x.write(w)
	x.release()
}
