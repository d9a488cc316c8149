package mock_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/leadapi/leadapi/mock"
)

// A session name in Latin-1, as fetch sends it, is the same as in UTF-8, and differs from one with another letter.
func TestSessionNamesInLatin1(t *testing.T) {
	c := start(t)
	for _, name := range []string{"\xf9x", "ùx", "\xe8x"} {
		c.sendWith("GET", "/v3/lead", http.Header{"Authorization": {"Bearer x"}, "X-Mock-Session": {name}}, nil)
	}
	for name, want := range map[string]int{"ùx": 2, "èx": 1} {
		session, found := c.server.FindSession(name)
		if !found {
			t.Errorf("session %q: got none, want one with %d requests", name, want)
			continue
		}
		if _, total := session.Requests(mock.RequestFilter{}, 0); total != want {
			t.Errorf("session %q: got %d requests, want %d", name, total, want)
		}
	}
}

// The path wins over a session in the header, and says so if that is another one.
func TestSessionInPathAndHeader(t *testing.T) {
	c := start(t)
	for _, test := range []struct {
		path string
		sent []string
		says []string
	}{
		{"/s/a/v3/lead", []string{"b"}, []string{`header X-Mock-Session: "b" was ignored: the path names the session "a"`}},
		{"/s/a/v3/lead", []string{"a", "b"}, []string{`"b" was ignored`}},
		{"/s/a/v3/leads", []string{"b"}, []string{`"b" was ignored`}},
		{"/s/a/v3/lead", []string{"a"}, nil},
		{"/s/a/v3/lead", []string{""}, nil},
		{"/s/a/v3/lead", nil, nil},
		{"/s/%C3%B9/v3/lead", []string{"\xf9"}, nil},
		{"/v3/lead", []string{"b"}, nil},
	} {
		_, got := c.exchange("GET", test.path, http.Header{"Authorization": {"Bearer x-token-1"}, "X-Mock-Session": test.sent}, nil)
		checkNote(t, fmt.Sprintf("%s %q", test.path, test.sent), got, test.says...)
	}
	if session, found := c.server.FindSession("b"); !found || session.Info().Requests != 1 {
		t.Errorf("session b: got %v, want 1 request, without a path", found)
	}
	_, secret := c.exchange("GET", "/s/a/v3/lead", http.Header{"Authorization": {"Bearer x-token-1"}, "X-Mock-Session": {"x-token-1"}}, nil)
	if note := secret.header.Get(noteName); note == "" || strings.Contains(note, "x-token-1") {
		t.Errorf("a token as a session: got the note %q, want one without it", note)
	}
}
