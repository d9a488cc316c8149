package contract_test

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/leadapi/leadapi/contract"
	"github.com/leadapi/leadapi/contract/report"
	"github.com/leadapi/leadapi/mock"
)

// TestTolerance runs the default gate against correct servers that differ where the page is silent: nothing fails, and the
// report shows what differs.
func TestTolerance(t *testing.T) {
	for _, server := range toleratedServers() {
		t.Run(server.name, func(t *testing.T) {
			t.Parallel()
			whole := runAgainst(t, server.change, func(cfg *contract.Config) {
				cfg.Gate = report.Stated
				if server.option != nil {
					server.option(cfg)
				}
			})
			mustPass(t, whole)
			outcomes := outcomesOf(whole)
			for _, rule := range strings.Fields(server.differs) {
				if outcomes[rule] != report.Differs {
					t.Errorf("%s: %s, want differs", rule, outcomes[rule])
				}
			}
		})
	}
}

func mustPass(t *testing.T, whole report.Report) {
	t.Helper()
	for _, result := range append(whole.Failed(), whole.Errors()...) {
		t.Errorf("%s: %s %s %v", result.ID, result.Outcome, result.Reason, result.Findings)
	}
	if len(whole.Leftovers) > 0 {
		t.Errorf("left behind: %v", whole.Leftovers)
	}
}

// TestToleratesCrowd is a list with a thousand leads, in which another client writes, behind replies in chunks.
func TestToleratesCrowd(t *testing.T) {
	behind := mock.RunT(t, mock.WithLeads(1000))
	front := httptest.NewServer(chunked(behind))
	t.Cleanup(front.Close)
	defer otherClient(front.URL)()
	cfg := config(t, front.URL)
	cfg.Gate = report.Stated
	whole, err := contract.Run(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	mustPass(t, whole)
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
