package mock_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/leadapi/leadapi/mock"
)

// in sends a request in a session.
func (c *client) in(session, method, path, body string) reply {
	c.t.Helper()
	header := http.Header{"Authorization": {"Bearer test"}, "X-Mock-Session": {session}, "Content-Type": {"application/json"}}
	return c.sendWith(method, path, header, strings.NewReader(body))
}

func TestSessionsDoNotSeeEachOther(t *testing.T) {
	c := start(t)
	for _, session := range []string{"a", "b/c ü", "a"} {
		c.in(session, "POST", "/v3/lead", newLead)
	}
	c.in("b/c ü", "DELETE", "/v3/lead/"+demo01, "")
	for session, want := range map[string]int{"a": 4, "b/c ü": 2, "new": 2, "": 2} {
		if got := fmt.Sprint(c.in(session, "GET", "/v3/lead", "").decoded(t)["total"]); got != fmt.Sprint(want) {
			t.Errorf("session %q: got total %s, want %d", session, got, want)
		}
	}
	c.expect("GET", "/v3/lead", "", 200, "")
	if got := c.getUnchecked("/s/b%2Fc%20%C3%BC/v3/lead/" + demo01); got.status != 404 {
		t.Errorf("by path prefix: got %d %s; want 404", got.status, got.body)
	}
	if got := c.getUnchecked("/s/a/v3/lead?limit=0"); !strings.HasSuffix(got.text(), `"total":4}`) {
		t.Errorf("by path prefix: got %s, want 4 in all", got.body)
	}
	if got := c.server.InSession("a").Info(); got.Records["lead"] != 6 || got.Requests != 4 {
		t.Errorf("got %+v, want 6 leads and 4 requests", got)
	}
}

var newLead = jsonBody(map[string]string{"list_uuid": documentedList, "phone_number": "0349710001"})

func TestSessionNamesThatAreRefused(t *testing.T) {
	c := start(t)
	for name, header := range map[string]http.Header{
		"too long": {"Authorization": {"Bearer test"}, "X-Mock-Session": {strings.Repeat("x", 201)}},
		"twice":    {"Authorization": {"Bearer test"}, "X-Mock-Session": {"a", "b"}},
	} {
		_, got := c.exchange("GET", "/v3/lead", header, nil)
		if got.status != 400 || got.header.Get("X-Mock-Error") == "" {
			t.Errorf("%s: got %d %s, want 400 of the mock", name, got.status, got.body)
		}
	}
	if n := len(c.server.Sessions()); n != 1 {
		t.Errorf("got %d sessions, want 1", n)
	}
	if got := c.in(strings.Repeat("x", 200), "GET", "/v3/lead", ""); got.status != 200 {
		t.Errorf("200 bytes: got %d %s; want 200", got.status, got.body)
	}
	// What is escaped after the prefix of a session stays escaped: this is the ID of a lead, not a longer path.
	if got := c.getUnchecked("/s/a/v3/lead/a%2Fb"); got.status != 404 || got.text() != `{"error":"Not Found"}` {
		t.Errorf("got %d %s, want 404 Not Found", got.status, got.body)
	}
}

// A session over the limit evicts the least recently used one.
func TestSessionsAreBounded(t *testing.T) {
	c := start(t, mock.WithSessions(2, time.Hour))
	for _, session := range []string{"a", "b", "a", "c"} {
		c.in(session, "GET", "/v3/lead", "")
	}
	var names []string
	for _, session := range c.server.Sessions() {
		names = append(names, session.Name())
	}
	if got := strings.Join(names, ","); got != ",c,a" {
		t.Errorf("got sessions %q, want ,c,a", got)
	}
	if _, found := c.server.FindSession("b"); found {
		t.Error("b: got it kept, want it evicted")
	}
}

func TestIdleSessionsEnd(t *testing.T) {
	c := start(t, mock.WithSessions(10, time.Nanosecond))
	c.in("a", "POST", "/v3/lead", newLead)
	if _, found := c.server.FindSession("a"); found {
		t.Error("a session that was idle for more than a nanosecond: got it kept, want it ended")
	}
	if got := c.in("a", "GET", "/v3/lead", "").decoded(t)["total"]; got != 2.0 {
		t.Errorf("got total %v, want 2", got)
	}
}

func TestEndedSessions(t *testing.T) {
	c := start(t)
	c.in("a", "POST", "/v3/lead", newLead)
	if !c.server.EndSession("a") || c.server.EndSession("a") || c.server.EndSession("") {
		t.Error("got another number of ends, want one of a session, and none of the default one")
	}
	if got := c.in("a", "GET", "/v3/lead", "").decoded(t)["total"]; got != 2.0 {
		t.Errorf("got total %v, want 2", got)
	}
	c.server.EndSessions()
	if n := len(c.server.Sessions()); n != 1 {
		t.Errorf("got %d sessions, want 1", n)
	}
}

// A reset restores everything, IDs and times included.
func TestReset(t *testing.T) {
	c := start(t, mock.WithIDSeed(7), mock.WithNow(time.Date(2023, 3, 8, 9, 0, 0, 0, time.UTC)))
	run := func() string {
		id := c.create("x", "0349710001")
		c.expect("DELETE", "/v3/lead/"+demo01, "", 200, "")
		return c.expect("GET", "/v3/lead/"+id, "", 200, "").text()
	}
	first := run()
	if _, err := c.server.AddFault(mock.Fault{Status: 500}); err != nil {
		t.Fatal(err)
	}
	if _, err := c.server.SaveSnapshot("kept"); err != nil {
		t.Fatal(err)
	}
	c.server.Reset()
	if second := run(); second != first {
		t.Errorf("after the reset: got\n %s\nwant, as before,\n %s", second, first)
	}
	if got := c.server.Info(); got.Requests != 3 || got.Faults != 0 || got.Snapshots != 1 {
		t.Errorf("got %+v, want 3 requests, no faults, 1 snapshot", got)
	}
}

// An import in progress when its session is reset does not appear later.
func TestResetCancelsImports(t *testing.T) {
	c := start(t, mock.WithImportDelay(time.Hour))
	c.upload(t, form{{"file", "a.csv", "phone_number\n1\n"}, {"list_uuid", "", documentedList}})
	c.server.Reset()
	c.server.WaitForImports()
	if jobs := c.server.Jobs(); len(jobs) != 0 || totalOf(t, c) != 2 {
		t.Errorf("got %+v, want no jobs and 2 leads", jobs)
	}
	c.imports(mock.Imports{})
	c.upload(t, threeRows)
	if jobs := c.server.Jobs(); len(jobs) != 1 || jobs[0].ID != 1 || jobs[0].State != mock.JobDone || totalOf(t, c) != 4 {
		t.Errorf("got %+v, want job 1 done and 4 leads", jobs)
	}
}

// During concurrent resets and uploads, each request sees a whole state.
func TestResetsBesideRequests(t *testing.T) {
	c := start(t, mock.WithImportDelay(0))
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for range 30 {
				c.create("x", "0349710001")
				c.upload(t, form{{"file", "a.csv", "phone_number\n1\n2\n"}, {"list_uuid", "", documentedList}})
				c.server.Reset()
			}
		})
	}
	all.Wait()
	c.server.Reset()
	if total := totalOf(t, c); total != 2 {
		t.Errorf("got total %d, want 2", total)
	}
}

// The imports of a removed session are not executed.
func TestEndedSessionsImportNothing(t *testing.T) {
	c := start(t, mock.WithImportDelay(time.Hour))
	session := c.server.InSession("a")
	header := http.Header{"Authorization": {"Bearer x"}, "X-Mock-Session": {"a"}, "Content-Type": {"multipart/form-data; boundary=x"}}
	body := "--x\r\nContent-Disposition: form-data; name=\"list_uuid\"\r\n\r\n" + documentedList +
		"\r\n--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\nphone_number\n1\n\r\n--x--\r\n"
	c.sendWith("POST", "/v3/lead/file", header, strings.NewReader(body))
	c.server.EndSession("a")
	if jobs := session.Jobs(); len(jobs) != 1 || jobs[0].State != mock.JobCancelled {
		t.Errorf("got %+v, want 1, cancelled", jobs)
	}
}
