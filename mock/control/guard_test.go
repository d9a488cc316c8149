package control_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/leadapi/leadapi/mock"
	"github.com/leadapi/leadapi/mock/control"
	"github.com/leadapi/leadapi/openapi"
)

const (
	loopback = "127.0.0.1:50000"
	abroad   = "192.0.2.1:50000" // another machine, or the host of a container
)

// attack sends one request directly to the handler, so its address can be any.
func attack(server http.Handler, method, url, from string, header http.Header, body string) *httptest.ResponseRecorder {
	request := httptest.NewRequest(method, url, strings.NewReader(body))
	request.RemoteAddr = from
	for name, values := range header {
		request.Header[name] = values
	}
	reply := httptest.NewRecorder()
	server.ServeHTTP(reply, request)
	return reply
}

func newServer(t *testing.T, options control.Options) *mock.Server {
	t.Helper()
	server, err := mock.New()
	if err != nil {
		t.Fatal(err)
	}
	control.Mount(server, options, nil)
	return server
}

func TestWhoMayCall(t *testing.T) {
	bearer := func(token string) http.Header { return http.Header{"Authorization": {"Bearer " + token}} }
	for _, test := range []struct {
		name, token, from string
		header            http.Header
		want              int
	}{
		{"this machine", "", loopback, nil, 200},
		{"this machine, by IPv6", "", "[::1]:50000", nil, 200},
		{"this machine, by IPv4 in IPv6", "", "[::ffff:127.0.0.1]:50000", nil, 200},
		{"this machine, with a token set", "secret", loopback, nil, 200},
		{"another machine", "", abroad, nil, 403},
		{"another machine, any token, none set", "", abroad, bearer(""), 403},
		{"another machine, a token, none set", "", abroad, bearer("secret"), 403},
		{"another machine, no token", "secret", abroad, nil, 401},
		{"another machine, a wrong token", "secret", abroad, bearer("Secret"), 401},
		{"another machine, the token", "secret", abroad, bearer("secret"), 200},
		{"another machine, the token under another scheme", "secret", abroad, http.Header{"Authorization": {"Basic secret"}}, 401},
		{"another machine that says it is this one", "", abroad, http.Header{"X-Forwarded-For": {"127.0.0.1"}, "X-Real-Ip": {"127.0.0.1"}, "Forwarded": {"for=127.0.0.1"}}, 403},
		{"no address", "", "@", nil, 403},
	} {
		got := attack(newServer(t, control.Options{Token: test.token}), "GET", "http://localhost/__mock/sessions", test.from, test.header, "")
		if got.Code != test.want {
			t.Errorf("%s: got %d %s, want %d", test.name, got.Code, got.Body, test.want)
		}
		if strings.Contains(got.Body.String(), "ecret") {
			t.Errorf("%s: got %s, want no token in it", test.name, got.Body)
		}
	}
}

// DNS rebinding: a page on evil.test makes its name point to 127.0.0.1, so its requests are same-origin and come from this
// machine, but its name is in Host.
func TestRebinding(t *testing.T) {
	server := newServer(t, control.Options{Hosts: []string{"mock.test"}})
	for host, want := range map[string]int{
		"evil.test":                403,
		"evil.test:4010":           403,
		"localhost.evil.test":      403,
		"evil-localhost":           403,
		"127.0.0.1.evil.test:4010": 403,
		"":                         403,
		"localhost:evil":           403,
		"127.0.0.1:80evil":         403,
		"localhost:4010":           200,
		"LOCALHOST":                200,
		"localhost.":               200,
		"app.localhost:4010":       200,
		"127.0.0.1:4010":           200,
		"[::1]:4010":               200,
		"192.0.2.7:4010":           200,
		"mock.test:4010":           200,
		"MOCK.test":                200,
	} {
		request := httptest.NewRequest("POST", "http://localhost/__mock/reset", nil)
		request.RemoteAddr, request.Host = loopback, host
		request.Header.Set("Sec-Fetch-Site", "same-origin")
		request.Header.Set("Origin", "http://"+host)
		reply := httptest.NewRecorder()
		server.ServeHTTP(reply, request)
		if reply.Code != want {
			t.Errorf("Host %q: got %d %s, want %d", host, reply.Code, reply.Body, want)
		}
	}
}

// A page of another site makes the browser send everything that needs no preflight: forms, images, scripts, fetch without
// CORS. None of it reaches an operation, whatever session it names, and no reply allows CORS.
func TestOtherSites(t *testing.T) {
	doc, err := openapi.Control()
	if err != nil {
		t.Fatal(err)
	}
	operations, err := doc.Operations()
	if err != nil {
		t.Fatal(err)
	}
	attacks := map[string]http.Header{
		"a form":                    {"Sec-Fetch-Site": {"cross-site"}, "Sec-Fetch-Mode": {"navigate"}, "Origin": {"https://evil.test"}, "Content-Type": {"application/x-www-form-urlencoded"}},
		"a form of an old browser":  {"Origin": {"https://evil.test"}, "Content-Type": {"text/plain"}},
		"a form in a sandbox":       {"Origin": {"null"}, "Content-Type": {"application/x-www-form-urlencoded"}},
		"fetch":                     {"Sec-Fetch-Site": {"cross-site"}, "Origin": {"https://evil.test"}},
		"fetch from another port":   {"Sec-Fetch-Site": {"same-site"}, "Origin": {"http://localhost:3000"}},
		"fetch, JSON":               {"Origin": {"http://localhost:3000"}, "Content-Type": {"application/json"}},
		"fetch with two origins":    {"Origin": {"http://localhost", "https://evil.test"}},
		"an image":                  {"Sec-Fetch-Site": {"cross-site"}, "Sec-Fetch-Dest": {"image"}},
		"an image, another port":    {"Sec-Fetch-Site": {"same-site"}, "Sec-Fetch-Dest": {"image"}},
		"https for http":            {"Origin": {"https://localhost"}},
		"a session that it knows":   {"Sec-Fetch-Site": {"cross-site"}, "X-Mock-Session": {"stolen"}},
		"the same by another port":  {"Origin": {"http://localhost:3000"}, "X-Mock-Session": {"stolen"}},
		"beside an allowed origin":  {"Sec-Fetch-Site": {"cross-site"}, "Origin": {"https://evil.test"}, "Referer": {runner + "/"}},
		"a token that it has found": {"Sec-Fetch-Site": {"cross-site"}, "Authorization": {"Bearer secret"}},
	}
	server := newServer(t, control.Options{Token: "secret", Origins: []string{runner}})
	stolen := server.InSession("stolen")
	before := stolen.Info()
	for name, header := range attacks {
		for _, operation := range operations {
			if operation.ID == "getHealth" {
				continue
			}
			path := strings.NewReplacer("{name}", "x", "{session}", "stolen", "{id}", "1").Replace(operation.Path)
			for _, prefix := range []string{"", "/s/stolen"} {
				got := attack(server, operation.Method, "http://localhost"+prefix+path, loopback, header, "")
				if got.Code != 403 || len(got.Header()["Access-Control-Allow-Origin"]) != 0 {
					t.Errorf("%s: %s %s: got %d %v %s, want 403 without CORS", name, operation.Method, prefix+path, got.Code, got.Header(), got.Body)
				}
			}
		}
		if got := attack(server, "OPTIONS", "http://localhost/__mock/reset", loopback, header, ""); got.Code != 403 || len(got.Header()["Access-Control-Allow-Origin"]) != 0 {
			t.Errorf("%s: preflight: got %d %v, want 403 without CORS", name, got.Code, got.Header())
		}
	}
	if after := stolen.Info(); fmt.Sprint(after) != fmt.Sprint(before) || len(server.Sessions()) != 2 {
		t.Errorf("the session: got %+v, want, as before, %+v", after, before)
	}
}

// A form without an origin is refused for its type.
func TestForms(t *testing.T) {
	server := newServer(t, control.Options{})
	for _, kind := range []string{"application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain", "application/jsonp", "nonsense/", ";"} {
		for body, want := range map[string]struct {
			status int
			says   string
		}{
			"":               {400, "addFault takes a body: {"}, // no bytes, of any type
			`{}`:             {415, "Content-Type must be application/json"},
			`{"status":500}`: {415, "Content-Type must be application/json"},
		} {
			got := attack(server, "POST", "http://localhost/__mock/faults", loopback, http.Header{"Content-Type": {kind}}, body)
			if got.Code != want.status || !strings.Contains(got.Body.String(), want.says) {
				t.Errorf("%s %q: got %d %s, want %d with %s", kind, body, got.Code, got.Body, want.status, want.says)
			}
		}
	}
	if n := len(server.Faults()); n != 0 {
		t.Errorf("got %d faults, want none", n)
	}
	if got := attack(server, "POST", "http://localhost/__mock/faults", loopback, nil, `{"status":500}`); got.Code != 415 {
		t.Errorf("no type: got %d, want 415", got.Code)
	}
	if got := attack(server, "POST", "http://localhost/__mock/faults", loopback, http.Header{"Content-Type": {"application/json; charset=utf-8"}}, `{"status":500}`); got.Code != 201 {
		t.Errorf("JSON: got %d %s; want 201", got.Code, got.Body)
	}
}

// Health answers everyone, with nothing that a stranger must not know.
func TestHealthForEveryone(t *testing.T) {
	server := newServer(t, control.Options{Token: "secret"})
	got := attack(server, "GET", "http://leadmock:4010/__mock/health", abroad, nil, "")
	if got.Code != 200 || strings.TrimSpace(got.Body.String()) != `{"status":"ok","version":"","auth":"any"}` {
		t.Errorf("got %d %s, want 200 with status, version and auth", got.Code, got.Body)
	}
	if kept, sniffed := got.Header().Get("Cache-Control"), got.Header().Get("X-Content-Type-Options"); kept != "no-store" || sniffed != "nosniff" {
		t.Errorf("got Cache-Control %q and X-Content-Type-Options %q, want no-store and nosniff", kept, sniffed)
	}
	if got := attack(server, "HEAD", "http://leadmock:4010/__mock/health", abroad, nil, ""); got.Code != 200 {
		t.Errorf("HEAD: got %d, want 200", got.Code)
	}
	if got := attack(server, "POST", "http://leadmock:4010/__mock/health", abroad, nil, ""); got.Code != 403 {
		t.Errorf("POST: got %d, want 403", got.Code)
	}
}

// The web UI is static: links from anywhere may lead to it, but not under a foreign host name.
func TestPage(t *testing.T) {
	server, err := mock.New()
	if err != nil {
		t.Fatal(err)
	}
	control.Mount(server, control.Options{}, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("page")) }))
	link := http.Header{"Sec-Fetch-Site": {"cross-site"}, "Sec-Fetch-Mode": {"navigate"}}
	for url, want := range map[string]int{"http://localhost/__mock/": 200, "http://localhost/s/a/__mock/": 200, "http://evil.test/__mock/": 403, "http://localhost/__mock/clock": 403} {
		if got := attack(server, "GET", url, loopback, link, ""); got.Code != want {
			t.Errorf("%s: got %d %s; want %v", url, got.Code, got.Body, want)
		}
	}
	if got := attack(server, "POST", "http://localhost/__mock/", loopback, nil, ""); got.Code != 404 {
		t.Errorf("POST: got %d, want 404", got.Code)
	}
	if got := attack(server, "GET", "http://localhost/__mock/jobs/wait", loopback, nil, ""); got.Code != 405 || got.Header().Get("Allow") != "POST" {
		t.Errorf("GET of what takes POST: got %d %v %s, want 405 with Allow: POST", got.Code, got.Header(), got.Body)
	}
}

// With sessions from tokens a call goes to the session of its token, but the control token has no session.
func TestSessionOfACall(t *testing.T) {
	server := mock.RunT(t, mock.WithSessionFromToken())
	control.Mount(server, control.Options{Token: "control secret"}, nil)
	c := &client{t: t, server: server}
	for token, session := range map[string]string{"": "", "control secret": "", "one": mock.SessionOfToken("one")} {
		request, err := http.NewRequest("POST", server.URL+"/__mock/reset", nil)
		if err != nil {
			t.Fatal(err)
		}
		if token != "" {
			request.Header.Set("Authorization", "Bearer "+token)
		}
		if got := c.send(request); got.status != 200 || !strings.HasPrefix(got.body, `{"name":"`+session+`",`) {
			t.Errorf("%q: got %d %s, want session %q", token, got.status, got.body, session)
		}
	}
}
