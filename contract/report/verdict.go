package report

import (
	"cmp"
	"fmt"
	"strings"
	"time"
)

// Verdict returns how the run ended: what it means for each app, then the gravest result in a sentence.
func (r Report) Verdict() string {
	var sentences []string
	for _, use := range r.Usage {
		sentences = append(sentences, use.Verdict())
	}
	if len(sentences) == 0 || len(r.Hurt()) == 0 && len(r.Errors())+len(r.Stale())+len(r.Drifted())+len(r.Untold()) > 0 {
		sentences = append(sentences, r.ofRules())
	}
	return strings.Join(sentences, " ")
}

// ofRules returns the verdict on the rules.
func (r Report) ofRules() string {
	gated, ran := 0, 0
	for _, result := range r.Results {
		if result.Gated {
			gated++
			if result.Outcome != NotRun {
				ran++
			}
		}
	}
	noun := r.gatedNoun()
	switch failed, stale, errs := len(r.Failed()), len(r.Stale()), len(r.Errors()); {
	case failed > 0:
		return fmt.Sprintf("%d of %s broken.", failed, isAre(gated, noun))
	case len(r.Drifted()) > 0:
		return fmt.Sprintf("%d of %s drifted.", len(r.Drifted()), hasHave(len(r.Expected)))
	case errs > 0:
		return fmt.Sprintf("%d of %s could not be checked.", errs, plural(gated, noun))
	case len(r.Untold()) > 0:
		return fmt.Sprintf("%d of %s not been determined.", len(r.Untold()), hasHave(len(r.Expected)))
	case stale > 0:
		return fmt.Sprintf("%s again: remove fixed entries from the baseline.", holdHolds(stale))
	case ran == 0:
		return fmt.Sprintf("No %s ran.", noun)
	case ran < gated:
		return fmt.Sprintf("Every %s that ran holds; %d of %d did not run.", noun, gated-ran, gated)
	case r.Partial:
		return fmt.Sprintf("Every %s that was selected holds (%d).", noun, gated)
	default:
		return fmt.Sprintf("Every %s holds (%d).", noun, gated)
	}
}

// gatedNoun returns a noun for the rules that can fail the run.
func (r Report) gatedNoun() string {
	switch r.Gate {
	case Assumed:
		return "rule"
	case Implied:
		return "stated or implied rule"
	default:
		return "stated rule"
	}
}

func isAre(n int, noun string) string {
	if n == 1 {
		return plural(n, noun) + " is"
	}
	return plural(n, noun) + " are"
}

func hasHave(n int) string {
	if n == 1 {
		return "1 expected reading has"
	}
	return plural(n, "expected reading") + " have"
}

func holdHolds(n int) string {
	if n == 1 {
		return "1 known break holds"
	}
	return fmt.Sprintf("%d known breaks hold", n)
}

// summary returns the counts: "61 hold, 2 broken (1 known), 3 differ, 9 not run, 0 errors".
func (r Report) summary() string {
	counts := r.Counts()
	broken := fmt.Sprintf("%d broken", counts.Of(Broken))
	if known := len(r.where(func(result Result) bool { return result.known() && result.Outcome == Broken })); known > 0 {
		broken += fmt.Sprintf(" (%d known)", known)
	}
	return strings.Join([]string{
		fmt.Sprintf("%d hold", counts.Of(Holds)),
		broken,
		fmt.Sprintf("%d differ", counts.Of(Differs)),
		fmt.Sprintf("%d not run", counts.Of(NotRun)),
		plural(counts.Of(Error), "error"),
	}, ", ")
}

// took returns how long the run took, with about two digits.
func (r Report) took() string { return short(r.Finished.Sub(r.Started)) }

// short rounds a duration for reading.
func short(d time.Duration) string {
	switch {
	case d < 10*time.Millisecond:
		return d.Round(100 * time.Microsecond).String()
	case d < time.Second:
		return d.Round(time.Millisecond).String()
	case d < time.Minute:
		return d.Round(100 * time.Millisecond).String()
	default:
		return d.Round(time.Second).String()
	}
}

// A group is the results of one operation.
type group struct {
	Operation string // or allOperations
	Results   []Result
}

// allOperations is the heading of rules about all operations.
const allOperations = "all operations"

// summary returns the counts of the group: "12 hold, 1 broken".
func (g group) summary() string {
	counts := Report{Results: g.Results}.Counts()
	words := map[Outcome]string{Holds: "hold", Differs: "differ"}
	var parts []string
	for _, outcome := range Outcomes() {
		if n := counts.Of(outcome); n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, cmp.Or(words[outcome], string(outcome))))
		}
	}
	return strings.Join(parts, ", ")
}

// groups groups the results by operation, in the order of their first appearance.
func (r Report) groups() []group {
	var groups []group
	at := map[string]int{}
	for _, result := range r.Results {
		operation := cmp.Or(result.Operation, allOperations)
		i, seen := at[operation]
		if !seen {
			i = len(groups)
			at[operation] = i
			groups = append(groups, group{Operation: operation})
		}
		groups[i].Results = append(groups[i].Results, result)
	}
	return groups
}

// A part is one kind of coverage.
type part struct {
	Name    string
	Covered []Covered
}

// Parts returns the kinds of coverage, in the order of reports.
func (c Coverage) parts() []part {
	return []part{
		{"Operations", c.Operations},
		{"Replies", c.Replies},
		{"Fields", c.Fields},
		{"Parameters", c.Parameters},
	}
}

// Exercised returns the number of names that were exercised at least once.
func (p part) Exercised() int { return len(p.Covered) - len(p.Missed()) }

// Missed returns what was not exercised.
func (p part) Missed() []Covered {
	var missed []Covered
	for _, c := range p.Covered {
		if c.Times == 0 {
			missed = append(missed, c)
		}
	}
	return missed
}

// missedGroup holds the names that were missed for one reason.
type missedGroup struct {
	Why   string
	Names []string
}

// MissedByReason groups what was not exercised by reason: one reason often applies to many names.
func (p part) MissedByReason() []missedGroup {
	var groups []missedGroup
	at := map[string]int{}
	for _, c := range p.Missed() {
		why := c.Why
		if why == "" {
			why = "no rule that ran exercises it"
		}
		i, seen := at[why]
		if !seen {
			i = len(groups)
			at[why] = i
			groups = append(groups, missedGroup{Why: why})
		}
		groups[i].Names = append(groups[i].Names, c.Name)
	}
	return groups
}
