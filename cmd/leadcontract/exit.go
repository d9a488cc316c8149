package main

import (
	"context"
	"errors"

	"github.com/leadapi/leadapi/contract"
	"github.com/leadapi/leadapi/contract/report"
)

// The exit codes. If several apply, a broken rule comes before an error, an error before leftovers, and leftovers
// before an interruption: the output has all of them, and the run was made to find broken rules.
const (
	exitHolds       = 0
	exitBroken      = 1   // a gated rule is broken, a baseline's entry holds again, or an expected reading has drifted
	exitUsage       = 2   // a flag or a variable is wrong, or no gated rule ran
	exitTarget      = 3   // the target is unreachable or refuses the token
	exitLeftovers   = 4   // leads of the run could not be deleted
	exitError       = 5   // the suite itself failed, a report could not be written, a gated rule got no answer, or an expected reading is untold
	exitInterrupted = 130 // a signal ended the run, and none of the above applies
)

const exitHelp = `Exit codes:
  0    every gated rule holds
  1    a gated rule is broken, a rule that the baseline lists as broken holds, a reading of --expect has drifted, or an assumption of
       --usage has another reading
  2    usage: a flag or variable is wrong, or no rule that can fail the run ran
  3    the target is unreachable, or refuses the token
  4    leads that the run created are left behind
  5    the suite itself failed, a report cannot be written, a gated rule got no answer, or a reading of --expect is unknown
  130  interrupted, and none of the above
  If several apply: 1 before 5, 5 before 4, 4 before 130.`

// sweepExitHelp is the exitHelp of sweep.
const sweepExitHelp = `Exit codes:
  0    nothing of the run is left
  2    usage: a flag or variable is wrong
  3    the target is unreachable, or refuses the token
  4    leads of the run are left
  5    another error`

// An exit ends the command with a code and no further message.
type exit int

func (exit) Error() string { return "" }

func exitCode(err error) int {
	var (
		code   exit
		usage  usageError
		wrong  *contract.UsageError
		target *contract.TargetError
	)
	switch {
	case err == nil:
		return exitHolds
	case errors.As(err, &code):
		return int(code)
	case errors.As(err, &usage), errors.As(err, &wrong), errors.Is(err, contract.ErrNoRules):
		return exitUsage
	case errors.As(err, &target):
		return exitTarget
	case errors.Is(err, context.Canceled):
		return exitInterrupted
	default:
		return exitError
	}
}

// verdict returns the exit of a run that produced a report. err is what ended the run early and unwritten why a report could not be
// written, if not nil. A failure on this machine does not hide the findings about the deployment.
func verdict(r report.Report, err, unwritten error) error {
	switch {
	case r.Broken():
		return errors.Join(exit(exitBroken), unwritten)
	case unwritten != nil:
		return errors.Join(exit(exitError), unwritten)
	case len(r.Errors())+len(r.Untold()) > 0 && !errors.Is(err, context.Canceled):
		return exit(exitError)
	case r.LeftBehind() > 0:
		return exit(exitLeftovers)
	default:
		return err
	}
}
