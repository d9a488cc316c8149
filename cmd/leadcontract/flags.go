package main

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/leadapi/leadapi/contract"
	"github.com/leadapi/leadapi/contract/report"
)

// target is what the run and the sweep need to know about the deployment.
type target struct {
	url, token, list string
	rate             float64
}

// flags takes the words about the list, for which run and sweep have different uses.
func (t *target) flags(list string) *pflag.FlagSet {
	set := pflag.NewFlagSet("Target", pflag.ContinueOnError)
	set.StringVar(&t.url, "url", "", "base `URL` of the deployment, such as https://staging.example.com")
	set.StringVar(&t.token, "token", "", "bearer `token`; better in "+variable("token")+", where no list of processes shows it")
	set.StringVar(&t.list, "list-uuid", "", list)
	set.Float64Var(&t.rate, "rate", 0, "requests a `second` at most (default 20; no limit against a loopback address)")
	return set
}

// check refuses what would otherwise fail in the middle of a run. No error repeats the token, nor a password in the URL.
func (t *target) check(set *pflag.FlagSet) error {
	if t.url == "" {
		return missing("url", "the base URL of the deployment")
	}
	base, err := url.Parse(t.url)
	switch {
	case err != nil || base.Host == "" || base.Scheme != "http" && base.Scheme != "https":
		return wrong("url", "want an absolute URL such as https://staging.example.com")
	case base.User != nil || base.RawQuery != "" || base.Fragment != "":
		return wrong("url", "want neither user, query nor fragment; the token goes into %s", variable("token"))
	case t.token == "":
		return missing("token", "the bearer token")
	case strings.ContainsFunc(t.token, func(r rune) bool { return r <= ' ' || r >= 0x7f }):
		return wrong("token", "it holds a space, a line end, or a letter that no header can carry; give the token alone, without Bearer")
	case set.Changed("rate") && !(t.rate > 0):
		return wrong("rate", "want a number of requests a second above 0, not %v", t.rate)
	}
	return nil
}

// selection says which rules run, and how.
type selection struct {
	campaign, gate, focus, operation, phonePrefix, baseline string
	importTimeout                                           time.Duration
	keep                                                    bool
}

func (s *selection) flags() *pflag.FlagSet {
	set := pflag.NewFlagSet("Rules", pflag.ContinueOnError)
	set.StringVar(&s.gate, "gate", string(report.Stated), "which rules fail the run, by `provenance`: stated, implied (and stated) or assumed (all)")
	set.StringVar(&s.focus, "focus", "", "run only the rules whose id matches this `regexp`; leadcontract rules lists them")
	set.StringVar(&s.operation, "operation", "", "run only the rules of this `operation`, such as createLead")
	set.StringVar(&s.campaign, "campaign-uuid", "", "`UUID` of the list's campaign, for the rules that filter by campaign")
	set.StringVar(&s.phonePrefix, "phone-prefix", "", "`digits` of a block of numbers that nobody answers; without it no number that can be dialled is sent")
	set.DurationVar(&s.importTimeout, "import-timeout", time.Minute, "how `long` an import may take")
	set.StringVar(&s.baseline, "baseline", "", "a `file` of known breaks, each with a reason and the day it expires")
	set.BoolVar(&s.keep, "keep", false, "leave the leads that the run creates")
	return set
}

// files are the paths of the reports.
type files struct{ junit, json, html, markdown, record, badge string }

func (f *files) flags() *pflag.FlagSet {
	set := pflag.NewFlagSet("Reports (- is standard output)", pflag.ContinueOnError)
	set.StringVar(&f.junit, "junit", "", "write JUnit XML to this `file`")
	set.StringVar(&f.json, "json", "", "write all of it as JSON to this `file`")
	set.StringVar(&f.html, "html", "", "write a page for a person to this `file`")
	set.StringVar(&f.markdown, "markdown", "", "write Markdown to this `file`, such as $GITHUB_STEP_SUMMARY")
	set.StringVar(&f.record, "record", "", "write a conformance record, as JSON, to this `file`")
	set.StringVar(&f.badge, "badge", "", "write its badge, as SVG, to this `file`")
	return set
}

func (f *files) outputs() []output {
	return []output{
		{"junit", f.junit, report.WriteJUnit},
		{"json", f.json, report.WriteJSON},
		{"html", f.html, report.WriteHTML},
		{"markdown", f.markdown, report.WriteMarkdown},
		{"record", f.record, report.WriteRecord},
		{"badge", f.badge, report.WriteBadge},
	}
}

// config turns the flags into the suite's.
func (s *selection) config(t target) (contract.Config, error) {
	cfg := contract.Config{
		URL: t.url, Token: t.token, ListUUID: t.list, CampaignUUID: s.campaign, Gate: report.Provenance(s.gate),
		Operation: s.operation, PhonePrefix: s.phonePrefix, ImportTimeout: s.importTimeout, Rate: t.rate, Keep: s.keep,
	}
	if !slices.Contains(report.Provenances(), cfg.Gate) {
		return cfg, wrong("gate", "unknown provenance %q (stated, implied, assumed)", s.gate)
	}
	if s.importTimeout <= 0 {
		return cfg, wrong("import-timeout", "want more than 0, such as 60s, not %s", s.importTimeout)
	}
	if names := operations(); s.operation != "" && !slices.Contains(names, s.operation) {
		return cfg, wrong("operation", "unknown operation %q (%s)", s.operation, strings.Join(names, ", "))
	}
	if s.focus != "" {
		focus, err := regexp.Compile(s.focus)
		if err != nil {
			return cfg, wrong("focus", "%w", err)
		}
		cfg.Focus = focus
	}
	if s.baseline != "" {
		baseline, err := contract.LoadBaseline(s.baseline)
		if err != nil {
			return cfg, wrong("baseline", "%w", err)
		}
		cfg.Baseline = baseline
	}
	return cfg, nil
}

// operations are those that have rules, in their order.
func operations() []string {
	var names []string
	for _, rule := range contract.Rules() {
		if rule.Operation != "" && !slices.Contains(names, rule.Operation) {
			names = append(names, rule.Operation)
		}
	}
	return names
}

// complete offers values for the flags that have a closed set of them.
func complete(command *cobra.Command) {
	fixed := func(values func() []string) cobra.CompletionFunc {
		return func(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
			return values(), cobra.ShellCompDirectiveNoFileComp
		}
	}
	provenances := func() []string {
		return []string{string(report.Stated), string(report.Implied), string(report.Assumed)}
	}
	for flag, values := range map[string]func() []string{"gate": provenances, "operation": operations} {
		if err := command.RegisterFlagCompletionFunc(flag, fixed(values)); err != nil {
			panic(err) // the flag does not exist
		}
	}
}
