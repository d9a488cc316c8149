package contract_test

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/leadapi/leadapi/contract"
	"github.com/leadapi/leadapi/contract/report"
)

// inProcess is a transport without a network.
type inProcess struct{ handler http.Handler }

func (s inProcess) RoundTrip(request *http.Request) (*http.Response, error) {
	if request.Body == nil {
		request = request.Clone(request.Context())
		request.Body = http.NoBody
	}
	time.Sleep(100 * time.Microsecond) // so no two requests have the same time
	recorder := httptest.NewRecorder()
	s.handler.ServeHTTP(recorder, request)
	if recorder.Code == http.StatusNoContent || recorder.Code == http.StatusNotModified || request.Method == http.MethodHead {
		recorder.Body.Reset() // as net/http does
	}
	return recorder.Result(), nil
}

// serving returns a Config for a server in this process.
func serving(serve server) func(*contract.Config) {
	return func(cfg *contract.Config) { cfg.Client = &http.Client{Transport: inProcess{handler(serve)}} }
}

// bubble runs check with a fake clock, on which waiting takes no time.
func bubble(t *testing.T, check func(t *testing.T)) {
	t.Helper()
	synctest.Test(t, check)
}

// runFast runs the suite with a fake clock against a server with a real one, which must not wait for anything.
func runFast(t *testing.T, cfg contract.Config) (whole report.Report, err error) {
	t.Helper()
	bubble(t, func(t *testing.T) { whole, err = contract.Run(t.Context(), cfg) })
	return whole, err
}

// later holds what a server does at a later time. It runs before a call, so nothing runs concurrently with the suite.
type later struct {
	mu  sync.Mutex
	due []dueAt
}

type dueAt struct {
	at time.Time
	do func()
}

func (l *later) in(delay time.Duration, do func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.due = append(l.due, dueAt{time.Now().Add(delay), do})
}

// pass runs what is due by now, in order of time.
func (l *later) pass() {
	l.mu.Lock()
	slices.SortStableFunc(l.due, func(a, b dueAt) int { return a.at.Compare(b.at) })
	at := slices.IndexFunc(l.due, func(d dueAt) bool { return d.at.After(time.Now()) })
	if at < 0 {
		at = len(l.due)
	}
	ready := l.due[:at]
	l.due = slices.Clone(l.due[at:])
	l.mu.Unlock()
	for _, d := range ready {
		d.do()
	}
}

func (l *later) waiting() bool { return len(l.due) > 0 }

// within returns a change that does things later.
func within(serve func(l *later, next server) server) change {
	return func(next server) server {
		var l later
		changed := serve(&l, next)
		return func(c call) answer {
			l.pass()
			return changed(c)
		}
	}
}
