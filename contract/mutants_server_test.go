package contract_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"

	"github.com/leadapi/leadapi/fixtures"
	"github.com/leadapi/leadapi/mock"
)

// The mutants and the tolerated servers are the mock with changes of requests and replies in front of it.

// call is a request on its way to the mock.
type call struct {
	operation string // operationId, "" for none
	id        string // the lead's id in the path
	method    string
	path      string
	query     string // URL-encoded
	header    http.Header
	body      []byte
}

// answer is a reply on its way back.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// server answers calls, one at a time.
type server func(call) answer

// change returns a server with a change in front of next. It may hold state, so each server needs a new one.
type change func(next server) server

const (
	otherList     = "11111111-2222-4333-8444-555555555555"
	otherCampaign = "66666666-7777-4888-9999-aaaaaaaaaaaa"
	seedLead      = "152a5c45-68f0-4ee7-85c0-32ae87bb611b" // is listed
	otherLead     = "bbbbbbbb-cccc-4ddd-8eee-ffffffffffff"
)

// twoLists is the documented seed with a second list, of another campaign, and a lead in it.
func twoLists() []byte {
	seed := parse(fixtures.Seed())
	list := object{"list_uuid": otherList, "list_name": "Another", "campaign_uuid": otherCampaign, "campaign_name": "Another campaign"}
	leads := seed["leads"].([]any)
	lead := maps.Clone(leads[0].(object))
	maps.Copy(lead, list)
	lead["lead_uuid"] = otherLead
	seed["lists"] = append(seed["lists"].([]any), list)
	seed["leads"] = append(leads, lead)
	return write(seed)
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

// correct returns the mock as a server. An import is done when it answers, so nothing waits.
func correct() (server, func()) {
	behind, err := mock.New(mock.WithSeed("two lists", twoLists()), mock.WithImportDelay(0))
	must(err)
	return func(c call) answer {
		target := c.path
		if c.query != "" {
			target += "?" + c.query
		}
		request := httptest.NewRequest(c.method, "http://mock"+target, bytes.NewReader(c.body))
		request.Header = c.header
		recorder := httptest.NewRecorder()
		behind.ServeHTTP(recorder, request)
		if c.operation == "uploadLeads" {
			behind.WaitForImports()
		}
		return answer{recorder.Code, recorder.Header(), recorder.Body.Bytes()}
	}, func() { _ = behind.Close() }
}

// handler serves over HTTP, one request after the other.
func handler(serve server) http.Handler {
	var mu sync.Mutex
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			panic(http.ErrAbortHandler)
		}
		operation, id := operationOf(r.Method, r.URL.Path)
		mu.Lock()
		defer mu.Unlock()
		got := serve(call{operation, id, r.Method, r.URL.Path, r.URL.RawQuery, r.Header, body})
		maps.Copy(w.Header(), got.header)
		w.Header().Del("Content-Length") // the body may have changed
		w.WriteHeader(got.status)
		_, _ = w.Write(got.body)
	})
}

func operationOf(method, path string) (operation, id string) {
	switch method + " " + path {
	case "POST /v3/lead":
		return "createLead", ""
	case "POST /v3/lead/file":
		return "uploadLeads", ""
	case "GET /v3/lead":
		return "listLeads", ""
	}
	id, _ = strings.CutPrefix(path, "/v3/lead/")
	return map[string]string{"GET": "getLead", "HEAD": "getLead", "PUT": "updateLead", "DELETE": "deleteLead"}[method], id
}

// object is a JSON object.
type object = map[string]any

// parse decodes an object and keeps the spelling of numbers. It returns nil for anything else.
func parse(body []byte) object {
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var found object
	if decoder.Decode(&found) != nil {
		return nil
	}
	return found
}

func (c call) object() object   { return parse(c.body) }
func (a answer) object() object { return parse(a.body) }
func (a answer) ok() bool       { return a.status < 300 }

// write returns JSON without encoding/json's HTML escapes.
func write(value any) []byte {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	must(encoder.Encode(value))
	return bytes.TrimSuffix(out.Bytes(), []byte("\n"))
}

func (c call) with(body any) call {
	c.body = write(body)
	return c
}

func (a answer) with(body any) answer {
	a.body = write(body)
	return a
}

func (c call) values() url.Values {
	values, _ := url.ParseQuery(c.query)
	return values
}

func (c call) ask(query url.Values) call {
	c.query = query.Encode()
	return c
}

// reply returns a reply of a mutant.
func reply(status int, body string) answer {
	return answer{status, http.Header{"Content-Type": {"application/json"}}, []byte(body)}
}

// to returns a request of a mutant, with the credentials of c.
func (c call) to(method, path string, body any) call {
	operation, id := operationOf(method, path)
	made := call{operation: operation, id: id, method: method, path: path, header: http.Header{"Authorization": {"Bearer mutant"}}}
	if body != nil {
		made.body = write(body)
		made.header.Set("Content-Type", "application/json")
	}
	return made
}

// text returns a field of an object as a string.
func text(o object, field string) string {
	if o[field] == nil {
		return ""
	}
	return fmt.Sprint(o[field])
}
