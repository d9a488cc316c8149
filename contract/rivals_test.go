package contract_test

import (
	"cmp"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/leadapi/leadapi/contract"
	"github.com/leadapi/leadapi/contract/report"
)

// The kill table: the suite and its rivals, Dredd and Portman, on the same servers in the same run.
//
//	npm ci --prefix .ci/rivals
//	LEADCONTRACT_RIVALS=all go test ./contract -run TestRivals -v -timeout 90m
//
// Without the variable only a few mutants of each family run, to show in CI that the comparison still works.

// sampleSize is the number of mutants per family in the sample, and of correct servers.
const sampleSize = 2

// subject is a server to be judged.
type subject struct {
	name   string
	family string // of the mutant; "" for a correct server
	stated bool   // it breaks what the documentation states
	change change
	option func(*contract.Config) // changes the suite's Config for it
}

// judged is the result of one harness for one server.
type judged struct {
	tests  int
	failed []string
}

// harness is a row of the table.
type harness struct {
	name  string
	judge func(t *testing.T, process *rivals, s subject) judged
	bound bool // it is the suite: what it must find and must not report is known

	base          judged         // on the correct server
	found, stated map[string]int // mutants by family: all, and those that break what the documentation states
	alarms        []string       // correct servers that it reports as broken
}

func TestRivals(t *testing.T) {
	slow(t, "the suite and its rivals on many servers")
	all := os.Getenv("LEADCONTRACT_RIVALS") == "all"
	harnesses := []*harness{
		{name: "leadcontract", judge: judgeBySuite(report.Stated), bound: true},
		{name: "leadcontract --gate assumed", judge: judgeBySuite(report.Assumed)},
		{name: "Portman, tests added by hand", judge: judgeByRival("portman")},
		{name: "Portman", judge: judgeByRival("portman-plain")},
		{name: "Dredd, success replies only", judge: judgeByRival("dredd")},
		{name: "Dredd, full document", judge: judgeByRival("dredd-all")},
	}
	processes := startRivals(t, all)
	for _, h := range harnesses {
		h.found, h.stated = map[string]int{}, map[string]int{}
		if h.base = h.judge(t, processes[0], subject{change: same}); h.base.tests < 5 || len(h.base.failed) == h.base.tests {
			t.Fatalf("%s on the correct server: got %d tests, failed %v; want at least 5, and one that passes", h.name, h.base.tests, h.base.failed)
		}
		if h.bound && len(h.base.failed) > 0 {
			t.Errorf("%s raises a false alarm on the correct server, want none: %v", h.name, h.base.failed)
		}
	}
	subjects := subjects(all)
	judgements := judgeAll(t, harnesses, processes, subjects)
	for i, s := range subjects {
		for k, h := range harnesses {
			h.count(t, s, judgements[i][k])
		}
	}
	t.Logf("\n%s\n%s", table(harnesses, subjects), familyTable(harnesses, subjects))
	for _, h := range harnesses {
		if total(h.found) == 0 {
			t.Errorf("%s has found nothing, want something: it does not work on this machine", h.name)
		}
	}
}

// subjects returns the mutants of all families, and the correct servers that differ where the documentation is silent.
func subjects(all bool) (subjects []subject) {
	for _, family := range families() {
		for _, mutant := range sampleOf(family.mutants, all) {
			prefix := func(cfg *contract.Config) { cfg.PhonePrefix = cmp.Or(mutant.prefix, sampleBlock) }
			subjects = append(subjects, subject{mutant.name, family.name, statedRule(mutant.breaks), mutant.change, prefix})
		}
	}
	for _, server := range sampleOf(toleratedServers()[1:], all) { // the first one is the mock itself
		subjects = append(subjects, subject{name: server.name, change: server.change, option: server.option})
	}
	return subjects
}

// judgeAll lets each harness judge each subject, with one subject at a time per rival process.
func judgeAll(t *testing.T, harnesses []*harness, processes []*rivals, subjects []subject) [][]judged {
	judgements := make([][]judged, len(subjects))
	next := make(chan int)
	var done sync.WaitGroup
	for _, process := range processes {
		done.Go(func() {
			for i := range next {
				for _, h := range harnesses {
					judgements[i] = append(judgements[i], h.judge(t, process, subjects[i]))
				}
			}
		})
	}
	for i := range subjects {
		next <- i
	}
	close(next)
	done.Wait()
	return judgements
}

// count counts the result of a harness for a subject.
func (h *harness) count(t *testing.T, s subject, said judged) {
	finds := h.finds(said)
	switch {
	case s.family == "" && finds:
		h.alarms = append(h.alarms, s.name)
		if h.bound {
			t.Errorf("%s raises a false alarm on a correct server, want none: %s: %v", h.name, s.name, said.failed)
		}
	case finds:
		h.found[s.family]++
		if s.stated {
			h.stated[s.family]++
		}
	case h.bound && s.stated:
		t.Errorf("%s finds nothing, want a failure: %s", h.name, s.name)
	}
}

// sampleOf returns all items, or the first sampleSize of them.
func sampleOf[T any](servers []T, all bool) []T {
	if all {
		return servers
	}
	return servers[:min(sampleSize, len(servers))]
}

// finds reports whether something fails that does not fail on the correct server.
func (h *harness) finds(said judged) bool {
	return slices.ContainsFunc(said.failed, func(test string) bool { return !slices.Contains(h.base.failed, test) })
}

func total(of map[string]int) (sum int) {
	for _, n := range of {
		sum += n
	}
	return sum
}

// statedRule reports whether one of the rules is stated.
func statedRule(breaks string) bool {
	return slices.ContainsFunc(strings.Fields(breaks), func(id string) bool { return gateOf([]string{id}) == report.Stated })
}

// judgeBySuite runs the rules like the command, with a gate.
func judgeBySuite(gate report.Provenance) func(*testing.T, *rivals, subject) judged {
	return func(t *testing.T, _ *rivals, s subject) judged {
		options := []func(*contract.Config){func(cfg *contract.Config) { cfg.Gate = gate }}
		if s.option != nil {
			options = append(options, s.option)
		}
		whole := runAgainst(t, s.change, options...)
		said := judged{tests: len(whole.Results)}
		for _, result := range append(whole.Failed(), whole.Errors()...) {
			said.failed = append(said.failed, result.ID)
		}
		return said
	}
}

func table(harnesses []*harness, subjects []subject) string {
	var stated, others, correct int
	for _, s := range subjects {
		switch {
		case s.family == "":
			correct++
		case s.stated:
			stated++
		default:
			others++
		}
	}
	var out strings.Builder
	fmt.Fprintf(&out, "| | found, of %d that break what the documentation states | missed | found, of %d others | tests that fail on the correct server | refused, of %d other correct servers |\n",
		stated, others, correct)
	out.WriteString("|---|---|---|---|---|---|\n")
	for _, h := range harnesses {
		found := total(h.stated)
		fmt.Fprintf(&out, "| %s | %d | %d | %d | %d of %d | %d |\n", h.name, found, stated-found, total(h.found)-found,
			len(h.base.failed), h.base.tests, len(h.alarms))
	}
	for _, h := range harnesses {
		fmt.Fprintf(&out, "%s refuses %q\n", h.name, h.alarms)
	}
	return out.String()
}

// familyTable returns the table of found mutants by family.
func familyTable(harnesses []*harness, subjects []subject) string {
	sizes := map[string]int{}
	for _, s := range subjects {
		sizes[s.family]++
	}
	var out strings.Builder
	out.WriteString("| | servers |")
	for _, h := range harnesses {
		out.WriteString(" " + h.name + " |")
	}
	out.WriteString("\n|---|---|" + strings.Repeat("---|", len(harnesses)) + "\n")
	for _, family := range families() {
		fmt.Fprintf(&out, "| %s | %d |", family.name, sizes[family.name])
		for _, h := range harnesses {
			fmt.Fprintf(&out, " %d |", h.found[family.name])
		}
		out.WriteString("\n")
	}
	return out.String()
}
