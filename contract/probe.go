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

// probe checks one rule: it sends for it, and keeps what is not as it should be.
type probe struct {
	*run
	ctx          context.Context
	preparing    bool // what fails now is not what the rule is about
	again        bool // what was read before is not good enough
	kept         bool // what was read before was looked at
	findings     []report.Finding
	moreFindings int // beyond them
	exchanges    []report.Exchange
	replies      []int        // the numbers of the exchanges' replies, 0 if none came: evidence does not keep their megabytes
	evidence     map[any]bool // the fixtures whose exchanges are among them
	sightings    []sighting   // of a teller

	outcome    report.Outcome
	reason     string
	unanswered bool // the API did not answer
}

func newProbe(ctx context.Context, r *run) *probe {
	return &probe{run: r, ctx: ctx, evidence: map[any]bool{}}
}

// How a check ends early. The engine recovers them.
type (
	broken     struct{}                // the findings say how
	notRun     struct{ reason string } // it cannot run here
	unchecked  struct{ reason string } // it could not be told whether the rule holds
	unanswered struct{ reason string } // the same, since the API did not answer; another try may tell
)

// attempt runs check and keeps what became of it.
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

// expect notes a finding unless got is as want says, and reports whether it is.
func (p *probe) expect(what string, got any, want types.GomegaMatcher) bool {
	if equal, isEqual := want.(*matchers.EqualMatcher); isEqual && equal.Expected == nil && got == nil {
		return true // Gomega takes it for a mistake in a test; here it is a null that stays one
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

// demand is an expectation without which the rule cannot be looked at any further.
func (p *probe) demand(what string, got any, want types.GomegaMatcher) {
	if !p.expect(what, got, want) {
		panic(broken{})
	}
}

func (p *probe) find(what, expected, got string) { p.findIn(nil, what, expected, got) }

// findIn is find, where it is known in which reply it shows. Otherwise it is the last one.
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
	clean := p.client.RedactText // and cut: what is wrong may be megabytes
	p.findings = append(p.findings, report.Finding{What: clean(what), Expected: clean(expected), Got: clean(got), After: after})
}

// expectJSON expects a value of a reply to be written as want.
func (p *probe) expectJSON(got *reply, what string, value any, want string) {
	if shown := show(value); shown != want {
		p.findIn(got, what, want, shown)
	}
}

// expectation is what a matcher wants, in the words of its failure message.
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

// show writes a value as JSON, which is how it stands in a reply.
func show(value any) string {
	var out strings.Builder
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return fmt.Sprint(value)
	}
	return strings.TrimSuffix(out.String(), "\n")
}

// skip ends the check of a rule that cannot run on this deployment.
func (p *probe) skip(format string, values ...any) { panic(notRun{fmt.Sprintf(format, values...)}) }

// given does what a rule needs before it can look at its subject. What fails in it does not break the rule: it is then not
// known whether the rule holds.
func given[T any](p *probe, prepare func() T) T {
	before := p.preparing
	p.preparing = true
	defer func() { p.preparing = before }()
	return prepare()
}

// fixture is made once a run, by the first rule that needs it.
type fixture[T any] struct {
	made      bool
	value     T
	outcome   report.Outcome
	reason    string
	exchanges []report.Exchange
	replies   []int
}

// shared returns the fixture's value. Its exchanges are evidence in every rule that uses it.
func shared[T any](p *probe, f *fixture[T], prepare func(*probe) T) T {
	if !f.made {
		inner := newProbe(p.ctx, p.run)
		inner.preparing = true
		inner.attempt(func(inner *probe) { f.value = prepare(inner) })
		f.outcome, f.reason = inner.outcome, inner.reason
		f.exchanges, f.replies = inner.exchanges, inner.replies
		f.made = !inner.unanswered
	}
	if !p.evidence[f] {
		p.exchanges, p.replies = append(p.exchanges, f.exchanges...), append(p.replies, f.replies...)
		p.evidence[f] = true
	}
	switch f.outcome {
	case report.NotRun:
		panic(notRun{f.reason})
	case report.Error:
		if !f.made {
			panic(unanswered{f.reason})
		}
		panic(unchecked{f.reason})
	}
	return f.value
}

// send sends a call. What is not answered is not known.
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

// numberOf is which reply of the run it is, 0 for none.
func numberOf(got *reply) int {
	if got == nil {
		return 0
	}
	return got.Number
}
