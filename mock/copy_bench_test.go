package mock

import (
	"fmt"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
)

// BenchmarkCopies times everything that copies the state: the first use of a session, a snapshot, its restoring, a reset. A
// write follows each, which pays for the first nodes that are no longer shared.
func BenchmarkCopies(b *testing.B) {
	for _, leads := range []int{4, 1_000_000} {
		s, err := New(WithLeads(leads))
		if err != nil {
			b.Fatal(err)
		}
		for name, copies := range map[string]func(i int) *Session{
			"session": func(i int) *Session { return s.InSession(fmt.Sprint(leads, i)) },
			"snapshot": func(int) *Session {
				if _, err := s.SaveSnapshot("x"); err != nil {
					b.Fatal(err)
				}
				return s.session
			},
			"restore": func(int) *Session { s.RestoreSnapshot("x"); return s.session },
			"reset":   func(int) *Session { s.Reset(); return s.session },
		} {
			b.Run(fmt.Sprintf("leads=%d/%s", leads, name), func(b *testing.B) {
				if _, err := s.SaveSnapshot("x"); err != nil {
					b.Fatal(err)
				}
				for i := 0; b.Loop(); i++ {
					in := copies(i)
					if _, err := in.Records("list").Create([]byte(`{"list_name":"x"}`)); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// BenchmarkSessions reports the memory of 10,000 sessions of the documented seed: fresh ones, and ones that have created a
// lead and listed it.
func BenchmarkSessions(b *testing.B) {
	const sessions = 10_000
	for b.Loop() {
		before := liveHeap()
		s, err := New()
		if err != nil {
			b.Fatal(err)
		}
		for i := range sessions {
			s.InSession(fmt.Sprint("test ", i))
		}
		b.ReportMetric(float64(liveHeap()-before)/1e6, "fresh-MB")
		for i := range sessions {
			send(s, i, "POST", `{"list_uuid":"c4869e79-f0fa-4c6a-9410-bc0defac375a","phone_number":"0349719999"}`)
			send(s, i, "GET", "")
		}
		b.ReportMetric(float64(liveHeap()-before)/1e6, "used-MB")
		if n := len(s.Sessions()); n != sessions+1 {
			b.Fatalf("got %d sessions, want %d", n, sessions+1)
		}
		runtime.KeepAlive(s)
	}
}

func send(s *Server, session int, method, body string) {
	request := httptest.NewRequest(method, "/v3/lead", strings.NewReader(body))
	request.Header.Set("Authorization", "Bearer bench")
	request.Header.Set("X-Mock-Session", fmt.Sprint("test ", session))
	request.Header.Set("Content-Type", "application/json")
	s.ServeHTTP(httptest.NewRecorder(), request)
}

func liveHeap() uint64 {
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}
