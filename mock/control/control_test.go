package control_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/leadapi/leadapi/openapi"
)

// TestOperations calls every operation of the document as a script would, in the default session and in another one.
func TestOperations(t *testing.T) {
	for _, session := range []string{"", "một phiên/1"} {
		t.Run(fmt.Sprintf("session %q", session), func(t *testing.T) {
			if session != "" && testing.Short() {
				t.Skip("skipped with -short: all calls in a named session; go test ./... runs it")
			}
			c := start(t)
			if session != "" {
				c.header.Set("X-Mock-Session", session)
			}
			useState(c)
			useRecords(c)
			useScenarios(c)
			useFaults(c)
			useTime(c)
			useRequests(c)
			useUsage(c)
			useMock(c)
			useSessions(c)
			doc, err := openapi.Control()
			if err != nil {
				t.Fatal(err)
			}
			operations, err := doc.Operations()
			if err != nil {
				t.Fatal(err)
			}
			for _, documented := range operations {
				if !c.called[documented.ID] && documented.ID != "followRequests" { // it does not end, and has its own test
					t.Errorf("%s: got no call, want one at least", documented.ID)
				}
			}
		})
	}
}

func useState(c *client) {
	state := c.want("GET", "state", "", 200, demo01).body
	c.want("GET", "readings", "", 200, `{"as":"","choices":[{"id":"A01","claim":"Every success has status 200.","readings":[{"name":"ok",`)
	c.want("PUT", "readings", `{"readings":{"A14":"prefix"}}`, 200, `{"as":"A14=prefix","choices":[`)
	if got := c.api("GET", "/v3/lead?phone_number=0349", ""); !strings.Contains(got.body, demo01) {
		c.t.Errorf("0349 as A14=prefix: got %s, want Demo01", got.body)
	}
	c.want("PUT", "readings", `{"vary":7}`, 200, `{"vary":7,"as":"`+openapi.VaryReadings(7, nil).Changed().String()+`","choices":[`)
	c.want("PUT", "readings", "{}", 200, `{"as":"","choices":[`)
	c.want("POST", "snapshots/base", "", 201, `"records":{"lead":4,"list":1}`)
	c.want("POST", "snapshots/a%20b%2Fc", "", 201, `"name":"a b/c"`)
	c.want("GET", "snapshots", "", 200, `"name":"base"`)
	c.want("DELETE", "snapshots/a%20b%2Fc", "", 204, "")
	c.want("DELETE", "snapshots/a%20b%2Fc", "", 404, `there is no snapshot \"a b/c\" (\"base\")`)
	c.api("DELETE", "/v3/lead/"+demo01, "")
	c.want("POST", "snapshots/base/restore", "", 200, `"lead":4`)
	c.api("DELETE", "/v3/lead/"+demo01, "")
	c.want("POST", "reset", "", 200, `"lead":4`)
	c.want("DELETE", "snapshots", "", 204, "")
	c.want("POST", "snapshots/base/restore", "", 404, `there is no snapshot \"base\" (none)`)
	c.want("DELETE", "snapshots/base", "", 404, "there is no snapshot")
	c.want("PUT", "state", `{"lists":[{"list_name":"L"}]}`, 200, `"records":{"lead":0,"list":1}`)
	c.want("PUT", "state", state, 200, `"records":{"lead":4,"list":1}`)
	c.want("POST", "records/list", `{"list_uuid":"11111111-1111-4111-8111-111111111111","list_name":"Mới"}`, 201, `"list_name":"Mới"`)
	c.want("GET", "records/list", "", 200, `"list_name":"Mới"`)
	useDeprecated(c)
}

// useDeprecated uses the calls that do what others do.
func useDeprecated(c *client) {
	c.want("POST", "snapshots", `{"name":"c d"}`, 201, `"name":"c d"`)
	c.want("POST", "lists", `{"list_name":"Cũ"}`, 201, `"list_name":"Cũ"`)
	c.want("GET", "lists", "", 200, `{"lists":[{"list_uuid":`)
}

func useFaults(c *client) {
	c.want("POST", "faults", `{"operation":"getLead","status":404,"times":1,"delay":{"min":"1us","max":"2us"}}`, 201, `"id":1`)
	c.want("POST", "faults", `{"status":503,"headers":{"Retry-After":"2"},"body":{"error":"x"},"slow":"1us"}`, 201, `"id":2`)
	if got := c.api("GET", "/v3/lead/"+demo01, ""); got.status != 404 {
		c.t.Errorf("got %d %s, want 404", got.status, got.body)
	}
	if got := c.api("GET", "/v3/lead", ""); got.status != 503 || got.header.Get("Retry-After") != "2" || got.body != `{"error":"x"}` {
		c.t.Errorf("got %d %s, want 503 with Retry-After 2", got.status, got.body)
	}
	c.want("GET", "faults", "", 200, `"delay":{"min":"1µs","max":"2µs"}`)
	c.want("GET", "faults/1", "", 200, `"used":1`)
	c.want("DELETE", "faults/1", "", 204, "")
	c.want("DELETE", "faults/1", "", 404, "there is no fault 1")
	c.want("GET", "faults/1", "", 404, "there is no fault 1")
	c.want("POST", "faults", `{"operation":"createLead","match":{"body.phone_number":"0349719999","header.X-Name":"a"},"from":2,"status":409}`, 201, `"from":2`)
	c.want("POST", "faults", `{"operation":"listLeads","hold":"1m"}`, 201, `"hold":"1m0s"`)
	c.want("POST", "faults/4/release", "", 200, `{"released":0}`)
	c.want("POST", "faults/4/release", `{"timeout":"1ms"}`, 504, "fault 4 holds 0 requests, want 1 after 1ms; none was released")
	c.want("POST", "faults/3/release", "", 400, "fault 3: it has no hold")
	c.want("GET", "requests?operation=getLeads", "", 400, "GET /__mock/operations lists them")
	c.want("POST", "faults/9/release", "", 404, "there is no fault 9")
	c.want("DELETE", "faults", "", 204, "")
	c.want("GET", "faults", "", 200, `{"faults":[]}`)
}

func useTime(c *client) {
	c.want("GET", "clock", "", 200, `"wall":true`)
	c.want("PUT", "clock", `{"now":"2023-03-08T16:00:00+07:00","frozen":true,"id_seed":7}`, 200, `"now":"2023-03-08T16:00:00+07:00"`)
	c.want("PUT", "clock", `{"advance":"24h"}`, 200, `"now":"2023-03-09T16:00:00+07:00"`)
	c.want("PUT", "clock", `{"wall":true}`, 200, `"wall":true`)
	c.want("GET", "jobs", "", 200, `"imports":{"after":"300ms"}`)
	c.want("PUT", "jobs", `{"after_reads":2}`, 200, `{"after_reads":2}`)
	c.upload()
	c.want("GET", "jobs", "", 200, `"reads_left":2`)
	c.want("POST", "jobs/wait", `{"timeout":"1ms"}`, 504, "after 1ms imports wait for 2 more reads of the list")
	c.api("GET", "/v3/lead", "")
	c.api("GET", "/v3/lead", "")
	c.want("POST", "jobs/wait", "", 200, `"skips":[{"line":3,"reason":"no phone_number"}]`)
	c.want("PUT", "jobs", `{"after":"0s"}`, 200, `{"after":"0s"}`)
}

func (c *client) upload() {
	c.t.Helper()
	body := "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\nlead_name,phone_number\nTrần,1\nLê,\n\r\n" +
		"--x\r\nContent-Disposition: form-data; name=\"list_uuid\"\r\n\r\n" + documentedList + "\r\n--x--\r\n"
	request, err := http.NewRequest("POST", c.server.URL+"/v3/lead/file", strings.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	request.Header = http.Header{"Authorization": {"Bearer x"}, "Content-Type": {"multipart/form-data; boundary=x"}, "X-Mock-Session": c.header["X-Mock-Session"]}
	if got := c.send(request); got.status != 200 {
		c.t.Errorf("got %d %s, want 200", got.status, got.body)
	}
}

func useRequests(c *client) {
	c.want("DELETE", "requests", "", 204, "")
	c.api("POST", "/v3/lead", `{"phone_number":""}`)
	c.api("GET", "/v3/lead", "")
	c.want("GET", "requests?operation=createLead&status=400&method=post&path=lead&body=phone&limit=1", "", 200, `"total":1`)
	c.want("GET", "requests?sessions=all&operation=createLead&status=400&limit=1", "", 200, `"session":"`+c.header.Get("X-Mock-Session")+`"`)
	c.want("GET", "requests?after=100000", "", 200, `{"requests":[],"total":0}`)
	c.want("POST", "requests/verify", `{"operation":"createLead","count":1}`, 200, `{"count":1}`)
	c.want("POST", "requests/verify", `{"operation":"createLead","at_least":1,"at_most":1,"body":"phone"}`, 200, `{"count":1}`)
	c.want("POST", "requests/verify", `{"operation":"createLead","count":2}`, 409, "want 2 requests, and there are 1")
	c.want("POST", "requests/verify", `{"at_least":3}`, 409, "want at least 3 requests, and there are 2")
	c.want("POST", "requests/verify", `{"at_most":1}`, 409, "want at most 1 requests, and there are 2")
	c.want("POST", "requests/verify", `{"path":"lead"}`, 400, "want count, at_least or at_most")
}

func useUsage(c *client) {
	c.api("GET", "/v3/lead?limit=1", "")
	c.want("DELETE", "usage?sessions=one", "", 204, "")
	c.want("GET", "usage?sessions=one", "", 200, `{"usage":1,"operations":[],"assumptions":[]}`)
	c.want("GET", "usage", "", 200, `"parameters":{"limit":1,"phone_number":1}`)
	c.want("DELETE", "usage", "", 204, "")
	c.api("POST", "/v3/lead", `{"phone_number":""}`)
	c.api("PATCH", "/v3/lead", "")
	for _, of := range []string{"", "?sessions=all", "?sessions=one"} {
		c.want("GET", "usage"+of, "", 200, `{"usage":1,"operations":[{"operation":"createLead","count":1,"parameters":{},"fields":{"phone_number":1},`)
		c.want("GET", "usage"+of, "", 200, `{"id":"A05","reading":"method-not-allowed","count":1,"example":{"operation":"","method":"PATCH","path":"/v3/lead","status":405}}]}`)
	}
	c.want("GET", "usage?sessions=some", "", 400, "sessions")
}

func useMock(c *client) {
	c.want("GET", "health", "", 200, `{"status":"ok","version":"v1","auth":"any"}`)
	c.want("GET", "operations", "", 200, `{"status":400,"example":"phone_empty"}`)
	c.want("GET", "documents", "", 200, `"name":"control.yaml"`)
	c.want("GET", "documents/lead.json", "", 200, `"openapi": "3.0.3"`)
	c.want("GET", "documents/control.yaml", "", 200, "openapi: 3.0.3")
	c.want("GET", "documents/other.yaml", "", 404, "there is no document")
	if got := c.call("GET", "documents/lead.json", ""); strings.Contains(got.body, "x-mock") {
		c.t.Error("documents/lead.json: got x-mock, want none")
	}
	c.want("GET", "assumptions", "", 200, `"id":"A01"`)
	c.want("GET", "assumptions", "", 200, `"where":"the documentation of customers, version 2","side":"against","strength":"medium"`)
	c.want("GET", "metrics", "", 200, `leadmock_requests_total{operation="createLead",status="400"} 2`)
}

func useSessions(c *client) {
	c.server.InSession("other")
	c.want("GET", "sessions", "", 200, `"name":"other"`)
	c.want("GET", "sessions/other", "", 200, `"records":{"lead":4,"list":1}`)
	c.want("DELETE", "sessions/other", "", 204, "")
	c.want("DELETE", "sessions/other", "", 404, `there is no session \"other\"`)
	c.want("GET", "sessions/other", "", 404, `there is no session \"other\"`)
	c.want("DELETE", "sessions", "", 204, "")
}

// A valid call for which there is no room is a conflict.
func TestFullSession(t *testing.T) {
	c := start(t)
	for i := range 100 {
		c.want("POST", fmt.Sprint("snapshots/", i), "", 201, "")
	}
	c.want("POST", "snapshots/more", "", 409, "there are already 100 snapshots")
	for range 100 {
		c.want("POST", "faults", `{"status":500}`, 201, "")
	}
	c.want("POST", "faults", `{"status":500}`, 409, "there are already 100 faults")
}

func TestBodiesAreBounded(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: bodies that are too large; go test ./... runs it")
	}
	c := start(t)
	c.want("POST", "faults", `{"status":500,"body":"`+strings.Repeat("x", 1<<20)+`"}`, 413, "the body is over 1048576 bytes")
	c.want("PUT", "state", `{"lists":[{"list_name":"`+strings.Repeat("x", 1<<20)+`"}]}`, 200, `"list":1`)
}

// kin-openapi checks the document in a strict setting; without it a mistake in a schema would check nothing.
func TestDocumentHasNoEmptySchema(t *testing.T) {
	doc, err := openapi.Control()
	if err != nil {
		t.Fatal(err)
	}
	for name, schema := range doc.API.Components.Schemas {
		if schema.Value.Type == nil && len(schema.Value.OneOf) == 0 {
			t.Errorf("schema %s: got no type, want one", name)
		}
		if schema.Value.Type.Is(openapi3.TypeObject) && len(schema.Value.Properties) == 0 && schema.Value.AdditionalProperties.Schema == nil && schema.Value.AdditionalProperties.Has == nil {
			t.Errorf("schema %s: got no properties, want some", name)
		}
	}
}

// Metrics count what is in all sessions.
func TestMetricsOfAllSessions(t *testing.T) {
	c := start(t)
	c.want("PUT", "jobs", `{"after":"0s"}`, 200, "")
	c.upload()
	c.server.InSession("other")
	got := c.want("GET", "metrics", "", 200, "").body
	for _, line := range []string{`leadmock_sessions 2`, `leadmock_records{resource="lead"} 9`, `leadmock_records{resource="list"} 2`, `leadmock_jobs{state="done"} 1`, `leadmock_requests_total{operation="uploadLeads",status="200"} 1`} {
		if !strings.Contains(got, "\n"+line+"\n") {
			t.Errorf("got\n%s\nwant the line %s", got, line)
		}
	}
	if strings.Contains(got, `leadmock_request_seconds_total{operation="uploadLeads",status="200"} 0`+"\n") {
		t.Error("the time of an upload: got 0, want more")
	}
}
