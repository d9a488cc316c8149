package contract_test

import (
	"cmp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/leadapi/leadapi/contract"
	"github.com/leadapi/leadapi/contract/report"
)

// mutant is a server that does one thing wrong.
type mutant struct {
	name   string // what it does wrong
	breaks string // ids of the rules that must break
	change change
	prefix string // the --phone-prefix; default: the documentation's block
	option func(*contract.Config)
}

// sampleBlock is the prefix of the numbers in the documentation's samples.
const sampleBlock = "0349719"

// family is a kind of mutants.
type family struct {
	name    string
	mutants []mutant
}

func families() []family {
	return []family{
		{"create, and start values", slices.Concat(createMutants(), startMutants())},
		{"validation of a create", slices.Concat(patternMutants(), refusedMutants())},
		{"import", slices.Concat(importMutants(), columnMutants(), formMutants())},
		{"listing, pages and odd queries", slices.Concat(listMutants(), pageMutants(), queryMutants())},
		{"filters", filterMutants()},
		{"get, and the fields of a lead", slices.Concat(getMutants(), fieldMutants())},
		{"update", slices.Concat(updateMutants(), updateFieldMutants(), refusedUpdateMutants())},
		{"delete", deleteMutants()},
		{"one filter, default values, the first moment, unlike leads", slices.Concat(narrowMutants(), likeMutants(), lateMutants(), filledMutants())},
		{"format of replies, statuses, token", slices.Concat(replyMutants(), statusMutants(), tokenMutants())},
	}
}

// seeds returns the orders in which the rules run against each mutant of a family. Filters get more, because the number of
// leads in the list when their rules run depends on the order.
func seeds(family string) []int64 {
	if family == "filters" && !testing.Short() {
		return []int64{1, 2, 3, 4}
	}
	return []int64{1}
}

// TestMutants runs the suite against each mutant with a gate that covers the rules that must break. It fails if no mutant names
// a rule, or if a rule that a mutant names is not broken.
func TestMutants(t *testing.T) {
	broken := map[string]bool{}
	for _, family := range families() {
		for i, mutant := range family.mutants {
			for _, rule := range strings.Fields(mutant.breaks) {
				broken[rule] = true
			}
			if testing.Short() && i > 0 {
				continue // rest says so
			}
			t.Run(mutant.name, func(t *testing.T) {
				t.Parallel()
				bubble(t, func(t *testing.T) {
					for _, seed := range seeds(family.name) {
						mustBreak(t, mutant, seed)
					}
				})
			})
		}
	}
	rest(t, "all but one mutant of each family, all but one order of the rules, and the rules that a mutant does not break")
	for _, rule := range contract.Rules() {
		if !broken[rule.ID] {
			t.Errorf("rule %s is broken by no mutant, want one", rule.ID)
		}
		delete(broken, rule.ID)
	}
	for rule := range broken {
		t.Errorf("a mutant breaks %s, want the id of a rule", rule)
	}
}

func mustBreak(t *testing.T, m mutant, seed int64) {
	rules := strings.Fields(m.breaks)
	if len(rules) == 0 {
		t.Fatal("it names no rule, want those that it breaks")
	}
	whole := runAgainst(t, m.change, func(cfg *contract.Config) {
		cfg.Gate, cfg.PhonePrefix, cfg.Seed = gateOf(rules), cmp.Or(m.prefix, sampleBlock), seed
		if m.option != nil {
			m.option(cfg)
		}
		if testing.Short() {
			cfg.Focus = onlyRules(append(rules, "get.reply")) // rest says so; some rules are about the replies that others get
		}
	})
	outcomes := outcomesOf(whole)
	for _, rule := range rules {
		if outcomes[rule] != report.Broken {
			t.Errorf("seed %d: %s: %s, want broken", seed, rule, outcomes[rule])
		}
	}
	for _, result := range whole.Results {
		if slices.Contains(rules, result.ID) && result.Outcome == report.Broken {
			showsAbout(t, result)
		}
	}
	if t.Failed() {
		t.Logf("broken are %v", broken(whole))
	}
}

// gateOf returns a gate that covers all of the rules.
func gateOf(ids []string) report.Provenance {
	gate := report.Stated
	for _, rule := range contract.Rules() {
		if slices.Contains(ids, rule.ID) && slices.Index(report.Provenances(), rule.Provenance) > slices.Index(report.Provenances(), gate) {
			gate = rule.Provenance
		}
	}
	return gate
}

// runAgainst runs the suite against the mock with a change in front of it.
func runAgainst(t *testing.T, change change, options ...func(*contract.Config)) report.Report {
	t.Helper()
	serve, stop := correct()
	defer stop()
	cfg := config(t, "http://127.0.0.1")
	serving(untouched(t, change(serve)))(&cfg)
	cfg.PhonePrefix = sampleBlock
	cfg.ImportTimeout = time.Nanosecond // an import is done when it is answered, so one look is enough
	cfg.Settle = time.Nanosecond        // and reads show writes at once
	for _, option := range options {
		option(&cfg)
	}
	whole, err := contract.Run(t.Context(), cfg)
	if err != nil {
		t.Fatalf("seed %d: %v", cfg.Seed, err)
	}
	if t.Failed() {
		t.Logf("seed %d", cfg.Seed)
	}
	return whole
}

// seeded lists the leads of the documented seed and the one of the other list. No run has created them.
var seeded = []string{
	seedLead, otherLead,
	"3c13548f-b3b9-4114-9ac3-2a8867d6529c", "307c2fe7-d075-493c-b8d6-b11195caec41", "b9285f8a-4e3c-40f1-aed7-840b1d5e6118",
}

// untouched fails the test if the suite writes to a lead that existed before, whatever the server answers.
func untouched(t *testing.T, next server) server {
	return func(c call) answer {
		if (c.method == "PUT" || c.method == "DELETE") && slices.Contains(seeded, c.id) {
			t.Errorf("%s %s, want no write to a lead that the run has not created", c.method, c.path)
		}
		return next(c)
	}
}

func outcomesOf(whole report.Report) map[string]report.Outcome {
	outcomes := map[string]report.Outcome{}
	for _, result := range whole.Results {
		outcomes[result.ID] = result.Outcome
	}
	return outcomes
}

// broken returns the ids of the rules that do not hold.
func broken(whole report.Report) (ids []string) {
	for _, result := range whole.Results {
		if result.Outcome != report.Holds && result.Outcome != report.NotRun {
			ids = append(ids, string(result.Outcome)+" "+result.ID)
		}
	}
	return ids
}
