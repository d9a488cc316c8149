package mock_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
	"github.com/google/uuid"

	"github.com/leadapi/leadapi/mock"
	"github.com/leadapi/leadapi/openapi"
)

// client sends requests to a mock and checks every reply against the documents with kin-openapi in its strictest setting:
// undocumented statuses and fields fail, and formats are checked.
type client struct {
	t      testing.TB
	server *mock.Server
	pages  []routers.Router
}

func start(t testing.TB, options ...mock.Option) *client {
	t.Helper()
	return &client{t: t, server: mock.RunT(t, options...), pages: []routers.Router{leadPage()}}
}

// startWithLists also serves the sibling spec for lists.
func startWithLists(t testing.TB, options ...mock.Option) *client {
	t.Helper()
	page := listPage(t)
	c := start(t, append(options, mock.WithSpec(page))...)
	c.pages = append(c.pages, strictRouter(page))
	return c
}

func listPage(t testing.TB) *openapi.Document {
	t.Helper()
	page, err := openapi.LoadFile("testdata/list.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if err := page.Validate(); err != nil {
		t.Fatal(err)
	}
	return page
}

var leadPage = sync.OnceValue(func() routers.Router {
	page, err := openapi.Lead()
	if err != nil {
		panic(err)
	}
	public, err := page.Public()
	if err != nil {
		panic(err)
	}
	return strictRouter(public)
})

func strictRouter(page *openapi.Document) routers.Router {
	openapi3.DefineStringFormatValidator("uuid", openapi3.NewCallbackValidator(func(text string) error {
		_, err := uuid.Parse(text)
		return err
	}))
	page.API.Servers = nil
	for _, schema := range page.API.Components.Schemas {
		forbidUndeclared(schema)
	}
	for _, item := range page.API.Paths.Map() {
		for _, operation := range item.Operations() {
			for _, reply := range operation.Responses.Map() {
				for _, media := range reply.Value.Content {
					forbidUndeclared(media.Schema)
				}
			}
		}
	}
	router, err := gorillamux.NewRouter(page.API)
	if err != nil {
		panic(err)
	}
	return router
}

func forbidUndeclared(schema *openapi3.SchemaRef) {
	if schema == nil || len(schema.Value.Properties) == 0 {
		return
	}
	no := false
	schema.Value.AdditionalProperties = openapi3.BoolSchema{Has: &no}
	for _, property := range schema.Value.Properties {
		forbidUndeclared(property)
	}
}

type reply struct {
	status int
	header http.Header
	body   []byte
}

// fataler is a *testing.T or a *rapid.T.
type fataler interface{ Fatalf(string, ...any) }

func (r reply) text() string { return string(r.body) }

// decoded is the reply as JSON.
func (r reply) decoded(t fataler) map[string]any {
	var object map[string]any
	if err := json.Unmarshal(r.body, &object); err != nil {
		t.Fatalf("%s: %v", r.body, err)
	}
	return object
}

func (c *client) send(method, path, body string) reply {
	c.t.Helper()
	header := http.Header{"Authorization": {"Bearer test"}}
	if body != "" {
		header.Set("Content-Type", "application/json")
	}
	return c.sendWith(method, path, header, strings.NewReader(body))
}

func (c *client) sendWith(method, path string, header http.Header, body io.Reader) reply {
	c.t.Helper()
	request, got := c.exchange(method, path, header, body)
	c.check(request, got)
	return got
}

// getUnchecked is for replies that no spec documents or that take too long to check.
func (c *client) getUnchecked(path string) reply {
	c.t.Helper()
	_, got := c.exchange(http.MethodGet, path, http.Header{"Authorization": {"Bearer test"}}, nil)
	return got
}

func (c *client) exchange(method, path string, header http.Header, body io.Reader) (*http.Request, reply) {
	c.t.Helper()
	request, err := http.NewRequest(method, c.server.URL+path, body)
	if err != nil {
		c.t.Fatal(err)
	}
	request.Header = header
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		c.t.Fatalf("%s %s: %v", method, path, err)
	}
	defer func() { _ = response.Body.Close() }()
	data, err := io.ReadAll(response.Body)
	if err != nil {
		c.t.Fatalf("%s %s: %v", method, path, err)
	}
	return request, reply{response.StatusCode, response.Header, data}
}

// check fails the test if no spec documents the reply.
func (c *client) check(request *http.Request, got reply) {
	c.t.Helper()
	if got.status == http.StatusNoContent || request.Method == http.MethodHead {
		return
	}
	if kind := got.header.Get("Content-Type"); kind != "application/json" {
		c.t.Errorf("%s %s: got Content-Type %q, want application/json", request.Method, request.URL.Path, kind)
	}
	if got.status >= 400 {
		if _, found := got.decoded(c.t)["error"]; !found {
			c.t.Errorf("%s %s: got %d %s, want the key error", request.Method, request.URL.Path, got.status, got.body)
		}
	}
	for _, page := range c.pages {
		route, parameters, err := page.FindRoute(request)
		if err != nil {
			continue
		}
		if err := validate(request, route, parameters, got); err != nil {
			c.t.Errorf("%s %s: got %v, want a reply that the document has", request.Method, request.URL, err)
		}
		return
	}
	if got.status != http.StatusNotFound && got.status != http.StatusMethodNotAllowed {
		c.t.Errorf("%s %s: got %d, want 404 or 405, because no spec has this operation", request.Method, request.URL, got.status)
	}
}

func validate(request *http.Request, route *routers.Route, parameters map[string]string, got reply) error {
	return openapi3filter.ValidateResponse(context.Background(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: request, Route: route, PathParams: parameters},
		Status:                 got.status,
		Header:                 got.header,
		Body:                   io.NopCloser(bytes.NewReader(got.body)),
		Options:                &openapi3filter.Options{IncludeResponseStatus: true, MultiError: true},
	})
}

func (c *client) expect(method, path, body string, status int, want string) reply {
	c.t.Helper()
	got := c.send(method, path, body)
	if got.status != status || want != "" && got.text() != want {
		c.t.Errorf("%s %s %s\n got %d %s\nwant %d %s", method, path, body, got.status, got.body, status, want)
	}
	return got
}

// create creates a lead in the documented list and returns its ID.
func (c *client) create(name, phone string) string {
	c.t.Helper()
	body := fmt.Sprintf(`{"list_uuid":%q,"lead_name":%q,"phone_number":%q}`, documentedList, name, phone)
	id, _ := c.expect("POST", "/v3/lead", body, 200, "").decoded(c.t)["lead_uuid"].(string)
	return id
}

// page lists leads.
func (c *client) page(query string) (leads []map[string]any, total int) {
	c.t.Helper()
	var got struct {
		Data  []map[string]any
		Total int
	}
	if err := json.Unmarshal(c.expect("GET", "/v3/lead"+query, "", 200, "").body, &got); err != nil {
		c.t.Fatal(err)
	}
	return got.Data, got.Total
}

func names(leads []map[string]any) string {
	var all []string
	for _, lead := range leads {
		all = append(all, lead["lead_name"].(string))
	}
	return strings.Join(all, " ")
}

// What the documentation's samples are about.
const (
	documentedList     = "c4869e79-f0fa-4c6a-9410-bc0defac375a"
	documentedCampaign = "7bbe986b-8a6e-404c-840b-781102b5aa07"
	demo01             = "152a5c45-68f0-4ee7-85c0-32ae87bb611b"
	demo02             = "3c13548f-b3b9-4114-9ac3-2a8867d6529c"
	testNe             = "307c2fe7-d075-493c-b8d6-b11195caec41"
	unknownID          = "00000000-0000-4000-8000-000000000000"
)

func jsonBody(fields map[string]string) string {
	encoded, err := json.Marshal(fields)
	if err != nil {
		panic(err) // texts always can be encoded
	}
	return string(encoded)
}

func readFile(t testing.TB, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
