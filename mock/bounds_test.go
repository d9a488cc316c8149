package mock

import (
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"github.com/leadapi/leadapi/mock/internal/leadcsv"
	"github.com/leadapi/leadapi/mock/internal/quickcheck"
	"github.com/leadapi/leadapi/mock/internal/store"
)

// The request line and headers are bounded too, in the request log and in the log, and count towards what all request logs
// take together.
func TestLongLines(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: 1,500 requests with long lines; go test ./... sends them")
	}
	var logged []Entry
	s, err := New(WithLog(func(e Entry) { logged = append(logged, e) }))
	if err != nil {
		t.Fatal(err)
	}
	const token = "canary-4c6a9410"
	r := httptest.NewRequest("GET", "/v3/lead?"+strings.Repeat("x", maxLine-len("/v3/lead?")-4)+token+strings.Repeat("y", maxLine), nil)
	r.Method = strings.Repeat("M", 2*maxLine)
	r.Header = http.Header{"Content-Type": {strings.Repeat("t", 2*maxLine)}, "Authorization": {"Bearer " + token}}
	for range maxRequests + 500 {
		s.ServeHTTP(httptest.NewRecorder(), r)
	}
	const cut = maxLine + len("...")
	found, _ := s.Requests(RequestFilter{}, maxRequests)
	for _, request := range found {
		if len(request.Path) != cut || len(request.Method) != cut || len(request.ContentType) != cut || strings.Contains(request.Path, token[:4]) {
			t.Fatalf("request %d: got %d bytes of path, %d of method, %d of type: %s, want each cut to the maximum and no token", request.ID, len(request.Path), len(request.Method), len(request.ContentType), request.Path[cut-20:])
		}
	}
	for _, entry := range logged {
		if len(entry.Path) != cut || len(entry.Method) != cut {
			t.Fatalf("logged: got %d bytes of path, %d of method, want each cut to the maximum", len(entry.Path), len(entry.Method))
		}
	}
	if kept := s.requestLogs.Load(); kept < maxRequests*3*int64(cut) || kept > maxRequests*4*int64(cut) {
		t.Errorf("got %d bytes counted, want three to four lines per request", kept)
	}
	s.DeleteRequests()
	if kept := s.requestLogs.Load(); kept != 0 {
		t.Errorf("got %d bytes counted for nothing, want 0", kept)
	}
}

// The count equals what the request logs take, even after long lines were replaced by short ones.
func TestJournalsAreCountedExactly(t *testing.T) {
	s, err := New()
	if err != nil {
		t.Fatal(err)
	}
	for i := range 3 * maxRequests {
		r := httptest.NewRequest("GET", "/v3/lead?"+strings.Repeat("x", i%7*300), nil)
		s.ServeHTTP(httptest.NewRecorder(), r)
	}
	if counted, takes := s.requestLogs.Load(), s.requests.size(); counted != int64(takes) {
		t.Errorf("got %d bytes counted, want the %d that the request log takes", counted, takes)
	}
}

func TestPrintable(t *testing.T) {
	for text, want := range map[string]string{
		"Trần Đức":             "Trần Đức",
		"a\nb\x1b[2J\u2028":    `a\u000ab\u001b[2J\u2028`,
		"no UTF-8 \x9b2J\xff.": "no UTF-8 \ufffd2J\ufffd.",
	} {
		if got := printable(text); got != want {
			t.Errorf("%q: got %q, want %v", text, got, want)
		}
	}
}

// A request that outlives its session leaves nothing behind that would be counted forever.
func TestJournalOfAnEndedSession(t *testing.T) {
	s, err := New()
	if err != nil {
		t.Fatal(err)
	}
	x := newExchange(s, httptest.NewRequest("GET", "/v3/lead", nil))
	x.session = s.InSession("a")
	x.logRequest()
	if s.requestLogs.Load() == 0 {
		t.Error("got 0 bytes, want those of the request")
	}
	s.EndSession("a")
	x.logRequest()
	if kept := s.requestLogs.Load(); kept != 0 || x.session.requests.len() != 0 {
		t.Errorf("got %d bytes, %d requests, want none", kept, x.session.requests.len())
	}
}

// A text is readable until its first byte is overwritten.
func TestTextRingToTheByte(t *testing.T) {
	var ring textRing
	oldest := ring.add([]byte("oldest"))
	for ring.end < maxTexts {
		ring.add(make([]byte, min(maxText, maxTexts-ring.end)))
	}
	if got := ring.get(oldest); got != "oldest" {
		t.Errorf("a full ring: got %q, want oldest", got)
	}
	ring.add([]byte("x"))
	if got := ring.get(oldest); got != "" {
		t.Errorf("after one more byte: got %q, want none", got)
	}
}

// A request to the default session counts as a use of it, like one that names a session.
func TestUseOfTheDefaultSession(t *testing.T) {
	s, err := New()
	if err != nil {
		t.Fatal(err)
	}
	s.used.Store(0)
	s.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/v3/lead", nil))
	if s.used.Load() == 0 {
		t.Error("got no time of use, want that of the request")
	}
}

// The request log of the session in use is not the one that makes room.
func TestJournalInHandStays(t *testing.T) {
	s, err := New()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"", "a", "b"} {
		x := newExchange(s, httptest.NewRequest("GET", "/v3/lead", nil))
		x.session = s.InSession(name)
		x.logRequest()
	}
	s.requestLogs.Add(maxRequestLogs)
	s.shrinkRequestLogs(s.InSession("a"))
	if n := []int{s.requests.len(), s.InSession("a").requests.len(), s.InSession("b").requests.len()}; n[0] != 0 || n[1] != 1 || n[2] != 0 {
		t.Errorf("got %v requests in the default session, in a and in b, want 0, 1 and 0", n)
	}
}

// An import that is about to store when its session is reset stores nothing, and reads of the list are not counted for jobs
// that have ended.
func TestImportsAcrossAReset(t *testing.T) {
	s, err := New()
	if err != nil {
		t.Fatal(err)
	}
	form := uploadForm{list: "c4869e79-f0fa-4c6a-9410-bc0defac375a", file: &leadcsv.File{Rows: 1}, leads: s.spec.Load().schema.Resource("lead"), rows: []string{""}}
	before := s.jobs.epoch.Load()
	if stored, wrong := s.importRows(before, form); stored != 1 || wrong != "" {
		t.Errorf("got %d rows stored, %q, want 1", stored, wrong)
	}
	s.Reset()
	if stored, wrong := s.importRows(before, form); stored != 0 || wrong != importCancelled {
		t.Errorf("after the reset: got %d rows stored, %q, want 0, cancelled", stored, wrong)
	}
	if err := s.SetImports(Imports{AfterReads: 1}); err != nil {
		t.Fatal(err)
	}
	add := func() { s.jobs.add(&importJob{work: func() (int, string) { return 0, "" }}) }
	add()
	if s.jobs.countRead(); s.jobs.polled.Load() != 0 {
		t.Errorf("after the read: got %d jobs that wait for reads, want 0", s.jobs.polled.Load())
	}
	add()
	if n := s.jobs.polled.Load(); n != 1 {
		t.Errorf("got %d jobs that wait for reads, want 1", n)
	}
	if s.Reset(); s.jobs.polled.Load() != 0 {
		t.Errorf("after the reset: got %d jobs that wait for reads, want 0", s.jobs.polled.Load())
	}
}

// A request that started with the old documents changes nothing after a reload.
func TestOldDocumentsChangeNothing(t *testing.T) {
	s, err := New()
	if err != nil {
		t.Fatal(err)
	}
	before := s.spec.Load()
	if err := s.Reload(); err != nil {
		t.Fatal(err)
	}
	if !s.store.Write(s.spec.Load().schema, func(*store.State) {}) {
		t.Error("a write by the new documents: got none, want one")
	}
	changed := func(*store.State) { t.Error("got a change by old documents, want none") }
	if s.store.Write(before.schema, changed) || s.store.WriteBeside(before.schema, changed) || s.store.Read(before.schema, changed) {
		t.Error("a call by old documents: got it reported as made, want it passed over")
	}
	if s.store.Snapshot(before.schema) != nil {
		t.Error("got a snapshot by old documents, want none")
	}
}

// Refusals are remembered up to a bound; beyond it the library answers each body.
func TestRefusalsAreBounded(t *testing.T) {
	var known refusals
	var flaws quickcheck.Flaws
	for i := range maxRefusals + 10 {
		flaws[0], flaws[1] = 1, flaws[1]+1
		known.remember(flaws, refusal{reply: Reply{Why: strconv.Itoa(i)}})
	}
	if reply := known.of(flaws); reply != nil || len(known.byFlaws) != maxRefusals {
		t.Errorf("got %d remembered, the last as %v; want %d without it", len(known.byFlaws), reply, maxRefusals)
	}
	if flaws[1] = 7; known.of(flaws).reply.Why != "6" {
		t.Errorf("the seventh: got %v, want 6", known.of(flaws))
	}
}
