package control_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

// A browser reconnects with the last ID that it has seen. If that was before the session was recreated, it gets all requests
// of the new one. HEAD does not wait for what it would not show.
func TestFollowAgain(t *testing.T) {
	c := start(t)
	c.api("GET", "/v3/lead?limit=1", "")
	c.header.Set("Last-Event-ID", "500")
	request, err := http.NewRequest("GET", c.server.URL+"/__mock/requests/stream", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header = c.header
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	c.api("GET", "/v3/lead?limit=2", "")
	if line, err := bufio.NewReader(response.Body).ReadString('\n'); line != "id: 1\n" || err != nil {
		t.Errorf("got %q %v, want id: 1", line, err)
	}
	request.Method = "HEAD"
	if got := c.send(request); got.status != 200 {
		t.Errorf("HEAD: got %d %s; want 200", got.status, got.body)
	}
}

// The request log as server-sent events, through the document's own path and with the prefix of a session.
func TestFollow(t *testing.T) {
	c := start(t)
	c.header.Set("X-Mock-Session", "a")
	c.api("GET", "/v3/lead?limit=1", "")
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, "GET", c.server.URL+"/s/a/__mock/requests/stream", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Last-Event-ID", "0")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	if kind := response.Header.Get("Content-Type"); kind != "text/event-stream" {
		t.Errorf("got %s, want %s", kind, "text/event-stream")
	}
	if buffered := response.Header.Get("X-Accel-Buffering"); buffered != "no" {
		t.Errorf("got X-Accel-Buffering %q, want no: nginx shows requests late", buffered)
	}
	var got bytes.Buffer
	read := func(until string) {
		for !strings.Contains(got.String(), until) {
			piece := make([]byte, 4096)
			n, err := response.Body.Read(piece)
			if err != nil {
				t.Fatal(err)
			}
			got.Write(piece[:n])
		}
	}
	read("\n\n")
	c.api("GET", "/v3/lead?limit=2", "")
	read("limit=2")
	text := got.String()
	if !strings.HasPrefix(text, "id: 1\ndata: {\"id\":1,") || !strings.Contains(text, "\n\nid: 2\ndata: {\"id\":2,") {
		t.Errorf("got %s\nwant the events 1 and 2", text)
	}
}

// Who has the headers of the stream of all sessions misses no request that is sent after them.
func TestFollowAllFromItsHeaders(t *testing.T) {
	c := start(t)
	for round := range 200 {
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		request, err := http.NewRequestWithContext(ctx, "GET", c.server.URL+"/__mock/requests/stream?sessions=all", nil)
		if err != nil {
			t.Fatal(err)
		}
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		path := fmt.Sprintf("/v3/lead?limit=%d", 1+round)
		c.api("GET", path, "")
		lines := bufio.NewScanner(response.Body)
		for lines.Scan() && !strings.HasPrefix(lines.Text(), "data: ") {
		}
		if !strings.Contains(lines.Text(), `"path":"`+path+`"`) {
			t.Fatalf("round %d: got %q %v, want the event of %s", round, lines.Text(), lines.Err(), path)
		}
		_ = response.Body.Close()
		cancel()
	}
}

// Each follower wakes for each request, so thousands would take up the mock's time.
func TestFollowersAreBounded(t *testing.T) {
	c := start(t)
	follow := func() int {
		request, err := http.NewRequest("GET", c.server.URL+"/__mock/requests/stream", nil)
		if err != nil {
			t.Fatal(err)
		}
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = response.Body.Close() })
		return response.StatusCode
	}
	for i := range 100 {
		if got := follow(); got != http.StatusOK {
			t.Fatalf("follower %d: got status %d, want 200", i, got)
		}
	}
	if got := follow(); got != http.StatusTooManyRequests {
		t.Errorf("one more: got status %d, want 429", got)
	}
	c.api("GET", "/v3/lead", "")
}
