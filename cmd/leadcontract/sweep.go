package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/leadapi/leadapi/contract"
	"github.com/leadapi/leadapi/contract/report"
)

// sweepCommand deletes what a run left behind. It finds it in the intents file, or by paging through the list.
func sweepCommand(t *target) *cobra.Command {
	var runID string
	command := &cobra.Command{
		Use:   "sweep --run ID",
		Short: "Delete what a run left behind",
		Long: `sweep deletes the leads of a run that was killed, or that could not delete them.
It finds them in the run's intents file or, without that file, by the run's id in the lead_code of the leads of --list-uuid.`,
		Args: noArguments,
		RunE: withEnvironment(func(command *cobra.Command) error {
			cfg, err := t.config(command.Flags())
			if err != nil {
				return err
			}
			if runID == "" {
				return missing("run", "the id of the run, from its report")
			}
			return sweep(command, cfg, runID)
		}),
	}
	set := pflag.NewFlagSet("Run", pflag.ContinueOnError)
	set.StringVar(&runID, "run", "", "`id` of the run")
	describe(command, sweepExitHelp, set, t.flags("`UUID` of the list to search, if the run's intents file is not on this machine"))
	return command
}

func sweep(command *cobra.Command, cfg contract.Config, runID string) error {
	ctx, stop := untilSignal(command.Context(), command.ErrOrStderr(), "deleted leads stay deleted", "leadcontract sweep --run "+runID)
	defer stop()
	deleted, left, err := contract.Sweep(ctx, cfg, runID)
	out := command.OutOrStdout()
	for _, id := range deleted {
		fmt.Fprintf(out, "deleted  %s\n", shown(id))
	}
	for _, lead := range left {
		fmt.Fprintf(out, "left     %s  %s  %s  %s\n", shown(lead.LeadUUID), shown(lead.LeadCode), shown(lead.PhoneNumber), shown(lead.Why))
	}
	if err == nil || len(deleted)+len(left) > 0 {
		fmt.Fprintf(out, "%d deleted, %d left\n", len(deleted), len(left))
	}
	if len(left) > 0 {
		return errors.Join(exit(exitLeftovers), err)
	}
	return err
}

// shown returns what a server has sent as one safe line for a terminal.
func shown(text string) string { return report.OneLine(report.Cut(text)) }
