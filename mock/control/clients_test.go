package control_test

import (
	"bufio"
	"net/http"
	"strings"
	"testing"

	"github.com/leadapi/leadapi/mock"
	"github.com/leadapi/leadapi/mock/control"
	"github.com/leadapi/leadapi/mock/page"
)

// Clients send calls without a body in different ways; none leaves out type and length as the document would have it.
func TestNoBodyAsClientsSendIt(t *testing.T) {
	server := newServer(t, control.Options{})
	for name, test := range map[string]struct{ contentType, body string }{
		"nothing":                        {"", ""},
		"axios.post(url)":                {"application/x-www-form-urlencoded", ""},
		"axios.post(url, {})":            {"application/json", "{}"},
		"curl -d ''":                     {"application/x-www-form-urlencoded", ""},
		"curl -d '{}'":                   {"application/x-www-form-urlencoded", "{}"},
		"fetch with body ''":             {"text/plain;charset=UTF-8", ""},
		"fetch with body '{}'":           {"text/plain;charset=UTF-8", "{}"},
		"requests.post(url, json={})":    {"application/json", "{}"},
		"JSON, and nothing":              {"application/json; charset=utf-8", ""},
		"axios.post(url, null), as JSON": {"application/json", "null"},
		"an object with room":            {"application/json", " { \n} "},
		"a form of nothing":              {"multipart/form-data; boundary=x", ""},
		"a type that cannot be read":     {"application/", ""},
	} {
		for _, path := range []string{"/__mock/reset", "/__mock/jobs/wait", "/__mock/snapshots/x", "/__mock/snapshots/x/restore"} {
			if _, err := server.SaveSnapshot("x"); err != nil {
				t.Fatal(err)
			}
			header := http.Header{}
			if test.contentType != "" {
				header.Set("Content-Type", test.contentType)
			}
			if got := attack(server, "POST", "http://localhost"+path, loopback, header, test.body); got.Code != 200 && got.Code != 201 {
				t.Errorf("%s: POST %s: got %d %s, want a success", name, path, got.Code, got.Body)
			}
		}
	}
}

// A body that is not empty is still checked against its type and the document.
func TestBodiesThatSaySomething(t *testing.T) {
	server := newServer(t, control.Options{})
	for _, test := range []struct {
		path, contentType, body string
		status                  int
	}{
		{"/__mock/faults", "application/x-www-form-urlencoded", `{"status":500}`, 415},
		{"/__mock/faults", "text/plain", `{"status":500}`, 415},
		{"/__mock/faults", "", `{"status":500}`, 415},
		{"/__mock/faults", "application/x-www-form-urlencoded", "", 400}, // axios.post(url): no bytes, but declared as a form
		{"/__mock/faults", "text/plain", " ", 400},
		{"/__mock/requests/verify", "application/x-www-form-urlencoded", "", 400},
		{"/__mock/records/list", "text/plain", "{}", 415},
		{"/__mock/faults", "text/plain", "{}", 415},
		{"/__mock/faults", "", "", 400},
		{"/__mock/reset", "text/plain", "x", 415},
		{"/__mock/reset", "application/json", `{"a":1}`, 400},
		{"/__mock/reset", "application/json", `[]`, 400},
		{"/__mock/reset", "application/json", `{`, 400},
	} {
		header := http.Header{}
		if test.contentType != "" {
			header.Set("Content-Type", test.contentType)
		}
		if got := attack(server, "POST", "http://localhost"+test.path, loopback, header, test.body); got.Code != test.status {
			t.Errorf("%s %q %q: got %d %s, want %d", test.path, test.contentType, test.body, got.Code, got.Body, test.status)
		}
	}
	if n := len(server.Faults()); n != 0 {
		t.Errorf("got %d faults, want none", n)
	}
}

// The root redirects a browser to the web UI and tells probes that the mock is up.
func TestRoot(t *testing.T) {
	server, err := mock.New()
	if err != nil {
		t.Fatal(err)
	}
	control.Mount(server, control.Options{}, page.Handler())
	const browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
	for _, test := range []struct {
		method, path, accept string
		status               int
		location             string
	}{
		{"GET", "/", browser, 307, "__mock/"},
		{"HEAD", "/", browser, 307, "__mock/"},
		{"GET", "/s/one/", browser, 307, "__mock/"},
		{"GET", "/", "", 200, ""},
		{"HEAD", "/", "application/json, text/plain, */*", 200, ""}, // wait-on, start-server-and-test
		{"GET", "/", "*/*", 200, ""},
		{"POST", "/", "*/*", 404, ""},
		{"GET", "//", "*/*", 404, ""},
	} {
		got := attack(server, test.method, "http://localhost"+test.path, loopback, http.Header{"Accept": {test.accept}}, "")
		if got.Code != test.status || got.Header().Get("Location") != test.location {
			t.Errorf("%s %s for %q: got %d to %q, want %d to %q", test.method, test.path, test.accept, got.Code, got.Header().Get("Location"), test.status, test.location)
		}
	}
}

// The stream of requests starts immediately, for clients that wait for a first byte.
func TestStreamBeginsAtOnce(t *testing.T) {
	c := start(t)
	response, err := http.Get(c.server.URL + "/__mock/requests/stream")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	line, err := bufio.NewReader(response.Body).ReadString('\n')
	if err != nil || !strings.HasPrefix(line, ":") {
		t.Errorf("got %q, %v; want a comment before any request", line, err)
	}
}
