// Package control serves the control API of a mock below /__mock/. The document in openapi/control.yaml is its router, and
// each request is checked against its schemas; the functions here only call methods of mock.Session.
package control

import (
	"encoding/json"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/leadapi/leadapi/mock"
)

// Options say who may call the control API.
type Options struct {
	Token   string   // a bearer token for clients beyond the loopback interface; empty for none
	Hosts   []string // names allowed in the Host header besides localhost and IP addresses
	Origins []string // origins whose pages may call too; see CheckOrigin
	Private bool     // clients with a private address may call without the token, such as the host of a container
	Version string   // what health reports

	Problems func() []string // what health reports as not working, in sentences for everyone; nil for nothing
}

// Mount serves the control API of a mock below /__mock/. page answers the other paths there, such as /__mock/ itself; it may
// be nil.
func Mount(server *mock.Server, options Options, page http.Handler) {
	a := &api{server: server, options: options, ui: page, routes: sync.OnceValues(loadRoutes)}
	server.Mount("__mock", a)
	server.Mount("", http.HandlerFunc(a.root))
}

// root redirects a browser to the web UI and tells the probes of test tools that the mock is up.
func (a *api) root(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	header.Set("Vary", "Accept")
	header.Set("Cache-Control", "no-store")
	if a.ui != nil && strings.Contains(r.Header.Get("Accept"), "text/html") {
		header.Set("Location", "__mock/") // relative, so it stays in the session of the path
		w.WriteHeader(http.StatusTemporaryRedirect)
		return
	}
	writeJSON(w, http.StatusOK, map[string]string{"status": "ok", "page": "/__mock/", "docs": "/docs/"})
}

type api struct {
	server  *mock.Server
	options Options
	ui      http.Handler
	routes  func() (*routes, error) // read at the first call, because most runs never need them

	followers atomic.Int32 // of the requests of all sessions
}

func (a *api) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	header.Set("Cache-Control", "no-store")
	header.Set("X-Content-Type-Options", "nosniff")
	if r.URL.Path == "/__mock/health" && isRead(r.Method) { // HEAD is what wait-on sends
		a.allowOrigin(w, r)
		writeJSON(w, http.StatusOK, a.health())
		return
	}
	if refused := a.refuseHost(r); refused != nil {
		refused.write(w)
		return
	}
	if a.allowOrigin(w, r) {
		return
	}
	routes, err := a.routes()
	if err != nil {
		callError{http.StatusInternalServerError, err.Error()}.write(w)
		return
	}
	found, path := routes.find(r)
	if found == nil && a.ui != nil && isRead(r.Method) && routes.methods(r) == nil {
		a.ui.ServeHTTP(w, r) // it is static, so links from anywhere may lead to it
		return
	}
	if refused := a.refuseCaller(r); refused != nil {
		refused.write(w)
		return
	}
	if found == nil {
		if methods := routes.methods(r); methods != nil {
			header.Set("Allow", strings.Join(methods, ", "))
		}
		routes.unknown(r).write(w)
		return
	}
	a.call(w, r, found, path)
}

func isRead(method string) bool { return method == http.MethodGet || method == http.MethodHead }

// call is one request to the control API.
type call struct {
	server  *mock.Server
	session *mock.Session
	writer  http.ResponseWriter
	request *http.Request
	path    map[string]string // the parameters of the path, unescaped
	body    []byte            // JSON; empty if none was sent

	followers *atomic.Int32
}

// answer is a status and a value to encode as JSON; with status 0 the function has written the reply itself.
type answer struct {
	status int
	value  any // nil for no body
}

func (a *api) call(w http.ResponseWriter, r *http.Request, to *operation, path map[string]string) {
	session, err := a.server.SessionOf(a.withoutOwnToken(r))
	if err != nil {
		callError{http.StatusBadRequest, err.Error()}.write(w)
		return
	}
	c := &call{server: a.server, session: session, writer: w, request: r, path: path, followers: &a.followers}
	if refused := to.check(c); refused != nil {
		refused.write(w)
		return
	}
	got, failed := to.run(c)
	switch {
	case failed != nil:
		failed.write(w)
	case got.status == 0:
	case got.value == nil:
		w.WriteHeader(got.status)
	default:
		writeJSON(w, got.status, got.value)
	}
}

// callError is why a call cannot be answered.
type callError struct {
	status int
	text   string
}

func (p callError) write(w http.ResponseWriter) {
	if p.status == http.StatusUnauthorized {
		w.Header().Set("WWW-Authenticate", "Bearer")
	}
	writeJSON(w, p.status, map[string]string{"error": brief(p.text)})
}

func writeJSON(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(value) // the client is gone
}

type health struct {
	Status  string `json:"status"`
	Version string `json:"version"`
	Auth    string `json:"auth"`

	Problems []string `json:"problems,omitempty"`
}

func (a *api) health() health {
	auth := a.server.Auth()
	if auth != mock.AuthAny && auth != mock.AuthOff {
		auth = "token"
	}
	var problems []string
	if a.options.Problems != nil {
		problems = a.options.Problems()
	}
	return health{"ok", a.options.Version, auth, problems}
}
