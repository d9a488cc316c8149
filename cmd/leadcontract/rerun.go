package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/leadapi/leadapi/contract"
	"github.com/leadapi/leadapi/contract/report"
)

// rerun is a rule of an earlier report to check again.
type rerun struct {
	rule   report.Result
	before report.Report
}

// readRerun returns nil without --rerun. Otherwise it sets the flags that neither the command line nor a variable has set from the
// report.
func readRerun(set *pflag.FlagSet, t *target, s *selection) (*rerun, error) {
	switch {
	case s.rerun == "" && s.report == "":
		return nil, nil
	case s.rerun == "":
		return nil, missing("rerun", "the rule of --report to check again")
	case s.report == "":
		return nil, missing("report", "the JSON report that has the rule of --rerun")
	case s.expect != "":
		return nil, wrong("rerun", "it repeats one rule: leave out --expect")
	case s.focus != "" || s.operation != "":
		return nil, wrong("rerun", "it names the rule: leave out --focus and --operation")
	case len(s.usage) > 0:
		return nil, wrong("rerun", "the rule fails the run whether an app uses it or not: leave out --usage")
	}
	data, err := os.ReadFile(s.report)
	if err != nil {
		return nil, wrong("report", "%w", err)
	}
	var before report.Report
	if err := json.Unmarshal(data, &before); err != nil {
		return nil, wrong("report", "%s is not a report of --json: %w", s.report, err)
	}
	at := slices.IndexFunc(before.Results, func(result report.Result) bool { return result.ID == s.rerun })
	if at < 0 {
		return nil, wrong("rerun", "%s has no rule %q; what it found: %s", s.report, s.rerun, found(before))
	}
	again := &rerun{rule: before.Results[at], before: before}
	now := slices.IndexFunc(contract.Rules(), func(rule contract.Rule) bool { return rule.ID == s.rerun })
	if now < 0 {
		return nil, wrong("rerun", "this version no longer has the rule %q; leadcontract rules lists its rules", s.rerun)
	}
	again.rule.Provenance = contract.Rules()[now].Provenance
	return again, again.fill(set, t, s)
}

// found names the findings of an earlier run, the first ones if there are many.
func found(r report.Report) string {
	var ids []string
	for _, result := range r.Results {
		if result.Outcome == report.Broken || result.Outcome == report.Differs || result.Outcome == report.Error {
			ids = append(ids, report.OneLine(report.Cut(result.ID)))
		}
	}
	const most = 10
	if len(ids) > most {
		ids = append(ids[:most], fmt.Sprintf("and %d more", len(ids)-most))
	}
	if len(ids) == 0 {
		return "nothing"
	}
	return strings.Join(ids, ", ")
}

// fill sets flags that are not set.
func (r *rerun) fill(set *pflag.FlagSet, t *target, s *selection) error {
	settings := r.before.Settings
	for _, setting := range []struct {
		flag  string
		apply func()
	}{
		{"url", func() { t.url = r.before.Target }},
		{"list-uuid", func() { t.list = settings.ListUUID }},
		{"rate", func() { t.rate = settings.Rate }},
		{"campaign-uuid", func() { s.campaign = settings.CampaignUUID }},
		{"phone-prefix", func() { s.phonePrefix = settings.PhonePrefix }},
		{"import-timeout", func() { s.importTimeout = orElse(settings.ImportTimeout, s.importTimeout) }},
		{"settle", func() { s.settle = orElse(settings.Settle, s.settle) }},
		{"timeout", func() { s.timeout = settings.Timeout }},
		{"gate", func() { s.gate = string(surest(r.before.Gate, r.rule.Provenance)) }},
	} {
		if !set.Changed(setting.flag) {
			setting.apply()
		}
	}
	for _, name := range settings.Headers {
		if !slices.ContainsFunc(t.headers, func(line string) bool {
			given, _, _ := strings.Cut(line, ":")
			return strings.EqualFold(strings.TrimSpace(given), name)
		}) {
			return wrong("header", "the run of %s sent the header %s, but reports do not contain header values: pass it again", s.report, report.OneLine(name))
		}
	}
	return nil
}

func orElse(d, other time.Duration) time.Duration {
	if d == 0 {
		return other
	}
	return d
}

// surest returns a gate with which rules of both provenances fail the run.
func surest(gate, provenance report.Provenance) report.Provenance {
	all := report.Provenances()
	return all[max(0, slices.Index(all, gate), slices.Index(all, provenance))]
}

// focus selects the rule. A rule about the replies of all operations judges the exchanges of the other rules, so all of them run.
func (r *rerun) focus(cfg *contract.Config) {
	cfg.Seed = r.before.Settings.Seed
	if r.rule.Operation != "" {
		cfg.Focus = regexp.MustCompile("^" + regexp.QuoteMeta(r.rule.ID) + "$")
	}
}

// announce prints what is repeated and where the token goes: a report may come from anyone.
func (r *rerun) announce(stderr io.Writer, t target, path string) {
	list := ""
	if t.list != "" {
		list = ", list " + report.OneLine(t.list)
	}
	fmt.Fprintf(stderr, "leadcontract: repeating %s of %s against %s%s\n", report.OneLine(r.rule.ID), path, report.OneLine(t.url), list)
}

// only removes other rules from a report and prints the result of the rule.
func (r *rerun) only(stderr io.Writer, now report.Report) report.Report {
	now.Results = slices.DeleteFunc(slices.Clone(now.Results), func(result report.Result) bool { return result.ID != r.rule.ID })
	now.Partial = true
	for _, result := range now.Results {
		fmt.Fprintf(stderr, "leadcontract: %s: %s in the report, %s now\n", result.ID, report.OneLine(string(r.rule.Outcome)), result.Outcome)
	}
	return now
}
