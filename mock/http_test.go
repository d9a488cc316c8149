package mock_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/leadapi/leadapi/mock"
)

func TestBearer(t *testing.T) {
	operations := []struct{ method, path string }{
		{"POST", "/v3/lead"}, {"GET", "/v3/lead"}, {"POST", "/v3/lead/file"},
		{"GET", "/v3/lead/" + demo01}, {"PUT", "/v3/lead/" + demo01}, {"DELETE", "/v3/lead/" + demo01},
	}
	passes := func(auth, header string) bool {
		c := start(t, mock.WithAuth(auth))
		refused := 0
		for _, test := range operations {
			headers := http.Header{}
			if header != "" {
				headers.Set("Authorization", header)
			}
			got := c.sendWith(test.method, test.path, headers, nil)
			if got.status == 401 {
				refused++
				if got.text() != `{"error":"Unauthorized"}` || got.header.Get("WWW-Authenticate") != "Bearer" {
					t.Errorf("%s %s: got %s, want Unauthorized", test.method, test.path, got.body)
				}
			}
		}
		if refused != 0 && refused != len(operations) {
			t.Errorf("auth %s, %q: got %d of %d operations that refuse, want none or all", auth, header, refused, len(operations))
		}
		return refused == 0
	}
	for _, test := range []struct {
		auth, header string
		want         bool
	}{
		{"any", "", false}, {"any", "Bearer", false}, {"any", "Bearer  ", false}, {"any", "Basic eDp5", false}, {"any", "token", false},
		{"any", "Bearer x", true}, {"any", "bearer x", true},
		{"off", "", true}, {"off", "Basic eDp5", true},
		{"secret", "Bearer secret", true}, {"secret", "Bearer Secret", false}, {"secret", "Bearer secre", false}, {"secret", "", false},
	} {
		if got := passes(test.auth, test.header); got != test.want {
			t.Errorf("auth %s, Authorization %q: passes: got %v, want %v", test.auth, test.header, got, test.want)
		}
	}
}

func TestMethods(t *testing.T) {
	c := start(t)
	for path, allow := range map[string]string{
		"/v3/lead":           "GET, HEAD, POST, OPTIONS",
		"/v3/lead/file":      "POST, OPTIONS",
		"/v3/lead/" + demo01: "GET, HEAD, PUT, DELETE, OPTIONS",
	} {
		got := c.expect("PATCH", path, "", 405, `{"error":"Method Not Allowed"}`) // A05
		if got.header.Get("Allow") != allow {
			t.Errorf("%s: got Allow %q, want %v", path, got.header.Get("Allow"), allow)
		}
		if got := c.send("OPTIONS", path, ""); got.status != 204 || got.header.Get("Allow") != allow {
			t.Errorf("OPTIONS %s: got %d, Allow %q, want 204 and %q", path, got.status, got.header.Get("Allow"), allow)
		}
	}
	c.expect("GET", "/v3/lead/file", "", 405, "")
	get := c.send("GET", "/v3/lead/"+demo01, "")
	head := c.send("HEAD", "/v3/lead/"+demo01, "") // A15
	if head.status != 200 || len(head.body) != 0 || head.header.Get("Content-Length") != fmt.Sprint(len(get.body)) {
		t.Errorf("HEAD: got %d, %d bytes, Content-Length %s, want 200, 0 bytes, %d", head.status, len(head.body), head.header.Get("Content-Length"), len(get.body))
	}
}

func TestNearMisses(t *testing.T) {
	c := start(t)
	for path, near := range map[string]string{
		"GET /v3/leads":              "GET /v3/lead",
		"GET /v3/lead/":              "GET /v3/lead",
		"GET /":                      "GET /v3/lead",
		"POST /v3/lead/files":        "",
		"POST /v3/leads/file":        "POST /v3/lead/file",
		"PUT /v2/lead/" + demo01:     "PUT /v3/lead/{lead_uuid}",
		"DELETE /v3/leads/" + demo01: "DELETE /v3/lead/{lead_uuid}",
		"GET //v3/lead":              "GET /v3/lead",
		"GET /v3/lead/x/y":           "GET /v3/lead/{lead_uuid}",
	} {
		method, url, _ := strings.Cut(path, " ")
		got := c.send(method, url, "")
		if near == "" {
			if got.status != 405 {
				t.Errorf("%s: got %d, want 405", path, got.status)
			}
			continue
		}
		if got.status != 404 || got.header.Get("X-Mock-Error") == "" { // A45
			t.Errorf("%s: got %d, X-Mock-Error %q, want 404 with an error of the mock", path, got.status, got.header.Get("X-Mock-Error"))
			continue
		}
		if first := got.decoded(t)["near"].([]any)[0]; first != near {
			t.Errorf("%s: got near %v, want %s", path, first, near)
		}
	}
}

func TestCORS(t *testing.T) {
	c := start(t)
	const origin = "http://localhost:5173"
	preflight := c.sendWith("OPTIONS", "/v3/lead/"+demo01, http.Header{
		"Origin": {origin}, "Access-Control-Request-Method": {"PUT"}, "Access-Control-Request-Headers": {"authorization,x-mock-session"},
	}, nil)
	if preflight.status != 204 || preflight.header.Get("Access-Control-Allow-Origin") != origin ||
		preflight.header.Get("Access-Control-Allow-Headers") != "authorization,x-mock-session" ||
		!strings.Contains(preflight.header.Get("Access-Control-Allow-Methods"), "PUT") ||
		preflight.header.Get("Access-Control-Allow-Credentials") != "true" {
		t.Errorf("got %d %v, want the preflight to allow the request", preflight.status, preflight.header)
	}
	got := c.sendWith("GET", "/v3/lead", http.Header{"Origin": {origin}}, nil)
	if got.status != 401 || got.header.Get("Access-Control-Allow-Origin") != origin || got.header.Get("Vary") != "Origin" {
		t.Errorf("an error must be readable too: got %d %v, want 401 with the origin", got.status, got.header)
	}
	if exposed := got.header.Get("Access-Control-Expose-Headers"); !strings.Contains(exposed, "X-Mock-Error") {
		t.Errorf("exposed: got %q, want X-Mock-Error among them", exposed)
	}
	if got := c.send("GET", "/v3/lead", ""); got.header.Get("Access-Control-Allow-Origin") != "" {
		t.Errorf("without Origin: got %v, want no CORS", got.header)
	}
}

func TestOwnOperation(t *testing.T) {
	c := start(t, mock.WithOperation("deleteLead", func(c *mock.Call) mock.Reply {
		return mock.Reply{Status: 404, Body: []byte(`{"error":"not ` + c.Request.PathValue("lead_uuid") + `"}`)}
	}))
	c.expect("DELETE", "/v3/lead/"+demo01, "", 404, `{"error":"not `+demo01+`"}`)
	c.expect("GET", "/v3/lead/"+demo01, "", 200, "")
	none := func(*mock.Call) mock.Reply { return mock.Reply{} }
	if _, err := mock.New(mock.WithOperation("nothing", none)); err == nil || !strings.Contains(err.Error(), `no spec has an operation "nothing"`) {
		t.Errorf("got %v, want an error about the operation nothing", err)
	}
}

func TestOwnOperationIsNil(t *testing.T) {
	if _, err := mock.New(mock.WithOperation("getLead", nil)); err == nil || err.Error() != `WithOperation: the function for "getLead" is nil` {
		t.Errorf("got %v, want an error about the function for getLead", err)
	}
}

// A reply that net/http cannot send is an error that says what is wrong with it, and does not end the connection.
func TestOwnReplyIsChecked(t *testing.T) {
	plain := http.Header{"content-type": {"text/plain; charset=utf-8"}}
	for _, test := range []struct {
		reply  mock.Reply
		status int
		says   string // in X-Mock-Error
	}{
		{mock.Reply{}, 500, "the function for getLead returned status 0; want 200 to 599"},
		{mock.Reply{Status: 42}, 500, "returned status 42; want 200 to 599"},
		{mock.Reply{Status: 100}, 500, "returned status 100; want 200 to 599"},
		{mock.Reply{Status: 101}, 500, "returned status 101; want 200 to 599"},
		{mock.Reply{Status: 600}, 500, "returned status 600; want 200 to 599"},
		{mock.Reply{Status: 9999}, 500, "returned status 9999; want 200 to 599"},
		{mock.Reply{Status: 200, Body: []byte("hello")}, 500, `returned a body that is not JSON: "hello"; set another Content-Type in Header`},
		{mock.Reply{Status: 200, Body: []byte("{}{}"), Header: http.Header{"Content-Type": {"application/problem+json"}}}, 500, "returned a body that is not JSON"},
		{mock.Reply{Status: 204, Body: []byte("{}")}, 500, "returned status 204 with a body"},
		{mock.Reply{Status: 200, Body: []byte("hello"), Header: plain}, 200, ""},
		{mock.Reply{Status: 200, Body: []byte("{}")}, 200, ""},
		{mock.Reply{Status: 204}, 204, ""},
		{mock.Reply{Status: 304}, 304, ""},
		{mock.Reply{Status: 599}, 599, ""},
	} {
		c := start(t, mock.WithOperation("getLead", func(*mock.Call) mock.Reply { return test.reply }))
		got := c.getUnchecked("/v3/lead/" + demo01)
		if wrong := got.header.Get("X-Mock-Error"); got.status != test.status || !strings.Contains(wrong, test.says) || (test.says == "") != (wrong == "") {
			t.Errorf("%d %s: got %d and X-Mock-Error %q, want %d and %q", test.reply.Status, test.reply.Body, got.status, wrong, test.status, test.says)
		}
	}
}

// A panic after the reply ends no connection: the reply is complete, and the log has the panic.
func TestPanicInAfter(t *testing.T) {
	logged := make(chan mock.Entry, 2)
	c := start(t, mock.WithLog(func(e mock.Entry) { logged <- e }), mock.WithOperation("getLead", func(*mock.Call) mock.Reply {
		return mock.Reply{Status: 200, Body: []byte("{}"), After: func() { panic("broken") }}
	}))
	if got := c.getUnchecked("/v3/lead/" + demo01); got.status != 200 || got.text() != "{}" {
		t.Errorf("got %d %s, want 200 {}", got.status, got.body)
	}
	if entry := <-logged; !strings.HasPrefix(entry.Why, "After panicked: broken") {
		t.Errorf("the log: got %q, want the panic", entry.Why)
	}
}

// A bug in a function must not look like a network failure.
func TestPanicIsJSON(t *testing.T) {
	c := start(t, mock.WithOperation("getLead", func(*mock.Call) mock.Reply { panic("broken") }))
	got := c.getUnchecked("/v3/lead/" + demo01)
	if got.status != 500 || got.text() != `{"error":"the mock failed: broken"}` || got.header.Get("X-Mock-Error") == "" {
		t.Errorf("got %d %s %v, want 500 as an error of the mock", got.status, got.body, got.header)
	}
}
