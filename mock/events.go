package mock

import (
	"context"
	"encoding/json"
	"iter"
	"sync"
)

// Event is a logged request as its followers get it.
type Event struct {
	ID    int64
	JSON  []byte // a Request; all followers share it, so it must not be changed
	start int64
}

// events caches events, so that a request is encoded once and not once per follower.
type events struct {
	mu    sync.Mutex
	byKey map[eventKey][]byte
	bytes int
}

// eventKey identifies an event of any session, even of one that has ended.
type eventKey struct {
	log   int64
	id    int64
	named bool // it has the name of its session
}

// maxEvents is how many bytes of events are cached: those of some pauses of the followers.
const maxEvents = 2 << 20

// of returns an event, and encodes it if the cache lacks it.
func (e *events) of(key eventKey, encode func() []byte) []byte {
	e.mu.Lock()
	found := e.byKey[key]
	e.mu.Unlock()
	if found != nil {
		return found
	}
	made := encode()
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.byKey == nil || e.bytes > maxEvents {
		e.byKey, e.bytes = map[eventKey][]byte{}, 0
	}
	e.byKey[key] = made
	e.bytes += len(made)
	return made
}

// eventsSince is requestLog.since for events. They have the name of the session unless it is nil.
func (s *Session) eventsSince(after int64, name *string) (found []Event, added <-chan struct{}) {
	j := &s.requests
	j.mu.Lock()
	defer j.mu.Unlock()
	for id := max(j.first, after+1, 1); id <= j.last; id++ {
		encoded := s.server.events.of(eventKey{j.number, id, name != nil}, func() []byte {
			request := j.request(id)
			request.Session = name
			data, _ := json.Marshal(request) // texts and numbers always can be encoded
			return data
		})
		found = append(found, Event{id, encoded, j.entries[id%maxRequests].start})
	}
	return found, j.more()
}

// FollowEvents is FollowRequests for many followers: it yields the requests that have come since the last ones, as JSON.
func (s *Session) FollowEvents(ctx context.Context, after int64) iter.Seq[[]Event] {
	return func(yield func([]Event) bool) {
		since := func() ([]Event, <-chan struct{}) { return s.eventsSince(after, nil) }
		follow(ctx, since, func(found []Event) bool {
			after = found[len(found)-1].ID
			return yield(found)
		})
	}
}
