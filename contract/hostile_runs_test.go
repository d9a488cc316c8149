package contract_test

import (
	"net/http"
	"os"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/leadapi/leadapi/contract"
)

// runsOf returns how many random runs a test does: few in CI, thousands with LEADCONTRACT_RUNS.
func runsOf(t *testing.T, few int) int {
	text := os.Getenv("LEADCONTRACT_RUNS")
	if text == "" {
		return few
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatalf("LEADCONTRACT_RUNS: %v; want a number", err)
	}
	return n
}

// TestWritesToNothingForeign runs the suite against worlds whose ids are joined, swapped, reused, in another case or in two
// lists, while other clients create and delete. No write may reach a lead that the suite has not created.
func TestWritesToNothingForeign(t *testing.T) {
	slow(t, "runs against random worlds")
	runs, writes := runsOf(t, 60), 0
	for seed := range runs {
		w := newWorld(uint64(seed))
		synctest.Test(t, func(t *testing.T) {
			cfg := contract.Config{
				URL: "http://deployment.test", Token: "a-token-of-nobody", ListUUID: worldList, IntentsDir: scratch(t),
				Client: &http.Client{Transport: w}, Seed: int64(seed + 1), Rate: 1000, Profile: true,
			}
			whole, err := contract.Run(t.Context(), cfg)
			if err != nil {
				t.Logf("seed %d: %v", seed, err)
			}
			if len(whole.Leftovers) > 0 { // another sweep may find them, and must not touch other leads
				_, _, _ = contract.Sweep(t.Context(), cfg, whole.RunID)
			}
		})
		writes += w.writes
		if len(w.foreign) > 0 {
			t.Fatalf("seed %d (%s): %d foreign writes, want none; the first of them in %s", seed, w.does(), len(w.foreign), w.foreign[0])
		}
	}
	if writes < 10*runs {
		t.Errorf("%d runs wrote %d times to leads, want more: the test shows little", runs, writes)
	}
	t.Logf("%d runs, %d writes to leads, none of them foreign", runs, writes)
}

func (w *world) does() string {
	var names []string
	for _, quirk := range worldQuirks {
		if w.quirks[quirk] {
			names = append(names, quirk)
		}
	}
	return strings.Join(names, ", ")
}
