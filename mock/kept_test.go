package mock

import (
	"bytes"
	"errors"
	"fmt"
	"mime/multipart"
	"net/http/httptest"
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
