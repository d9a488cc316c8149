package main

import (
	"errors"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/leadapi/leadapi/contract"
	"github.com/leadapi/leadapi/contract/report"
	"github.com/leadapi/leadapi/openapi"
)

// selection holds the flags that select rules and configure the run.
type selection struct {
	campaign, gate, focus, operation, phonePrefix, baseline, expect string
	importTimeout, settle, timeout                                  time.Duration
	keep                                                            bool
	rerun, report                                                   string
	usage                                                           []string
}

func (s *selection) flags() *pflag.FlagSet {
	set := pflag.NewFlagSet("Rules", pflag.ContinueOnError)
	set.StringVar(&s.gate, "gate", string(report.Stated), "which rules fail the run, by `provenance`: stated, implied (and stated) or assumed (all)")
	set.StringVar(&s.focus, "focus", "", "run only the rules whose id matches this `regexp`; leadcontract rules lists them")
	set.StringVar(&s.operation, "operation", "", "run only the rules of this `operation`, for example createLead")
	set.StringVar(&s.campaign, "campaign-uuid", "", "`UUID` of the list's campaign, for the rules that filter by campaign")
	set.StringVar(&s.phonePrefix, "phone-prefix", "", "`digits` of a block of numbers that nobody answers; without it no diallable number is sent")
	set.DurationVar(&s.importTimeout, "import-timeout", time.Minute, "how long an import may take, for example `60s`")
	set.DurationVar(&s.settle, "settle", 2*time.Second, "how long a write may take to show in reads, for example `2s`")
	set.DurationVar(&s.timeout, "timeout", 0, "time after which the run checks no more rules and clears up, for example `15m` (the default depends on the rate and the import timeout)")
	set.StringVar(&s.baseline, "baseline", "", "a `file` of known breaks, each with a reason and an expiry date")
	set.StringVar(&s.expect, "expect", "", "a `file` written by --profile; a different reading fails the run")
	addUsage(set, &s.usage)
	set.BoolVar(&s.keep, "keep", false, "do not delete the leads that the run creates")
	set.StringVar(&s.rerun, "rerun", "", "check one `rule` of --report again; it fails the run, whatever its provenance")
	set.StringVar(&s.report, "report", "", "JSON report `file` from which --rerun takes the URL, the list and other settings; flags and variables win")
	return set
}

// files are the paths of the reports.
type files struct {
	junit, json, html, markdown, record, badge, profile string
	verbose                                             bool
}

func (f *files) flags() *pflag.FlagSet {
	set := pflag.NewFlagSet("Reports (- is standard output; folders are created)", pflag.ContinueOnError)
	set.StringVar(&f.junit, "junit", "", "write JUnit XML to this `file`")
	set.StringVar(&f.json, "json", "", "write everything as JSON to this `file`")
	set.StringVar(&f.html, "html", "", "write a web page to this `file`")
	set.StringVar(&f.markdown, "markdown", "", "write Markdown to this `file`, for example $GITHUB_STEP_SUMMARY")
	set.StringVar(&f.record, "record", "", "write a conformance record, as JSON, to this `file`")
	set.StringVar(&f.badge, "badge", "", "write a conformance badge, as SVG, to this `file`")
	set.StringVar(&f.profile, "profile", "", "determine how the deployment answers where the documentation is silent, and write it as YAML to this `file`, for leadmock --as and --expect")
	set.BoolVarP(&f.verbose, "verbose", "v", false, "on a terminal, print the rules that hold as well")
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
		{"profile", f.profile, writeProfile},
	}
}

func writeProfile(w io.Writer, r report.Report) error {
	if len(r.Profile) == 0 {
		return errors.New("the run did not determine the deployment's readings: it was not asked to (--profile, --usage or --expect), or it ended before")
	}
	data, err := contract.ProfileOf(r).YAML()
	if err != nil {
		return err
	}
	_, err = w.Write(data)
	return err
}

// config adds the flags to the Config of the target.
func (s *selection) config(cfg contract.Config) (contract.Config, error) {
	cfg.CampaignUUID, cfg.PhonePrefix, cfg.Gate, cfg.Operation = s.campaign, s.phonePrefix, report.Provenance(s.gate), s.operation
	cfg.ImportTimeout, cfg.Timeout, cfg.Settle, cfg.Keep = s.importTimeout, s.timeout, s.settle, s.keep
	if !slices.Contains(report.Provenances(), cfg.Gate) {
		return cfg, wrong("gate", "unknown provenance %q (stated, implied, assumed)", s.gate)
	}
	if s.importTimeout <= 0 {
		return cfg, wrong("import-timeout", "want more than 0, for example 60s, not %s", s.importTimeout)
	}
	if s.settle < 0 {
		return cfg, wrong("settle", "want 0s or more, not %s", s.settle)
	}
	if s.settle == 0 {
		cfg.Settle = 1 // ns: reads show a write at once
	}
	if s.timeout < 0 {
		return cfg, wrong("timeout", "want more than 0, for example 15m, not %s", s.timeout)
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
	if s.expect != "" {
		data, err := os.ReadFile(s.expect)
		if err != nil {
			return cfg, wrong("expect", "%w", err)
		}
		profile, err := openapi.ReadProfile(s.expect, data)
		if err != nil {
			return cfg, wrong("expect", "%w", err)
		}
		cfg.Expect = &profile
	}
	var err error
	cfg.Usage, err = readUsage(s.usage)
	return cfg, err
}

// operations returns the operations that have rules, in order.
func operations() []string {
	var names []string
	for _, rule := range contract.Rules() {
		if rule.Operation != "" && !slices.Contains(names, rule.Operation) {
			names = append(names, rule.Operation)
		}
	}
	return names
}

// complete registers shell completion for the flags with a closed set of values.
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
