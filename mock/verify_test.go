package mock_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/leadapi/leadapi/mock"
)

func pointer(n int) *int { return &n }

var done = func() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx
}()

// A failure shows what the nearest requests have instead.
func TestVerifyNearMisses(t *testing.T) {
	c := start(t)
	c.create("first", "0349710001")
	c.create("second", "0349710002")
	c.getUnchecked("/v3/lead/" + demo01)
	for _, test := range []struct {
		want mock.Verification
		says string // empty for none
		near string // the differences of the first
	}{
		{mock.Verification{Match: mock.Match{"body.phone_number": "0349710002"}, Count: pointer(1)}, "", ""},
		{mock.Verification{Match: mock.Match{"path.lead_uuid": demo01, "header.authorization": "Bearer ***"}, Count: pointer(1)}, "", ""},
		{
			mock.Verification{RequestFilter: mock.RequestFilter{Operation: "createLead", Status: 200}, Match: mock.Match{"body.phone_number": "0349710003"}, AtLeast: pointer(1)},
			"want at least 1 requests, and there are 0", `body.phone_number is "0349710002", not "0349710003"`,
		},
		{
			mock.Verification{RequestFilter: mock.RequestFilter{Method: "put", Path: "x", Body: "y"}, Match: mock.Match{"query.a": 1}, Count: pointer(1)},
			"want 1 requests, and there are 0", `method is "GET", not "put"; path "/v3/lead/` + demo01 + `" does not contain "x"; body does not contain "y"; query.a is not there; want 1`,
		},
		{mock.Verification{RequestFilter: mock.RequestFilter{Operation: "createLead"}, AtMost: pointer(1)}, "want at most 1 requests, and there are 2", ""},
		{mock.Verification{RequestFilter: mock.RequestFilter{Operation: "getLead", Status: 404}, Count: pointer(1)}, "want 1 requests, and there are 0", "status is 200, not 404"},
	} {
		_, err := c.server.Verify(done, test.want)
		if test.says == "" {
			if err != nil {
				t.Errorf("%+v: got %v, want no error", test.want, err)
			}
			continue
		}
		var wrong *mock.WrongCount
		if !errors.As(err, &wrong) || wrong.Error() != test.says {
			t.Errorf("%+v: got %v, want %s", test.want, err, test.says)
			continue
		}
		if got := strings.Join(wrong.Near[0].Differs, "; "); got != test.near {
			t.Errorf("%+v\n got %s\nwant %s", test.want, got, test.near)
		}
	}
}

// A count of 0 must not hold for what no request can match.
func TestVerificationsThatAreRefused(t *testing.T) {
	c := start(t)
	c.getUnchecked("/v3/lead/" + demo01)
	for says, want := range map[string]mock.Verification{
		"want count, at_least or at_most":                                          {},
		`match: "x"`:                                                               {Match: mock.Match{"x": 1}, Count: pointer(0)},
		`operation: there is no "getLeads" (createLead,`:                           {RequestFilter: mock.RequestFilter{Operation: "getLeads"}, Count: pointer(0)},
		`match: "path.id": there is no such parameter in /v3/lead`:                 {Match: mock.Match{"path.id": "1"}, AtMost: pointer(0)},
		"count: is exact; leave out at_least":                                      {Count: pointer(1), AtLeast: pointer(1)},
		"at_least: 2 is more than at_most, 1":                                      {AtLeast: pointer(2), AtMost: pointer(1)},
		`match: "header.authorization": the request log shows secrets only as ***`: {Match: mock.Match{"header.authorization": "Bearer x"}, Count: pointer(0)},
		`match: "header.Cookie": the request log shows secrets only as ***; `:      {Match: mock.Match{"header.Cookie": "a=b"}, Count: pointer(0)},
	} {
		if _, err := c.server.Verify(done, want); err == nil || !strings.HasPrefix(err.Error(), says) {
			t.Errorf("%+v: got %v, want %s", want, err, says)
		}
	}
	if _, err := c.server.Verify(done, mock.Verification{Match: mock.Match{"header.Cookie": nil}, Count: pointer(1)}); err != nil {
		t.Error(err)
	}
}

// Verify waits for requests, but not if there are already too many.
func TestVerifyWaits(t *testing.T) {
	c := start(t)
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	counted := make(chan error, 1)
	go func() {
		_, err := c.server.Verify(ctx, mock.Verification{RequestFilter: mock.RequestFilter{Operation: "getLead"}, Count: pointer(2)})
		counted <- err
	}()
	for range 2 {
		c.getUnchecked("/v3/lead/" + demo01)
	}
	if err := <-counted; err != nil {
		t.Error(err)
	}
	if n, err := c.server.Verify(ctx, mock.Verification{RequestFilter: mock.RequestFilter{Operation: "getLead"}, Count: pointer(1)}); n != 2 || err == nil || ctx.Err() != nil {
		t.Errorf("got %d, %v, want 2 and an error before ctx ends", n, err)
	}
}

// The request log has the headers of a request without their secrets.
func TestJournalHeaders(t *testing.T) {
	c := start(t)
	c.sendWith("GET", "/v3/lead", http.Header{
		"Authorization": {"Bearer secret of mine"}, "Cookie": {"session=secret"}, "X-Api-Key": {"secret"}, "X-Csrf-Token": {"secret"},
		"Proxy-Authorization": {"secret"}, "X-Copy": {"it is secret of mine!"}, "Referer": {"http://app/?token=secret&a=1"},
		"X-Name": {"a", "b"}, "Idempotency-Key": {"7"}, "User-Agent": {"test"}, "X-Long": {strings.Repeat("x", 5000)},
	}, nil)
	found, _ := c.server.Requests(mock.RequestFilter{}, 1)
	want := map[string]string{
		"Authorization": "Bearer ***", "Cookie": "***", "X-Api-Key": "***", "X-Csrf-Token": "***", "Proxy-Authorization": "***",
		"X-Copy": "it is ***!", "Referer": "http://app/?token=***&a=1", "X-Name": "a, b", "Idempotency-Key": "7", "User-Agent": "test", "X-Long": "",
	}
	for name, value := range want {
		if got := found[0].Headers[name]; got != value {
			t.Errorf("%s: got %q, want %q", name, got, value)
		}
	}
}
