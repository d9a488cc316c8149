package mock

import (
	"bytes"
	"errors"
	"fmt"
	"mime/multipart"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/leadapi/leadapi/mock/internal/store"
)

// keeper returns a server whose sessions may keep few bytes.
func keeper(t *testing.T, limit int64, options ...Option) *Server {
	t.Helper()
	server, err := New(options...)
	if err != nil {
		t.Fatal(err)
	}
	server.config.maxKept, server.config.maxDefault = limit, limit
	t.Cleanup(func() { _ = server.Close() })
	return server
}

// sendFile uploads a file to a session and returns the status. All of the request must be read, or a client that is still
// sending would not see the reply.
func sendFile(t *testing.T, server *Server, session, file string) int {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	_ = form.WriteField("list_uuid", "c4869e79-f0fa-4c6a-9410-bc0defac375a") // a buffer never fails
	part, _ := form.CreateFormFile("file", "a.csv")
	_, _ = part.Write([]byte(file))
	_ = form.Close()
	request := httptest.NewRequest("POST", "/v3/lead/file", &body)
	request.Header.Set("Content-Type", form.FormDataContentType())
	request.Header.Set("Authorization", "Bearer t")
	request.Header.Set("X-Mock-Session", session)
	recorder := httptest.NewRecorder()
	server.ServeHTTP(recorder, request)
	if body.Len() > 0 {
		t.Errorf("got %d bytes of the upload not read, want all read", body.Len())
	}
	return recorder.Code
}

// What is kept is counted correctly: a drift would end sessions needlessly, or never.
func TestKeptIsCounted(t *testing.T) {
	server := keeper(t, maxKept, WithImportDelay(time.Hour))
	session := server.InSession("a")
	wants := func(what string, low, high int64) {
		t.Helper()
		if got := server.kept.Load(); got < low || got > high {
			t.Errorf("%s: got %d bytes kept, want %d to %d", what, got, low, high)
		}
	}
	wants("at first", 0, 0)
	if got := sendFile(t, server, "a", "phone_number\n"+strings.Repeat("0349719999\n", 1000)); got != 200 {
		t.Fatalf("got status %d, want 200", got)
	}
	wants("an import that waits", 256_000, 400_000)
	session.jobs.cancel()
	wants("an import that has ended", 500, 1500)
	if got := sendFile(t, server, "a", "phone_number\n"+strings.Repeat("\"\"\n", 1000)); got != 200 {
		t.Fatalf("got status %d, want 200", got)
	}
	wants("its skips", 50_000, 100_000)
	session.Reset()
	wants("after a reset", 0, 0)
	fault, err := session.AddFault(Fault{Status: 500, Text: strings.Repeat("x", 60_000)})
	if err != nil {
		t.Fatal(err)
	}
	wants("a fault", 60_000, 62_000)
	session.DeleteFault(fault.ID)
	wants("without it", 0, 0)
	for range 10 {
		if _, err := session.SaveSnapshot("s"); err != nil {
			t.Fatal(err)
		}
	}
	wants("a snapshot", 8000, 9000)
	session.DeleteSnapshots()
	wants("without it", 0, 0)
	_, _ = session.SaveSnapshot("s")
	_, _ = session.AddFault(Fault{Status: 500})
	if err := session.SetScenario("thousand-leads"); err != nil {
		t.Fatal(err)
	}
	session.DeleteSnapshots()
	wants("a scenario", 400_000, 500_000)
	if err := session.SetScenario("empty"); err != nil {
		t.Fatal(err)
	}
	wants("an empty one", 0, 0)
	_ = session.SetScenario("thousand-leads")
	session.Reset()
	wants("after the reset of a scenario", 0, 0)
	_ = session.SetScenario("thousand-leads")
	server.EndSession("a")
	wants("after the session", 0, 0)
	_, _ = session.AddFault(Fault{Status: 500})
	wants("a session that has ended", 0, 0)
}

// Of sessions that keep the same, the least recently used ones make room for others.
func TestKeptMakesRoom(t *testing.T) {
	server := keeper(t, 1<<20)
	server.InSession("empty")
	for i := range 100 {
		if _, err := server.InSession(fmt.Sprint(i)).AddFault(Fault{Status: 500, Text: strings.Repeat("x", 60_000)}); err != nil {
			t.Fatal(err)
		}
		if got := server.kept.Load(); got > 1<<20 {
			t.Fatalf("got %d bytes kept, want at most %d", got, 1<<20)
		}
	}
	if _, there := server.FindSession("99"); !there {
		t.Error("the last session: got it ended, want it kept")
	}
	if _, there := server.FindSession("0"); there {
		t.Error("the first session: got it kept, want it ended")
	}
	if _, there := server.FindSession("empty"); !there {
		t.Error("a session that keeps nothing: got it ended, want it kept")
	}
}

// A session has only its share: its own calls are refused, and other sessions are not ended for it.
func TestKeptOfOneSession(t *testing.T) {
	for _, name := range []string{"", "a"} {
		server := keeper(t, 185_000, WithImportDelay(time.Hour))
		if name != "" {
			server.config.maxKept = 2 * 185_000
		}
		if _, err := server.InSession("small").AddFault(Fault{Status: 500}); err != nil {
			t.Fatal(err)
		}
		session, fault := server.InSession(name), Fault{Operation: "getLead", Status: 500, Text: strings.Repeat("x", 60_000)}
		for range 3 {
			if _, err := session.AddFault(fault); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := session.AddFault(fault); !errors.Is(err, ErrFull) {
			t.Errorf("%q: a fault: got %v, want ErrFull", name, err)
		}
		if _, err := session.SaveSnapshot("s"); !errors.Is(err, ErrFull) {
			t.Errorf("%q: a snapshot: got %v, want ErrFull", name, err)
		}
		if err := session.SetScenario("thousand-leads"); !errors.Is(err, ErrFull) {
			t.Errorf("%q: a scenario: got %v, want ErrFull", name, err)
		}
		file := "phone_number\n" + strings.Repeat("1\n", 100)
		for _, upload := range []string{file, "phone_number\n" + strings.Repeat("1\n", 500_000)} {
			if got := sendFile(t, server, name, upload); got != 503 {
				t.Errorf("%q: an upload: got status %d, want 503", name, got)
			}
		}
		if _, there := server.FindSession("small"); !there {
			t.Errorf("%q: another session: got it ended, want it kept", name)
		}
		session.DeleteFaults()
		if got := sendFile(t, server, name, file); got != 200 {
			t.Errorf("%q: an upload with room: got status %d, want 200", name, got)
		}
	}
}

// sendLead creates a lead whose name has some bytes, and returns the status.
func sendLead(server *Server, session string, size int) int {
	body := `{"list_uuid":"c4869e79-f0fa-4c6a-9410-bc0defac375a","phone_number":"0349719999","lead_code":"A","lead_name":"` + strings.Repeat("x", size) + `"}`
	request := httptest.NewRequest("POST", "/v3/lead", strings.NewReader(body))
	request.Header.Set("Authorization", "Bearer t")
	request.Header.Set("X-Mock-Session", session)
	recorder := httptest.NewRecorder()
	server.ServeHTTP(recorder, request)
	return recorder.Code
}

// Records beyond the seed are counted, in whatever way they come and go.
func TestRecordsAreCounted(t *testing.T) {
	server := keeper(t, maxKept, WithImportDelay(0))
	session := server.InSession("a")
	wants := func(what string, low, high int64) {
		t.Helper()
		if got := server.kept.Load(); got < low || got > high {
			t.Errorf("%s: got %d bytes kept, want %d to %d", what, got, low, high)
		}
	}
	do := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	leads := session.Records("lead")
	do(leads.Delete("152a5c45-68f0-4ee7-85c0-32ae87bb611b"))
	wants("a lead of the seed, deleted", 0, 0)
	if got := sendLead(server, "a", 50_000); got != 200 {
		t.Fatalf("got status %d, want 200", got)
	}
	wants("a lead", 50_000, 51_000)
	do(leads.DeleteAll())
	wants("no leads", 0, 0)
	_, err := session.MakeLeads(100, "", false)
	do(err)
	wants("leads that were made up", 30_000, 60_000)
	session.Reset()
	wants("after a reset", 0, 0)
	if got := sendFile(t, server, "a", "phone_number\n"+strings.Repeat("0349719999\n", 100)); got != 200 {
		t.Fatalf("got status %d, want 200", got)
	}
	wants("rows of a file", 25_000, 45_000)
	_, err = session.SaveSnapshot("s")
	do(err)
	wants("and a snapshot of them", 58_000, 98_000)
	session.Reset()
	wants("the snapshot", 33_000, 53_000)
	session.RestoreSnapshot("s")
	wants("the restored rows", 58_000, 98_000)
	session.DeleteSnapshots()
	var state bytes.Buffer
	do(session.ExportState(&state))
	session.Reset()
	do(session.ImportState("state", state.Bytes()))
	wants("a state that was loaded", 25_000, 45_000)
	do(leads.DeleteAll())
	wants("a loaded state without leads", 0, 1000)
}

// A session that keeps adding records is refused, whoever adds them, until some are deleted.
func TestRecordsHaveABound(t *testing.T) {
	server := keeper(t, 400_000)
	session := server.InSession("a")
	stored := 0
	for range 100 {
		if sendLead(server, "a", 10_000) == 200 {
			stored++
		}
	}
	if stored < 15 || stored > 20 {
		t.Errorf("got %d leads of 10 kB stored, want 15 to 20", stored)
	}
	if _, err := session.Records("lead").Create([]byte(`{}`)); !errors.Is(err, ErrFull) {
		t.Errorf("got %v, want ErrFull", err)
	}
	if got := sendLead(server, "b", 10_000); got != 200 {
		t.Errorf("another session: got status %d, want 200", got)
	}
	if err := session.Records("lead").DeleteAll(); err != nil {
		t.Fatal(err)
	}
	if got := sendLead(server, "a", 10_000); got != 200 {
		t.Errorf("after the leads were deleted: got status %d, want 200", got)
	}
}

// A file is not read further when its rows take all the room.
func TestFileStopsWithoutRoom(t *testing.T) {
	server := keeper(t, maxKept)
	form := uploadForm{room: 100_000, leads: server.spec.Load().schema.Resource("lead")}
	file := strings.NewReader("phone_number\n" + strings.Repeat("0349719999\n", 100_000))
	if err := form.readFile(file); !errors.Is(err, ErrFull) || file.Len() < 500_000 {
		t.Errorf("got %v and %d bytes not read, want ErrFull and at least 500000", err, file.Len())
	}
}

// A session that ends counts nothing any more: what it counted could end sessions while they are locked.
func TestEndCountsNothing(t *testing.T) {
	server := keeper(t, maxKept, WithImportDelay(time.Hour))
	session, schema := server.InSession("a"), server.spec.Load().schema
	if got := sendFile(t, server, "a", "phone_number\n0349719999\n"); got != 200 {
		t.Fatalf("got status %d, want 200", got)
	}
	server.config.maxKept = 100
	leads := schema.Resource("lead")
	session.store.Write(schema, func(st *store.State) { st.Create(leads, make([]string, len(leads.Fields())), 0) }) // not counted yet
	ended := make(chan bool)
	go func() { ended <- server.EndSession("a") }()
	select {
	case <-ended:
	case <-time.After(time.Minute):
		panic("got a session that does not end, want it ended") // closing the server would wait for it
	}
	if got := server.kept.Load(); got != 0 {
		t.Errorf("got %d bytes kept, want 0", got)
	}
}

// heap returns the bytes in use.
func heap() int64 {
	runtime.GC()
	var now runtime.MemStats
	runtime.ReadMemStats(&now)
	return int64(now.HeapAlloc)
}

// A match counts as what it takes when it is decoded.
func TestMatchIsCounted(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: hundreds of large matches; go test ./... runs it")
	}
	server := keeper(t, maxKept)
	session, before := server.InSession("a"), heap()
	for range 20 {
		var match Match
		if err := match.UnmarshalJSON([]byte(`{"body.x":[` + strings.Repeat("{},", 20_000) + `{}]}`)); err != nil {
			t.Fatal(err)
		}
		if _, err := session.AddFault(Fault{Status: 500, Match: match}); err != nil {
			t.Fatal(err)
		}
	}
	if took, counted := heap()-before, server.kept.Load(); took > counted {
		t.Errorf("got %d bytes counted, want at least the %d that were taken", counted, took)
	}
}

// Readings of a session's own count, because it compiles the documents for them.
func TestReadingsAreCounted(t *testing.T) {
	server := keeper(t, maxKept)
	const sessions = 200
	before := heap()
	for i := range sessions {
		session := server.InSession(fmt.Sprint(i))
		session.Vary(uint64(i))
		_ = session.spec()
	}
	if took, counted := heap()-before, server.kept.Load(); took > counted*3/2 {
		t.Errorf("got %d bytes counted, want about the %d that were taken", counted, took)
	}
	session := server.InSession("0")
	counted := server.kept.Load()
	_ = session.SetReadings(nil)
	if got := server.kept.Load(); got != counted-readingsBytes {
		t.Errorf("without readings: got %d bytes counted, want %d", got, counted-readingsBytes)
	}
	session.Vary(1)
	session.Reset()
	if got := server.kept.Load(); got != counted-readingsBytes {
		t.Errorf("after a reset: got %d bytes counted, want %d", got, counted-readingsBytes)
	}
}

// If all sessions together keep too much, the largest one ends, and small ones stay.
func TestKeptEndsTheLargest(t *testing.T) {
	server := keeper(t, 1<<20)
	keep := func(name string, faults int) {
		for range faults {
			if _, err := server.InSession(name).AddFault(Fault{Status: 500, Text: strings.Repeat("x", 60_000)}); err != nil {
				t.Fatal(err)
			}
		}
	}
	for i := range 5 {
		keep(fmt.Sprint("small", i), 1)
	}
	keep("large", 8)
	keep("larger", 5)
	for i := range 5 {
		if _, there := server.FindSession(fmt.Sprint("small", i)); !there {
			t.Errorf("small%d: got it ended, want it kept", i)
		}
	}
	if _, there := server.FindSession("large"); there {
		t.Error("the largest session: got it kept, want it ended")
	}
	if got := server.kept.Load(); got > 1<<20 {
		t.Errorf("got %d bytes kept, want at most %d", got, 1<<20)
	}
}
