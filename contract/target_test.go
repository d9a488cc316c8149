package contract_test

import (
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
	dead := "http://" + listener.Addr().String()
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
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
		{"another API", serve(answer(200, "", `{"items":[]}`)), "not-the-api", "no page of leads"},
		{"another path", serve(answer(404, "", `{"error":"Not Found"}`)), "not-the-api", "status 404"},
	} {
		cfg := config(t, test.url)
		for _, err := range []error{contract.Preflight(t.Context(), cfg), runError(t, cfg)} {
			var target *contract.TargetError
			errors.As(err, &target)
			switch {
			case test.kind == "" && target == nil:
			case target == nil || target.Kind != test.kind || !strings.Contains(err.Error(), test.says):
				t.Errorf("%s: got %v, want %s with %q", test.name, err, test.kind, test.says)
			}
		}
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
		"no URL":                   func(c *contract.Config) { c.URL = "" },
		"want http:// or https://": func(c *contract.Config) { c.URL = "staging.example.com" },
		"has a user or a password": func(c *contract.Config) { c.URL = "http://me:hunter2@staging.example.com" },
		"has a query":              func(c *contract.Config) { c.URL = "http://staging.example.com?a=b" },
		"no token":                 func(c *contract.Config) { c.Token = "" },
		"line end":                 func(c *contract.Config) { c.Token = "a\r\nX: y" },
		`list "7" is no uuid`:      func(c *contract.Config) { c.ListUUID = "7" },
		`campaign "7" is no uuid`:  func(c *contract.Config) { c.CampaignUUID = "7" },
		"want 4 to 10 digits":      func(c *contract.Config) { c.PhonePrefix = "+84" },
		`gate "sure"`:              func(c *contract.Config) { c.Gate = "sure" },
		"rate -1":                  func(c *contract.Config) { c.Rate = -1 },
		"import timeout":           func(c *contract.Config) { c.ImportTimeout = -1 },
		"settle time":              func(c *contract.Config) { c.Settle = -1 },
		`run id "../x"`:            func(c *contract.Config) { c.RunID = "../x" },
	} {
		cfg := good
		change(&cfg)
		_, err := contract.Run(t.Context(), cfg)
		var usage *contract.UsageError
		if !errors.As(err, &usage) || !strings.Contains(err.Error(), says) {
			t.Errorf("got %v, want a usage error with %q", err, says)
		}
		if err != nil && strings.Contains(err.Error(), "hunter2") {
			t.Errorf("the password is in the error: %v", err)
		}
	}
}

func TestNoRules(t *testing.T) {
	server := mock.RunT(t)
	for says, change := range map[string]func(*contract.Config){
		"no rule has an id that":     func(c *contract.Config) { c.Focus = regexp.MustCompile("mistyped") },
		`operation "create" has no`:  func(c *contract.Config) { c.Operation = "create" },
		"none could run: it writes:": func(c *contract.Config) { c.Operation, c.ListUUID = "deleteLead", "" },
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
			t.Errorf("%s is of %s", result.ID, result.Operation)
		}
	}
	if len(whole.Results) < 40 || !whole.Partial {
		t.Errorf("%d rules, partial %t", len(whole.Results), whole.Partial)
	}
}

// TestRetries drops the connection of every request once. A read is sent again, and the report says so; a write is not.
func TestRetries(t *testing.T) {
	seen := map[string]int{}
	url, _ := front(t, func(w http.ResponseWriter, request *http.Request, next http.Handler) {
		key := request.Method + " " + request.URL.String()
		if seen[key]++; seen[key] == 1 {
			panic(http.ErrAbortHandler)
		}
		next.ServeHTTP(w, request)
	})
	cfg := config(t, url)
	cfg.Focus = regexp.MustCompile(`^(create\.reply|list\.default-limit)$`)
	whole, err := contract.Run(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	outcomes := map[string]report.Outcome{}
	for _, result := range whole.Results {
		outcomes[result.ID] = result.Outcome
	}
	if outcomes["list.default-limit"] != report.Holds || outcomes["create.reply"] != report.Error || seen["POST /v3/lead"] != 1 {
		t.Errorf("outcomes %v, %d creates", outcomes, seen["POST /v3/lead"])
	}
	if notes := strings.Join(whole.Notes, "\n"); !strings.Contains(notes, "GET /v3/lead was sent again after: ") {
		t.Errorf("notes: %s", notes)
	}
}

func TestRetryAfter(t *testing.T) {
	reads, creates := 0, 0
	url, _ := front(t, func(w http.ResponseWriter, request *http.Request, next http.Handler) {
		busy := false
		switch request.Method {
		case http.MethodGet:
			reads++
			busy = reads%2 == 0
		case http.MethodPost:
			creates++
			busy = true
		}
		if busy {
			w.Header().Set("Retry-After", "0")
			w.WriteHeader(http.StatusTooManyRequests)
			return
		}
		next.ServeHTTP(w, request)
	})
	cfg := config(t, url)
	cfg.Focus = regexp.MustCompile(`^(create\.reply|list\.default-limit)$`)
	whole, err := contract.Run(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	for _, result := range whole.Results {
		want := map[string]report.Outcome{"create.reply": report.Error, "list.default-limit": report.Holds}[result.ID]
		if result.Outcome != want {
			t.Errorf("%s: %s %s, want %s", result.ID, result.Outcome, result.Reason, want)
		}
	}
	if notes := strings.Join(whole.Notes, "\n"); !strings.Contains(notes, "Retry-After") {
		t.Errorf("notes: %s", notes)
	}
	if creates != 1 {
		t.Errorf("a create was sent %d times", creates)
	}
}

// TestBusyIsNoBreak is a deployment that takes no more requests and does not say for how long: nothing is known of it then.
func TestBusyIsNoBreak(t *testing.T) {
	requests := 0
	url, _ := front(t, func(w http.ResponseWriter, request *http.Request, next http.Handler) {
		if requests++; requests%9 == 5 {
			w.WriteHeader(http.StatusTooManyRequests)
			return
		}
		next.ServeHTTP(w, request)
	})
	cfg := config(t, url)
	cfg.Seed = 1
	whole, err := contract.Run(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	if failed := whole.Failed(); len(failed) > 0 {
		t.Errorf("broken: %s %v", failed[0].ID, failed[0].Findings)
	}
	if len(whole.Errors()) < 10 || !strings.Contains(whole.Errors()[0].Reason, "lower --rate") {
		t.Errorf("%d rules could not be checked", len(whole.Errors()))
	}
}

func TestInterruptedPreflight(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := contract.Run(ctx, config(t, mock.RunT(t).URL))
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestJournalThatCannotBeWritten(t *testing.T) {
	server := mock.RunT(t)
	before := everything(t, server.URL)
	cfg := config(t, server.URL)
	cfg.JournalDir = filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(cfg.JournalDir, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	whole, err := contract.Run(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	if whole.Counts().Of(report.Error) == 0 || everything(t, server.URL) != before {
		t.Error("leads were created without a journal")
	}
}
