package contract_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/leadapi/leadapi/contract"
	"github.com/leadapi/leadapi/mock"
)

// How many requests a run against a local mock takes, including the clear-up, and how many more a profile takes.
const (
	maxRequests = 260
	maxProfile  = 75
)

// TestRequests counts the requests of whole runs with a fake clock, and the time that they wait.
func TestRequests(t *testing.T) {
	orders := int64(5)
	if testing.Short() {
		orders = 1
	}
	rest(t, "all but one order of the rules, and runs without a profile")
	for seed := range orders {
		seed++ // 0 is random
		if !testing.Short() {
			bubble(t, func(t *testing.T) { mustBeBrief(t, seed, false, maxRequests, time.Second) })
		}
		bubble(t, func(t *testing.T) { mustBeBrief(t, seed, true, maxRequests+maxProfile, 4*time.Second) })
	}
}

func mustBeBrief(t *testing.T, seed int64, profile bool, requests int, wait time.Duration) {
	behind, err := mock.New()
	must(err)
	defer func() { _ = behind.Close() }()
	cfg := config(t, "http://127.0.0.1")
	cfg.Seed, cfg.ImportTimeout, cfg.Profile = seed, 0, profile
	cfg.Client = &http.Client{Transport: inProcess{behind}}
	started := time.Now()
	whole, err := contract.Run(t.Context(), cfg)
	must(err)
	mustHold(t, whole, needsPrefix)
	if whole.Requests > requests {
		t.Errorf("seed %d: %d requests, want at most %d", seed, whole.Requests, requests)
	}
	if waited := time.Since(started); waited > wait {
		t.Errorf("seed %d: the run waits for %s, want at most %s", seed, waited, wait)
	}
	t.Logf("seed %d, profile %t: %d requests, %s", seed, profile, whole.Requests, time.Since(started))
}
