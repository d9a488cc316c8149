package mock_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"runtime"
	"strings"
	"testing"

	"github.com/leadapi/leadapi/mock"
)

func TestJournal(t *testing.T) {
	c := start(t)
	id := c.create("Trần", "0349710001")
	c.send("POST", "/v3/lead", `{"phone_number":""}`)
	c.getUnchecked("/v3/leads")
	c.getUnchecked("/v3/lead/" + unknownID)
	found, total := c.server.Requests(mock.RequestFilter{}, 10)
	if total != 4 || len(found) != 4 {
		t.Fatalf("got %d %+v, want 4", total, found)
	}
	created, refused, nowhere, missing := found[3], found[2], found[1], found[0]
	if created.ID != 1 || created.Method != "POST" || created.Path != "/v3/lead" || created.Operation != "createLead" || created.Status != 200 ||
		created.Record != id || !strings.Contains(created.Body, "Trần") || created.Reply != fmt.Sprintf(`{"created":true,"lead_uuid":%q}`, id) ||
		created.ContentType != "application/json" || created.BodyBytes != int64(len(created.Body)) || created.ReplyBytes != int64(len(created.Reply)) || created.Time.IsZero() {
		t.Errorf("got %+v, want the create with its whole body and reply", created)
	}
	if !strings.Contains(refused.Why, "phone_number: Does not match pattern") || refused.Status != 400 {
		t.Errorf("got %+v, want 400 for the pattern of phone_number", refused)
	}
	if nowhere.Operation != "" || nowhere.Why != "unknown path" || nowhere.Path != "/v3/leads" {
		t.Errorf("got %+v, want an unknown path without an operation", nowhere)
	}
	if missing.Why != "no lead "+unknownID || missing.Record != "" {
		t.Errorf("got %+v, want no lead and no record", missing)
	}
	for says, filter := range map[string]mock.RequestFilter{
		"2 1":     {Operation: "createLead"},
		"4 3":     {Status: 404},
		"4 3 2 1": {Path: "/v3/lead"},
		"3":       {Path: "leads"},
		"1":       {Body: "Trần", Method: "post"},
		"4":       {After: 3},
		"":        {Operation: "createLead", Status: 401},
	} {
		found, total := c.server.Requests(filter, 10)
		var ids []string
		for _, request := range found {
			ids = append(ids, fmt.Sprint(request.ID))
		}
		if got := strings.Join(ids, " "); got != says || total != len(found) {
			t.Errorf("%+v: got requests %s of %d, want %s", filter, got, total, says)
		}
	}
	c.server.DeleteRequests()
	c.getUnchecked("/v3/lead")
	if found, total := c.server.Requests(mock.RequestFilter{}, 0); len(found) != 0 || total != 1 || c.server.LastRequest() != 5 {
		t.Errorf("got %d, the last is %d, want 1 and 5", total, c.server.LastRequest())
	}
}

// The request log holds the last 1,000 requests, and drops the texts of older ones before the requests themselves.
func TestJournalIsBounded(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: it fills a request log; go test ./... runs it")
	}
	c := start(t)
	const requests, bodies = 1234, 64 << 10
	long := strings.Repeat("x", 2*bodies)
	for i := range requests {
		body := fmt.Sprintf(`{"n":%d,"long":%q}`, i+1, long[:i%2*2*bodies/16])
		if i == requests-1 {
			body = fmt.Sprintf(`{"n":%d,"long":%q}`, i+1, long)
		}
		c.send("POST", "/v3/lead", body)
	}
	found, total := c.server.Requests(mock.RequestFilter{}, 2000)
	if total != 1000 || len(found) != 1000 || found[0].ID != requests || found[999].ID != requests-999 {
		t.Fatalf("got %d requests, %d to %d, want the last 1000 of %d", total, found[len(found)-1].ID, found[0].ID, requests)
	}
	if last := found[0]; len(last.Body) != bodies || last.BodyBytes <= bodies {
		t.Errorf("the last body: got %d of %d bytes, want %d of more", len(last.Body), last.BodyBytes, bodies)
	}
	kept := 0
	for i, request := range found {
		kept += len(request.Body) + len(request.Reply)
		if request.Body != "" && !strings.HasPrefix(request.Body, fmt.Sprintf(`{"n":%d,`, request.ID)) {
			t.Errorf("request %d: got the body %.20s, want its own", request.ID, request.Body)
		}
		if request.Body == "" && i < 100 {
			t.Errorf("request %d, of the last 100: got no body, want its own", request.ID)
		}
	}
	if kept > 1<<20 || found[999].Body != "" {
		t.Errorf("got %d bytes are kept, want at most 1 MB and no body of the oldest", kept)
	}
}

// The request logs of many sessions do not fill the memory: those of the least recently used sessions are emptied first.
func TestJournalsAreBoundedTogether(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: it fills the request logs of all sessions; go test ./... runs it")
	}
	c := start(t)
	const sessions, each = 200, 1 << 20 // bytes of text; a request log keeps no more
	body := fmt.Sprintf(`{"x":%q}`, strings.Repeat("x", each/16))
	for i := range sessions {
		for range 16 {
			c.in(fmt.Sprint("s", i), "POST", "/v3/lead", body)
		}
	}
	empty := 0
	for _, session := range c.server.Sessions() {
		if session.Info().Requests == 0 {
			empty++
		}
	}
	newest, _ := c.server.InSession(fmt.Sprint("s", sessions-1)).Requests(mock.RequestFilter{}, 100)
	if len(newest) != 16 || newest[0].Body == "" || empty < sessions-128 || empty > sessions*3/4 {
		t.Errorf("got %d of %d request logs are empty; the newest has %d requests, want the oldest emptied and 16 in the newest", empty, sessions, len(newest))
	}
	c.server.EndSessions()
	for range 16 {
		c.in("after", "POST", "/v3/lead", body)
	}
	if n := c.server.InSession("after").Info().Requests; n != 16 {
		t.Errorf("got %d requests, want 16", n)
	}
}

// No token is in the request log or the log, wherever the client puts it.
func TestJournalKeepsNoToken(t *testing.T) {
	const token = "canary-4c6a9410"
	var logged []string
	c := start(t, mock.WithImportDelay(0), mock.WithLog(func(e mock.Entry) { logged = append(logged, fmt.Sprintf("%+v", e)) }))
	header := http.Header{"Authorization": {"Bearer " + token}, "Content-Type": {"application/json"}}
	lead := jsonBody(map[string]string{"list_uuid": documentedList, "phone_number": "0349710001", "lead_name": "x " + token})
	for _, test := range []struct{ method, path, body string }{
		{"GET", "/v3/lead?token=" + token, ""},
		{"GET", "/v3/lead/" + token, ""},
		{"GET", "/v3/lead?limit=" + token, ""},
		{"GET", "/v3/" + token, ""},
		{"POST", "/v3/lead", lead},
		{"POST", "/v3/lead", `{"` + token + `":`},
		{"POST", "/v3/lead?__code=400", lead},
		{"GET", "/v3/lead?limit=100", ""},
	} {
		c.exchange(test.method, test.path, header.Clone(), strings.NewReader(test.body))
	}
	odd := header.Clone()
	odd.Set("Content-Type", "text/"+token)
	c.exchange("POST", "/v3/lead", odd, strings.NewReader(lead))
	found, total := c.server.Requests(mock.RequestFilter{}, 100)
	if total != 9 {
		t.Errorf("got %d requests, want 9", total)
	}
	journal, err := json.Marshal(found)
	if err != nil || strings.Contains(string(journal), token) {
		t.Errorf("the request log: got %s, %v, want no token in it", journal, err)
	}
	for _, line := range logged {
		if strings.Contains(line, token) {
			t.Errorf("the log: got %s, want no token in it", line)
		}
	}
}

// A follower of the request log gets each request once, from the given ID on, and its loop ends with the session.
func TestFollowRequests(t *testing.T) {
	c := start(t)
	c.in("a", "GET", "/v3/lead", "")
	c.in("a", "GET", "/v3/lead?limit=1", "")
	session := c.server.InSession("a")
	got := make(chan string)
	go func() {
		defer close(got)
		for request := range session.FollowRequests(context.Background(), 1) {
			got <- request.Path
		}
	}()
	if path := <-got; path != "/v3/lead?limit=1" {
		t.Errorf("got %s, want %s", path, "/v3/lead?limit=1")
	}
	for i := range 20 {
		path := fmt.Sprintf("/v3/lead?offset=%d", i)
		c.in("a", "GET", path, "")
		if next := <-got; next != path {
			t.Errorf("got %s, want %s", next, path)
		}
	}
	c.server.EndSession("a")
	if path, more := <-got; more {
		t.Errorf("got %s after the end, want none", path)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for request := range c.server.FollowRequests(ctx, 0) {
		t.Errorf("got %+v, want none after the end", request)
	}
}

// For an upload the request log has the beginning of the body, and its length.
func TestJournalOfUploads(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: uploads that are larger than what the request log keeps; go test ./... runs it")
	}
	c := start(t)
	rows := strings.Repeat("1\n", 64<<10)
	c.upload(t, form{{"file", "a.csv", "phone_number\n" + rows}, {"list_uuid", "", documentedList}})
	found, _ := c.server.Requests(mock.RequestFilter{Operation: "uploadLeads"}, 1)
	if len(found) != 1 || len(found[0].Body) != 64<<10 || !strings.Contains(found[0].Body, "phone_number\n1\n") || found[0].BodyBytes <= int64(len(rows)) {
		t.Errorf("got %d requests, %d of %d bytes, want 1 with the first 64 KiB", len(found), len(found[0].Body), found[0].BodyBytes)
	}
}

// A truncated text does not keep the rest in memory: net/http has method and path in one string, as long as the request line
// was.
func TestJournalLetsGoOfLongLines(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: 100 requests of 500 KB; go test ./... sends them")
	}
	const requests, length = 100, 500 << 10
	c := start(t)
	heap := func() uint64 {
		var now runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&now)
		return now.HeapAlloc
	}
	path := "/v3/lead?limit=0&x=" + strings.Repeat("x", length)
	before := heap()
	for range requests {
		c.getUnchecked(path)
	}
	if after := heap(); after > before+requests*length/4 {
		t.Errorf("got %d bytes of heap for %d requests, want less than a quarter of what was sent", after-before, requests)
	}
}
