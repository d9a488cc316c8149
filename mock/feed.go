package mock

import (
	"cmp"
	"context"
	"iter"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
)

// feed wakes the followers of all sessions' requests, and records which sessions have new ones.
type feed struct {
	some      atomic.Int32 // how many followers there are, so a request takes no lock if there are none
	mu        sync.Mutex
	followers map[*follower]bool
	known     map[*Session]bool // those that all followers have in changed
}

// follower is one client of the feed.
type follower struct {
	changed map[*Session]bool
	wake    chan struct{} // has room for one
}

// notify wakes the followers because a session has a new request.
func (f *feed) notify(s *Session) {
	if f.some.Load() == 0 {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.known[s] {
		return
	}
	f.known[s] = true
	for follower := range f.followers {
		follower.changed[s] = true
		select {
		case follower.wake <- struct{}{}:
		default: // it is awake
		}
	}
}

func (f *feed) add() *follower {
	made := &follower{map[*Session]bool{}, make(chan struct{}, 1)}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.followers == nil {
		f.followers, f.known = map[*follower]bool{}, map[*Session]bool{}
	}
	clear(f.known)
	f.followers[made] = true
	f.some.Add(1)
	return made
}

// remove takes a follower out; a second time does nothing.
func (f *feed) remove(leaving *follower) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.followers[leaving] {
		delete(f.followers, leaving)
		clear(f.known) // so that it does not keep a session alive
		f.some.Add(-1)
	}
}

// forget forgets a session that has ended, which a follower that does not come back would keep alive.
func (f *feed) forget(ended *Session) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.known, ended)
	for follower := range f.followers {
		delete(follower.changed, ended)
	}
}

// take returns the sessions with new requests for a follower.
func (f *feed) take(by *follower) []*Session {
	f.mu.Lock()
	defer f.mu.Unlock()
	all := slices.Collect(maps.Keys(by.changed))
	clear(by.changed)
	clear(f.known)
	return all
}

// RequestsOfAll is Requests for all sessions together; each request has the name of its session.
func (s *Server) RequestsOfAll(filter RequestFilter, limit int) (found []Request, total int) {
	found = []Request{}
	for _, session := range s.Sessions() {
		of, n := session.Requests(filter, limit)
		total += n
		found = append(found, session.named(of)...)
	}
	slices.SortStableFunc(found, func(a, b Request) int { return b.Time.Compare(a.Time) })
	return found[:max(min(len(found), limit), 0)], total
}

// named adds the name of the session.
func (s *Session) named(requests []Request) []Request {
	name := s.shownName()
	for i := range requests {
		requests[i].Session = &name
	}
	return requests
}

// FollowEventsOfAll is FollowEvents for all sessions together, from this call on, however late the caller iterates; each
// request has the name of its session. It ends with ctx. The result can be iterated once.
func (s *Server) FollowEventsOfAll(ctx context.Context) iter.Seq[[]Event] {
	following := s.feed.add()
	context.AfterFunc(ctx, func() { s.feed.remove(following) })
	after := map[int64]int64{} // by the number of the log, to keep no session alive; a session that is created later starts at 0
	for _, session := range s.Sessions() {
		after[session.requests.number] = session.LastRequest()
	}
	return func(yield func([]Event) bool) {
		defer s.feed.remove(following)
		for {
			select {
			case <-following.wake:
			case <-ctx.Done():
				return
			}
			var found []Event
			sessions := s.feed.take(following)
			for _, session := range sessions {
				name := session.shownName()
				added, _ := session.eventsSince(after[session.requests.number], &name)
				if len(added) > 0 {
					after[session.requests.number] = added[len(added)-1].ID
				}
				found = append(found, added...)
			}
			if len(sessions) > 1 {
				slices.SortStableFunc(found, func(a, b Event) int { return cmp.Compare(a.start, b.start) })
			}
			if !yield(found) || !rest(ctx, followPause) {
				return
			}
		}
	}
}
