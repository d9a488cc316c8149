package control_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/leadapi/leadapi/mock/control"
)

const runner = "http://localhost:63315" // the page of a test runner in a browser

// A page of an allowed origin calls the control API and reads its errors; the preflight lists what it may send.
func TestAllowedOrigin(t *testing.T) {
	server := newServer(t, control.Options{Origins: []string{runner, "https://other.test"}})
	page := http.Header{"Origin": {runner}, "Sec-Fetch-Site": {"same-site"}, "X-Mock-Session": {"a"}, "Content-Type": {"application/json"}}
	for _, test := range []struct {
		method, path, body string
		want               int
	}{
		{"POST", "/__mock/reset", "", 200},
		{"POST", "/__mock/faults", `{"status":500}`, 201},
		{"POST", "/__mock/faults", `{"status":5000}`, 400},
		{"GET", "/s/b/__mock/clock", "", 200},
		{"GET", "/__mock/health", "", 200},
	} {
		got := attack(server, test.method, "http://127.0.0.1:4010"+test.path, loopback, page, test.body)
		if got.Code != test.want || got.Header().Get("Access-Control-Allow-Origin") != runner || got.Header().Get("Vary") != "Origin" {
			t.Errorf("%s %s: got %d %v %s, want %d", test.method, test.path, got.Code, got.Header(), got.Body, test.want)
		}
		if got.Header().Get("Access-Control-Allow-Credentials") != "" {
			t.Errorf("%s %s: got Access-Control-Allow-Credentials, want none", test.method, test.path)
		}
	}
	asked := http.Header{"Origin": {runner}, "Access-Control-Request-Method": {"PUT"}, "Access-Control-Request-Headers": {"x-mock-session,content-type"}}
	got := attack(server, "OPTIONS", "http://127.0.0.1:4010/__mock/clock", loopback, asked, "")
	if got.Code != 204 || got.Header().Get("Access-Control-Allow-Origin") != runner || !strings.Contains(got.Header().Get("Access-Control-Allow-Headers"), "X-Mock-Session") ||
		!strings.Contains(got.Header().Get("Access-Control-Allow-Methods"), "PUT") {
		t.Errorf("preflight: got %d %v, want 204 with the methods", got.Code, got.Header())
	}
}

// An origin that is almost an allowed one is refused; an allowed one permits neither a foreign Host nor another machine.
func TestNearlyAllowedOrigin(t *testing.T) {
	server := newServer(t, control.Options{Origins: []string{runner}})
	for _, origin := range [][]string{
		{"http://localhost:6331"}, {"http://localhost:633150"}, {"https://localhost:63315"}, {"http://LOCALHOST:63315"}, {"http://localhost:63315/"},
		{"http://localhost:63315.evil.test"}, {"http://evil.test#http://localhost:63315"}, {"null"}, {"*"}, {""}, {runner, runner}, {runner, "https://evil.test"},
	} {
		for _, method := range []string{"POST", "OPTIONS"} {
			got := attack(server, method, "http://localhost/__mock/reset", loopback, http.Header{"Origin": origin, "Access-Control-Request-Method": {"POST"}}, "")
			if got.Code != 403 || len(got.Header()["Access-Control-Allow-Origin"]) != 0 {
				t.Errorf("%s from %q: got %d %v, want 403 without CORS", method, origin, got.Code, got.Header())
			}
		}
	}
	page := http.Header{"Origin": {runner}}
	if got := attack(server, "POST", "http://evil.test/__mock/reset", loopback, page, ""); got.Code != 403 {
		t.Errorf("a foreign Host: got %d, want 403", got.Code)
	}
	if got := attack(server, "POST", "http://localhost/__mock/reset", abroad, page, ""); got.Code != 403 {
		t.Errorf("another machine: got %d, want 403", got.Code)
	}
	image := http.Header{"Sec-Fetch-Site": {"same-site"}, "Sec-Fetch-Dest": {"image"}}
	if got := attack(server, "GET", "http://localhost/__mock/clock", loopback, image, ""); got.Code != 403 {
		t.Errorf("an image of that page, which has no Origin: got %d, want 403", got.Code)
	}
}

func TestCheckOrigin(t *testing.T) {
	for _, good := range []string{"http://localhost:3000", "https://app.test", "http://[::1]:3000", "http://127.0.0.1:1"} {
		if err := control.CheckOrigin(good); err != nil {
			t.Errorf("%s: got %v, want no error", good, err)
		}
	}
	for _, bad := range []string{"", "*", "null", "localhost:3000", "http://localhost:3000/", "http://*.app.test", "HTTP://localhost", "http://Localhost", "http://a:80", "https://a:443", "ftp://a", "http://", "http://u@a", "http://a?b", "http://a,http://b"} {
		if err := control.CheckOrigin(bad); err == nil {
			t.Errorf("%q: got no error, want one", bad)
		}
	}
}

// The host of a container is another machine with a private address. Pages of other sites are still refused.
func TestPrivate(t *testing.T) {
	server := newServer(t, control.Options{Private: true})
	for from, want := range map[string]int{
		"172.17.0.1:50000": 200, "192.168.65.1:50000": 200, "[::ffff:10.0.0.1]:50000": 200, "[fd00::1]:50000": 200, loopback: 200,
		abroad: 403, "172.32.0.1:50000": 403, "[2001:db8::1]:50000": 403, "169.254.0.1:50000": 403, "@": 403,
	} {
		if got := attack(server, "POST", "http://127.0.0.1:4010/__mock/reset", from, nil, ""); got.Code != want {
			t.Errorf("%s: got %d, want %d", from, got.Code, want)
		}
	}
	cross := http.Header{"Origin": {"https://evil.test"}, "Sec-Fetch-Site": {"cross-site"}}
	if got := attack(server, "POST", "http://127.0.0.1:4010/__mock/reset", "172.17.0.1:50000", cross, ""); got.Code != 403 {
		t.Errorf("a page of another site: got %d, want 403", got.Code)
	}
	if got := attack(server, "POST", "http://evil.test/__mock/reset", "172.17.0.1:50000", nil, ""); got.Code != 403 {
		t.Errorf("a foreign Host: got %d, want 403", got.Code)
	}
}
