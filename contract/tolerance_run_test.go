package contract_test

import (
	"compress/gzip"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/leadapi/leadapi/contract"
	"github.com/leadapi/leadapi/contract/report"
	"github.com/leadapi/leadapi/mock"
)

// TestTolerance runs the default gate against correct servers that differ where the documentation is silent: nothing fails, and
// the report shows what differs.
func TestTolerance(t *testing.T) {
	slow(t, "a run against each correct server")
	for _, server := range toleratedAll() {
		t.Run(server.name, func(t *testing.T) {
			t.Parallel()
			bubble(t, func(t *testing.T) { mustTolerate(t, server) })
		})
	}
}

func mustTolerate(t *testing.T, server tolerated) {
	whole := runAgainst(t, server.change, func(cfg *contract.Config) {
		cfg.Gate, cfg.Settle, cfg.Profile = report.Stated, 2*time.Second, true
		if server.option != nil {
			server.option(cfg)
		}
	})
	mustPass(t, whole)
	mustClaim(t, server.name, whole)
	outcomes := outcomesOf(whole)
	for _, rule := range strings.Fields(server.differs) {
		if outcomes[rule] != report.Differs {
			t.Errorf("%s: %s, want differs", rule, outcomes[rule])
		}
	}
}

func mustPass(t *testing.T, whole report.Report) {
	t.Helper()
	for _, result := range append(whole.Failed(), whole.Errors()...) {
		t.Errorf("%s: %s %s %v, want neither a failure nor an error", result.ID, result.Outcome, result.Reason, result.Findings)
	}
	if len(whole.Leftovers) > 0 {
		t.Errorf("left behind: %v, want none", whole.Leftovers)
	}
}

// TestToleratesCrowd uses a list with a thousand leads, to which another client writes, and replies in chunks.
func TestToleratesCrowd(t *testing.T) {
	slow(t, "a whole run that waits in real time")
	behind := mock.RunT(t, mock.WithLeads(1000))
	front := httptest.NewServer(chunked(behind))
	t.Cleanup(front.Close)
	defer otherClient(front.URL)()
	cfg := config(t, front.URL)
	cfg.Gate, cfg.Settle = report.Stated, 0 // the default
	whole, err := contract.Run(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	mustPass(t, whole)
}

// TestToleratesTransport serves what HTTP permits for connections and bodies.
func TestToleratesTransport(t *testing.T) {
	for name, send := range map[string]func(w http.ResponseWriter, got *httptest.ResponseRecorder){
		"compressed": func(w http.ResponseWriter, got *httptest.ResponseRecorder) {
			w.Header().Set("Content-Type", "application/json")
			w.Header().Set("Content-Encoding", "gzip")
			w.WriteHeader(got.Code)
			zip := gzip.NewWriter(w)
			_, _ = zip.Write(got.Body.Bytes())
			_ = zip.Close()
		},
		"HTTP/1.0":                              raw("HTTP/1.0 %d -\r\nContent-Type: application/json\r\n\r\n%[3]s"),
		"connections that close without a word": raw("HTTP/1.1 %d -\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"),
	} {
		t.Run(name, func(t *testing.T) {
			serve, stop := correct()
			defer stop()
			behind := handler(serve)
			front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				recorder := httptest.NewRecorder()
				behind.ServeHTTP(recorder, r)
				if r.Method == http.MethodHead {
					recorder.Body.Reset()
				}
				send(w, recorder)
			}))
			defer front.Close()
			cfg := config(t, front.URL)
			cfg.Gate = report.Stated
			brief(t, &cfg, `^(get|list|delete)\.reply$`)
			whole, err := contract.Run(t.Context(), cfg)
			if err != nil {
				t.Fatal(err)
			}
			mustPass(t, whole)
		})
	}
}

// raw writes status, length and body itself and closes the connection.
func raw(format string) func(http.ResponseWriter, *httptest.ResponseRecorder) {
	return func(w http.ResponseWriter, got *httptest.ResponseRecorder) {
		connection, _, err := http.NewResponseController(w).Hijack()
		must(err)
		_, _ = fmt.Fprintf(connection, format, got.Code, got.Body.Len(), got.Body)
		_ = connection.Close()
	}
}

// chunked sends each reply in two parts, without a length.
func chunked(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		recorder := httptest.NewRecorder()
		next.ServeHTTP(recorder, r)
		maps.Copy(w.Header(), recorder.Header())
		w.Header().Del("Content-Length")
		w.WriteHeader(recorder.Code)
		body := recorder.Body.Bytes()
		_, _ = w.Write(body[:len(body)/2])
		_ = http.NewResponseController(w).Flush()
		_, _ = w.Write(body[len(body)/2:])
	})
}
