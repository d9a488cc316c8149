package mock_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/leadapi/leadapi/mock"
)

// A fault meets only the requests that match it.
func TestFaultMatch(t *testing.T) {
	body := func(phone string) string {
		return `{"list_uuid":"` + documentedList + `","phone_number":"` + phone + `","deep":{"a.b":[{"n":1.0}],"no":null}}`
	}
	for _, test := range []struct {
		match mock.Match
		hit   bool
	}{
		{mock.Match{"body.phone_number": "0349719999"}, true},
		{mock.Match{"body.phone_number": "0349719998"}, false},
		{mock.Match{"body.phone_number": 349719999}, false},
		{mock.Match{"body.deep.a.b.0.n": 1}, true},
		{mock.Match{"body.deep.a.b.0.n": 2}, false},
		{mock.Match{"body.deep.a.b.1.n": 1}, false},
		{mock.Match{"body.deep.a.b": []any{map[string]any{"n": 1}}}, true},
		{mock.Match{"body.deep.no": nil, "body.none": nil, "query.none": nil}, true},
		{mock.Match{"body.phone_number": nil}, false},
		{mock.Match{"query.a": "1"}, true},
		{mock.Match{"query.a": 1, "query.b": true}, true},
		{mock.Match{"query.a": "2"}, true}, // the second value
		{mock.Match{"query.a": "3"}, false},
		{mock.Match{"query.a": nil}, false},
		{mock.Match{"header.x-name": "Trần"}, true},
		{mock.Match{"header.X-Name": "Tran"}, false},
		{mock.Match{"header.X-Name": "Trần", "query.b": "false"}, false},
	} {
		c := start(t)
		c.fault(mock.Fault{Operation: "createLead", Match: test.match, Status: 404})
		got := c.sendWith("POST", "/v3/lead?a=1&a=2&b=true", http.Header{"X-Name": {"Trần"}, "Authorization": {"Bearer x"}}, strings.NewReader(body("0349719999")))
		if (got.status == 404) != test.hit {
			t.Errorf("%v: got %d, want a hit: %v", test.match, got.status, test.hit)
		}
		if !test.hit && got.status != 200 {
			t.Errorf("%v: got %d %s, want 200, and the operation with its body", test.match, got.status, got.body)
		}
	}
	for _, test := range []struct {
		match mock.Match
		hit   bool
	}{
		{mock.Match{"body.list_uuid": documentedList}, true},
		{mock.Match{"body.list_uuid": documentedList, "body.file": "leads.csv"}, true},
		{mock.Match{"body.list_uuid": demo01}, false},
		{mock.Match{"body.file": "phone_number"}, false},
		{mock.Match{"body.note": nil}, true},
	} {
		c := start(t)
		c.fault(mock.Fault{Operation: "uploadLeads", Match: test.match, Status: 404})
		got := c.upload(t, form{{"file", "leads.csv", "phone_number\n0300000001\n"}, {"list_uuid", "", documentedList}})
		if (got.status == 404) != test.hit || !test.hit && got.text() != processing {
			t.Errorf("%v: got %d %s, want a hit: %v", test.match, got.status, got.body, test.hit)
		}
		_, err := c.server.Verify(done, mock.Verification{Match: test.match, Count: pointer(1)})
		if (err == nil) != test.hit {
			t.Errorf("%v: verify: got %v, want a hit: %v", test.match, err, test.hit)
		}
	}
	c := start(t)
	c.fault(mock.Fault{Match: mock.Match{"path.lead_uuid": demo01}, Status: 418})
	for path, want := range map[string]int{"/v3/lead/" + demo01: 418, "/v3/lead/152a5c45%2D68f0-4ee7-85c0-32ae87bb611b": 418, "/v3/lead/" + testNe: 200, "/v3/lead": 200} {
		if got := c.getUnchecked(path).status; got != want {
			t.Errorf("%s: got %d, want %d", path, got, want)
		}
	}
}

// From the third matching request on, twice.
func TestFaultFrom(t *testing.T) {
	c := start(t)
	c.fault(mock.Fault{Operation: "getLead", Match: mock.Match{"path.lead_uuid": demo01}, From: 3, Times: 2, Status: 503})
	var got []int
	for range 6 {
		c.getUnchecked("/v3/lead/" + testNe)
		got = append(got, c.getUnchecked("/v3/lead/"+demo01).status)
	}
	if fmt.Sprint(got) != "[200 200 503 503 200 200]" {
		t.Errorf("got %v, want [200 200 503 503 200 200]", got)
	}
	if fault := c.server.Faults()[0]; fault.Used != 2 || fault.Seen != 4 {
		t.Errorf("got a fault used %d and seen %d times, want 2 and 4", fault.Used, fault.Seen)
	}
}

func TestMatchesThatAreRefused(t *testing.T) {
	c := start(t)
	many := mock.Match{}
	for i := range 21 {
		many[fmt.Sprint("body.", i)] = i
	}
	for _, test := range []struct {
		fault mock.Fault
		says  string
	}{
		{mock.Fault{Match: mock.Match{"phone": "1"}, Status: 500}, `match: "phone": want path.NAME, query.NAME, header.NAME or body.FIELD`},
		{mock.Fault{Match: mock.Match{"body.": "1"}, Status: 500}, "want path.NAME"},
		{mock.Fault{Match: mock.Match{"query.a": []string{"1"}}, Status: 500}, `match: "query.a": want a text, number, true, false or null`},
		{mock.Fault{Operation: "getLead", Match: mock.Match{"path.id": "1"}, Status: 500}, `match: "path.id": there is no such parameter in /v3/lead/{lead_uuid}`},
		{mock.Fault{Match: mock.Match{"path.id": "1"}, Status: 500}, `match: "path.id": there is no such parameter in /v3/lead, `},
		{mock.Fault{Match: many, Status: 500}, "match: has 21 conditions; at most 20 are allowed"},
		{mock.Fault{Match: mock.Match{"body.a": strings.Repeat("x", 40_000), "body.b": strings.Repeat("x", 40_000)}, Status: 500}, "match: is over 65536 bytes as JSON"},
		{mock.Fault{Match: mock.Match{"body.a": "1"}}, "nothing would go wrong: want delay, hold, reset"},
		{mock.Fault{From: -1, Status: 500}, "from: want 1 to 1000000, not -1"},
		{mock.Fault{Hold: mock.Duration(time.Hour)}, "hold: want a time from 0 to 10m0s, not 1h0m0s"},
	} {
		if _, err := c.server.AddFault(test.fault); err == nil || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%+v: got %v, want %s", test.fault, err, test.says)
		}
	}
}

// heldGets sends n requests that the first fault holds, returns when it holds all of them, and sends their statuses.
func heldGets(t *testing.T, c *client, n int) <-chan int {
	t.Helper()
	answered := make(chan int, n)
	for range n {
		go func() { answered <- c.getUnchecked("/v3/lead").status }()
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	for c.server.Faults()[0].Held < n {
		if ctx.Err() != nil {
			t.Fatalf("got %v, want a request that is held", ctx.Err())
		}
		runtime.Gosched()
	}
	return answered
}

// A request waits until it is released, and is answered then.
func TestFaultHold(t *testing.T) {
	c := start(t)
	hold := c.fault(mock.Fault{Operation: "listLeads", Hold: mock.Duration(5 * time.Minute)})
	answered := heldGets(t, c, 3)
	if got := c.getUnchecked("/v3/lead/" + demo01).status; got != 200 {
		t.Errorf("another request: got %d, want 200", got)
	}
	if n, err := c.server.Release(hold.ID, 2); n != 2 || err != nil {
		t.Errorf("got %d released, %v, want 2", n, err)
	}
	for range 2 {
		if status := <-answered; status != 200 {
			t.Errorf("got %d, want 200", status)
		}
	}
	if held := c.server.Faults()[0].Held; held != 1 {
		t.Errorf("got %d held, want 1", held)
	}
	c.server.DeleteFaults()
	if status := <-answered; status != 200 {
		t.Errorf("after the fault was deleted: got %d, want 200", status)
	}
	if _, err := c.server.Release(hold.ID, 0); !errors.Is(err, mock.ErrNoFault) {
		t.Errorf("got %v, want %v", err, mock.ErrNoFault)
	}
}

// A release can wait for the requests that it releases.
func TestReleaseWhenHeld(t *testing.T) {
	c := start(t)
	hold := c.fault(mock.Fault{Operation: "listLeads", Hold: mock.Duration(5 * time.Minute), Status: 503, Times: 2})
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	released := make(chan string, 1)
	go func() {
		n, err := c.server.ReleaseWhenHeld(ctx, hold.ID, 2)
		released <- fmt.Sprint(n, err)
	}()
	answered := make(chan int, 2)
	for range 2 {
		go func() { answered <- c.getUnchecked("/v3/lead").status }()
	}
	if got := <-released; got != "2 <nil>" {
		t.Errorf("got %s, want %s", got, "2 <nil>")
	}
	for range 2 {
		if status := <-answered; status != 503 {
			t.Errorf("got %d, want 503", status)
		}
	}
	short, stop := context.WithCancel(ctx)
	stop()
	if n, err := c.server.ReleaseWhenHeld(short, hold.ID, 0); n != 0 || !errors.Is(err, context.Canceled) || !strings.HasPrefix(err.Error(), "fault 1 holds 0 requests, want 1") {
		t.Errorf("got %d %v, want 0 and the number of held requests", n, err)
	}
}

// A reset, the end of the session, the timeout and a client that leaves all end a hold.
func TestHoldEnds(t *testing.T) {
	for name, end := range map[string]func(*client){
		"reset": func(c *client) { c.server.Reset() },
		"close": func(c *client) { _ = c.server.Close() },
	} {
		c := start(t)
		c.fault(mock.Fault{Hold: mock.Duration(5 * time.Minute)})
		answered := heldGets(t, c, 1)
		end(c)
		if status := <-answered; status != 200 {
			t.Errorf("%s: got %d, want 200", name, status)
		}
	}
	c := start(t)
	c.fault(mock.Fault{Hold: 1})
	if status := c.getUnchecked("/v3/lead").status; status != 200 {
		t.Errorf("after its time: got %d, want 200", status)
	}
	c.server.DeleteFaults()
	c.fault(mock.Fault{Hold: mock.Duration(5 * time.Minute)})
	ctx, leave := context.WithCancel(context.Background())
	request, err := http.NewRequestWithContext(ctx, "GET", c.server.URL+"/v3/lead", nil)
	if err != nil {
		t.Fatal(err)
	}
	left := make(chan error, 1)
	go func() {
		response, err := http.DefaultClient.Do(request)
		if err == nil {
			_ = response.Body.Close()
		}
		left <- err
	}()
	for c.server.Faults()[0].Held == 0 {
		runtime.Gosched()
	}
	leave()
	if err := <-left; err == nil {
		t.Error("the client got a reply, want an error")
	}
	for c.server.Faults()[0].Held != 0 {
		runtime.Gosched()
	}
}

// At most 100 requests are held at a time, in all sessions together.
func TestHoldIsBounded(t *testing.T) {
	c := start(t)
	hold := c.fault(mock.Fault{Hold: mock.Duration(5 * time.Minute)})
	answered := heldGets(t, c, 100)
	if got := c.getUnchecked("/v3/lead"); got.status != 503 || !strings.Contains(got.header.Get("X-Mock-Error"), "100 requests are already held") {
		t.Errorf("got %d %s, want 503", got.status, got.body)
	}
	if n, err := c.server.Release(hold.ID, 0); n != 100 || err != nil {
		t.Errorf("got %d, %v, want 100", n, err)
	}
	for range 100 {
		<-answered
	}
}
