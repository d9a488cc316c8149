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
