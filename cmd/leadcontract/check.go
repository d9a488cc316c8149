package main

import (
	"fmt"
	"slices"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/leadapi/leadapi/contract/report"
)

const checkExitHelp = `Exit codes:
  0    the deployment breaks nothing that an app relies on
  1    it breaks something, or a rule that the baseline lists as broken holds
  2    usage: a flag, a variable or a file is wrong, or no rule that touches an app ran
  4    the run of the report has left leads behind
  5    a report that cannot be written, or a gated rule that touches an app got no answer
  If several apply: 1 before 5, 5 before 4.`

// checkCommand reports from files whether apps can work with a deployment.
func checkCommand() *cobra.Command {
	var path string
	var usage []string
	var f files
	command := &cobra.Command{
		Use:   "check --usage FILE --report FILE",
		Short: "Check a report for what an app relies on",
		Long: `check reads what an app uses of the API, written by leadmock --usage, and what a deployment does, written by leadcontract --json.
It reports whether the deployment breaks anything that the app relies on. It sends nothing. It uses the gate and the baseline of the report.`,
		Args: noArguments,
		RunE: withEnvironment(func(command *cobra.Command) error { return check(command, usage, path, f) }),
	}
	set := pflag.NewFlagSet("Files", pflag.ContinueOnError)
	addUsage(set, &usage)
	set.StringVar(&path, "report", "", "the JSON report of a whole run, a `file`; a run with --usage or --profile covers assumptions as well")
	reports := f.flags()
	reports.Lookup("profile").Usage = "write the readings in the report as YAML to this `file`, for leadmock --as and --expect"
	describe(command, checkExitHelp, set, reports)
	return command
}

func addUsage(set *pflag.FlagSet, usage *[]string) {
	set.StringArrayVar(usage, "usage", nil, "a `file` of leadmock --usage: only what this app uses fails the run; repeatable, in the variable one per line: "+variable("usage"))
}

func check(command *cobra.Command, usage []string, path string, f files) error {
	switch {
	case len(usage) == 0:
		return missing("usage", "what the app uses, a file of leadmock --usage")
	case path == "":
		return missing("report", "what the deployment does, a file of leadcontract --json")
	}
	apps, err := readUsage(usage)
	if err != nil {
		return err
	}
	whole, err := readReport(path)
	if err != nil {
		return err
	}
	outputs := f.outputs()
	if err := checkKept(outputs, append(usageInputs(usage), readFile{"report", path})...); err != nil {
		return err
	}
	if err := checkOutputs(outputs); err != nil {
		return err
	}
	judged := whole.For(apps)
	if len(judged.Profile) == 0 {
		fmt.Fprintf(command.ErrOrStderr(), "leadcontract: %s does not have the deployment's readings of the assumptions; a run with --profile FILE or --usage FILE determines them\n", path)
	}
	if !slices.ContainsFunc(judged.Results, func(one report.Result) bool { return one.Gated && one.Outcome != report.NotRun }) {
		return wrong("report", "none of the rules that touch the app and can fail the run could run; the gate of %s is %s", path, whole.Gate)
	}
	return verdict(judged, nil, writeReports(command.OutOrStdout(), command.ErrOrStderr(), outputs, judged, f.verbose))
}
