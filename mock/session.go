package mock

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"
	"unicode/utf8"

	"github.com/leadapi/leadapi/mock/internal/store"
)

// Session is an independent state: records, faults, clock, ids, imports, request log and snapshots. It is made from the seed
// when a request first names it. The methods of a Server are those of its default session.
type Session struct {
	server    *Server
	name      string
	store     *store.Store
	clock     clock
	faults    faults
	jobs      jobs
	requests  requestLog
	snapshots snapshots
	kept      kept
	played    atomic.Pointer[played] // nil for the initial readings
	usage     usage
	scenario  atomic.Pointer[string] // the name of the scenario that it started with
	used      atomic.Int64           // microseconds since 1970
	isToken   atomic.Bool            // a request has its name as its token
	changed   atomic.Bool            // whether more than its request log may differ from a new session
	guest     bool                   // see maxGuests; sessions.mu guards it
}

func (s *Server) newSession(name string) *Session {
	made := &Session{server: s, name: name}
	made.requests.number = s.logsMade.Add(1)
	made.faults.allHeld = &s.held
	made.used.Store(time.Now().UnixMicro())
	spec := s.spec.Load()
	made.jobs.init(spec.started.imports(Imports{After: s.config.importDelay}), func() {
		made.count(keptImports, made.jobs.size)
		made.countRecords()
	})
	made.store = store.New(made.begin(spec.started, spec.startedFaults, spec.seeded()))
	return made
}

// Name returns the text in X-Mock-Session; empty for the default session.
func (s *Session) Name() string { return s.name }

// shownName returns the name as lists show it. A name that is a token becomes the one of SessionOfToken.
func (s *Session) shownName() string {
	if s.isToken.Load() {
		return SessionOfToken(s.name)
	}
	return withoutBearers(s.name)
}

// Reset restores the initial state: records, faults, clock, ids, imports and request log. Snapshots stay.
func (s *Session) Reset() {
	spec := s.server.spec.Load()
	s.restart(spec.started, spec.startedFaults, spec.seeded())
}

// SessionInfo describes a session.
type SessionInfo struct {
	Name      string         `json:"name"`               // masked if it is a token
	Records   map[string]int `json:"records"`            // by resource
	Scenario  string         `json:"scenario,omitempty"` // the name of the scenario that it started with
	Requests  int            `json:"requests"`
	Faults    int            `json:"faults"`
	Snapshots int            `json:"snapshots"`
	UsedAt    time.Time      `json:"used_at"`
}

// Info describes the session.
func (s *Session) Info() SessionInfo {
	info := SessionInfo{
		Name:      s.shownName(),
		Scenario:  *s.scenario.Load(),
		Requests:  s.requests.len(),
		Faults:    s.faults.len(),
		Snapshots: s.snapshots.len(),
		UsedAt:    time.UnixMicro(s.used.Load()).In(store.Zone),
	}
	for !s.store.Read(s.server.spec.Load().schema, func(st *store.State) { info.Records = st.Count() }) {
	}
	return info
}

// The ways in which a request names its session.
const (
	sessionHeader  = "X-Mock-Session"
	sessionPrefix  = "/s/"
	maxSessionName = 200
)

// withSessionOfPath turns /s/<session>/v3/lead into /v3/lead with the session in the header; any other path stays.
func withSessionOfPath(r *http.Request) *http.Request {
	escaped, rest, found := strings.Cut(strings.TrimPrefix(r.URL.EscapedPath(), sessionPrefix), "/")
	name, err := url.PathUnescape(escaped)
	if !found || err != nil || name == "" {
		return r
	}
	path, err := url.PathUnescape("/" + rest)
	if err != nil {
		return r
	}
	twin := new(http.Request)
	*twin = *r
	where := *r.URL
	where.Path, where.RawPath = path, ""
	if where.EscapedPath() != "/"+rest { // as in a parsed URL
		where.RawPath = "/" + rest
	}
	twin.URL, twin.RequestURI = &where, where.RequestURI()
	twin.Header = r.Header.Clone()
	twin.Header.Set(sessionHeader, name)
	return twin
}

// SessionOf returns the session that a request names, and creates it if there is none. A request that only reads gets one that
// is not kept.
func (s *Server) SessionOf(r *http.Request) (*Session, error) {
	name, err := s.sessionName(r)
	if err != nil {
		return nil, err
	}
	return s.sessionOrNew(name, r.Method != http.MethodGet && r.Method != http.MethodHead), nil
}

// SessionOfToken returns the name of the session for a bearer token under WithSessionFromToken. The name does not reveal the
// token.
func SessionOfToken(token string) string {
	sum := sha256.Sum256([]byte(token))
	return "token-" + hex.EncodeToString(sum[:8])
}

// sessionName returns the name of a request's session. The header wins over the token, even if it is empty.
func (s *Server) sessionName(r *http.Request) (string, error) {
	names := r.Header[sessionHeader]
	name := first(names)
	switch {
	case names == nil && s.config.sessionFromToken:
		if token := bearer(first(r.Header["Authorization"])); token != "" {
			return SessionOfToken(token), nil
		}
		return "", nil
	case name == "":
		return "", nil
	case len(names) > 1:
		return "", fmt.Errorf("%s is sent %d times; send it once", sessionHeader, len(names))
	case len(name) > maxSessionName:
		return "", fmt.Errorf("%s has %d bytes; at most %d are allowed", sessionHeader, len(name), maxSessionName)
	}
	return readable(name), nil
}

// readable decodes a header that is not UTF-8 as Latin-1, which fetch and other clients use, so that different names stay
// different.
func readable(header string) string {
	if utf8.ValidString(header) {
		return header
	}
	letters := make([]rune, len(header))
	for i := range len(header) {
		letters[i] = rune(header[i])
	}
	return string(letters)
}

// sessionFor returns the session that a request to the API names, and creates it if there is none. A request whose token is not
// accepted creates a guest. If there is no room for one, it gets a session that is not kept.
func (s *Server) sessionFor(r *http.Request) (*Session, error) {
	name, err := s.sessionName(r)
	if err != nil {
		return nil, err
	}
	if name == "" || passes(s.config.auth, first(r.Header["Authorization"])) {
		return s.InSession(name), nil
	}
	if found := s.sessions.guest(name, s.newSession); found != nil {
		return found, nil
	}
	return s.unkept(name), nil
}

// sessionOrNew returns the session with a name. If there is none, it creates one, which is kept only if keep is true.
func (s *Server) sessionOrNew(name string, keep bool) *Session {
	if name == "" || keep {
		return s.InSession(name)
	}
	if found := s.sessions.get(name, nil); found != nil {
		return found
	}
	return s.unkept(name)
}

// unkept returns a new session that only this request sees.
func (s *Server) unkept(name string) *Session {
	made := s.newSession(name)
	made.requests.end()
	made.faults.ended = true
	return made
}

// InSession returns the session with a name, and creates it from the seed if there is none; "" is the default session. It
// panics if the name has more than 200 bytes, because no request could name the session.
func (s *Server) InSession(name string) *Session {
	if name == "" {
		return s.session
	}
	if len(name) > maxSessionName {
		panic(fmt.Sprintf("mock: InSession: the name has %d bytes; at most %d are allowed", len(name), maxSessionName))
	}
	return s.sessions.get(name, s.newSession)
}

// FindSession returns the session with a name, if there is one.
func (s *Server) FindSession(name string) (*Session, bool) {
	if name == "" {
		return s.session, true
	}
	return s.sessions.find(name)
}

// Sessions returns the default session, then the others, most recently used first.
func (s *Server) Sessions() []*Session {
	return append([]*Session{s.session}, s.sessions.all()...)
}

// EndSession removes a session other than the default one. It reports whether there was one.
func (s *Server) EndSession(name string) bool { return s.sessions.end(name) }

// EndSessions removes all sessions but the default one.
func (s *Server) EndSessions() { s.sessions.endAll() }

// SessionLimits returns the maximum number of sessions, and how long an unused one is kept.
func (s *Server) SessionLimits() (limit int, idle time.Duration) {
	return s.config.maxSessions, s.config.sessionIdle
}

// OnChange registers changed, which is called after each change of a record. Other writers wait for it, so it must return at
// once.
func (s *Session) OnChange(changed func()) {
	s.store.OnChange(changed)
}
