package control_test

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"

	"github.com/leadapi/leadapi/mock"
	"github.com/leadapi/leadapi/mock/control"
	"github.com/leadapi/leadapi/openapi"
)

const (
	documentedList = "c4869e79-f0fa-4c6a-9410-bc0defac375a"
	demo01         = "152a5c45-68f0-4ee7-85c0-32ae87bb611b"
)

// client calls a mock and its control API, and checks every reply of the latter against its document.
type client struct {
	t      *testing.T
	server *mock.Server
	router routers.Router
	header http.Header // sent with every call
	called map[string]bool
}

func start(t *testing.T) *client {
	t.Helper()
	server := mock.RunT(t)
	control.Mount(server, control.Options{Token: "control secret", Hosts: []string{"mock.test"}, Version: "v1"}, nil)
	doc, err := openapi.Control()
	if err != nil {
		t.Fatal(err)
	}
	doc.API.Servers = nil
	openapi3filter.RegisterBodyDecoder("text/event-stream", openapi3filter.FileBodyDecoder)
	router, err := gorillamux.NewRouter(doc.API)
	if err != nil {
		t.Fatal(err)
	}
	return &client{t: t, server: server, router: router, header: http.Header{}, called: map[string]bool{}}
}

type reply struct {
	status int
	header http.Header
	body   string
}

// call sends a body as JSON, if there is one.
func (c *client) call(method, path, body string) reply {
	c.t.Helper()
	request, err := http.NewRequest(method, c.server.URL+"/__mock/"+path, strings.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	for name, values := range c.header {
		request.Header[name] = values
	}
	got := c.send(request)
	c.check(request, got)
	return got
}

func (c *client) send(request *http.Request) reply {
	c.t.Helper()
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		c.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	return reply{response.StatusCode, response.Header, strings.TrimSpace(string(body))}
}

// check fails the test if the document does not have the reply.
func (c *client) check(request *http.Request, got reply) {
	c.t.Helper()
	if got.status == http.StatusNotFound || got.status == http.StatusMethodNotAllowed {
		return
	}
	route, parameters, err := c.router.FindRoute(request)
	if err != nil {
		c.t.Errorf("%s %s: %v", request.Method, request.URL, err)
		return
	}
	c.called[route.Operation.OperationID] = true
	err = openapi3filter.ValidateResponse(context.Background(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: request, Route: route, PathParams: parameters},
		Status:                 got.status,
		Header:                 got.header,
		Body:                   io.NopCloser(strings.NewReader(got.body)),
		Options:                &openapi3filter.Options{IncludeResponseStatus: true, MultiError: true},
	})
	if err != nil {
		c.t.Errorf("%s %s: got %v, want a reply that the document has", request.Method, request.URL, err)
	}
}

// want makes a call and compares the status and a part of the body.
func (c *client) want(method, path, body string, status int, part string) reply {
	c.t.Helper()
	got := c.call(method, path, body)
	if got.status != status || !strings.Contains(got.body, part) {
		c.t.Errorf("%s %s %s\n got %d %s\nwant %d with %s", method, path, body, got.status, got.body, status, part)
	}
	return got
}

// api sends a request to the mocked API.
func (c *client) api(method, path, body string) reply {
	c.t.Helper()
	request, err := http.NewRequest(method, c.server.URL+path, strings.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer any token")
	request.Header.Set("Content-Type", "application/json")
	if session := c.header.Get("X-Mock-Session"); session != "" {
		request.Header.Set("X-Mock-Session", session)
	}
	return c.send(request)
}
