// Package mock plays the lead API in memory: an http.Handler that remembers, and that answers as the vendor's server
// does, down to the error texts. The OpenAPI document tells it what to do; see openapi/lead.yaml.
package mock

import (
	"fmt"
	"net/http"
	"runtime/debug"
	"strings"
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
	router     *mux.Router
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
	s.router = s.routes()
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

// routes enters paths without parameters first: as OpenAPI has it, they win over those with some.
func (s *Server) routes() *mux.Router {
	router := mux.NewRouter().SkipClean(true).UseEncodedPath()
	router.NotFoundHandler = s.respond(nil, s.unknownPath)
	var paths []string
	byPath := map[string]map[string]*operation{}
	for _, op := range s.operations {
		if byPath[op.path] == nil {
			byPath[op.path] = map[string]*operation{}
			paths = append(paths, op.path)
		}
		byPath[op.path][op.method] = op
	}
	for _, parameterized := range []bool{false, true} {
		for _, path := range paths {
			if strings.Contains(path, "{") == parameterized {
				router.Handle(path, s.methods(byPath[path]))
			}
		}
	}
	return router
}

// methods serves one path.
func (s *Server) methods(operations map[string]*operation) http.Handler {
	handlers := map[string]http.Handler{}
	var allow []string
	for _, method := range []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"} {
		documented := method
		if method == http.MethodHead && operations[http.MethodHead] == nil {
			documented = http.MethodGet // A15
		}
		if op := operations[documented]; op != nil {
			handlers[method] = s.respond(op, op.authorized)
			allow = append(allow, method)
		}
	}
	allowed := strings.Join(append(allow, http.MethodOptions), ", ")
	handlers[http.MethodOptions] = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Allow", allowed)
		w.WriteHeader(http.StatusNoContent)
	})
	refuse := s.respond(nil, func(*http.Request) Reply {
		reply := methodNotAllowed
		reply.allow = allowed
		return reply
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if handler := handlers[r.Method]; handler != nil {
			handler.ServeHTTP(w, r)
			return
		}
		refuse.ServeHTTP(w, r)
	})
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if origin := r.Header.Get("Origin"); origin != "" && allowOrigin(w.Header(), r, origin) {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	s.router.ServeHTTP(w, r)
}

// respond turns what answers a request into a handler that writes and logs the reply.
func (s *Server) respond(op *operation, answer func(*http.Request) Reply) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var start time.Time
		if s.config.log != nil {
			start = time.Now()
		}
		reply := s.guard(answer, r)
		reply.write(w)
		if s.config.log != nil {
			s.config.log(requestEntry(op, r, reply, start))
		}
	})
}

// guard answers for code that panics, so that a bug of the mock is not taken for a network failure.
func (s *Server) guard(answer func(*http.Request) Reply, r *http.Request) (reply Reply) {
	defer func() {
		if cause := recover(); cause != nil {
			text := fmt.Sprintf("the mock failed: %v", cause)
			reply = problem(http.StatusInternalServerError, text).own(text)
			reply.Why += "\n" + string(debug.Stack())
		}
	}()
	return answer(r)
}
