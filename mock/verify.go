package mock

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// Verification says which logged requests are counted and how many there should be; empty and nil fields are ignored.
type Verification struct {
	RequestFilter
	Match   Match
	Count   *int
	AtLeast *int
	AtMost  *int
}

// NearMiss is a request that does not match, and why. If too many requests match, it is one of them, without differences.
type NearMiss struct {
	Request Request  `json:"request"`
	Differs []string `json:"differs"`
}

// WrongCount is the error for too few or too many requests.
type WrongCount struct {
	Count int
	Want  string     // such as at least 2
	Near  []NearMiss // up to 5
}

func (e *WrongCount) Error() string {
	return fmt.Sprintf("want %s requests, and there are %d", e.Want, e.Count)
}

// maxNear is how many near misses are shown.
const maxNear = 5

// Verify counts logged requests. It waits until there are as many as wanted or until ctx ends; then it returns a WrongCount.
// If ctx has already ended, it does not wait. context.Background never ends: give it a timeout.
func (s *Session) Verify(ctx context.Context, want Verification) (count int, err error) {
	conditions, err := want.compile(s.server.spec.Load())
	if err != nil {
		return 0, err
	}
	counted := counting{seen: want.After}
	for {
		_, added := s.requests.since(s.LastRequest()) // before counting, so that none is missed
		count := counted.add(s, want.RequestFilter, conditions)
		wrong, over := want.holds(count)
		if wrong == nil {
			return count, nil
		}
		if ctx.Err() != nil || over || added == nil {
			matching, others := s.split(want.RequestFilter, conditions)
			wrong.Near = s.near(want, conditions, matching, others, over)
			return count, wrong
		}
		select {
		case <-added:
		case <-ctx.Done():
		}
	}
}

// compile refuses what no request can match, because a count of 0 would then hold for a mistyped name.
func (v *Verification) compile(sp *spec) (matcher, error) {
	switch {
	case v.Count == nil && v.AtLeast == nil && v.AtMost == nil:
		return nil, errors.New("want count, at_least or at_most")
	case v.Count != nil && (v.AtLeast != nil || v.AtMost != nil):
		return nil, errors.New("count: is exact; leave out at_least and at_most")
	case v.AtLeast != nil && v.AtMost != nil && *v.AtLeast > *v.AtMost:
		return nil, fmt.Errorf("at_least: %d is more than at_most, %d", *v.AtLeast, *v.AtMost)
	}
	paths := sp.paths()
	if v.Operation != "" {
		op := sp.operation(v.Operation)
		if op == nil {
			return nil, fmt.Errorf("operation: there is no %q (%s)", shorten(v.Operation), sp.operationNames())
		}
		paths = []string{op.path}
	}
	conditions, err := v.Match.compile(paths)
	if err != nil {
		return nil, err
	}
	for _, condition := range conditions {
		if text, isText := condition.want.(string); isText && condition.place == "header" && !strings.Contains(text, masked) && harmlessValue(http.CanonicalHeaderKey(condition.name), text) != text {
			return nil, fmt.Errorf("match: %q: the request log shows secrets only as %s; match a fault by the header, or use null for a missing header", condition.key, masked)
		}
	}
	return conditions, nil
}

// holds returns nil if the count is as wanted. over reports that further requests will not help.
func (v *Verification) holds(total int) (wrong *WrongCount, over bool) {
	switch {
	case v.Count != nil && total != *v.Count:
		return &WrongCount{Count: total, Want: strconv.Itoa(*v.Count)}, total > *v.Count
	case v.AtMost != nil && total > *v.AtMost:
		return &WrongCount{Count: total, Want: "at most " + strconv.Itoa(*v.AtMost)}, true
	case v.AtLeast != nil && total < *v.AtLeast:
		return &WrongCount{Count: total, Want: "at least " + strconv.Itoa(*v.AtLeast)}, false
	}
	return nil, false
}

// counting counts the requests that match as they come, each of them once: to look at the whole log again for each new request
// would keep others waiting.
type counting struct {
	seen int64   // ID of the last request that was looked at
	ids  []int64 // of those that match
}

// add looks at new requests, and returns how many of the log match.
func (c *counting) add(s *Session, filter RequestFilter, conditions matcher) int {
	filter.After = c.seen
	last := s.LastRequest()
	added, _ := s.Requests(filter, maxRequests)
	for _, request := range added {
		last = max(last, request.ID)
		if len(conditions) == 0 || conditions.matches(s.askedOf(&request)) {
			c.ids = append(c.ids, request.ID)
		}
	}
	c.seen = max(c.seen, last)
	first := s.requests.firstID()
	c.ids = slices.DeleteFunc(c.ids, func(id int64) bool { return id < first })
	return len(c.ids)
}

// split separates the requests that match from the others, newest first.
func (s *Session) split(filter RequestFilter, conditions matcher) (matching, others []Request) {
	all, _ := s.Requests(RequestFilter{After: filter.After}, maxRequests)
	for _, request := range all {
		if len(filter.differs(&request)) == 0 && (len(conditions) == 0 || conditions.matches(s.askedOf(&request))) {
			matching = append(matching, request)
		} else {
			others = append(others, request)
		}
	}
	return matching, others
}

// near returns the requests with the fewest differences, newest first.
func (s *Session) near(want Verification, conditions matcher, matching, others []Request, over bool) []NearMiss {
	all := []NearMiss{}
	if over {
		for _, request := range matching[:min(len(matching), maxNear)] {
			all = append(all, NearMiss{request, []string{}})
		}
		return all
	}
	for _, request := range others {
		differs := want.differs(&request)
		view := s.askedOf(&request)
		for i := range conditions {
			if !conditions[i].holds(view) {
				differs = append(differs, conditions[i].differs(view))
			}
		}
		all = append(all, NearMiss{request, differs})
	}
	slices.SortStableFunc(all, func(a, b NearMiss) int { return cmp.Compare(len(a.Differs), len(b.Differs)) })
	return all[:min(len(all), maxNear)]
}

// differs returns how a request differs from the filter.
func (f *RequestFilter) differs(r *Request) (all []string) {
	text := func(name, is, want string) {
		all = append(all, fmt.Sprintf("%s is %q, not %q", name, shorten(is), shorten(want)))
	}
	if f.Operation != "" && f.Operation != r.Operation {
		text("operation", r.Operation, f.Operation)
	}
	if f.Method != "" && !strings.EqualFold(f.Method, r.Method) {
		text("method", r.Method, f.Method)
	}
	if f.Status != 0 && f.Status != r.Status {
		all = append(all, fmt.Sprintf("status is %d, not %d", r.Status, f.Status))
	}
	if !strings.Contains(r.Path, f.Path) {
		all = append(all, fmt.Sprintf("path %q does not contain %q", shorten(r.Path), shorten(f.Path)))
	}
	if !strings.Contains(r.Body, f.Body) {
		all = append(all, fmt.Sprintf("body does not contain %q", shorten(f.Body)))
	}
	return all
}

// askedOf returns what conditions are compared with, for a logged request.
func (s *Session) askedOf(r *Request) *asked {
	made := &asked{header: http.Header{}}
	if where, err := url.ParseRequestURI(r.Path); err == nil {
		if prefixed := withSessionOfPath(&http.Request{URL: where, Header: http.Header{}}); prefixed != nil {
			where = prefixed.URL
		}
		made.query = where.RawQuery
		var found *route
		if found, made.parameters = s.server.spec.Load().route(&http.Request{Method: r.Method, URL: where}, nil); found != nil {
			found.operations[r.Method].name(made.parameters)
		}
	}
	for name, value := range r.Headers {
		made.header.Set(name, value)
	}
	if kind := made.header.Get("Content-Type"); strings.HasPrefix(kind, "multipart/") || int64(len(r.Body)) == r.BodyBytes {
		made.body = fieldsOf(kind, []byte(r.Body))
	}
	return made
}
