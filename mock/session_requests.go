package mock

import (
	"context"
	"iter"
	"strings"
	"time"

	"github.com/leadapi/leadapi/mock/internal/store"
)

// Request is a logged request. It never contains a token.
type Request struct {
	ID          int64     `json:"id"` // 1, 2, ... in a session
	Time        time.Time `json:"time"`
	Method      string    `json:"method"`
	Path        string    `json:"path"`      // escaped, with the query
	Operation   string    `json:"operation"` // operationId; empty if no operation matched
	Status      int       `json:"status"`    // 0 if the connection was reset
	Millis      float64   `json:"duration_ms"`
	Why         string    `json:"why"`                   // why it got its reply
	Notes       []string  `json:"notes,omitempty"`       // what was ignored
	Assumptions []string  `json:"assumptions,omitempty"` // the IDs of the assumptions that the reply rested on
	Fault       int       `json:"fault,omitempty"`       // the ID of the fault that was used
	Record      string    `json:"record,omitempty"`      // the ID of the record that it was about

	Session *string           `json:"session,omitempty"` // its name, if requests of all sessions were asked for
	Headers map[string]string `json:"headers,omitempty"` // of the request, up to 4 KiB; secrets are masked

	ContentType string `json:"content_type,omitempty"`
	Body        string `json:"body,omitempty"` // up to 64 KiB; empty if newer ones have overwritten it
	BodyBytes   int64  `json:"body_bytes,omitempty"`
	Reply       string `json:"reply,omitempty"` // as for Body
	ReplyBytes  int64  `json:"reply_bytes,omitempty"`
	ReplyType   string `json:"reply_type,omitempty"` // empty for application/json
}

// request returns a logged request. The caller must hold mu.
func (j *requestLog) request(id int64) Request {
	e := &j.entries[id%maxRequests]
	request := Request{
		ID:          id,
		Time:        time.UnixMicro(e.start).In(store.Zone),
		Method:      e.method,
		Path:        e.path,
		Operation:   e.operation,
		Status:      e.status,
		Millis:      float64(e.duration.Microseconds()) / 1000,
		Why:         printable(e.why),
		Assumptions: e.rests.ids(),
		Fault:       e.fault,
		Headers:     headersOf(j.texts.get(e.headers)),
		ContentType: e.contentType,
		Body:        j.texts.get(e.body),
		BodyBytes:   e.bodyBytes,
		Reply:       j.texts.get(e.reply),
		ReplyBytes:  e.replyBytes,
		ReplyType:   e.replyType,
	}
	if e.token != "" { // a record of another request can have it
		request.Reply = mask(request.Reply, e.token)
	}
	if e.notes != "" {
		request.Notes = strings.Split(e.notes, "\n")
	}
	if e.record != (store.UUID{}) {
		request.Record = e.record.String()
	}
	return request
}

// RequestFilter selects logged requests; empty fields are ignored.
type RequestFilter struct {
	Operation string
	Method    string
	Status    int
	Path      string // a part of path and query
	Body      string // a part of the body
	After     int64  // only requests with a higher id
}

// matches reports whether a request matches a filter. The caller must hold mu.
func (j *requestLog) matches(id int64, f RequestFilter) bool {
	e := &j.entries[id%maxRequests]
	return (f.Operation == "" || e.operation == f.Operation) &&
		(f.Method == "" || strings.EqualFold(e.method, f.Method)) &&
		(f.Status == 0 || e.status == f.Status) &&
		strings.Contains(e.path, f.Path) &&
		(f.Body == "" || strings.Contains(j.texts.get(e.body), f.Body))
}

// Requests returns the logged requests that match, newest first and at most limit, and the number of all that match.
func (s *Session) Requests(filter RequestFilter, limit int) (found []Request, total int) {
	j := &s.requests
	j.mu.Lock()
	defer j.mu.Unlock()
	found = []Request{}
	for id := j.last; id >= max(j.first, 1) && id > filter.After; id-- {
		if !j.matches(id, filter) {
			continue
		}
		if total++; len(found) < limit {
			found = append(found, j.request(id))
		}
	}
	return found, total
}

// LastRequest returns the ID of the newest logged request; 0 before the first one.
func (s *Session) LastRequest() int64 {
	s.requests.mu.Lock()
	defer s.requests.mu.Unlock()
	return s.requests.last
}

// DeleteRequests empties the request log.
func (s *Session) DeleteRequests() { s.server.requestLogs.Add(-int64(s.requests.clear())) }

// followPause is how long a follower pauses after it has got requests, so that many followers do not wake for each one.
const followPause = 20 * time.Millisecond

// FollowRequests yields the requests with an ID over after as they come, until ctx ends or the session is removed. A slow
// loop can miss requests that the log no longer has, as a gap in their IDs shows.
func (s *Session) FollowRequests(ctx context.Context, after int64) iter.Seq[Request] {
	return func(yield func(Request) bool) {
		since := func() ([]Request, <-chan struct{}) { return s.requests.since(after) }
		follow(ctx, since, func(found []Request) bool {
			for _, request := range found {
				if after = request.ID; !yield(request) {
					return false
				}
			}
			return true
		})
	}
}

// follow calls use with what since finds, as it comes, until use returns false, ctx ends or since returns no channel.
func follow[T any](ctx context.Context, since func() (found []T, added <-chan struct{}), use func([]T) bool) {
	for {
		found, added := since()
		if len(found) > 0 && !use(found) {
			return
		}
		if added == nil || len(found) > 0 && !rest(ctx, followPause) {
			return
		}
		select {
		case <-added:
		case <-ctx.Done():
			return
		}
	}
}

// rest returns true after the pause, or false if ctx ends first.
func rest(ctx context.Context, pause time.Duration) bool {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
