package mock_test

import (
	"context"
	"encoding/json"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"
	"weak"

	"github.com/leadapi/leadapi/mock"
)

// The requests of all sessions come together, each with the name of its session, new sessions included.
func TestFollowEventsOfAll(t *testing.T) {
	c := start(t)
	in := func(session string) {
		c.sendWith("GET", "/v3/lead", http.Header{"X-Mock-Session": {session}, "Authorization": {"Bearer x"}}, nil)
	}
	in("before")
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	begun := c.server.FollowEventsOfAll(ctx)
	in("a") // before the iteration, after the call
	followed := make(chan mock.Request)
	go func() {
		defer close(followed)
		for batch := range begun {
			for _, event := range batch {
				var request mock.Request
				if err := json.Unmarshal(event.JSON, &request); err != nil || request.ID != event.ID {
					t.Errorf("got %v and id %d, want the JSON of request %d", err, request.ID, event.ID)
				}
				followed <- request
			}
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
	if found, _ := c.server.RequestsOfAll(mock.RequestFilter{}, -1); len(found) != 0 {
		t.Errorf("limit -1: got %d requests, want none, as Requests has", len(found))
	}
}

// A request is encoded once for all followers of its session, and not mixed up with one of an earlier session of that name.
func TestFollowersShareEvents(t *testing.T) {
	c := start(t)
	event := func() mock.Event {
		session, _ := c.server.FindSession("a")
		for batch := range session.FollowEvents(context.Background(), 0) {
			return batch[0]
		}
		t.Fatal("got no event, want one")
		return mock.Event{}
	}
	for _, path := range []string{"/v3/lead?limit=1", "/v3/lead?limit=2"} {
		ctx, cancel := context.WithCancel(context.Background())
		ofAll := c.server.FollowEventsOfAll(ctx)
		c.sendWith("GET", path, http.Header{"X-Mock-Session": {"a"}, "Authorization": {"Bearer x"}}, nil)
		one, again := event(), event()
		if one.ID != 1 || !strings.Contains(string(one.JSON), `"path":"`+path+`"`) || strings.Contains(string(one.JSON), `"session":`) {
			t.Errorf("got %d %s, want 1 with path %s and without a session", one.ID, one.JSON, path)
		}
		if &one.JSON[0] != &again.JSON[0] {
			t.Errorf("%s is encoded twice, want once", path)
		}
		for batch := range ofAll {
			if got := string(batch[0].JSON); !strings.Contains(got, `"path":"`+path+`"`) || !strings.Contains(got, `"session":"a"`) {
				t.Errorf("got %s, want path %s and session a", got, path)
			}
			break
		}
		cancel()
		c.server.EndSession("a")
	}
}

// A follower keeps no session alive that has ended, neither one whose requests it has got nor, if it is stalled, a later one.
func TestFollowersKeepNoEndedSession(t *testing.T) {
	c := start(t)
	got, stalled := make(chan bool), make(chan bool)
	defer close(stalled)
	begun := c.server.FollowEventsOfAll(t.Context())
	go func() {
		for range begun {
			got <- true
			<-stalled
			return
		}
	}()
	for _, name := range []string{"followed", "later"} {
		c.sendWith("GET", "/v3/lead", http.Header{"X-Mock-Session": {name}, "Authorization": {"Bearer x"}}, nil)
		if name == "followed" {
			<-got
		}
		session := weak.Make(c.server.InSession(name))
		c.server.EndSession(name)
		for tries := 1000; session.Value() != nil; tries-- { // the request can still be in progress
			if tries == 0 {
				t.Fatalf("session %s is still in memory, want it collected", name)
			}
			runtime.GC()
		}
	}
}
