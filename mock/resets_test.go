package mock_test

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/leadapi/leadapi/mock"
)

// keptAlive returns a client that keeps its connections, as browsers do. Like them, Go's client repeats a GET by itself if a
// reused connection is reset.
func keptAlive(t *testing.T, url string) func() (status int, closing bool, err error) {
	t.Helper()
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	client := &http.Client{Transport: transport}
	return func() (int, bool, error) {
		request, err := http.NewRequest("GET", url+"/v3/lead?limit=1", nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Authorization", "Bearer x")
		response, err := client.Do(request)
		if err != nil {
			return 0, false, err
		}
		_, _ = io.Copy(io.Discard, response.Body)
		return response.StatusCode, response.Close, response.Body.Close()
	}
}

// One reset stays one reset, even for a client that repeats requests.
func TestResetIsSeen(t *testing.T) {
	server := mock.RunT(t)
	call := keptAlive(t, server.URL)
	const rounds = 4
	for round := range rounds {
		if status, _, err := call(); status != 200 {
			t.Fatalf("round %d: got %d %v, want 200", round, status, err)
		}
		if _, err := server.AddFault(mock.Fault{Reset: true, Times: 1}); err != nil {
			t.Fatal(err)
		}
		if status, _, err := call(); err == nil {
			t.Errorf("round %d: got %d, want a reset", round, status)
		}
		if status, closing, err := call(); status != 200 || closing {
			t.Errorf("round %d: got %d, closing %v, %v; want 200 on a connection that stays", round, status, closing, err)
		}
	}
	if _, total := server.Requests(mock.RequestFilter{}, 0); total != 3*rounds {
		t.Errorf("got %d requests, want %d: none is sent twice", total, 3*rounds)
	}
}

// A reset of one operation is seen even if other requests come before it; so are two resets.
func TestResetIsSeenLater(t *testing.T) {
	server := mock.RunT(t)
	call := keptAlive(t, server.URL)
	if _, err := server.InSession("another").AddFault(mock.Fault{Reset: true, Operation: "getLead"}); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if status, closing, err := call(); status != 200 || !closing {
			t.Errorf("got %d, closing %v, %v; want 200 and the end of the connection while a reset is armed", status, closing, err)
		}
	}
	if _, err := server.AddFault(mock.Fault{Reset: true, Times: 2, Operation: "listLeads"}); err != nil {
		t.Fatal(err)
	}
	for i, want := range []bool{false, false, true, true} {
		if status, _, err := call(); (err == nil) != want {
			t.Errorf("call %d: got %d %v, want success %v", i, status, err, want)
		}
	}
	server.EndSession("another")
	if status, closing, err := call(); status != 200 || closing {
		t.Errorf("got %d, closing %v, %v; want a connection that stays when no reset is armed", status, closing, err)
	}
	if _, err := server.AddFault(mock.Fault{Reset: true, Operation: "getLead"}); err != nil {
		t.Fatal(err)
	}
	server.Reset()
	if _, closing, _ := call(); closing {
		t.Error("after a reset of the session: got a connection that ends, want it to stay")
	}
}

// Only sessions that can still be reset or ended arm a reset: a session that has ended does not, nor does one that is not kept.
func TestEndedSessionArmsNoReset(t *testing.T) {
	reset := mock.Fault{Reset: true, Operation: "getLead"}
	server := mock.RunT(t, mock.WithAuth("x"), mock.WithScenario(mock.Scenario{Faults: []mock.Fault{reset}}))
	ended := server.InSession("ended")
	server.EndSession("ended")
	if _, err := ended.AddFault(reset); err != nil {
		t.Fatal(err)
	}
	for guest := range 101 {
		if response, err := http.Get(fmt.Sprintf("%s/s/%d/v3/lead/x", server.URL, guest)); err == nil {
			_ = response.Body.Close()
			t.Fatalf("guest %d: got %s, want a reset", guest, response.Status)
		}
	}
	server.EndSessions()
	server.DeleteFaults()
	if status, closing, err := keptAlive(t, server.URL)(); status != 200 || closing {
		t.Errorf("got %d, closing %v, %v; want a connection that stays, because no reset is left", status, closing, err)
	}
}

// Arming a reset closes a connection that was opened in advance and is idle, but not one with a request in progress.
func TestWaitingConnectionsAreClosed(t *testing.T) {
	server := mock.RunT(t)
	conn, err := net.Dial("tcp", strings.TrimPrefix(server.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	closed := make(chan error, 1)
	go func() {
		_, err := conn.Read(make([]byte, 1))
		closed <- err
	}()
	for open := true; open; { // it must have been idle for a while
		made, err := server.AddFault(mock.Fault{Reset: true})
		if err != nil {
			t.Fatal(err)
		}
		server.DeleteFault(made.ID)
		select {
		case err := <-closed:
			if err == nil {
				t.Error("got data, want the end of the connection")
			}
			open = false
		default:
		}
	}
}

// A page of another origin can read each header that a fault sends.
func TestHeadersOfFaultsAreExposed(t *testing.T) {
	c := start(t)
	c.fault(mock.Fault{Status: 401, Headers: map[string]string{"Retry-After": "7", "x-ratelimit-reset": "1"}, Times: 1})
	header := http.Header{"Authorization": {"Bearer x"}, "Origin": {"http://app.test"}}
	got := c.sendWith("GET", "/v3/lead", header, nil)
	list := got.header.Get("Access-Control-Expose-Headers")
	for _, name := range []string{"Retry-After", "X-Ratelimit-Reset", "X-Mock-Note", "X-Mock-Error"} {
		if !strings.Contains(list, name) {
			t.Errorf("got %q, want %s among the exposed headers", list, name)
		}
	}
	if got := c.sendWith("GET", "/v3/lead", http.Header{"Authorization": {"Bearer x"}}, nil).header.Get("Access-Control-Expose-Headers"); got != "" {
		t.Errorf("got %q without an Origin, want nothing", got)
	}
}

func TestPrivateNetwork(t *testing.T) {
	server := mock.RunT(t)
	for asked, want := range map[string]string{"true": "true", "": ""} {
		request := httptest.NewRequest("OPTIONS", "/v3/lead", nil)
		request.Header.Set("Origin", "https://app.test")
		request.Header.Set("Access-Control-Request-Method", "POST")
		if asked != "" {
			request.Header.Set("Access-Control-Request-Private-Network", asked)
		}
		reply := httptest.NewRecorder()
		server.ServeHTTP(reply, request)
		if got := reply.Header().Get("Access-Control-Allow-Private-Network"); got != want || reply.Code != 204 {
			t.Errorf("asked %q: got %d %q, want 204 %q", asked, reply.Code, got, want)
		}
	}
}
