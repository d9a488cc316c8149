package mock

import (
	"bytes"
	"errors"
	"net/http/httptest"
	"strings"
	"testing"
)

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
