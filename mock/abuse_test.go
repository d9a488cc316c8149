package mock_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/leadapi/leadapi/mock"
)

// importOf uploads a CSV file and returns its job.
func importOf(t *testing.T, server *mock.Server, file string) mock.Job {
	t.Helper()
	body, contentType := form{{"file", "a.csv", file}, {"list_uuid", "", documentedList}}.encode(t)
	request := httptest.NewRequest("POST", "/v3/lead/file", strings.NewReader(string(body)))
	request.Header.Set("Content-Type", contentType)
	if got := direct(t, server, request); got.text() != processing {
		t.Fatalf("got %d %s; want %v", got.status, got.body, processing)
	}
	server.WaitForImports()
	return server.Jobs()[0]
}

// A row's additional has every name of the header, so short rows can grow large.
func TestShortRowsStaySmall(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: files of megabytes; go test ./... uploads them")
	}
	server := newServer(t)
	long := "phone_number," + strings.Repeat("a", 5000) + "," + strings.Repeat("b", 5000) + "\n"
	job := importOf(t, server, long+strings.Repeat("0349719999\n", 3000))
	if !strings.Contains(job.Error, "the rows become over 100 times what the file has") || job.Stored != 0 {
		t.Errorf("got %q, %d stored; want a refusal", job.Error, job.Stored)
	}
	if job := importOf(t, server, long+strings.Repeat("0349719999\n", 100)); job.Stored != 100 {
		t.Errorf("a small file: got %q, %d stored; want 100", job.Error, job.Stored)
	}
	var names []string
	for i := range 40 {
		names = append(names, fmt.Sprintf("a_further_column_%d", i))
	}
	sparse := "phone_number," + strings.Join(names, ",") + "\n" + strings.Repeat("0349719999"+strings.Repeat(",", 40)+"\n", 20_000)
	if job := importOf(t, server, sparse); job.Stored != 20_000 {
		t.Errorf("a sparse file: got %q, %d stored; want 20000", job.Error, job.Stored)
	}
	if job := importOf(t, server, "phone_number,"+strings.Repeat("a", 17_000)+"\n1\n"); !strings.Contains(job.Error, "have 17012 bytes; at most 16384 are allowed") {
		t.Errorf("got %q, want the names to be too long", job.Error)
	}
}

// Many small files are bounded by their size too: there is little free growth per file.
func TestSmallFilesStaySmall(t *testing.T) {
	server := newServer(t)
	header := "phone_number"
	for i := range 240 {
		header += fmt.Sprintf(",c%d%s", i, strings.Repeat("x", 60))
	}
	job := importOf(t, server, header+"\n"+strings.Repeat("0349719999\n", 850)) // of 25 kB, which would become 15 MB
	if !strings.Contains(job.Error, "the rows become over 100 times what the file has") || job.Stored != 0 {
		t.Errorf("got %q, %d stored; want a refusal", job.Error, job.Stored)
	}
	if job := importOf(t, server, header+"\n0349719999\n"); job.Stored != 1 {
		t.Errorf("one row: got %q, %d stored; want 1", job.Error, job.Stored)
	}
}

// listIn lists leads in a session, and returns the status. An empty authorization is not sent.
func listIn(server *mock.Server, session, authorization string) (status int) {
	request := httptest.NewRequest("GET", "/v3/lead", nil)
	request.Header.Set("X-Mock-Session", session)
	if authorization != "" {
		request.Header.Set("Authorization", authorization)
	}
	recorder := httptest.NewRecorder()
	server.ServeHTTP(recorder, request)
	return recorder.Code
}

// Requests without a token create sessions only while there is room; otherwise anyone could evict everybody else's.
func TestSessionsWantAToken(t *testing.T) {
	server := newServer(t, mock.WithSessions(2, 1e12))
	send := func(session, authorization string) int { return listIn(server, session, authorization) }
	names := func() (names []string) {
		for _, session := range server.Sessions() {
			names = append(names, session.Name())
		}
		return names
	}
	send("a", "Bearer t")
	for i := range 10 {
		if got := send(fmt.Sprint("x", i), ""); got != http.StatusUnauthorized {
			t.Errorf("got status %d, want 401", got)
		}
	}
	send("b", "Basic x")
	if got := names(); !slices.Equal(got, []string{"", "x0", "a"}) {
		t.Fatalf("got the sessions %q, want the default one, a, and x0, for which there was room", got)
	}
	send("a", "")
	a, _ := server.FindSession("a")
	if _, total := a.Requests(mock.RequestFilter{Status: 401}, 0); total != 1 {
		t.Errorf("got %d requests without a token in the request log of a, want the one that named it", total)
	}
	x0, _ := server.FindSession("x0")
	if _, total := x0.Requests(mock.RequestFilter{Status: 401}, 0); total != 1 {
		t.Errorf("got %d requests in the request log of x0, want the one without a token that created it", total)
	}
	if _, total := server.Requests(mock.RequestFilter{}, 0); total != 0 {
		t.Errorf("got %d requests in the request log of the default session, want none", total)
	}
}

// Few sessions can exist that only requests without an accepted token have named.
func TestGuestsAreFew(t *testing.T) {
	server := newServer(t)
	send := func(session, authorization string) { listIn(server, session, authorization) }
	const guests = 100 // at most
	for i := range guests + 20 {
		send(fmt.Sprint("x", i), "")
	}
	if got := len(sessionNames(server)); got != guests {
		t.Fatalf("got %d sessions after %d requests without a token, want %d", got, guests+20, guests)
	}
	for _, test := range []struct {
		what string
		do   func()
		want int
	}{
		{"a session gets a token", func() { send("x1", "Bearer t") }, guests + 1},
		{"a session is prepared", func() { server.InSession("x2") }, guests + 2},
		{"a session ends", func() { server.EndSession("x3") }, guests + 2},
		{"a session gets a token once more", func() { send("x1", "Bearer t") }, guests + 2},
	} {
		test.do()
		send(test.what, "")
		send(test.what+" again", "")
		if got := len(sessionNames(server)); got != test.want {
			t.Errorf("%s: got %d sessions, want %d", test.what, got, test.want)
		}
	}
}

// sessionNames returns the names of the sessions besides the default one, in alphabetical order.
func sessionNames(server *mock.Server) (names []string) {
	for _, session := range server.Sessions()[1:] {
		names = append(names, session.Name())
	}
	slices.Sort(names)
	return names
}

// Sessions that nothing has changed end before those in use, however long ago these were used.
func TestUnchangedSessionsEndFirst(t *testing.T) {
	server := newServer(t, mock.WithSessions(8, 1e12))
	send := func(session, method, path, body string) {
		t.Helper()
		request := httptest.NewRequest(method, path, strings.NewReader(body))
		request.Header.Set("X-Mock-Session", session)
		request.Header.Set("Authorization", "Bearer t")
		if got := direct(t, server, request); got.status != 200 {
			t.Fatalf("%s %s: got %d %s, want 200", method, path, got.status, got.body)
		}
	}
	send("create", "POST", "/v3/lead", `{"list_uuid":"`+documentedList+`","lead_name":"A","lead_code":"A","phone_number":"0349719999"}`)
	send("delete", "DELETE", "/v3/lead/"+demo01, "")
	if _, err := server.InSession("fault").AddFault(mock.Fault{Status: 500}); err != nil {
		t.Fatal(err)
	}
	frozen := true
	if _, err := server.InSession("clock").SetClock(mock.ClockChange{Frozen: &frozen}); err != nil {
		t.Fatal(err)
	}
	if err := server.InSession("imports").SetImports(mock.Imports{AfterReads: 1}); err != nil {
		t.Fatal(err)
	}
	server.InSession("vary").Vary(1)
	for i := range 20 {
		send(fmt.Sprint("read", i), "GET", "/v3/lead", "")
	}
	if got, want := sessionNames(server), []string{"clock", "create", "delete", "fault", "imports", "read18", "read19", "vary"}; !slices.Equal(got, want) {
		t.Errorf("got the sessions %q, want %q", got, want)
	}
	for i := range 8 {
		server.InSession(fmt.Sprint("new", i)).Vary(1)
	}
	if got := sessionNames(server); len(got) != 8 || slices.Contains(got, "create") {
		t.Errorf("after as many new ones that are changed: got %q, want those", got)
	}
}
