package mock

import (
	"context"
	"iter"
	"strings"
	"time"

	"github.com/leadapi/leadapi/mock/internal/store"
)

// Request is what the journal knows of a request. It holds no token.
type Request struct {
	ID          int64     `json:"id"` // 1, 2, ... in a session
	Time        time.Time `json:"time"`
	Method      string    `json:"method"`
	Path        string    `json:"path"`      // escaped, with the query
	Operation   string    `json:"operation"` // operationId; empty where the request met none
	Status      int       `json:"status"`    // 0 where the connection was reset
	Millis      float64   `json:"duration_ms"`
	Why         string    `json:"why"`                   // what led to the reply
	Notes       []string  `json:"notes,omitempty"`       // what was passed over
	Assumptions []string  `json:"assumptions,omitempty"` // the numbers of those that the reply rested on
	Fault       int       `json:"fault,omitempty"`       // the number of the fault that was used
	Record      string    `json:"record,omitempty"`      // the id of the record that it was about

	Session *string           `json:"session,omitempty"` // its name, where requests of all sessions were asked for
	Headers map[string]string `json:"headers,omitempty"` // of the request, up to 4 KiB; what is secret is masked

	ContentType string `json:"content_type,omitempty"`
	Body        string `json:"body,omitempty"` // up to 64 KiB; empty where newer ones have taken its place
	BodyBytes   int64  `json:"body_bytes,omitempty"`
	Reply       string `json:"reply,omitempty"` // likewise
	ReplyBytes  int64  `json:"reply_bytes,omitempty"`
	ReplyType   string `json:"reply_type,omitempty"` // where it is not application/json
}

// request has the journal's lock.
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
	if e.notes != "" {
		request.Notes = strings.Split(e.notes, "\n")
	}
	if e.record != (store.UUID{}) {
		request.Record = e.record.String()
	}
	return request
}

// RequestFilter asks for requests in the journal; what is empty is not asked for.
type RequestFilter struct {
	Operation string
	Method    string
	Status    int
	Path      string // a part of path and query
	Body      string // a part of the body
	After     int64  // only requests with a higher id
}

// matches has the journal's lock.
func (j *requestLog) matches(id int64, f RequestFilter) bool {
	e := &j.entries[id%maxRequests]
	return (f.Operation == "" || e.operation == f.Operation) &&
		(f.Method == "" || strings.EqualFold(e.method, f.Method)) &&
		(f.Status == 0 || e.status == f.Status) &&
		strings.Contains(e.path, f.Path) &&
		(f.Body == "" || strings.Contains(j.texts.get(e.body), f.Body))
}

// Requests finds requests in the journal, newest first, with limit at most, and tells how many match in all.
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

// LastRequest is the id of the newest request in the journal; 0 before the first one.
func (s *Session) LastRequest() int64 {
	s.requests.mu.Lock()
	defer s.requests.mu.Unlock()
	return s.requests.last
}

// DeleteRequests empties the journal.
func (s *Session) DeleteRequests() { s.server.requestLogs.Add(-int64(s.requests.clear())) }

// followPause is how long a follower rests when it has some requests, so that many followers do not wake for each.
const followPause = 20 * time.Millisecond

// FollowRequests yields the requests with an id over after as they come, until ctx is done or the session is forgotten.
// One that is slower than the journal is long misses some; their ids tell.
func (s *Session) FollowRequests(ctx context.Context, after int64) iter.Seq[Request] {
	return func(yield func(Request) bool) {
		for {
			found, added := s.requests.since(after)
			for _, request := range found {
				if after = request.ID; !yield(request) {
					return
				}
			}
			if added == nil {
				return
			}
			if len(found) > 0 && !rest(ctx, followPause) {
				return
			}
			select {
			case <-added:
			case <-ctx.Done():
				return
			}
		}
	}
}

// rest returns when the time is over, or false when ctx is done.
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
