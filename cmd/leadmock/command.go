package main

import (
	"fmt"
	"os"
	"runtime/debug"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/leadapi/leadapi/openapi"
)

// usageError is a flag or a variable that cannot be understood.
type usageError struct{ error }

func newCommand() *cobra.Command {
	var f flags
	command := &cobra.Command{
		Use:   "leadmock",
		Short: "Serve the lead API from memory",
		Long: `leadmock serves the lead API from memory and remembers what is sent to it.
Every flag is also an environment variable: --import-delay is LEADMOCK_IMPORT_DELAY.`,
		Args:          noArguments,
		SilenceUsage:  true,
		SilenceErrors: true,
		PreRunE:       func(command *cobra.Command, _ []string) error { return fromEnvironment(command.Flags(), os.LookupEnv) },
		RunE:          func(command *cobra.Command, _ []string) error { return serve(command.Context(), f, command.Flags()) },
	}
	command.SetFlagErrorFunc(func(_ *cobra.Command, err error) error {
		return usageError{fmt.Errorf("%w; leadmock --help lists the flags", err)}
	})
	f.register(command.Flags())
	command.AddCommand(specCommand(), assumptionsCommand(), versionCommand(), healthCommand(), certCommand(), clientCommand())
	return command
}

func noArguments(command *cobra.Command, args []string) error {
	if err := cobra.NoArgs(command, args); err != nil {
		return usageError{err}
	}
	return nil
}

// fromEnvironment sets the flags that the command line leaves out. An empty variable counts as none, as compose files have
// them, and LEADMOCK_PORT does not change an --addr of the command line.
func fromEnvironment(flags *pflag.FlagSet, lookup func(string) (string, bool)) error {
	var failed error
	ownAddress := flags.Changed("addr")
	flags.VisitAll(func(flag *pflag.Flag) {
		name := "LEADMOCK_" + strings.ToUpper(strings.ReplaceAll(flag.Name, "-", "_"))
		value, set := lookup(name)
		if !set || value == "" || flag.Changed || failed != nil || flag.Name == "help" || flag.Name == "port" && ownAddress {
			return
		}
		values := []string{value}
		if flag.Value.Type() == "stringArray" {
			values = strings.Split(value, ",")
		}
		for _, value := range values {
			if err := flags.Set(flag.Name, value); err != nil && failed == nil {
				failed = usageError{fmt.Errorf("%s: %w", name, err)}
			}
		}
	})
	return failed
}

func specCommand() *cobra.Command {
	var asJSON bool
	command := &cobra.Command{
		Use:   "spec",
		Short: "Print the OpenAPI document of the lead API",
		Args:  cobra.NoArgs,
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
		Short: "Print what is assumed where the vendor's page is silent, and how its contradictions are read",
		Args:  cobra.NoArgs,
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
			}
			for _, one := range contradictions {
				fmt.Fprintf(out, "%s\t%s: %s\n\tbut: %s\n\treading: %s\n", one.ID, one.Section, one.Says, one.But, one.Reading)
			}
			return out.Flush()
		},
	}
}

func versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Args:  cobra.NoArgs,
		Run: func(command *cobra.Command, _ []string) {
			fmt.Fprintln(command.OutOrStdout(), "leadmock", version())
		},
	}
}

// release is the version that release builds stamp: -ldflags "-X main.release=v1.2.3". Other builds know theirs from git
// or, by go install, from the module.
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
