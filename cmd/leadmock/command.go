package main

import (
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strconv"
	"text/tabwriter"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/leadapi/leadapi/internal/envflag"
	"github.com/leadapi/leadapi/openapi"
)

// usageError is an error in a flag or variable; the exit code is 2.
type usageError struct{ error }

func newCommand() *cobra.Command {
	var f flags
	command := &cobra.Command{
		Use:   "leadmock",
		Short: "Serve the lead API from memory",
		Long: `leadmock serves the lead API from memory and remembers what you send.
Every flag is also an environment variable: --import-delay is LEADMOCK_IMPORT_DELAY.`,
		Args:          noArguments,
		SilenceUsage:  true,
		SilenceErrors: true,
		PreRunE:       fromEnvironment,
		RunE:          func(command *cobra.Command, _ []string) error { return serve(command.Context(), f, command.Flags()) },
	}
	command.SetFlagErrorFunc(func(command *cobra.Command, err error) error {
		if near := envflag.NearFlag(err, command.Flags()); near != "" {
			return usageError{fmt.Errorf("%w; did you mean --%s?", err, near)}
		}
		return usageError{fmt.Errorf("%w; leadmock --help lists the flags", err)}
	})
	f.register(command.Flags())
	command.AddCommand(specCommand(), assumptionsCommand(), versionCommand(), healthCommand(), certCommand(), clientCommand())
	return command
}

func noArguments(command *cobra.Command, args []string) error {
	if err := cobra.NoArgs(command, args); err != nil {
		return usageError{fmt.Errorf("%w; leadmock --help lists commands and flags", err)}
	}
	return nil
}

// environment maps flags to environment variables.
var environment = envflag.Environment{Prefix: "LEADMOCK_", Separator: ",", Others: []string{"LEADMOCK_BINARY"}}

// fromEnvironment sets the flags that the command line leaves out. LEADMOCK_PORT does not change an --addr of the command line.
func fromEnvironment(command *cobra.Command, _ []string) error {
	var skip []string
	if command.Flags().Changed("addr") {
		skip = []string{"port"}
	}
	if _, err := environment.Fill(command.Flags(), skip...); err != nil {
		return usageError{err}
	}
	warnOfVariables(command)
	return nil
}

// warnOfVariables prints the variables with the prefix that do not belong to a flag and would silently be ignored.
func warnOfVariables(command *cobra.Command) {
	var known []string
	for _, one := range append(command.Root().Commands(), command.Root()) {
		one.Flags().VisitAll(func(flag *pflag.Flag) { known = append(known, flag.Name) })
	}
	for _, unknown := range environment.Unknown(os.Environ(), known) {
		advice := "leadmock --help lists the flags; each is a variable too"
		if unknown.Near != "" {
			advice = "did you mean " + unknown.Near + "?"
		}
		fmt.Fprintf(command.ErrOrStderr(), "leadmock: there is no variable %s; %s\n", strconv.Quote(unknown.Name), advice)
	}
}

func specCommand() *cobra.Command {
	var asJSON bool
	command := &cobra.Command{
		Use:   "spec",
		Short: "Print the OpenAPI document of the lead API",
		Args:  noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			lead, err := openapi.Lead()
			if err != nil {
				return err
			}
			public, err := lead.Public()
			if err != nil {
				return err
			}
			print := public.YAML
			if asJSON {
				print = public.JSON
			}
			data, err := print()
			if err != nil {
				return err
			}
			_, err = command.OutOrStdout().Write(data)
			return err
		},
	}
	command.Flags().BoolVar(&asJSON, "json", false, "as JSON, not YAML")
	return command
}

func assumptionsCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "assumptions",
		Short: "Print the assumptions where the vendor's documentation is silent, and how its contradictions are read",
		Args:  noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			assumptions, err := openapi.Assumptions()
			if err != nil {
				return err
			}
			contradictions, err := openapi.Contradictions()
			if err != nil {
				return err
			}
			out := tabwriter.NewWriter(command.OutOrStdout(), 0, 0, 2, ' ', 0)
			for _, one := range assumptions {
				fmt.Fprintf(out, "%s\t%s\n\twhy: %s\n\tdisproof: %s\n", one.ID, one.Claim, one.Why, one.Disproof)
				printReadings(out, one.Readings)
				printEvidence(out, one.Evidence)
			}
			for _, one := range contradictions {
				fmt.Fprintf(out, "%s\t%s: %s\n\tbut: %s\n\treading: %s\n", one.ID, one.Section, one.Says, one.But, one.Reading)
				printReadings(out, one.Readings)
				printEvidence(out, one.Evidence)
			}
			return out.Flush()
		},
	}
}

func printReadings(out io.Writer, readings []openapi.Reading) {
	for _, one := range readings {
		fmt.Fprintf(out, "\t%s: %s\n", one.Name, one.Says)
	}
}

func printEvidence(out io.Writer, evidence []openapi.Evidence) {
	for _, one := range evidence {
		fmt.Fprintf(out, "\t%s, %s: %s (%s)\n", one.Side, one.Strength, one.Says, one.Where)
	}
}

func versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Args:  noArguments,
		Run: func(command *cobra.Command, _ []string) {
			fmt.Fprintln(command.OutOrStdout(), "leadmock", version())
		},
	}
}

// release is the version that release builds set: -ldflags "-X main.release=v1.2.3". Other builds take it from git or,
// with go install, from the module.
var release string

func version() string {
	if release != "" {
		return release
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}
