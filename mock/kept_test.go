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
)

// keeper returns a server whose sessions may keep few bytes.
func keeper(t *testing.T, limit int64, options ...Option) *Server {
	t.Helper()
	server, err := New(options...)
	if err != nil {
		t.Fatal(err)
	}
	server.config.maxKept = limit
	t.Cleanup(func() { _ = server.Close() })
	return server
}

// sendFile uploads a file to a session and returns the status.
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
	wants("an import that waits", 30_000, 100_000)
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
	wants("a scenario", 400_000, 420_000)
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

// The least recently used sessions make room for others, and the one in hand stays.
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

// A single session gets no more room than all of them together.
func TestKeptOfOneSession(t *testing.T) {
	server := keeper(t, 200_000, WithImportDelay(time.Hour))
	for range 4 {
		_, _ = server.AddFault(Fault{Operation: "getLead", Status: 500, Text: strings.Repeat("x", 60_000)})
	}
	if _, err := server.AddFault(Fault{Operation: "getLead", Status: 500}); !errors.Is(err, ErrFull) {
		t.Errorf("a fault: got %v, want ErrFull", err)
	}
	if _, err := server.SaveSnapshot("s"); !errors.Is(err, ErrFull) {
		t.Errorf("a snapshot: got %v, want ErrFull", err)
	}
	if err := server.SetScenario("empty"); !errors.Is(err, ErrFull) {
		t.Errorf("a scenario: got %v, want ErrFull", err)
	}
	if got := sendFile(t, server, "", "phone_number\n1\n"); got != 503 {
		t.Errorf("an upload: got status %d, want 503", got)
	}
	server.DeleteFaults()
	if got := sendFile(t, server, "", "phone_number\n1\n"); got != 200 {
		t.Errorf("an upload with room: got status %d, want 200", got)
	}
}
