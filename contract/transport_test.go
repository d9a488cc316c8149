package contract_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/leadapi/leadapi/contract"
	"github.com/leadapi/leadapi/contract/report"
)

func TestHeaderAndUserAgent(t *testing.T) {
	slow(t, "a whole run with headers of its own")
	requests := 0
	url, _ := front(t, func(w http.ResponseWriter, request *http.Request, next http.Handler) {
		requests++
		if got := request.Header.Get("X-Gate"); got != "sesame-4f9c2d7e" {
			t.Errorf("%s %s has X-Gate %q, want sesame-4f9c2d7e", request.Method, request.URL, got)
		}
		if got := request.UserAgent(); !regexp.MustCompile(`^leadcontract/[^ ()]+ \(run agent01\)$`).MatchString(got) {
			t.Errorf("%s %s has User-Agent %q, want leadcontract/VERSION (run agent01)", request.Method, request.URL, got)
		}
		w.Header().Set("X-Echo", request.Header.Get("X-Gate"))
		next.ServeHTTP(w, request)
	})
	cfg := config(t, url)
	cfg.RunID, cfg.Focus = "agent01", regexp.MustCompile(`^(create|update|delete|list\.reply)`)
	cfg.Header = http.Header{"X-Gate": {"sesame-4f9c2d7e"}, "Accept-Language": {"vi-VN"}}
	var shown []report.Result
	cfg.Progress = func(result report.Result) { shown = append(shown, result) }
	whole, err := contract.Run(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal([]any{whole, shown})
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(text, []byte("sesame")) || requests < 20 {
		t.Errorf("after %d requests, want at least 20, the header's value in the report: %t, want false", requests, bytes.Contains(text, []byte("sesame")))
	}
	if got := strings.Join(whole.Settings.Headers, " "); got != "Accept-Language X-Gate" {
		t.Errorf("the settings name the headers %q, want Accept-Language X-Gate", got)
	}
}

func TestRecordOfHeaders(t *testing.T) {
	url, _ := front(t, func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"data":[{}],"limit":1,"offset":0,"total":1}`)
	})
	cfg := config(t, url)
	cfg.ListUUID, cfg.Focus, cfg.Header = "", regexp.MustCompile(`^list\.`), http.Header{"X-Gate": {"sesame-4f9c2d7e"}, "Accept-Language": {"vi-VN"}}
	whole, err := contract.Run(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(whole.Results, func(result report.Result) bool { return len(result.Exchanges) > 0 })
	if at < 0 {
		t.Fatal("got no exchange in the report, want one: the test shows nothing")
	}
	exchange := whole.Results[at].Exchanges[0]
	for _, want := range []string{`-H "Authorization: Bearer $TOKEN"`, `-H "X-Gate: $X_GATE"`, `-H 'Accept-Language: vi-VN'`} {
		if !strings.Contains(exchange.Curl, want) {
			t.Errorf("got %s, want %s in it", exchange.Curl, want)
		}
	}
	if got := fmt.Sprint(exchange.Request.Header); !strings.Contains(got, "{X-Gate $X_GATE}") {
		t.Errorf("got the header %s, want {X-Gate $X_GATE} in it", got)
	}
}

func TestConfigThatCannotBeSent(t *testing.T) {
	for name, change := range map[string]func(*contract.Config){
		"header Authorization cannot be added":   func(cfg *contract.Config) { cfg.Header = http.Header{"authorization": {"secret-value"}} },
		"header X-Method-Override cannot be":     func(cfg *contract.Config) { cfg.Header = http.Header{"X-Method-Override": {"secret-value"}} },
		"a character that a header cannot carry": func(cfg *contract.Config) { cfg.Header = http.Header{"X-A": {"secret-value\r\nX-B: c"}} },
		"the user agent has a character":         func(cfg *contract.Config) { cfg.UserAgent = "secret-value\n" },
		"set only one of them": func(cfg *contract.Config) {
			cfg.TokenSource = func(context.Context) (string, error) { return "secret-value", nil }
		},
		"the token has a space": func(cfg *contract.Config) { cfg.Token = "secret-value x" },
	} {
		cfg := config(t, "http://127.0.0.1:1")
		change(&cfg)
		_, err := contract.Run(t.Context(), cfg)
		var usage *contract.UsageError
		if !errors.As(err, &usage) || !strings.Contains(err.Error(), name) || strings.Contains(err.Error(), "secret-value") {
			t.Errorf("got %v, want %s, and no value", err, name)
		}
	}
}

// TestTokenIsRenewed refuses each token after some requests, including writes.
func TestTokenIsRenewed(t *testing.T) {
	slow(t, "a whole run whose token expires")
	const uses = 7
	used, refused := 0, map[string]int{}
	url, behind := front(t, func(w http.ResponseWriter, request *http.Request, next http.Handler) {
		given := request.Header.Get("Authorization")
		ours := strings.HasPrefix(given, "Bearer secret-of-the-day-")
		if ours && given != fmt.Sprintf("Bearer secret-of-the-day-%d", used/uses) {
			refused[request.Method]++
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(http.StatusUnauthorized)
			_, _ = io.WriteString(w, `{"error":"Unauthorized"}`)
			return
		}
		if ours {
			used++
		}
		next.ServeHTTP(w, request)
	})
	before := everything(t, behind.URL)
	asked := 0
	cfg := config(t, url)
	cfg.Token, cfg.Gate, cfg.Focus = "", report.Stated, regexp.MustCompile(`^(create|update|delete)\.`)
	cfg.TokenSource = func(context.Context) (string, error) {
		asked++
		return fmt.Sprintf("secret-of-the-day-%d", used/uses), nil
	}
	whole, err := contract.Run(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	if len(whole.Failed())+len(whole.Errors())+whole.LeftBehind() > 0 || everything(t, behind.URL) != before {
		t.Errorf("got %s, left %v; want that all hold, and none left", whole.Verdict(), whole.Leftovers)
	}
	if asked < 10 || refused["GET"] == 0 || refused["POST"]+refused["PUT"]+refused["DELETE"] == 0 {
		t.Errorf("the token was requested %d times, and refused for %v; want at least 10, a read and a write", asked, refused)
	}
	if text, _ := json.Marshal(whole); bytes.Contains(text, []byte("of-the-day")) {
		t.Errorf("want no token in the report, got\n%s", text)
	}
}

// TestTokenSourceIsNotAskedForEver refuses every token.
func TestTokenSourceIsNotAskedForEver(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusUnauthorized) }))
	defer server.Close()
	asked := 0
	cfg := config(t, server.URL)
	cfg.Token = ""
	cfg.TokenSource = func(context.Context) (string, error) {
		asked++
		return fmt.Sprintf("secret-of-the-day-%d", asked), nil
	}
	var wrong *contract.TargetError
	if _, err := contract.Run(t.Context(), cfg); !errors.As(err, &wrong) || wrong.Kind != "unauthorized" {
		t.Errorf("got %v, want an error that the token is refused", err)
	}
	if asked < 2 || asked > 4 {
		t.Errorf("the source was asked %d times, want 2 to 4", asked)
	}
}

// TestNothingIsLogged serves a target that sends unsolicited data. No library may write it to the standard logger.
func TestNothingIsLogged(t *testing.T) {
	var logged bytes.Buffer
	before := log.Writer()
	log.SetOutput(&logged)
	defer log.SetOutput(before)
	url, _ := front(t, func(w http.ResponseWriter, request *http.Request, next http.Handler) {
		if request.Method != http.MethodGet {
			next.ServeHTTP(w, request)
			return
		}
		reply := httptest.NewRecorder()
		next.ServeHTTP(reply, request)
		connection, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		_, _ = fmt.Fprintf(connection, "HTTP/1.1 %d OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%sand: %s", reply.Code, reply.Body.Len(), reply.Body, request.Header.Get("Authorization"))
		_ = connection.Close()
	})
	cfg := config(t, url)
	cfg.Focus = regexp.MustCompile(`^(get|list)\.`)
	if _, err := contract.Run(t.Context(), cfg); err != nil {
		t.Fatal(err)
	}
	if logged.Len() > 0 {
		t.Errorf("logged %.200q, want nothing", logged.String())
	}
}

// TestMemoryOfHugeReplies answers everything with the largest permitted reply, of the kind that takes the most memory.
func TestMemoryOfHugeReplies(t *testing.T) {
	slow(t, "a run whose replies are megabytes each")
	page := `{"data":[{"lead_uuid":"11111111-1111-4111-8111-111111111111","phone_number":"1"}` + strings.Repeat(`,{"a":{}}`, 8_000) + `],"limit":1,"offset":0,"total":1,"` + strings.Repeat("k", 300<<10) + `":1}`
	url, _ := front(t, func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Location", strings.Repeat("l", 100_000))
		_, _ = io.WriteString(w, page)
	})
	cfg := config(t, url)
	cfg.ImportTimeout, cfg.Settle = 1, 1
	var most uint64
	rules := 0
	cfg.Progress = func(report.Result) {
		if rules++; rules%25 != 0 {
			return
		}
		runtime.GC()
		var memory runtime.MemStats
		runtime.ReadMemStats(&memory)
		most = max(most, memory.HeapAlloc)
	}
	whole, err := contract.Run(t.Context(), cfg)
	if err != nil && !errors.Is(err, contract.ErrNoRules) {
		t.Fatal(err)
	}
	if whole.Requests < 20 {
		t.Fatalf("%d requests, want at least 20: the test shows nothing", whole.Requests)
	}
	if limit := uint64(180 << 20); most > limit {
		t.Errorf("%d MB are in use after %d requests, want at most %d", most>>20, whole.Requests, limit>>20)
	}
	for name, write := range map[string]func(io.Writer, report.Report) error{"JUnit": report.WriteJUnit, "JSON": report.WriteJSON, "HTML": report.WriteHTML} {
		var out bytes.Buffer
		if err := write(&out, whole); err != nil {
			t.Fatal(err)
		}
		if limit := 20 << 20; out.Len() > limit {
			t.Errorf("%s: %d MB, want at most %d", name, out.Len()>>20, limit>>20)
		}
	}
	t.Logf("%d MB in use after %d requests", most>>20, whole.Requests)
}
