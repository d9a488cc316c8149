package mock_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/leadapi/leadapi/mock"
	"github.com/leadapi/leadapi/openapi"
)

// app is a client with headers for all its requests.
type app struct {
	server *mock.Server
	header http.Header
}

func newApp(t testing.TB, session string, server *mock.Server) app {
	t.Helper()
	header := http.Header{"Authorization": {"Bearer dev"}, "Content-Type": {"application/json"}}
	if session != "" {
		header.Set("X-Mock-Session", session)
	}
	return app{server, header}
}

// ask sends a request with further headers and returns the status of the reply.
func (a app) ask(method, path, body string, more ...string) int {
	request := httptest.NewRequest(method, path, strings.NewReader(body))
	request.Header = a.header.Clone()
	for i := 0; i < len(more); i += 2 {
		request.Header.Set(more[i], more[i+1])
	}
	recorder := httptest.NewRecorder()
	a.server.ServeHTTP(recorder, request)
	return recorder.Code
}

func asJSON(t testing.TB, of openapi.Usage) string {
	t.Helper()
	data, err := json.MarshalIndent(of, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return string(data) + "\n"
}

// script is an app's use of the API: part of each operation, and several replies with the same status.
func script(t testing.TB, a app) {
	t.Helper()
	short, form := strings.Repeat("x", 35), "multipart/form-data; boundary=B"
	part := func(head, text string) string {
		return "--B\r\nContent-Disposition: form-data; " + head + "\r\n\r\n" + text + "\r\n"
	}
	list, file := part(`name="list_uuid"`, documentedList), part(`name="file"; filename="a.csv"`, "phone_number\n0349719999")
	if _, err := a.server.InSession(a.header.Get("X-Mock-Session")).AddFault(mock.Fault{Operation: "deleteLead", Status: 404, Times: 1}); err != nil {
		t.Fatal(err)
	}
	for i, test := range []struct {
		method, path, body string
		more               []string
		status             int
	}{
		{"GET", "/v3/lead?limit=1&offset=0&limit=2&%70hone_number=0349719999&page=2", "", nil, 200},
		{"GET", "/v3/lead?limit=ten", "", nil, 400},
		{"GET", "/v3/lead?list_uuid=" + documentedList + "&campaign_uuid=" + documentedCampaign, "", nil, 200}, // the first parameters of the document
		{"GET", "/v3/lead", "", []string{"Authorization", ""}, 401},
		{"POST", "/v3/lead", `{"list_uuid":"` + documentedList + `","phone_number":"0349719999","province":"x"}`, nil, 200},
		{"POST", "/v3/lead", `{"list_uuid":"` + documentedList + `","phone_number":""}`, nil, 400},
		{"POST", "/v3/lead", `{"list_uuid":"` + short + `","phone_number":"0349719999"}`, nil, 400},
		{"POST", "/v3/lead", `{"list_uuid":"` + documentedList + `","phone_number":"1"}`, nil, 400},  // like the example phone_empty
		{"POST", "/v3/lead", `{"lead_name":{"lead_code":"nested"}`, nil, 400},                        // like no example
		{"POST", "/v3/lead", `{"l\u0065ad_code":"x"}`, []string{"Prefer", "example=too_large"}, 413}, // forced
		{"PUT", "/v3/lead/" + demo01, `{"lead_uuid":"` + demo01 + `","phone_number":"0349719999","ward":"x","additional":""}`, nil, 200},
		{"GET", "/v3/lead/" + demo01, "", nil, 200},
		{"HEAD", "/v3/lead/" + demo01, "", nil, 200},
		{"DELETE", "/v3/lead/" + demo01, "", nil, 404}, // by the fault
		{"DELETE", "/v3/lead/" + demo01, "", nil, 200},
		{"POST", "/v3/lead/file", list + file + "--B--", []string{"Content-Type", form}, 200},
		{"POST", "/v3/lead/file", part(`name="other"`, "x") + file + "--B--", []string{"Content-Type", form}, 400},
		{"POST", "/v3/lead/file", list + "--B--", []string{"Content-Type", form, "Prefer", "code=413"}, 413},
		{"PATCH", "/v3/lead", "{}", nil, 405},
		{"GET", "/v3/leads?limit=1", "", nil, 404},
		{"GET", "/v3/lead", "", []string{"X-Mock-Page", "1", "Sec-Fetch-Site", "same-origin"}, 200},
	} {
		if status := a.ask(test.method, test.path, test.body, test.more...); status != test.status {
			t.Errorf("%d: %s %s: got %d, want %d", i, test.method, test.path, status, test.status)
		}
	}
}

// TestUsage compares the usage of a whole app with a golden file, exactly. UPDATE=1 writes the file.
func TestUsage(t *testing.T) {
	server := newServer(t)
	script(t, newApp(t, "", server))
	const golden = "testdata/usage.json"
	got := asJSON(t, server.Usage())
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(golden, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("got %s\nwant %s", got, want)
	}
	if read, err := openapi.ReadUsage("usage.json", []byte(got)); err != nil || asJSON(t, read) != got {
		t.Errorf("read back: got %s, %v, want %s", asJSON(t, read), err, got)
	}
}

// times returns the usage of several sessions that did the same.
func times(n int, of openapi.Usage) openapi.Usage {
	counts := func(all map[string]int64) {
		for name := range all {
			all[name] *= int64(n)
		}
	}
	for i := range of.Operations {
		operation := &of.Operations[i]
		operation.Count *= int64(n)
		counts(operation.Parameters)
		counts(operation.Fields)
		for j := range operation.Replies {
			operation.Replies[j].Count *= int64(n)
		}
	}
	for i := range of.Assumptions {
		of.Assumptions[i].Count *= int64(n)
	}
	return of
}

// The usage of the server is the sum over its sessions, including ended ones; a reset affects only its session.
func TestUsageOfAllSessions(t *testing.T) {
	server, want := newServer(t), openapi.Usage{}
	names := []string{"", "one", "two", "three"}
	for _, name := range names {
		a := newApp(t, name, server)
		script(t, a)
		want = times(len(names), server.InSession(name).Usage()) // each does the same
		switch name {
		case "one":
			server.EndSession(name)
		case "two":
			server.InSession(name).Reset()
			if of := server.InSession(name).Usage(); len(of.Operations)+len(of.Assumptions) != 0 {
				t.Errorf("after a reset: got %s, want none", asJSON(t, of))
			}
		}
	}
	if got := asJSON(t, server.Usage()); got != asJSON(t, want) {
		t.Errorf("got %s\nwant the sum %s", got, asJSON(t, want))
	}
	server.InSession("three").DeleteUsage()
	if got := asJSON(t, server.Usage()); got != asJSON(t, want) {
		t.Errorf("a session that begins again takes what all have: got %s\nwant %s", got, asJSON(t, want))
	}
	server.DeleteUsage()
	for _, of := range []openapi.Usage{server.Usage(), server.InSession("").Usage()} {
		if len(of.Operations)+len(of.Assumptions) != 0 {
			t.Errorf("after DeleteUsage: got %s, want none", asJSON(t, of))
		}
	}
}

// hostile makes requests that have a mark in every part: names, values, tokens, paths, methods, sessions.
func hostile(random *rand.Rand, a app, i int) {
	mark := fmt.Sprintf("MARK%d", i)
	pick := func(from ...string) string { return from[random.IntN(len(from))] }
	path := pick("/v3/lead", "/v3/lead/"+demo01, "/v3/lead/file", "/v3/lead/"+mark, "/v3/"+mark, "/"+mark)
	query := pick("", "?"+mark+"=1", "?limit="+mark, "?phone_number="+mark+"&"+mark+"&limit=1&limit", "?%"+mark+";"+mark, "?__example="+mark)
	body := pick("", mark, `{"`+mark+`":1}`, `{"lead_name":"`+mark+`","phone_number":"0349719999","`+mark+`":{"lead_code":"`+mark+`"}}`,
		`{"list_uuid":"`+mark, "--B\r\nContent-Disposition: form-data; name=\""+mark+"\"; filename=\""+mark+"\"\r\n\r\n"+mark+"\r\n--B--")
	a.ask(pick("GET", "POST", "PUT", "DELETE", "HEAD", "PATCH", mark), path+query, body,
		"Content-Type", pick("application/json", "multipart/form-data; boundary=B", "text/"+mark),
		"Authorization", pick("Bearer "+mark, mark, ""), pick("Prefer", "Prefer", mark), pick("code=404", "example="+mark, mark))
}

// Nothing that a client sends gets into the usage, and 100,000 hostile requests (with -short 5,000) add no more names than the specs have.
func TestUsageHasNothingFromClients(t *testing.T) {
	server, random := newServer(t), rand.New(rand.NewPCG(1, 2))
	requests := 100_000
	if testing.Short() {
		requests = 5_000
		t.Run("the rest", func(t *testing.T) { t.Skip("skipped with -short: 95,000 more requests; go test ./... sends them") })
	}
	for i := range requests {
		hostile(random, newApp(t, fmt.Sprintf("MARK%d", i%50), server), i)
	}
	got := asJSON(t, server.Usage())
	if at := strings.Index(got, "MARK"); at >= 0 {
		t.Errorf("the usage: got %s, want nothing that a client sent", got[max(0, at-100):at+50])
	}
	page, err := openapi.CompiledLead()
	if err != nil {
		t.Fatal(err)
	}
	assumptions, err := openapi.Assumptions()
	if err != nil {
		t.Fatal(err)
	}
	most := len(assumptions) + 1 // and C11
	for _, documented := range page.Operations {
		most += 1 + len(documented.Query) + len(documented.Examples)
		if documented.Body != nil {
			most += len(documented.Body.Fields)
		}
	}
	if n := namesIn(server.Usage()); n > most || n < most/3 {
		t.Errorf("got %d names after %d requests; the document has %d, want no more, and at least a third", n, requests, most)
	}
}

// namesIn returns the number of texts in a usage.
func namesIn(of openapi.Usage) int {
	total := len(of.Assumptions)
	for _, used := range of.Operations {
		total += 1 + len(used.Parameters) + len(used.Fields) + len(used.Replies)
	}
	return total
}

// An assumption is counted by the reading that was played, and a documented error is recognised with the status of another
// reading too.
func TestUsageInOtherReadings(t *testing.T) {
	server := newServer(t)
	if err := server.InSession("other").SetReadings(openapi.Readings{"A01": "created", "A02": "unprocessable", "A03": "bad-request"}); err != nil {
		t.Fatal(err)
	}
	for _, session := range []string{"", "other", ""} {
		a := newApp(t, session, server)
		a.ask("POST", "/v3/lead", `{"list_uuid":"`+documentedList+`","phone_number":""}`)
		a.ask("POST", "/v3/lead", `{"list_uuid":"`+documentedList+`","phone_number":"0349719999"}`)
		a.ask("POST", "/v3/lead", `{"list_uuid":"11111111-1111-4111-8111-111111111111","phone_number":"0349719999"}`)
	}
	met := map[string]int64{}
	for _, reply := range server.Usage().Operations[0].Replies {
		met[reply.Example] = reply.Count
	}
	if met["phone_empty"] != 3 || met["created"] != 3 || met["not_found"] != 3 {
		t.Errorf("got %v, want phone_empty, created and not_found 3 times each", met)
	}
	relied := map[string]int64{}
	for _, r := range server.Usage().Assumptions {
		relied[r.ID+" "+r.Reading] = r.Count
	}
	for _, want := range []string{"A01 ok 2", "A01 created 1", "A02 bad-request 2", "A02 unprocessable 1", "A03 not-found 2", "A03 bad-request 1", "A11 not-found 3"} {
		at := strings.LastIndex(want, " ")
		if got := fmt.Sprint(relied[want[:at]]); got != want[at+1:] {
			t.Errorf("%s: got %s requests, want %s", want[:at], got, want[at+1:])
		}
	}
}

// After a reload counting continues for names that the documents still have.
func TestUsageAfterReload(t *testing.T) {
	server := newServer(t, mock.WithSpec(listPage(t)))
	a := newApp(t, "", server)
	a.ask("POST", "/v3/list", `{"campaign_uuid":"x","list_name":"March"}`)
	a.ask("GET", "/v3/lead?limit=1", "")
	if err := server.Reload(mock.WithSpec(listPage(t))); err != nil {
		t.Fatal(err)
	}
	a.ask("GET", "/v3/lead?offset=1", "")
	before := server.Usage()
	operations := func(of openapi.Usage) (ids []string) {
		for _, used := range of.Operations {
			ids = append(ids, used.Operation)
		}
		return ids
	}
	if got := operations(before); !slices.Equal(got, []string{"listLeads", "createList"}) {
		t.Errorf("got %v, want listLeads and createList", got)
	}
	leads := before.Operations[0]
	if leads.Count != 2 || leads.Parameters["limit"] != 1 || leads.Parameters["offset"] != 1 || leads.Replies[0].Count != 2 {
		t.Errorf("got %+v, want 2 requests, one with limit and one with offset", leads)
	}
	if lists := before.Operations[1]; lists.Fields["campaign_uuid"] != 1 || lists.Fields["list_name"] != 1 {
		t.Errorf("got %+v, want campaign_uuid and list_name once", lists)
	}
	if err := server.Reload(); err != nil {
		t.Fatal(err)
	}
	if got := operations(server.Usage()); !slices.Equal(got, []string{"listLeads"}) {
		t.Errorf("without the page: got %v, want only listLeads", got)
	}
}
