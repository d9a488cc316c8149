package contract

import (
	"maps"
	"slices"
	"strings"

	"github.com/leadapi/leadapi/contract/report"
	"github.com/leadapi/leadapi/openapi"
)

// CheckUsage returns a *UsageError for an app that has used nothing, since every deployment would pass for it, and for a parameter, a
// field or a reply that its operation does not have, since rules about a mistyped name would not count. It ignores operations of other specs.
func CheckUsage(apps []report.App) error {
	j, err := newJudge()
	if err != nil {
		return err
	}
	for _, app := range apps {
		used := false
		for _, sent := range app.Usage.Operations {
			at := slices.IndexFunc(j.operations, func(of openapi.Operation) bool { return of.ID == sent.Operation })
			if at < 0 {
				continue
			}
			used = used || sent.Count > 0
			for _, name := range slices.Sorted(maps.Keys(sent.Parameters)) {
				if j.operation(j.operations[at]).Parameters.GetByInAndName("query", name) == nil {
					return usage("the app %s has used the parameter %q of %s, which does not exist", app.Name, name, sent.Operation)
				}
			}
			for _, reply := range sent.Replies {
				if reply.Example != "" && !slices.ContainsFunc(j.operations[at].Examples, func(of openapi.Example) bool { return of.Name == reply.Example }) {
					return usage("the app %s has got the reply %q of %s, which does not exist", app.Name, reply.Example, sent.Operation)
				}
			}
			for _, name := range slices.Sorted(maps.Keys(sent.Fields)) {
				if !slices.Contains(j.takes(sent.Operation), name) {
					return usage("the app %s has sent the field %q in %s, which does not exist", app.Name, name, sent.Operation)
				}
			}
		}
		if !used {
			return usage("the app %s has used no operation of the API, so there is nothing to check; run its tests against leadmock --usage FILE", app.Name)
		}
	}
	return nil
}

// tells reports whether the run determines the deployment's readings.
func (cfg Config) tells() bool { return cfg.Profile || cfg.Expect != nil || len(cfg.Usage) > 0 }

func appNames(apps []report.App) string {
	var names []string
	for _, app := range apps {
		names = append(names, app.Name)
	}
	return strings.Join(names, " or ")
}

// result returns the result of a rule that was not checked.
func (r Rule) result() report.Result {
	return report.Result{
		ID: r.ID, Operation: r.Operation, Provenance: r.Provenance, Text: r.Text, Section: r.Section, Assumptions: r.Assumptions, About: r.About,
	}
}

// usage returns what the run means for the apps of its Config. A fact whose rule was not selected is not settled.
func (r *run) usage(whole report.Report) []report.AppUse {
	if len(r.cfg.Usage) == 0 {
		return nil
	}
	for _, rule := range rulesFrom(r.judge) {
		if _, checked := r.results[rule.ID]; !checked {
			left := rule.result()
			left.Outcome, left.Reason = report.NotRun, "it was not selected (--focus, --operation)"
			whole.Results = append(slices.Clone(whole.Results), left)
		}
	}
	return whole.For(r.cfg.Usage).Usage
}
