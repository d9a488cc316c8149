package mock_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/leadapi/leadapi/mock"
)

// The requests of all sessions come together, each with the name of its session, new sessions included.
func TestFollowRequestsOfAll(t *testing.T) {
	c := start(t)
	in := func(session string) {
		c.sendWith("GET", "/v3/lead", http.Header{"X-Mock-Session": {session}, "Authorization": {"Bearer x"}}, nil)
	}
	in("before")
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	begun := c.server.FollowRequestsOfAll(ctx)
	in("a") // before the iteration, after the call
	followed := make(chan mock.Request)
	go func() {
		defer close(followed)
		for request := range begun {
			followed <- request
		}
	}()
	if first := <-followed; first.Session == nil || *first.Session != "a" {
		t.Fatalf("got %+v, want the request of session a", first)
	}
	in("")
	in("before")
	seen := map[string]bool{}
	for !seen[""] || !seen["before"] {
		request, more := <-followed
		if !more {
			t.Fatalf("got %v, want more", seen)
		}
		if *request.Session == "before" && request.ID != 2 {
			t.Errorf("got %+v, want only later ones", request)
		}
		seen[*request.Session] = true
	}
	cancel()
	for range followed {
	}
	found, total := c.server.RequestsOfAll(mock.RequestFilter{Operation: "listLeads"}, 2)
	if len(found) != 2 || total < 4 || *found[0].Session != "before" || *found[1].Session != "" {
		t.Errorf("got %d %+v, want 2 of at least 4, newest first", total, found)
	}
}
