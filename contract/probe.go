package contract

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/onsi/gomega/matchers"
	"github.com/onsi/gomega/types"

	"github.com/leadapi/leadapi/contract/internal/target"
	"github.com/leadapi/leadapi/contract/report"
)

// probe checks one rule: it sends its requests and collects findings.
type probe struct {
	*run
	ctx          context.Context
	preparing    bool // a failure now does not break the rule
	again        bool // earlier reads do not count
	kept         bool // an earlier read was used
	findings     []report.Finding
	moreFindings int // not kept in findings
	exchanges    []target.Evidence
	replies      []int        // numbers of the exchanges' replies, 0 if none came: evidence does not keep their megabytes
	evidence     map[any]bool // the fixtures whose exchanges are among them
	sightings    []sighting   // of a teller

	outcome    report.Outcome
	reason     string
	unanswered bool // the API did not answer
}

func newProbe(ctx context.Context, r *run) *probe {
	return &probe{run: r, ctx: ctx, evidence: map[any]bool{}}
}

// A check ends early by panicking with one of these. The engine recovers them.
type (
	broken     struct{}                // the findings say how
	notRun     struct{ reason string } // it cannot run here
	unchecked  struct{ reason string } // it is not known whether the rule holds
	unanswered struct{ reason string } // the same, because the API did not answer; another try may succeed
)

// attempt runs check and records its outcome.
func (p *probe) attempt(check func(*probe)) {
	p.outcome = report.Holds
	defer func() {
		ended := recover()
		switch {
		case p.ctx.Err() == nil:
		case errors.Is(context.Cause(p.ctx), errTimeUp):
			ended = unchecked{fmt.Sprintf("%v (--timeout %s)", errTimeUp, p.cfg.Timeout)}
		default:
			ended = notRun{report.Interrupted}
		}
		switch ended := ended.(type) {
		case nil, broken:
		case notRun:
			p.outcome, p.reason = report.NotRun, p.client.RedactText(ended.reason)
		case unchecked:
			p.outcome, p.reason = report.Error, p.client.RedactText(ended.reason)
		case unanswered:
			p.outcome, p.reason, p.unanswered = report.Error, p.client.RedactText(ended.reason), true
		default:
			p.outcome, p.reason = report.Error, fmt.Sprintf("an error of the suite itself: %v\n%s", ended, debug.Stack())
		}
	}()
	check(p)
}

// expect adds a finding unless got matches want, and reports whether it matches.
func (p *probe) expect(what string, got any, want types.GomegaMatcher) bool {
	if equal, isEqual := want.(*matchers.EqualMatcher); isEqual && equal.Expected == nil && got == nil {
		return true // Gomega calls it a mistake in the test; here it is a null that must stay null
	}
	matches, err := want.Match(got)
	if err != nil {
		p.find(what, err.Error(), show(got))
		return false
	}
	if !matches {
		p.find(what, expectation(want, got), show(got))
	}
	return matches
}

// demand is like expect, but ends the check if got does not match.
func (p *probe) demand(what string, got any, want types.GomegaMatcher) {
	if !p.expect(what, got, want) {
		panic(broken{})
	}
}

func (p *probe) find(what, expected, got string) { p.findIn(nil, what, expected, got) }

// findIn is like find for a finding in a known reply. find uses the last one.
func (p *probe) findIn(reply *reply, what, expected, got string) {
	if p.preparing {
		panic(unchecked{fmt.Sprintf("what it needs could not be prepared: %s: expected %s, got %s", what, expected, got)})
	}
	if len(p.findings) == report.MaxFindings {
		p.moreFindings++
		return
	}
	after := len(p.exchanges)
	if at := slices.Index(p.replies, numberOf(reply)); reply != nil && at >= 0 {
		after = at + 1
	}
	clean := p.client.RedactText // cut as well: a wrong value may be megabytes long
	p.findings = append(p.findings, report.Finding{What: clean(what), Expected: clean(expected), Got: clean(got), After: after})
}

// expectJSON expects a value of a reply to be written as want.
func (p *probe) expectJSON(got *reply, what string, value any, want string) {
	if shown := show(value); shown != want {
		p.findIn(got, what, want, shown)
	}
}

// expectation returns what a matcher wants, in the words of its failure message.
func expectation(want types.GomegaMatcher, got any) string {
	if equal, isEqual := want.(*matchers.EqualMatcher); isEqual {
		return show(equal.Expected)
	}
	message := want.FailureMessage(got)
	if _, after, found := strings.Cut(message, "\nto "); found {
		message = "to " + after
	}
	return message
}

// show returns a value as JSON.
func show(value any) string {
	var out strings.Builder
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return fmt.Sprint(value)
	}
	return strings.TrimSuffix(out.String(), "\n")
}

// skip ends the check: the rule cannot run on this deployment.
func (p *probe) skip(format string, values ...any) { panic(notRun{fmt.Sprintf(format, values...)}) }

// given prepares what a rule needs. A failure in it does not break the rule: it is then not known whether the rule
// holds.
func given[T any](p *probe, prepare func() T) T {
	before := p.preparing
	p.preparing = true
	defer func() { p.preparing = before }()
	return prepare()
}

// fixture is made once per run, by the first rule that needs it.
type fixture[T any] struct {
	made      bool
	tries     int  // a write without an answer may have had an effect, so there must not be many
	silent    bool // the last one was not answered
	value     T
	outcome   report.Outcome
	reason    string
	exchanges []target.Evidence
	replies   []int
}

// shared returns the fixture's value. Its exchanges are evidence for every rule that uses it.
func shared[T any](p *probe, f *fixture[T], prepare func(*probe) T) T {
	if !f.made {
		inner := newProbe(p.ctx, p.run)
		inner.preparing = true
		inner.attempt(func(inner *probe) { f.value = prepare(inner) })
		f.outcome, f.reason = inner.outcome, inner.reason
		f.exchanges, f.replies = inner.exchanges, inner.replies
		f.tries++
		f.silent = inner.unanswered
		f.made = !f.silent || f.tries == attempts
	}
	if !p.evidence[f] {
		p.exchanges, p.replies = append(p.exchanges, f.exchanges...), append(p.replies, f.replies...)
		p.evidence[f] = true
	}
	switch f.outcome {
	case report.NotRun:
		panic(notRun{f.reason})
	case report.Error:
		if f.silent {
			panic(unanswered{f.reason})
		}
		panic(unchecked{f.reason})
	}
	return f.value
}

// send sends a call. Without an answer it ends the check as unanswered.
func (p *probe) send(c call) *reply {
	got, exchange, err := p.client.Send(p.ctx, c)
	if !c.Reads() {
		p.written = time.Now()
		p.touch(c.LeadID())
	}
	p.exchanges, p.replies = append(p.exchanges, exchange), append(p.replies, numberOf(got))
	var silence *target.NoAnswer
	switch {
	case err == nil:
		return got
	case target.IsUnsure(err):
		panic(notRun{err.Error()})
	case errors.As(err, &silence):
		panic(unanswered{p.client.RedactText(err.Error())})
	}
	panic(unchecked{p.client.RedactText(err.Error())})
}

// numberOf returns the number of a reply in the run, or 0 for nil.
func numberOf(got *reply) int {
	if got == nil {
		return 0
	}
	return got.Number
}
