package contract_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/leadapi/leadapi/contract"
	"github.com/leadapi/leadapi/contract/report"
	"github.com/leadapi/leadapi/mock"
)

func TestPreflight(t *testing.T) {
	answer := func(status int, header, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", header)
			w.WriteHeader(status)
			_, _ = io.WriteString(w, body)
		}
	}
	serve := func(handler http.HandlerFunc) string {
		server := httptest.NewServer(handler)
		t.Cleanup(server.Close)
		return server.URL
	}
	secure := httptest.NewTLSServer(answer(200, "", "{}"))
	defer secure.Close()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	holder, err := net.Dial("tcp", listener.Addr().String()) // has a port that nobody listens at, and no other server can get
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = holder.Close() }()
	dead := "http://" + holder.LocalAddr().String()
	page := `{"data":[],"limit":1,"offset":0,"total":0}`
	for _, test := range []struct{ name, url, kind, says string }{
		{"the API", serve(answer(200, "", page)), "", ""},
		{"nobody", dead, "unreachable", "check that it is running"},
		{"a server that fails", serve(answer(502, "", "bad gateway")), "unreachable", "status 502"},
		{"an unknown authority", secure.URL, "tls", "SSL_CERT_FILE"},
		{"https to http", strings.Replace(serve(answer(200, "", page)), "http:", "https:", 1), "tls", "try http://"},
		{"http to https", strings.Replace(secure.URL, "https:", "http:", 1), "not-the-api", "status 400"},
		{"a refused token", serve(answer(401, "", `{"error":"Unauthorized"}`)), "unauthorized", "check that the token"},
		{"a forbidden token", serve(answer(403, "", `{}`)), "unauthorized", "status 403"},
		{"a login page behind a redirect", serve(answer(302, "/login", "")), "not-the-api", `redirects to "/login"`},
		{"a website", serve(answer(200, "", "<html>")), "not-the-api", "JSON"},
		{"another API", serve(answer(200, "", `{"items":[]}`)), "not-the-api", "not a page of leads"},
		{"another path", serve(answer(404, "", `{"error":"Not Found"}`)), "not-the-api", "status 404"},
	} {
		cfg := config(t, test.url)
		bubble(t, func(t *testing.T) {
			err := runError(t, cfg)
			var target *contract.TargetError
			errors.As(err, &target)
			switch {
			case test.kind == "" && target == nil:
			case target == nil || target.Kind != test.kind || !strings.Contains(err.Error(), test.says):
				t.Errorf("%s: got %v, want %s with %q", test.name, err, test.kind, test.says)
			}
		})
	}
}

// runError runs one rule.
func runError(t *testing.T, cfg contract.Config) error {
	cfg.Focus = regexp.MustCompile(`^list\.default-limit$`)
	_, err := contract.Run(t.Context(), cfg)
	return err
}

func TestUsageErrors(t *testing.T) {
	good := config(t, "http://127.0.0.1:1")
	for says, change := range map[string]func(*contract.Config){
		"no URL":                     func(c *contract.Config) { c.URL = "" },
		"want http:// or https://":   func(c *contract.Config) { c.URL = "staging.example.com" },
		"has a user or a password":   func(c *contract.Config) { c.URL = "http://me:hunter2@staging.example.com" },
		"has a query":                func(c *contract.Config) { c.URL = "http://staging.example.com?a=b" },
		"no token":                   func(c *contract.Config) { c.Token = "" },
		"line end":                   func(c *contract.Config) { c.Token = "a\r\nX: y" },
		`list "7" is not a UUID`:     func(c *contract.Config) { c.ListUUID = "7" },
		`campaign "7" is not a UUID`: func(c *contract.Config) { c.CampaignUUID = "7" },
		"want 4 to 10 digits":        func(c *contract.Config) { c.PhonePrefix = "+84" },
		`gate "sure"`:                func(c *contract.Config) { c.Gate = "sure" },
		"rate -1":                    func(c *contract.Config) { c.Rate = -1 },
		"import timeout":             func(c *contract.Config) { c.ImportTimeout = -1 },
		"settle time":                func(c *contract.Config) { c.Settle = -1 },
		`run id "../x"`:              func(c *contract.Config) { c.RunID = "../x" },
	} {
		cfg := good
		change(&cfg)
		_, err := contract.Run(t.Context(), cfg)
		var usage *contract.UsageError
		if !errors.As(err, &usage) || !strings.Contains(err.Error(), says) {
			t.Errorf("got %v, want a usage error with %q", err, says)
		}
		if err != nil && strings.Contains(err.Error(), "hunter2") {
			t.Errorf("want no password in the error, got %v", err)
		}
	}
}

func TestNoRules(t *testing.T) {
	server := mock.RunT(t)
	for says, change := range map[string]func(*contract.Config){
		"no rule has an id that":    func(c *contract.Config) { c.Focus = regexp.MustCompile("mistyped") },
		`operation "create" has no`: func(c *contract.Config) { c.Operation = "create" },
		"could run: it writes:":     func(c *contract.Config) { c.Operation, c.ListUUID = "deleteLead", "" },
	} {
		cfg := config(t, server.URL)
		change(&cfg)
		_, err := contract.Run(t.Context(), cfg)
		if !errors.Is(err, contract.ErrNoRules) || !strings.Contains(err.Error(), says) {
			t.Errorf("got %v, want %q", err, says)
		}
	}
}

func TestOperation(t *testing.T) {
	cfg := config(t, mock.RunT(t).URL)
	cfg.Operation = "getLead"
	whole, err := contract.Run(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	for _, result := range whole.Results {
		if result.Operation != "getLead" {
			t.Errorf("%s is about %s, want getLead", result.ID, result.Operation)
		}
	}
	if len(whole.Results) < 40 || !whole.Partial {
		t.Errorf("%d rules, partial %t; want at least 40 and true", len(whole.Results), whole.Partial)
	}
}

// TestRetries drops the connection of every request once. A read is sent again. A write is not: the rule sends another one.
func TestRetries(t *testing.T) {
	seen, bodies := map[string]int{}, map[string]int{}
	url, _ := front(t, func(w http.ResponseWriter, request *http.Request, next http.Handler) {
		body, err := io.ReadAll(request.Body)
		if err != nil {
			t.Error(err)
		}
		request.Body = io.NopCloser(bytes.NewReader(body))
		if request.Method == http.MethodPost {
			bodies[string(body)]++
		}
		key := request.Method + " " + request.URL.String()
		if seen[key]++; seen[key] == 1 {
			panic(http.ErrAbortHandler)
		}
		next.ServeHTTP(w, request)
	})
	cfg := config(t, url)
	cfg.Focus = regexp.MustCompile(`^(create\.reply|list\.default-limit)$`)
	whole, err := runFast(t, cfg)
	if err != nil {
		t.Fatal(err)
	}
	for _, result := range whole.Results {
		if result.Outcome != report.Holds {
			t.Errorf("%s: %s %s, want that it holds", result.ID, result.Outcome, result.Reason)
		}
	}
	for body, times := range bodies {
		if times != 1 {
			t.Errorf("a create was sent %d times: %s; want 1", times, body)
		}
	}
	if len(bodies) < 2 {
		t.Errorf("%d creates were seen, want the dropped one and another", len(bodies))
	}
	if notes := strings.Join(whole.Notes, "\n"); !strings.Contains(notes, "no answer from the API: ") {
		t.Errorf("got the notes %q, want that requests were not answered", notes)
	}
}

// TestRateLimit answers many requests with 429, with and without Retry-After. The run must slow down, say so, and finish.
func TestRateLimit(t *testing.T) {
	for _, after := range []string{"", "0"} {
		requests := 0
		url, _ := front(t, func(w http.ResponseWriter, request *http.Request, next http.Handler) {
			if requests++; requests%5 == 3 {
				if after != "" {
					w.Header().Set("Retry-After", after)
				}
				w.WriteHeader(http.StatusTooManyRequests)
				return
			}
			next.ServeHTTP(w, request)
		})
		cfg := config(t, url)
		cfg.Focus = regexp.MustCompile(`^(create\.reply|list\.default-limit)$`)
		whole, err := runFast(t, cfg)
		if err != nil {
			t.Fatal(err)
		}
		if failed, errs := whole.Failed(), whole.Errors(); len(failed)+len(errs) > 0 {
			t.Errorf("Retry-After %q: %d broken, %d unchecked; want none", after, len(failed), len(errs))
		}
		if notes := strings.Join(whole.Notes, "\n"); !strings.Contains(notes, "limits the rate") {
			t.Errorf("Retry-After %q: got the notes %q, want that the run slowed down", after, notes)
		}
	}
}

func TestInterruptedPreflight(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := contract.Run(ctx, config(t, mock.RunT(t).URL))
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
}

func TestIntentsThatCannotBeWritten(t *testing.T) {
	server := mock.RunT(t)
	before := everything(t, server.URL)
	cfg := config(t, server.URL)
	cfg.IntentsDir = filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(cfg.IntentsDir, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := contract.Run(t.Context(), cfg)
	var local *contract.LocalError
	if !errors.As(err, &local) {
		t.Errorf("got %v, want an error of this machine", err)
	}
	if after := everything(t, server.URL); after != before {
		t.Errorf("without intents there is\n%s\nwant what was there before\n%s", after, before)
	}
}
