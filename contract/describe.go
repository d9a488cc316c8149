package contract

import (
	"fmt"
	"strings"

	"github.com/onsi/ginkgo/v2"

	"github.com/leadapi/leadapi/contract/report"
)

// Describe registers one spec per rule in the current Ginkgo suite, and one per reading that cfg expects, in one ordered container:
// the rules share leads, and the leads are deleted when the container ends, however it ends. A spec is skipped if its rule cannot
// run, and fails if a gated rule is broken. Its report.Result is a report entry named after the rule. An invalid Config fails.
//
//	var _ = Describe("our deployment", func() { contract.Describe(cfg) })
func Describe(cfg Config) {
	cfg.Seed = cfg.seed() // before the rules are ordered
	ginkgo.Describe("the lead API", ginkgo.Ordered, ginkgo.ContinueOnFailure, func() {
		rules, err := selectRules(cfg)
		if err != nil {
			ginkgo.It("has rules to check", func() { ginkgo.Fail(err.Error()) })
			return
		}
		var r *run
		ginkgo.BeforeAll(func(ctx ginkgo.SpecContext) {
			if r, err = start(ctx, cfg); err != nil {
				ginkgo.Fail(err.Error())
			}
			r.act(ctx, rules)
		})
		for _, rule := range (&run{cfg: cfg}).ordered(rules) {
			ginkgo.It(rule.ID+": "+rule.Text, ginkgo.Label(string(rule.Provenance)), func(ctx ginkgo.SpecContext) {
				reportResult(rule, r.check(ctx, rule))
			})
		}
		describeReadings(cfg, func(ctx ginkgo.SpecContext) []report.Settled { return r.tellAll(ctx) })
		ginkgo.AfterAll(func(ctx ginkgo.SpecContext) {
			if r != nil {
				reportEnd(r.finish(ctx, rules))
			}
		})
	})
}

// describeReadings registers one spec per reading that cfg expects.
func describeReadings(cfg Config, tellAll func(ginkgo.SpecContext) []report.Settled) {
	if cfg.Expect == nil && cfg.tells() {
		ginkgo.It("determines the readings of the deployment", func(ctx ginkgo.SpecContext) { tellAll(ctx) })
	}
	if cfg.Expect == nil {
		return
	}
	for _, before := range cfg.Expect.Assumptions {
		if before.Reading == "" {
			continue
		}
		ginkgo.It(before.ID+": "+before.Reading+": "+before.Says, func(ctx ginkgo.SpecContext) {
			if expected := drift(before, told(tellAll(ctx), before.ID)); expected.Outcome != report.Holds {
				ginkgo.Fail(report.Visible(expected.Text))
			}
		})
	}
}

// reportResult reports a result to Ginkgo.
func reportResult(rule Rule, result report.Result) {
	ginkgo.AddReportEntry(rule.ID, result, ginkgo.ReportEntryVisibilityNever)
	switch {
	case result.Outcome == report.NotRun:
		ginkgo.Skip(report.Visible(result.Reason))
	case result.Outcome == report.Error && result.Gated:
		ginkgo.Fail("it could not be checked: " + report.Visible(result.Reason))
	case result.Outcome == report.Holds && result.Known != nil:
		ginkgo.Fail(result.Reason)
	case result.Outcome == report.Broken && result.Known == nil:
		ginkgo.Fail(breakText(result))
	}
}

// breakText returns what is broken and how to reproduce it.
func breakText(result report.Result) string {
	var out strings.Builder
	fmt.Fprintf(&out, "%s (%s, %q)\n", result.Text, result.Provenance, result.Section)
	for _, finding := range result.Findings {
		fmt.Fprintf(&out, "%s\n  expected: %s\n  got:      %s\n", finding.What, finding.Expected, finding.Got)
	}
	if result.MoreFindings > 0 {
		fmt.Fprintf(&out, "and %d more\n", result.MoreFindings)
	}
	if n := len(result.Exchanges); n > 0 {
		out.WriteString(result.Exchanges[n-1].Curl)
	}
	return report.Visible(out.String())
}

func reportEnd(whole report.Report) {
	ginkgo.AddReportEntry("contract", whole, ginkgo.ReportEntryVisibilityNever)
	for _, note := range whole.Notes {
		ginkgo.GinkgoWriter.Println(report.OneLine(note))
	}
	var out strings.Builder
	for _, use := range whole.Hurt() {
		fmt.Fprintln(&out, use.Verdict())
		for _, fact := range use.Broken {
			fmt.Fprintf(&out, "  %s: %s\n", fact.ID, fact.Text)
		}
	}
	if len(whole.Leftovers) > 0 {
		fmt.Fprintf(&out, "leads of run %s are left on the deployment:\n", whole.RunID)
	}
	for _, lead := range whole.Leftovers {
		fmt.Fprintf(&out, "  %s %s %s: %s\n", lead.LeadUUID, lead.LeadCode, lead.PhoneNumber, lead.Why)
	}
	if whole.MoreLeftovers > 0 {
		fmt.Fprintf(&out, "  and %d more\n", whole.MoreLeftovers)
	}
	if out.Len() > 0 {
		ginkgo.Fail(report.Visible(out.String()))
	}
}
