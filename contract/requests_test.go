package contract_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/leadapi/leadapi/contract"
	"github.com/leadapi/leadapi/mock"
)

// maxRequests is how many requests a run takes against a local mock, what it clears up included.
const maxRequests = 260

// TestRequests counts the requests of whole runs, on a clock of their own, and the time that they wait.
func TestRequests(t *testing.T) {
	for seed := int64(1); seed <= 5; seed++ {
		bubble(t, func(t *testing.T) {
			behind, err := mock.New()
			must(err)
			defer func() { _ = behind.Close() }()
			cfg := config(t, "http://127.0.0.1")
			cfg.Seed, cfg.ImportTimeout = seed, 0
			cfg.Client = &http.Client{Transport: inProcess{behind}}
			started := time.Now()
			whole, err := contract.Run(t.Context(), cfg)
			must(err)
			mustHold(t, whole, needsPrefix)
			if whole.Requests > maxRequests {
				t.Errorf("seed %d: %d requests, want %d at most", seed, whole.Requests, maxRequests)
			}
			if waited := time.Since(started); waited > time.Second {
				t.Errorf("seed %d: the run waits for %s, want a second at most", seed, waited)
			}
			t.Logf("seed %d: %d requests, %s", seed, whole.Requests, time.Since(started))
		})
	}
}
