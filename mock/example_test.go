package mock_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/leadapi/leadapi/mock"
)

// A mock is an http.Handler; no port is needed.
func ExampleNew() {
	server, err := mock.New()
	if err != nil {
		fmt.Println(err)
		return
	}
	request := httptest.NewRequest(http.MethodPost, "/v3/lead", strings.NewReader(
		`{"list_uuid": "c4869e79-f0fa-4c6a-9410-bc0defac375a", "phone_number": ""}`))
	request.Header.Set("Authorization", "Bearer any token")
	reply := httptest.NewRecorder()
	server.ServeHTTP(reply, request)
	fmt.Println(reply.Code, strings.ReplaceAll(reply.Body.String(), "},", "},\n"))
	// Output:
	// 400 {"error":[{"phone_number":"String length must be greater than or equal to 1"},
	// {"phone_number":"Does not match pattern '^(84|0[3|5|7|8|9])+([0-9]{8})$'"}]}
}

// A function can answer an operation that x-mock cannot describe: here it marks a lead instead of deleting it.
func ExampleWithOperation() {
	server, err := mock.New(mock.WithOperation("deleteLead", func(c *mock.Call) mock.Reply {
		id := c.Request.PathValue("lead_uuid")
		if _, err := c.Session.Records("lead").Update(id, []byte(`{"status": "DELETED"}`)); err != nil {
			return mock.Reply{Status: http.StatusNotFound, Body: []byte(`{"error":"Not Found"}`), Why: err.Error()}
		}
		return mock.Reply{
			Status: http.StatusAccepted,
			Header: http.Header{"Location": {"/v3/lead/" + id}},
			Body:   []byte(`{"lead_uuid":"` + id + `"}`),
		}
	}))
	if err != nil {
		fmt.Println(err)
		return
	}
	request := httptest.NewRequest(http.MethodDelete, "/v3/lead/152a5c45-68f0-4ee7-85c0-32ae87bb611b", nil)
	request.Header.Set("Authorization", "Bearer any token")
	reply := httptest.NewRecorder()
	server.ServeHTTP(reply, request)
	fmt.Println(reply.Code, reply.Header().Get("Location"), reply.Body)
	// Output: 202 /v3/lead/152a5c45-68f0-4ee7-85c0-32ae87bb611b {"lead_uuid":"152a5c45-68f0-4ee7-85c0-32ae87bb611b"}
}

// TestRunT is the example of the README.
func TestRunT(t *testing.T) {
	server := mock.RunT(t, mock.WithLeads(25), mock.WithImportDelay(0))
	request, err := http.NewRequest(http.MethodGet, server.URL+"/v3/lead", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer any token")
	reply, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	_ = reply.Body.Close()
	server.WaitForImports()
	if reply.StatusCode != http.StatusOK {
		t.Errorf("got status %d, want %d", reply.StatusCode, http.StatusOK)
	}
}
