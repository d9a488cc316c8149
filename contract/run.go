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

// run is the state that the rules of a run share.
type run struct {
	cfg      Config
	base     *url.URL
	judge    *judge
	client   *target.Client
	coverage *coverage
	numbers  *target.Numbers
	codes    int
	made     int  // creates that the deployment has accepted
	counter  int  // of the values that updates send
	dials    bool // numbers come from the block that the user has named, because the deployment refuses others
	stock    stock
	narrow   int                      // how many of wideLimits the deployment has refused
	answered []answered               // all exchanges, for the last rules
	wrong    map[string][]*replyBreak // by the id of the rule about all replies
	lastGet  lead                     // shown by a get
	written  time.Time                // when the last write was answered
	lag      time.Duration            // the longest time that a read has lagged behind a write
	closed   string                   // why nothing more is written: the first create was refused

	started time.Time
	results map[string]report.Result // by rule id
	settled []report.Settled         // nil until the tellers have run
}

// Run checks the rules that cfg asks for and deletes what it has created, even if ctx is done before that. With an error the report
// covers the run up to then. The error is *UsageError, *TargetError, ErrNoRules, or that of ctx.
//
// Run does not use Ginkgo's RunSpecs, which works only once per process, exits the process on a bad filter, keeps handling the
// process's signals, and cannot run inside another suite. Run and Describe use the same engine.
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

// noneRan reports whether no gated rule could run, and returns why the first could not.
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

// start creates a run and checks that the target answers.
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

// act sends what the rules check later. Its order does not depend on the seed, so a deployment sees the same requests in every run.
func (r *run) act(ctx context.Context, rules []Rule) {
	ctx, cancel := r.withDeadline(ctx)
	defer cancel()
	for _, rule := range rules {
		if rule.act != nil && r.missing(rule) == "" && ctx.Err() == nil && r.client.Down() == nil {
			newProbe(ctx, r).attempt(rule.act) // an error shows when a rule needs the result
		}
	}
}

// ordered returns the rules in the order of the seed within each phase. Rules of an operation stay together, because consecutive
// writes to a lead need fewer reads.
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

// missing returns why a rule cannot run, or "".
func (r *run) missing(rule Rule) string {
	if r.closed != "" && slices.Contains(rule.Needs, NeedList) && rule.ID != "create.reply" {
		return r.closed
	}
	return rule.missing(r.cfg)
}

// check checks a rule and records its result.
func (r *run) check(ctx context.Context, rule Rule) report.Result {
	result := rule.result()
	result.Gated, result.Known = rank(rule.Provenance) <= rank(r.cfg.Gate), r.cfg.Baseline.known(rule.ID)
	started := time.Now()
	var exchanges []target.Evidence
	if reason := r.missing(rule); reason != "" {
		result.Outcome, result.Reason = report.NotRun, reason
	} else {
		p := r.tries(ctx, rule.check)
		result.Outcome, result.Reason = p.outcome, p.reason
		result.Findings, result.MoreFindings = p.findings, p.moreFindings
		exchanges = p.exchanges
	}
	result.Duration = time.Since(started)
	r.conclude(&result, exchanges)
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

// attempts is how often a rule or a teller is tried if its requests are not answered and the API then answers again.
const attempts = 3

// tries calls check with a probe, within the time limit of the run.
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

// errTimeUp ends the checks of a run, but not the run.
var errTimeUp = errors.New("the time of the run was over")

// conclude turns findings into an outcome. If the rule holds, it drops the exchanges, which are not evidence then.
func (r *run) conclude(result *report.Result, exchanges []target.Evidence) {
	switch {
	case len(result.Findings) > 0 && result.Outcome != report.NotRun:
		result.Outcome, result.Reason = report.Differs, ""
		if result.Gated {
			result.Outcome = report.Broken
		}
	case result.Outcome == report.Holds && result.Known != nil:
		result.Reason = "the baseline lists it as broken, but it holds: remove the entry"
	}
	if result.Outcome == report.Holds || result.Outcome == report.NotRun {
		result.Findings, result.MoreFindings = nil, 0
		return
	}
	for _, exchange := range exchanges {
		result.Exchanges = append(result.Exchanges, exchange.Exchange())
	}
}

// finish clears up and returns the report, even if ctx is done.
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
			continue // excluded by a Ginkgo focus
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

// inTime returns ctx, or a context that is done if the time of the run is over: the clear-up then waits for late imports no longer
// than after an interrupt.
func (r *run) inTime(ctx context.Context) context.Context {
	if time.Since(r.started) < r.cfg.Timeout {
		return ctx
	}
	over, cancel := context.WithCancel(ctx)
	cancel()
	return over
}

// partial reports whether the outcome of a stated rule is unknown, even if the rule was not selected.
func partial(results []report.Result) bool {
	answered := map[string]bool{}
	for _, result := range results {
		answered[result.ID] = result.Outcome != report.NotRun && result.Outcome != report.Error
	}
	return slices.ContainsFunc(Rules(), func(rule Rule) bool { return rule.Provenance == report.Stated && !answered[rule.ID] })
}

// Version returns the version of the module from the build information. Reports contain it.
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
