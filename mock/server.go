// Package mock plays the lead API in memory: an http.Handler that remembers, and that answers as the vendor's server
// does, down to the error texts. The OpenAPI document tells it what to do; see openapi/lead.yaml.
package mock

import (
	"fmt"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/gorilla/mux"

	"github.com/leadapi/leadapi/openapi"
)

// Server is the mock. It is safe for concurrent use.
type Server struct {
	// URL is where RunT serves it, such as http://127.0.0.1:41234; empty for a server made by New.
	URL string

	config     config
	resources  []*resource
	operations []*operation
	router     *mux.Router       // finds the name of a route
	routes     map[string]*route // by path, as the document has it
	base       *session
	jobs       *jobs
}

// session is the state that one caller sees.
type session struct {
	name  string
	store *store
	clock clock
	ids   *ids
}

// New makes a mock of the lead page and of the pages given with WithSpec. Errors name the place in the page or the seed.
func New(options ...Option) (*Server, error) {
	config, err := newConfig(options)
	if err != nil {
		return nil, err
	}
	s := &Server{config: config, jobs: newJobs()}
	lead, err := openapi.Lead()
	if err != nil {
		return nil, err
	}
	pages := append([]*openapi.Document{lead}, config.pages...)
	if s.resources, err = compileResources(pages); err != nil {
		return nil, err
	}
	if s.operations, err = s.compileOperations(pages); err != nil {
		return nil, err
	}
	if s.base, err = s.newSession(); err != nil {
		return nil, err
	}
	s.router, s.routes = compileRoutes(s.operations)
	return s, nil
}

func (s *Server) newSession() (*session, error) {
	made := &session{store: &store{}, ids: newIDs(s.config.idSeed, "created"), clock: wallClock{}}
	if !s.config.now.IsZero() {
		made.clock = newSteppedClock(s.config.now)
	}
	seeded, err := s.seed(made.clock.tick())
	if err != nil {
		return nil, err
	}
	made.store.state = seeded
	return made, nil
}

// Close ends imports that have not begun and waits for those that have. Closing twice is fine.
func (s *Server) Close() error {
	s.jobs.close()
	return nil
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var start time.Time
	if s.config.log != nil {
		start = time.Now()
	}
	var op *operation
	var reply Reply
	if origin := r.Header.Get("Origin"); origin != "" && allowOrigin(w.Header(), r, origin) {
		reply = Reply{Status: http.StatusNoContent, Why: "preflight of " + shorten(r.Header.Get("Access-Control-Request-Method"))}
	} else {
		op, reply = s.answer(r)
	}
	reply.write(w)
	if s.config.log != nil {
		s.config.log(requestEntry(op, r, reply, start))
	}
}

// answer finds the operation and lets it answer. Code that panics is answered for too, so that a bug of the mock is not
// taken for a network failure.
func (s *Server) answer(r *http.Request) (op *operation, reply Reply) {
	defer func() {
		if cause := recover(); cause != nil {
			text := fmt.Sprintf("the mock failed: %v", cause)
			reply = problem(http.StatusInternalServerError, text).own(text)
			reply.Why += "\n" + string(debug.Stack())
		}
	}()
	// Match instead of ServeHTTP: it spares two copies of the request that only carry the parameters.
	var match mux.RouteMatch
	if !s.router.Match(r, &match) {
		return nil, s.unknownPath(r)
	}
	route := s.routes[match.Route.GetName()]
	if op = route.operations[r.Method]; op == nil {
		return nil, route.otherMethod(r.Method)
	}
	return op, op.authorized(r, match.Vars)
}
