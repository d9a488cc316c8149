package mock_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/leadapi/leadapi/mock"
)

func (c *client) fault(fault mock.Fault) mock.Fault {
	c.t.Helper()
	added, err := c.server.AddFault(fault)
	if err != nil {
		c.t.Fatal(err)
	}
	return added
}

func TestFaultReplies(t *testing.T) {
	for name, test := range map[string]struct {
		fault mock.Fault
		want  string // status, Content-Type, body
	}{
		"a documented status":     {mock.Fault{Operation: "getLead", Status: 404}, `404 application/json {"error":"Not Found"}`},
		"a documented example":    {mock.Fault{Operation: "getLead", Example: "unauthorized"}, `401 application/json {"error":"Unauthorized"}`},
		"an undocumented status":  {mock.Fault{Operation: "getLead", Status: 503}, `503 application/json {"error":"Service Unavailable"}`},
		"every operation":         {mock.Fault{Status: 404}, `404 application/json {"error":"Not Found"}`},
		"a body":                  {mock.Fault{Status: 500, Body: json.RawMessage(`{"a":[1]}`)}, `500 application/json {"a":[1]}`},
		"a text":                  {mock.Fault{Status: 502, Text: "<h1>Bad Gateway</h1>"}, `502 text/html; charset=utf-8 <h1>Bad Gateway</h1>`},
		"a type of one's own":     {mock.Fault{Status: 502, Text: "gone", Headers: map[string]string{"content-type": "text/plain"}}, `502 text/plain gone`},
		"a status without a name": {mock.Fault{Status: 599}, `599 application/json {"error":"status 599"}`},
		"another operation":       {mock.Fault{Operation: "createLead", Status: 500}, ``},
	} {
		c := start(t)
		c.fault(test.fault)
		got := c.getUnchecked("/v3/lead/" + demo01)
		text := fmt.Sprint(got.status, " ", got.header.Get("Content-Type"), " ", got.text())
		if test.want == "" {
			test.want = "200 application/json " + c.getUnchecked("/v3/lead/"+demo01).text()
		}
		if text != test.want {
			t.Errorf("%s: got %s, want %s", name, text, test.want)
		}
	}
}

// The headers of a fault are added to those of the operation, and replace them only if they have the same name.
func TestFaultAddsHeaders(t *testing.T) {
	c := start(t, mock.WithOperation("getLead", func(*mock.Call) mock.Reply {
		return mock.Reply{Status: 200, Body: []byte("hello"), Header: http.Header{"content-type": {"text/plain"}, "Etag": {`"1"`}, "Vary": {"Accept"}}}
	}))
	c.fault(mock.Fault{Slow: 1, Headers: map[string]string{"vary": "Origin", "Retry-After": "2"}})
	got := c.getUnchecked("/v3/lead/" + demo01).header
	text := fmt.Sprint(got.Get("Content-Type"), got["Etag"], got["Vary"], got["Retry-After"])
	if want := `text/plain["1"] [Origin] [2]`; text != want {
		t.Errorf("got %s, want %s", text, want)
	}
}

// Only the first matching fault is used; after it is used up the next one is.
func TestFaultsInOrder(t *testing.T) {
	c := start(t)
	c.fault(mock.Fault{Operation: "createLead", Status: 500})
	c.fault(mock.Fault{Operation: "listLeads", Status: 501, Times: 2})
	c.fault(mock.Fault{Status: 502, Times: 1, Headers: map[string]string{"Retry-After": "2"}})
	var got []string
	for range 4 {
		got = append(got, fmt.Sprint(c.getUnchecked("/v3/lead").status))
	}
	if text := strings.Join(got, " "); text != "501 501 502 200" {
		t.Errorf("got %s, want %s", text, "501 501 502 200")
	}
	var used []string
	for _, fault := range c.server.Faults() {
		used = append(used, fmt.Sprint(fault.Used))
	}
	if text := strings.Join(used, " "); text != "0 2 1" {
		t.Errorf("got faults used %s times, want 0 2 1", text)
	}
	if !c.server.DeleteFault(1) || c.server.DeleteFault(1) {
		t.Error("got no delete of a fault, or two, want one")
	}
	c.server.DeleteFaults()
	c.create("x", "0349710001")
}

// A fault that answers changes no state; one that does not changes nothing but the reply.
func TestFaultsAndState(t *testing.T) {
	c := start(t)
	c.fault(mock.Fault{Operation: "deleteLead", Status: 500, Times: 1})
	c.getUnchecked("/v3/lead")
	c.exchange("DELETE", "/v3/lead/"+demo01, http.Header{"Authorization": {"Bearer x"}}, nil)
	c.expect("GET", "/v3/lead/"+demo01, "", 200, "")
	c.fault(mock.Fault{Operation: "deleteLead", Truncate: true})
	if _, err := c.try("DELETE", "/v3/lead/"+demo01); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("want half a body, got %v", err)
	}
	c.expect("GET", "/v3/lead/"+demo01, "", 404, "")
}

func TestFaultTimesAreExact(t *testing.T) {
	c := start(t)
	const times, requests = 37, 200
	c.fault(mock.Fault{Operation: "listLeads", Status: 503, Times: times})
	var failed atomic.Int32
	var all sync.WaitGroup
	for range 10 {
		all.Go(func() {
			for range requests / 10 {
				if c.getUnchecked("/v3/lead?limit=1").status == 503 {
					failed.Add(1)
				}
			}
		})
	}
	all.Wait()
	if failed.Load() != times {
		t.Errorf("got %d requests that failed, want %d", failed.Load(), times)
	}
}

// The same seed gives the same failures in each run, and about as many as asked for.
func TestFaultProbability(t *testing.T) {
	run := func(seed int64) (pattern string) {
		c := start(t, mock.WithIDSeed(seed))
		c.fault(mock.Fault{Status: 500, Probability: 0.25})
		for range 200 {
			pattern += fmt.Sprint(c.getUnchecked("/v3/lead?limit=0").status/500, "")
		}
		return pattern
	}
	first := run(1)
	if again := run(1); again != first {
		t.Errorf("another run: got\n%s\nwant\n%s", again, first)
	}
	if run(2) == first {
		t.Errorf("another seed: got the same sequence %s, want another one", first)
	}
	if failed := strings.Count(first, "1"); failed < 25 || failed > 75 {
		t.Errorf("got %d of 200 requests that failed, want about 50", failed)
	}
}

func TestFaultsThatAreRefused(t *testing.T) {
	c := start(t)
	for _, test := range []struct {
		fault mock.Fault
		says  string
	}{
		{mock.Fault{}, "nothing would go wrong"},
		{mock.Fault{Operation: "createLed", Status: 500}, `operation: there is no "createLed" (createLead, deleteLead, getLead, listLeads, updateLead, uploadLeads)`},
		{mock.Fault{Example: "not_found"}, "example: set operation too"},
		{mock.Fault{Operation: "getLead", Example: "nothing"}, "getLead has no documented reply nothing (200 "},
		{mock.Fault{Operation: "getLead", Example: "not_found", Status: 200}, "getLead has no documented reply 200 not_found"},
		{mock.Fault{Status: 99}, "status: want 200 to 599, not 99"},
		{mock.Fault{Status: 500, Probability: 1.5}, "probability: want over 0 and up to 1, not 1.5"},
		{mock.Fault{Status: 500, Times: -1}, "times: want 1 to 1000000"},
		{mock.Fault{Status: 500, Body: json.RawMessage(`{`)}, "body: want JSON"},
		{mock.Fault{Status: 500, Body: json.RawMessage(`1`), Text: "x"}, "body, text: want one of them"},
		{mock.Fault{Text: "x"}, "status: is missing"},
		{mock.Fault{Status: 204, Text: "x"}, "body, text: a reply of 204 has none"},
		{mock.Fault{Status: 304, Body: json.RawMessage(`{}`)}, "body, text: a reply of 304 has none"},
		{mock.Fault{Operation: "getLead", Example: "not_found", Text: "x"}, "example: has a body of its own"},
		{mock.Fault{Status: 500, Text: strings.Repeat("x", 70_000)}, "want at most 65536 bytes"},
		{mock.Fault{Reset: true, Status: 500}, "reset: there is no reply"},
		{mock.Fault{Delay: mock.Delay{Min: 2 * time.Hour}}, "delay: want a time from 0 to 1h0m0s, not 2h0m0s"},
		{mock.Fault{Delay: mock.Delay{Min: -time.Second, Max: time.Second}}, "delay: want a time from 0"},
		{mock.Fault{Delay: mock.Delay{Min: 2, Max: 1}}, "delay: max is 1ns, which is less than min, 2ns"},
		{mock.Fault{Slow: -1}, "slow: want a time from 0"},
		{mock.Fault{Status: 500, Headers: map[string]string{"a b": "x"}}, `headers: "a b" is not a header name`},
		{mock.Fault{Status: 500, Headers: map[string]string{"X-A": "x\r\nSet-Cookie: y"}}, `headers: X-A: "x\r\nSet-Cookie: y" is not a header value`},
		{mock.Fault{Status: 500, Headers: map[string]string{"content-length": "7"}}, "headers: Content-Length is up to the mock"},
		{mock.Fault{Status: 500, Headers: map[string]string{"keep-alive": "timeout=5"}}, "headers: Keep-Alive is up to the mock"},
	} {
		if _, err := c.server.AddFault(test.fault); err == nil || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%+v: got %v, want %s", test.fault, err, test.says)
		}
	}
	if n := len(c.server.Faults()); n != 0 {
		t.Errorf("got %d faults, want 0", n)
	}
	for range 100 {
		c.fault(mock.Fault{Operation: "getLead", Status: 500, Times: 1})
	}
	if _, err := c.server.AddFault(mock.Fault{Status: 500}); err == nil {
		t.Error("a 101st fault: got no error, want one")
	}
	c.getUnchecked("/v3/lead/" + demo01)
	if added := c.fault(mock.Fault{Status: 500}); added.ID != 101 || len(c.server.Faults()) != 100 {
		t.Errorf("got %d faults, the last %d, want 100, the last 101", len(c.server.Faults()), added.ID)
	}
}

// If only one token is accepted, requests without it do not use up a fault with times: any website can make a browser send them.
func TestStrangersUseUpNoFault(t *testing.T) {
	for _, test := range []struct {
		auth, want string
		times      int
	}{
		{"secret", "401 401 500 200", 1},
		{"secret", "500 500 500 500", 0},
		{mock.AuthAny, "500 200 200 200", 1},
		{mock.AuthOff, "500 200 200 200", 1},
	} {
		c := start(t, mock.WithAuth(test.auth))
		if _, err := c.server.AddFault(mock.Fault{Status: 500, Times: test.times}); err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, token := range []string{"", "Bearer wrong", "Bearer secret", "Bearer secret"} {
			_, reply := c.exchange("GET", "/v3/lead", http.Header{"Authorization": {token}}, nil)
			got = append(got, fmt.Sprint(reply.status))
		}
		if got := strings.Join(got, " "); got != test.want {
			t.Errorf("auth %s, times %d: got %s, want %s", test.auth, test.times, got, test.want)
		}
	}
}
