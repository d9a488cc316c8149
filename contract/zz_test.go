package contract_test

import (
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/leadapi/leadapi/contract"
	"github.com/leadapi/leadapi/contract/report"
	"github.com/leadapi/leadapi/mock"
)

func TestZLocal(t *testing.T) {
	server := mock.RunT(t)
	cfg := config(t, server.URL)
	cfg.Settle = 0
	started := time.Now()
	counts := map[string]int{}
	_ = counts
	whole, err := contract.Run(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Println(whole.Requests, time.Since(started), whole.Notes, whole.Leftovers, whole.Verdict())
	for _, r := range whole.Results {
		if r.Outcome != report.Holds {
			fmt.Println(r.ID, r.Outcome, r.Reason, r.Findings)
		}
		if os.Getenv("V") != "" && r.Duration > 5*time.Millisecond {
			fmt.Println("   slow", r.ID, r.Duration)
		}
	}
}
