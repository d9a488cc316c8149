package contract_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/leadapi/leadapi/contract"
	"github.com/leadapi/leadapi/contract/report"
)

// ordersTried is the number of orders in which the rules run against each server.
const ordersTried = 50

// TestOrderChangesNothing runs the rules in many orders against tolerant and broken servers. The outcome of each rule must be the
// same in all of them.
func TestOrderChangesNothing(t *testing.T) {
	slow(t, "many orders of the rules against eight servers")
	servers := map[string]change{
		"the mock":            same,
		"a crowded list":      crowded(30, 1),
		"fields refused":      both(choosy("identity_number", "invalid", matches(`^[0-9]{9}$`)), choosy("date_of_birth", "invalid", matches(`^\d\d/`))),
		"one lead per number": dedupes(400, `{"error":"phone_number is exists"}`),
	}
	for _, family := range families() {
		for _, mutant := range family.mutants {
			if slices.Contains([]string{
				"update swaps province and district", "delete removes all leads with the number", "limit and offset count only with a number",
				"a second update gives the lead another id",
			}, mutant.name) {
				servers[mutant.name] = mutant.change
			}
		}
	}
	for name, change := range servers {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			bubble(t, func(t *testing.T) {
				seen := map[string]int64{}
				for seed := int64(1); seed <= ordersTried; seed++ {
					whole := runAgainst(t, change, func(cfg *contract.Config) {
						cfg.Seed, cfg.Gate = seed, report.Stated
					})
					seen[verdictOf(whole)] = seed
				}
				if len(seen) != 1 {
					t.Errorf("%d verdicts: %s; want 1", len(seen), differences(seen))
				}
			})
		})
	}
	if len(servers) != 8 {
		t.Errorf("%d servers, want 8: a mutant was renamed", len(servers))
	}
}

// verdictOf returns the outcome of each rule, in the order of the rules.
func verdictOf(whole report.Report) string {
	var out strings.Builder
	for _, result := range whole.Results {
		fmt.Fprintf(&out, "%s %s\n", result.ID, result.Outcome)
	}
	return out.String()
}

// differences returns the lines that are not in all verdicts.
func differences(seen map[string]int64) string {
	times := map[string]int{}
	for verdict := range seen {
		for line := range strings.Lines(verdict) {
			times[strings.TrimSpace(line)]++
		}
	}
	maps.DeleteFunc(times, func(_ string, n int) bool { return n == len(seen) })
	return strings.Join(slices.Sorted(maps.Keys(times)), ", ")
}
