package contract

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/url"
	"runtime/debug"
	"slices"
	"time"

	"github.com/leadapi/leadapi/contract/internal/target"
	"github.com/leadapi/leadapi/contract/report"
)

// run is one run of the suite: what its rules share.
type run struct {
	cfg      Config
	base     *url.URL
	judge    *judge
	client   *target.Client
	coverage *coverage
	numbers  *target.Numbers
	codes    int
	made     int  // creates that the deployment has taken
	counter  int  // of the values that updates send
	dials    bool // numbers are of the block that the user has named: the deployment refuses others
	stock    stock
	narrow   int                      // how many of wideLimits the deployment has refused
	answered []answered               // of all exchanges, for the rules that come last
	wrong    map[string][]*replyBreak // by the rule about all replies
	lastGet  lead                     // that a get has shown
	written  time.Time                // when the last write was answered
	lag      time.Duration            // the longest that a read has shown what was before a write
	closed   string                   // why nothing more is written: the first create was refused

	started time.Time
	results map[string]report.Result // by rule id
	settled []report.Settled         // nil until the tellers have told
}

// Run checks the rules that cfg asks for and deletes what it has created, also when ctx ends before it does. The report is
// as far as the run has come. Errors: *UsageError, *TargetError, ErrNoRules, and that of ctx.
//
// Run does not go through Ginkgo's RunSpecs: that works once a process unless global state is reset behind its back, ends the
// process on a bad filter, keeps the process's signals, and cannot run inside another suite. Both doors use the same engine.
func Run(ctx context.Context, cfg Config) (report.Report, error) {
	rules, err := selectRules(cfg)
	if err != nil {
		return report.Report{}, err
	}
	r, err := start(ctx, cfg)
	if err != nil {
		return report.Report{}, err
	}
	r.act(ctx, rules)
	for _, rule := range r.ordered(rules) {
		r.check(ctx, rule)
	}
	if cfg.tells() {
		r.tellAll(ctx)
	}
	finished := r.finish(ctx, rules)
	if ctx.Err() != nil {
		return finished, fmt.Errorf("the run was interrupted: %w", context.Cause(ctx))
	}
	if reason, none := noneRan(finished); none {
		return finished, noRules("%d rules were asked for, and none that can fail the run could run: %s", len(rules), reason)
	}
	return finished, nil
}

// noneRan reports whether no gated rule could run, and why the first could not.
func noneRan(r report.Report) (reason string, none bool) {
	for _, result := range r.Results {
		switch {
		case result.Gated && result.Outcome != report.NotRun:
			return "", false
		case result.Gated && reason == "":
			reason = result.Reason
		}
	}
	return reason, true
}

// start makes a run and looks whether the target is there.
func start(ctx context.Context, cfg Config) (*run, error) {
	cfg, base, err := cfg.complete()
	if err != nil {
		return nil, err
	}
	if cfg, err = cfg.withToken(ctx); err != nil {
		return nil, err
	}
	judge, err := cfg.judge()
	if err != nil {
		return nil, err
	}
	r := &run{
		cfg: cfg, base: base, judge: judge, coverage: newCoverage(judge), numbers: target.NewNumbers(),
		started: time.Now(), results: map[string]report.Result{}, wrong: map[string][]*replyBreak{},
		stock: newStock(),
	}
	r.client = target.New(cfg.options(base, r.seen))
	if err := r.client.Preflight(ctx); err != nil {
		return nil, err
	}
	if err := r.client.Begin(ctx); err != nil {
		return nil, r.silent(err)
	}
	return r, nil
}

// act sends what the rules look at later, in an order that no seed changes: what a deployment sees is the same in every run.
func (r *run) act(ctx context.Context, rules []Rule) {
	ctx, cancel := r.withDeadline(ctx)
	defer cancel()
	for _, rule := range rules {
		if rule.act != nil && r.missing(rule) == "" && ctx.Err() == nil && r.client.Down() == nil {
			newProbe(ctx, r).attempt(rule.act) // what goes wrong shows when a rule needs it
		}
	}
}

// ordered puts the rules in the order of the seed within each phase. Rules of an operation stay together, since a lead that is
// written to several times needs fewer looks then.
func (r *run) ordered(rules []Rule) []Rule {
	seed := uint64(r.cfg.Seed)
	if seed == 0 {
		seed = rand.Uint64()
	}
	random := rand.New(rand.NewPCG(seed, 0))
	turn := map[string]int{}
	for _, rule := range rules {
		if _, known := turn[rule.Operation]; !known {
			turn[rule.Operation] = random.Int()
		}
	}
	order := slices.Clone(rules)
	random.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
	slices.SortStableFunc(order, func(a, b Rule) int {
		return cmp.Or(cmp.Compare(a.when, b.when), cmp.Compare(turn[a.Operation], turn[b.Operation]))
	})
	return order
}

// missing says why a rule cannot run, or "".
func (r *run) missing(rule Rule) string {
	if r.closed != "" && slices.Contains(rule.Needs, NeedList) && rule.ID != "create.reply" {
		return r.closed
	}
	return rule.missing(r.cfg)
}

// check checks a rule and keeps what became of it.
func (r *run) check(ctx context.Context, rule Rule) report.Result {
	result := rule.result()
	result.Gated, result.Known = rank(rule.Provenance) <= rank(r.cfg.Gate), r.cfg.Baseline.known(rule.ID)
	started := time.Now()
	if reason := r.missing(rule); reason != "" {
		result.Outcome, result.Reason = report.NotRun, reason
	} else {
		p := r.tries(ctx, rule.check)
		result.Outcome, result.Reason = p.outcome, p.reason
		result.Findings, result.MoreFindings, result.Exchanges = p.findings, p.moreFindings, p.exchanges
	}
	result.Duration = time.Since(started)
	r.conclude(&result)
	if len(r.cfg.Usage) > 0 {
		result = result.For(r.cfg.Gate, r.cfg.Usage)
	}
	r.client.Redact(&result)
	result = result.Fit()
	r.results[rule.ID] = result
	if r.cfg.Progress != nil {
		r.cfg.Progress(result)
	}
	return result
}

// attempts is how often a rule or a teller is tried whose requests were not answered, if the API answers again after it.
const attempts = 3

// tries calls check with a probe, within the time of the run.
func (r *run) tries(ctx context.Context, check func(*probe)) *probe {
	ctx, cancel := r.withDeadline(ctx)
	defer cancel()
	for attempt := 1; ; attempt++ {
		p := newProbe(ctx, r)
		p.attempt(check)
		if !p.unanswered || attempt == attempts || r.client.Down() != nil || ctx.Err() != nil {
			return p
		}
	}
}

func (r *run) withDeadline(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithDeadlineCause(ctx, r.started.Add(r.cfg.Timeout), errTimeUp)
}

// errTimeUp ends the checks of a run, and not the run.
var errTimeUp = errors.New("the time of the run was over")

// conclude turns findings into an outcome. What was sent for a rule that holds is no evidence of anything, and is dropped.
func (r *run) conclude(result *report.Result) {
	switch {
	case len(result.Findings) > 0 && result.Outcome != report.NotRun:
		result.Outcome, result.Reason = report.Differs, ""
		if result.Gated {
			result.Outcome = report.Broken
		}
	case result.Outcome == report.Holds && result.Known != nil:
		result.Reason = "the baseline lists it as broken, and it holds: take the entry out"
	}
	if result.Outcome == report.Holds || result.Outcome == report.NotRun {
		result.Findings, result.MoreFindings, result.Exchanges = nil, 0, nil
	}
}

// finish clears up and writes the report. It also does so after ctx has ended.
func (r *run) finish(ctx context.Context, rules []Rule) report.Report {
	info := r.judge.document.Info
	finished := report.Report{
		Version: Version(), RunID: r.cfg.RunID, Target: r.base.String(),
		Document: report.Document{Title: info.Title, Version: info.Version},
		Settings: r.cfg.settings(), Gate: r.cfg.Gate, Started: r.started,
	}
	finished.Leftovers = r.client.ClearUp(r.inTime(ctx), r.cfg.Keep)
	for _, rule := range rules {
		result, checked := r.results[rule.ID]
		if !checked {
			continue // a Ginkgo focus has left it out
		}
		finished.Results = append(finished.Results, result)
	}
	finished.Partial = partial(finished.Results)
	finished.Profile, finished.Expected = r.settled, r.expected()
	finished.Usage = r.usage(finished)
	finished.Coverage = r.coverage.report(r.cfg)
	if r.lag > 0 {
		r.client.Note("reads showed a write up to %s late", r.lag.Round(time.Millisecond))
	}
	finished.Notes = r.client.Notes()
	finished.Requests = r.client.Requests()
	finished.Finished = time.Now()
	r.client.Redact(&finished)
	return finished.Fit()
}

// inTime returns ctx, or one that has ended if the time of the run is over: the clear-up then waits for late imports no longer than
// after an interrupt.
func (r *run) inTime(ctx context.Context) context.Context {
	if time.Since(r.started) < r.cfg.Timeout {
		return ctx
	}
	over, cancel := context.WithCancel(ctx)
	cancel()
	return over
}

// partial says that a stated rule has no answer, also one that nobody asked for.
func partial(results []report.Result) bool {
	answered := map[string]bool{}
	for _, result := range results {
		answered[result.ID] = result.Outcome != report.NotRun && result.Outcome != report.Error
	}
	return slices.ContainsFunc(Rules(), func(rule Rule) bool { return rule.Provenance == report.Stated && !answered[rule.ID] })
}

// Version is that of the module, as the Go command has built it in. Reports name it.
func Version() string {
	info, found := debug.ReadBuildInfo()
	if !found {
		return "unknown"
	}
	for _, module := range append(info.Deps, &info.Main) {
		if module.Path == "github.com/leadapi/leadapi" && module.Version != "" {
			return module.Version
		}
	}
	return "(devel)"
}
