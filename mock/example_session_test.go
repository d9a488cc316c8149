package mock_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	"github.com/leadapi/leadapi/mock"
)

// newMock is the mock of the examples. A test calls mock.RunT(t) instead.
func newMock(options ...mock.Option) *mock.Server {
	server, err := mock.New(options...)
	if err != nil {
		panic(err)
	}
	return server
}

// call sends a request as an app would, in a session if one is named, and returns status and body.
func call(server http.Handler, session, method, path, body string) string {
	request := httptest.NewRequest(method, path, strings.NewReader(body))
	request.Header.Set("Authorization", "Bearer any token")
	request.Header.Set("Content-Type", "application/json")
	if session != "" {
		request.Header.Set("X-Mock-Session", session)
	}
	reply := httptest.NewRecorder()
	server.ServeHTTP(reply, request)
	return fmt.Sprint(reply.Code, " ", reply.Body)
}

const oneLead = `{"list_uuid": "c4869e79-f0fa-4c6a-9410-bc0defac375a", "phone_number": "0349719999"}`

// Each session has its own leads, so tests can share one mock.
func ExampleServer_InSession() {
	server := newMock()
	call(server, "a test", "POST", "/v3/lead", oneLead)
	fmt.Println(server.InSession("a test").Info().Records["lead"], server.InSession("another").Info().Records["lead"])
	// Output: 5 4
}

// A reset between tests restores the initial state.
func ExampleSession_Reset() {
	server := newMock()
	call(server, "", "DELETE", "/v3/lead/152a5c45-68f0-4ee7-85c0-32ae87bb611b", "")
	server.Reset()
	fmt.Println(server.Info().Records["lead"])
	// Output: 4
}

// The next create fails as documented; the one after it succeeds.
func ExampleSession_AddFault() {
	server := newMock()
	if _, err := server.AddFault(mock.Fault{Operation: "createLead", Example: "list_uuid_short", Times: 1}); err != nil {
		fmt.Println(err)
	}
	fmt.Println(call(server, "", "POST", "/v3/lead", oneLead))
	fmt.Println(call(server, "", "POST", "/v3/lead", oneLead)[:19])
	// Output:
	// 400 {"error":[{"list_uuid":"String length must be greater than or equal to 36"}]}
	// 200 {"created":true
}

// A slow network, and a proxy that fails now and then.
func ExampleFault() {
	server := newMock(mock.WithIDSeed(1)) // the same requests fail in every run
	for _, fault := range []mock.Fault{
		{Status: 502, Text: "<h1>Bad Gateway</h1>", Probability: 0.2},
		{Delay: mock.Delay{Min: time.Millisecond, Max: 3 * time.Millisecond}},
	} {
		if _, err := server.AddFault(fault); err != nil {
			fmt.Println(err)
		}
	}
	failed := 0
	for range 50 {
		if strings.HasPrefix(call(server, "", "GET", "/v3/lead", ""), "502") {
			failed++
		}
	}
	fmt.Println(failed == server.Faults()[0].Used, failed > 0, failed < 50)
	// Output: true true true
}

// Data that takes long to set up is set up once and restored for each test.
func ExampleSession_SaveSnapshot() {
	server := newMock()
	call(server, "", "POST", "/v3/lead", oneLead)
	if _, err := server.SaveSnapshot("five leads"); err != nil {
		fmt.Println(err)
	}
	call(server, "", "DELETE", "/v3/lead/152a5c45-68f0-4ee7-85c0-32ae87bb611b", "")
	fmt.Println(server.RestoreSnapshot("five leads"), server.Info().Records["lead"])
	// Output: true 5
}

// The state of one mock can be written to a file and be the seed of another.
func ExampleSession_ExportState() {
	server := newMock()
	call(server, "", "POST", "/v3/lead", oneLead)
	var file bytes.Buffer
	if err := server.ExportState(&file); err != nil {
		fmt.Println(err)
	}
	other := newMock(mock.WithSeed("exported", file.Bytes()))
	fmt.Println(other.Info().Records["lead"])
	// Output: 5
}

// With a frozen clock and an ID seed, replies are the same in every run.
func ExampleSession_SetClock() {
	server := newMock()
	now, frozen, seed := time.Date(2023, 3, 8, 9, 0, 0, 0, time.UTC), true, int64(7)
	if _, err := server.SetClock(mock.ClockChange{Now: &now, Frozen: &frozen, IDSeed: &seed}); err != nil {
		fmt.Println(err)
	}
	fmt.Println(call(server, "", "POST", "/v3/lead", oneLead))
	day := mock.Duration(24 * time.Hour)
	later, err := server.SetClock(mock.ClockChange{Advance: &day})
	fmt.Println(later.Now, err)
	// Output:
	// 200 {"created":true,"lead_uuid":"04410fac-6271-43e9-84a8-83a6bb2c0596"}
	// 2023-03-09 16:00:00 +0700 +07:00 <nil>
}

// A test of polling makes an import appear after two reads of the list.
func ExampleSession_SetImports() {
	server := newMock()
	if err := server.SetImports(mock.Imports{AfterReads: 2}); err != nil {
		fmt.Println(err)
	}
	upload(server)
	for range 3 {
		page := call(server, "", "GET", "/v3/lead?limit=0", "")
		fmt.Println(page, server.Jobs()[0].State)
	}
	// Output:
	// 200 {"data":[],"limit":0,"offset":0,"total":2} waiting
	// 200 {"data":[],"limit":0,"offset":0,"total":2} done
	// 200 {"data":[],"limit":0,"offset":0,"total":3} done
}

// upload sends a file of two rows; one of them lacks a number.
func upload(server http.Handler) {
	const body = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"leads.csv\"\r\n\r\nlead_name,phone_number\nTrần,0971234567\nLê,\n\r\n" +
		"--x\r\nContent-Disposition: form-data; name=\"list_uuid\"\r\n\r\nc4869e79-f0fa-4c6a-9410-bc0defac375a\r\n--x--\r\n"
	request := httptest.NewRequest(http.MethodPost, "/v3/lead/file", strings.NewReader(body))
	request.Header.Set("Authorization", "Bearer any token")
	request.Header.Set("Content-Type", "multipart/form-data; boundary=x")
	server.ServeHTTP(httptest.NewRecorder(), request)
}

// An import is a job that reports what became of each row.
func ExampleSession_WaitForJobs() {
	server := newMock(mock.WithImportDelay(time.Millisecond))
	upload(server)
	if err := server.WaitForJobs(context.Background()); err != nil {
		fmt.Println(err)
	}
	job := server.Jobs()[0]
	fmt.Printf("%s: %d rows, %d stored, skipped %v\n", job.State, job.Read, job.Stored, job.Skips)
	// Output: done: 2 rows, 1 stored, skipped [{3 no phone_number}]
}

// The request log shows what an app has sent, and why it got its reply.
func ExampleSession_Requests() {
	server := newMock()
	call(server, "", "POST", "/v3/lead", `{"phone_number": ""}`)
	found, total := server.Requests(mock.RequestFilter{Operation: "createLead", Status: 400}, 10)
	fmt.Println(total, found[0].Body)
	fmt.Println(found[0].Why)
	// Output:
	// 1 {"phone_number": ""}
	// (root): list_uuid is required; phone_number: String length must be greater than or equal to 1; phone_number: Does not match pattern '^(84|0[3|5|7|8|9])+([0-9]{8})$'
}

// A request can ask for its own reply.
func Example_prefer() {
	server := newMock()
	request := httptest.NewRequest(http.MethodGet, "/v3/lead/152a5c45-68f0-4ee7-85c0-32ae87bb611b", nil)
	request.Header.Set("Prefer", "code=404")
	reply := httptest.NewRecorder()
	server.ServeHTTP(reply, request)
	fmt.Println(reply.Code, reply.Body, reply.Header().Get("Preference-Applied"))
	// Output: 404 {"error":"Not Found"} code=404
}

// Reload replaces the specs without losing records.
func ExampleServer_Reload() {
	server := newMock()
	call(server, "", "POST", "/v3/lead", oneLead)
	err := server.Reload(mock.WithSeed("mine.json", []byte("{\n \"leads\": 7\n}")))
	fmt.Println(err)
	fmt.Println(server.Info().Records["lead"])
	// Output:
	// seed mine.json:2: leads: want an array of objects
	// 5
}

// Tests can follow the request log as it grows.
func ExampleSession_FollowRequests() {
	server := newMock()
	call(server, "", "GET", "/v3/lead?limit=1", "")
	for request := range server.FollowRequests(context.Background(), 0) {
		_, _ = fmt.Fprintln(io.Discard, request.Reply)
		fmt.Println(request.ID, request.Operation, request.Path)
		break
	}
	// Output: 1 listLeads /v3/lead?limit=1
}

// Usage reports what an app has used and what it has never met.
func ExampleServer_Usage() {
	server := newMock()
	call(server, "", "POST", "/v3/lead", `{"phone_number": ""}`)
	for _, operation := range server.Usage().Operations {
		fmt.Println(operation.Operation, operation.Count, operation.Fields)
		for _, reply := range operation.Replies {
			fmt.Println(reply.Status, reply.Example, reply.Count)
		}
	}
	// Output:
	// createLead 1 map[phone_number:1]
	// 200 created 0
	// 400 list_uuid_short 0
	// 400 phone_empty 1
	// 401 unauthorized 0
	// 404 not_found 0
	// 413 too_large 0
}
