package control_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
)

// endless is a body that never ends; it counts what was read of it.
type endless struct{ read int }

func (e *endless) Read(p []byte) (int, error) {
	clear(p)
	e.read += len(p)
	return len(p), nil
}

// direct makes a call without a connection, with a body that need not be as long as it says.
func (c *client) direct(method, path, contentType string, length int64, body io.Reader) *httptest.ResponseRecorder {
	request := httptest.NewRequest(method, "http://localhost/__mock/"+path, body)
	request.RemoteAddr, request.ContentLength = "127.0.0.1:1", length
	request.Header.Set("Content-Type", contentType)
	recorder := httptest.NewRecorder()
	c.server.ServeHTTP(recorder, request)
	return recorder
}

// A length that is only promised takes no memory.
func TestPromisedLength(t *testing.T) {
	c := start(t)
	c.direct("GET", "clock", "", 0, http.NoBody) // reads the document
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	got := c.direct("PUT", "state", "application/json", 1e9, strings.NewReader("{"))
	runtime.ReadMemStats(&after)
	if got.Code != 400 {
		t.Errorf("got status %d, want 400", got.Code)
	}
	if bytes := after.TotalAlloc - before.TotalAlloc; bytes > 16<<20 {
		t.Errorf("got %d bytes allocated for a body of 1 byte, want at most 16 MB", bytes)
	}
}

// A body of another type is refused before all of it is read.
func TestTypeBeforeBody(t *testing.T) {
	c := start(t)
	body := &endless{}
	got := c.direct("PUT", "state", "text/plain", -1, body)
	if got.Code != 415 || body.read > 64<<10 {
		t.Errorf("got status %d after %d bytes, want 415 after at most 64 kB", got.Code, body.read)
	}
	for _, nothing := range []string{"", "null", " {} "} {
		if got := c.direct("POST", "reset", "text/plain", int64(len(nothing)), strings.NewReader(nothing)); got.Code != 200 {
			t.Errorf("%q: got status %d, want 200", nothing, got.Code)
		}
	}
}

// Reads of a session that does not exist answer as a new one would, and do not create it.
func TestReadsCreateNoSession(t *testing.T) {
	c := start(t)
	c.header.Set("X-Mock-Session", "a")
	for _, path := range []string{"jobs", "clock", "requests", "faults", "snapshots", "state", "records/lead", "readings"} {
		if got := c.call("GET", path, ""); got.status != 200 {
			t.Errorf("%s: got status %d, want 200", path, got.status)
		}
	}
	if got := c.call("GET", "sessions/a", ""); got.status != 200 || !strings.Contains(got.body, `"records":{"lead":4,"list":1}`) {
		t.Errorf("the session: got %d %s, want 200 and the records of the seed", got.status, got.body)
	}
	if got := c.call("GET", "sessions/b", ""); got.status != 404 {
		t.Errorf("another session: got status %d, want 404", got.status)
	}
	if got := len(c.server.Sessions()); got != 1 {
		t.Errorf("got %d sessions, want the default one only", got)
	}
	if got := c.call("POST", "faults", `{"status":500}`); got.status != 201 || len(c.server.Sessions()) != 2 {
		t.Errorf("a change: got status %d and %d sessions, want 201 and 2", got.status, len(c.server.Sessions()))
	}
}
