package mock_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/leadapi/leadapi/mock"
)

// try sends a request whose reply may break off, and returns what arrived of the body.
func (c *client) try(method, path string) (body string, err error) {
	request, err := http.NewRequest(method, c.server.URL+path, nil)
	if err != nil {
		c.t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer x")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return "", err
	}
	defer func() { _ = response.Body.Close() }()
	data, err := io.ReadAll(response.Body)
	return string(data), err
}

func TestFaultReset(t *testing.T) {
	c := start(t)
	c.fault(mock.Fault{Reset: true})
	if _, err := c.try("DELETE", "/v3/lead/"+demo01); !errors.Is(err, syscall.ECONNRESET) && !errors.Is(err, io.EOF) {
		t.Errorf("want a reset, got %v", err)
	}
	c.server.DeleteFaults()
	c.expect("GET", "/v3/lead/"+demo01, "", 200, "")
	found, _ := c.server.Requests(mock.RequestFilter{Method: "DELETE"}, 10)
	if len(found) != 1 || found[0].Status != 0 || found[0].Fault != 1 || found[0].Why != "fault 1: connection reset" {
		t.Errorf("got %+v, want one with status 0, by fault 1", found)
	}
}

// A client that gives up during a delay is detected, even if it has sent a body, and its request changes nothing.
func TestFaultDelayWithoutClient(t *testing.T) {
	c := start(t)
	c.fault(mock.Fault{Operation: "createLead", Delay: mock.Delay{Min: time.Hour}})
	conn, err := net.Dial("tcp", strings.TrimPrefix(c.server.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	body := newLead
	fmt.Fprintf(conn, "POST /v3/lead HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer x\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
	if err := conn.Close(); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	for request := range c.server.FollowRequests(ctx, 0) {
		if request.Status != 0 || request.Why != "fault 1: the client did not wait" || totalOf(t, c) != 2 {
			t.Errorf("got %+v, want status 0 because the client did not wait, and 2 leads", request)
		}
		return
	}
	t.Error("after the client has gone: got no request in the log, want one")
}

// A body that was read before a delay is complete after it, whatever its length.
func TestFaultDelayAndBodies(t *testing.T) {
	c := start(t, mock.WithMaxBody(1000), mock.WithImportDelay(0))
	c.fault(mock.Fault{Delay: mock.Delay{Min: time.Nanosecond}})
	c.create("x", "0349710001")
	if got := c.send("POST", "/v3/lead", `{"x":"`+strings.Repeat("x", 2000)+`"}`); got.status != 413 {
		t.Errorf("got %d %s; want 413", got.status, got.body)
	}
	c.upload(t, form{{"file", "a.csv", "phone_number\n" + strings.Repeat("1\n", 1000)}, {"list_uuid", "", documentedList}})
	if total := totalOf(t, c); total != 1003 {
		t.Errorf("got total %d, want 1003", total)
	}
	if job := c.server.Jobs()[0]; job.Stored != 1000 {
		t.Errorf("got %+v, want 1000 stored", job)
	}
}

// The client sees a reset instead of an orderly end. The request log has what it sent.
func TestFaultResetOfAConnection(t *testing.T) {
	c := start(t)
	c.fault(mock.Fault{Reset: true})
	conn, err := net.Dial("tcp", strings.TrimPrefix(c.server.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	fmt.Fprint(conn, "POST /v3/lead HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\nsent")
	if n, err := conn.Read(make([]byte, 1)); n != 0 || err == nil || errors.Is(err, io.EOF) {
		t.Errorf("got %d bytes, %v, want 0 bytes and a reset", n, err)
	}
	if found, _ := c.server.Requests(mock.RequestFilter{}, 1); len(found) != 1 || found[0].Body != "sent" || found[0].BodyBytes != 4 {
		t.Errorf("got %+v, want one with the body \"sent\"", found)
	}
}

// Half of a body arrives, even of a long page; an empty body arrives whole.
func TestFaultTruncate(t *testing.T) {
	c := start(t, mock.WithLeads(2000))
	whole := c.getUnchecked("/v3/lead?limit=2").text()
	long := c.getUnchecked("/v3/lead?limit=2000").text()
	c.fault(mock.Fault{Truncate: true})
	body, err := c.try("GET", "/v3/lead?limit=2")
	if !errors.Is(err, io.ErrUnexpectedEOF) || body != whole[:len(whole)/2] {
		t.Errorf("got %d of %d bytes, %v, want half and an unexpected EOF", len(body), len(whole), err)
	}
	c.server.DeleteFaults()
	c.fault(mock.Fault{Operation: "getLead", Status: 204, Truncate: true})
	if body, err := c.try("GET", "/v3/lead/"+demo01); body != "" || err != nil {
		t.Errorf("of no body: got %q, %v, want neither body nor error", body, err)
	}
	c.fault(mock.Fault{Truncate: true})
	body, err = c.try("GET", "/v3/lead?limit=2000")
	if !errors.Is(err, io.ErrUnexpectedEOF) || body == "" || !strings.HasPrefix(long, body) || len(body) == len(long) {
		t.Errorf("of a long page: got %d of %d bytes, %v, want a part and an unexpected EOF", len(body), len(long), err)
	}
}

// A slow body arrives whole; fault_slow_test.go counts its pieces.
func TestFaultSlow(t *testing.T) {
	c := start(t)
	whole := c.getUnchecked("/v3/lead").text()
	c.fault(mock.Fault{Slow: mock.Duration(10 * time.Millisecond), Delay: mock.Delay{Min: time.Microsecond, Max: time.Millisecond}})
	if got := c.getUnchecked("/v3/lead").text(); got != whole {
		t.Errorf("got %d bytes of %d, want all", len(got), len(whole))
	}
}

// The end of a test ends requests that are held or delayed, so it does not wait for them.
func TestRunTEndsWaitingRequests(t *testing.T) {
	for _, fault := range []mock.Fault{{Hold: mock.Duration(time.Minute)}, {Delay: mock.Delay{Min: time.Minute}}} {
		ended := make(chan error, 1)
		t.Run("test", func(t *testing.T) {
			c := start(t)
			c.fault(fault)
			go func() {
				_, err := c.try("GET", "/v3/lead")
				ended <- err
			}()
			for c.server.Faults()[0].Used == 0 {
				runtime.Gosched()
			}
		})
		if err := <-ended; err == nil {
			t.Errorf("%+v: got a reply, want the request ended with the test", fault)
		}
	}
}
