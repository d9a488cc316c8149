package mock_test

import (
	"net/http"
	"testing"

	"github.com/leadapi/leadapi/mock"
)

// Each token has its own leads, unless a request names its session.
func TestSessionFromToken(t *testing.T) {
	c := start(t, mock.WithSessionFromToken())
	remove := func(header http.Header) { c.sendWith("DELETE", "/v3/lead/"+demo01, header, nil) }
	remove(http.Header{"Authorization": {"Bearer one"}})
	remove(http.Header{"Authorization": {"Bearer two"}, "X-Mock-Session": {"named"}})
	for _, test := range []struct {
		header http.Header
		status int
	}{
		{http.Header{"Authorization": {"Bearer one"}}, 404},
		{http.Header{"Authorization": {"bearer  one"}}, 404},
		{http.Header{"Authorization": {"Bearer two"}}, 200},
		{http.Header{"Authorization": {"Bearer two"}, "X-Mock-Session": {"named"}}, 404},
		{http.Header{"Authorization": {"Bearer one"}, "X-Mock-Session": {""}}, 200}, // the default session
		{http.Header{"Authorization": {"Bearer three"}, "X-Mock-Session": {mock.SessionOfToken("one")}}, 404},
	} {
		if got := c.sendWith("GET", "/v3/lead/"+demo01, test.header, nil); got.status != test.status {
			t.Errorf("%v: got %d, want %d", test.header, got.status, test.status)
		}
	}
	c = start(t)
	remove(http.Header{"Authorization": {"Bearer one"}})
	if got := c.sendWith("GET", "/v3/lead/"+demo01, http.Header{"Authorization": {"Bearer two"}}, nil); got.status != 404 {
		t.Errorf("a token got its own session without WithSessionFromToken: %d, want 404", got.status)
	}
}
