package target

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

var refused = &net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}
var cutOff = &net.OpError{Op: "read", Err: syscall.ECONNRESET}

// TestTrouble distinguishes answers of the API from those of something in front of it.
func TestTrouble(t *testing.T) {
	token := ""
	nginx := map[string]string{"Server": "nginx/1.25.3"}
	const html = "<html><head><title>Sign in</title></head></html>"
	for _, test := range []struct {
		name    string
		call    Call
		status  int
		reply   any
		header  map[string]string
		trouble string // "" for an answer of the API
	}{
		{"502 of nginx", Get("a1"), 502, html, nginx, "502 from nginx"},
		{"503 of Envoy", Get("a1"), 503, "upstream connect error", map[string]string{"Server": "envoy"}, "503 from envoy"},
		{"522 of Cloudflare", Get("a1"), 522, "<html>cloudflare</html>", nil, "522 from cloudflare"},
		{"504 in JSON", Get("a1"), 504, object{"message": "Endpoint request timed out"}, nil, "504"},
		{"a rate limit in JSON", Get("a1"), 429, object{"error": "slow down"}, nil, "429, the rate limit"},
		{"a login page", Get("a1"), 200, html, nil, "200 with a page of HTML"},
		{"a wall in front", Get("a1"), 403, html, map[string]string{"Server": "awselb/2.0"}, "403 with a page of HTML from awselb"},
		{"a redirect to a login", Get("a1"), 302, "", map[string]string{"Location": "https://sso.test/login"}, `302, a redirect to "https://sso.test/login"`},
		{"a token that has expired", Get("a1"), 401, object{"error": "Unauthorized"}, nil, "401, the token is not accepted any more"},
		{"a connection cut off", Get("a1"), 0, cutOff, nil, "read: connection reset by peer"},
		{"401 for another token", Call{Method: "GET", Path: createPath, Authorization: &token}, 401, html, nil, ""},
		{"a forbidden lead", Get("a1"), 403, object{"error": "Forbidden"}, nil, ""},
		{"404 in HTML", Get("a1"), 404, html, nil, ""},
		{"500 in HTML", Get("a1"), 500, html, nil, ""},
		{"a redirect inside the API", Get("a1"), 308, "", map[string]string{"Location": "/v3/lead/a1/"}, ""},
		{"a body that is not JSON", Get("a1"), 200, "ok", nil, ""},
	} {
		c := clientOf(t, func(*http.Request, string) (int, any, map[string]string) { return test.status, test.reply, test.header })
		got, _, err := c.sendOnce(t.Context(), test.call)
		if trouble := c.troubleWith(test.call, got, err); trouble != test.trouble {
			t.Errorf("%s: got %q, want %q", test.name, trouble, test.trouble)
		}
	}
}

// TestHiccup answers some requests with trouble. What is safe to repeat must be sent until it is answered.
func TestHiccup(t *testing.T) {
	for _, test := range []struct {
		name    string
		call    Call
		trouble int // a status, 0 for an error
		err     error
		header  map[string]string
		writes  int  // sent, during trouble for three requests
		answer  bool // whether the call is answered in the end
	}{
		{"a read, 502", Get("a1"), 502, nil, nil, 0, true},
		{"a read, cut off", Get("a1"), 0, cutOff, nil, 0, true},
		{"a create, 429", createCall("lc-test01-1"), 429, nil, nil, 4, true},
		{"a create, 429 with Retry-After", createCall("lc-test01-1"), 429, nil, map[string]string{"Retry-After": "7"}, 4, true},
		{"a create, 503", createCall("lc-test01-1"), 503, nil, nil, 2, true},                   // after a search that shows no such lead
		{"a create, refused connections", createCall("lc-test01-1"), 0, refused, nil, 3, true}, // with a read between them
		{"a create, 502", createCall("lc-test01-1"), 502, nil, nil, 1, false},
		{"a create, cut off", createCall("lc-test01-1"), 0, cutOff, nil, 1, false},
		{"an upload, 504", uploadCall("lead_code,phone_number\nlc-test01-1," + testPhone + "\n"), 504, nil, nil, 1, false},
	} {
		synctest.Test(t, func(t *testing.T) {
			bad, writes := 3, 0
			c := clientOf(t, func(request *http.Request, _ string) (int, any, map[string]string) {
				if request.Method != http.MethodGet {
					writes++
				}
				if bad--; bad >= 0 {
					if test.err != nil {
						return 0, test.err, nil
					}
					return test.trouble, "<html>", test.header
				}
				if request.Method == http.MethodPost {
					return 200, object{"created": true, "lead_uuid": "a1"}, nil
				}
				return 200, page(), nil
			})
			got, _, err := c.Send(t.Context(), test.call)
			var silence *NoAnswer
			if (err == nil) != test.answer || err != nil && !errors.As(err, &silence) {
				t.Errorf("%s: got %v, error %v; want an answer: %t", test.name, got, err, test.answer)
			}
			if writes != test.writes {
				t.Errorf("%s: %d writes went out, want %d", test.name, writes, test.writes)
			}
			if notes := strings.Join(c.Notes(), "\n"); !strings.Contains(notes, "no answer from the API") {
				t.Errorf("%s: got the notes %q, want that no answer came", test.name, notes)
			}
		})
	}
}

// TestFlakyCreates answers half of the creates with 503, and every read. The API is up all the time.
func TestFlakyCreates(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		creates := 0
		c := clientOf(t, func(request *http.Request, _ string) (int, any, map[string]string) {
			if request.Method != http.MethodPost {
				return 200, page(), nil
			}
			if creates++; creates%3 != 0 {
				return 503, "upstream connect error", nil
			}
			return 200, object{"created": true, "lead_uuid": fmt.Sprint("a", creates)}, nil
		})
		for i := range 10 {
			if _, _, err := c.Send(t.Context(), createCall(fmt.Sprint("lc-test01-", i))); err != nil || c.Down() != nil {
				t.Fatalf("create %d: error %v, down %v; want an answer", i, err, c.Down())
			}
		}
	})
}

// TestSilence serves an API that stops answering for good. The client gives up after its patience and sends nothing more.
func TestSilence(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		requests := 0
		c := clientOf(t, func(*http.Request, string) (int, any, map[string]string) {
			requests++
			return 503, "<html>", nil
		})
		began := time.Now()
		for range 100 {
			if got, _, err := c.Send(t.Context(), Get("a1")); err == nil {
				t.Fatalf("got %v, want an error", got)
			}
		}
		if c.Down() == nil {
			t.Error("the client has not given up after 100 tries, want Down to say why")
		}
		if took := time.Since(began); took > time.Minute || requests > 100 {
			t.Errorf("it took %s and %d requests, want no more than a minute and 100", took, requests)
		}
	})
}

// TestOneCallThatIsNotAnswered serves an API that answers all calls except one. The client must not give up on it.
func TestOneCallThatIsNotAnswered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := clientOf(t, func(request *http.Request, _ string) (int, any, map[string]string) {
			if strings.HasSuffix(request.URL.Path, "/a1") {
				return 502, "<html>", nil
			}
			return 200, page(), nil
		})
		if _, _, err := c.Send(t.Context(), Get("a1")); err == nil || c.Down() != nil {
			t.Errorf("got error %v, down %v; want no answer from an API that is up", err, c.Down())
		}
		if _, _, err := c.Send(t.Context(), Get("a2")); err != nil {
			t.Errorf("another call: got error %v, want none", err)
		}
	})
}
