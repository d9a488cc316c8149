package main

import (
	"fmt"
	"io"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/leadapi/leadapi/contract/report"
	"github.com/leadapi/leadapi/internal/envflag"
)

// execute runs the command and returns its exit code.
func execute(args []string, stdout, stderr io.Writer) int {
	var t target
	command := newCommand(&t)
	command.SetArgs(args)
	command.SetOut(stdout)
	command.SetErr(stderr)
	err := command.Execute()
	if message := message(err); message != "" {
		fmt.Fprintln(stderr, "leadcontract: "+report.Visible(report.Cut(redact(message, t.token))))
	}
	return exitCode(err)
}

func newCommand(t *target) *cobra.Command {
	var s selection
	var f files
	command := &cobra.Command{
		Use:   "leadcontract",
		Short: "Check a live deployment of the lead API against its document",
		Long: `leadcontract sends requests to a deployment of the lead API and checks its replies against the document.
It writes only to the list of --list-uuid and deletes what it created. Without a list it only reads.`,
		Example: `  export LEADCONTRACT_TOKEN=...
  leadcontract --url https://staging.example.com
  leadcontract --url https://staging.example.com --list-uuid c4869e79-f0fa-4c6a-9410-bc0defac375a --html report.html`,
		Args:          noArguments,
		SilenceUsage:  true,
		SilenceErrors: true,
		RunE:          withEnvironment(func(command *cobra.Command) error { return run(command, *t, s, f) }),
	}
	list := "`UUID` of a list to write to; without it the run only reads. Do not use a list of an active campaign: it would be dialled"
	describe(command, exitHelp, t.flags(list), s.flags(), f.flags())
	complete(command)
	command.SuggestionsMinimumDistance = 2
	command.SetFlagErrorFunc(func(command *cobra.Command, err error) error {
		if near := envflag.NearFlag(err, command.Flags()); near != "" {
			return wrong("", "%w; did you mean --%s?", err, near)
		}
		return wrong("", "%w; %s --help lists the flags", err, command.CommandPath())
	})
	command.AddCommand(rulesCommand(), checkCommand(), sweepCommand(t), versionCommand())
	return command
}

// noArguments refuses arguments. Its error does not contain them: one may be a token.
func noArguments(command *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	if near := command.SuggestionsFor(args[0]); len(near) > 0 {
		return wrong("", "unknown command: did you mean %s?", strings.Join(near, " or "))
	}
	return wrong("", "%s takes no arguments, got %d; leadcontract --help lists commands and flags", command.CommandPath(), len(args))
}

// describe adds the flags, shows them in groups and in the given order, and appends more to the help.
func describe(command *cobra.Command, more string, groups ...*pflag.FlagSet) {
	for _, group := range groups {
		group.SortFlags = false
		command.Flags().AddFlagSet(group)
	}
	described := command
	command.SetUsageFunc(func(command *cobra.Command) error {
		if command != described { // cobra's own commands, such as completion, do not have these flags
			return new(cobra.Command).UsageFunc()(command)
		}
		var out strings.Builder
		fmt.Fprintf(&out, "Usage:\n  %s\n", command.UseLine())
		if command.HasAvailableSubCommands() {
			fmt.Fprintf(&out, "\nExamples:\n%s\n\nCommands:\n", command.Example)
			for _, sub := range command.Commands() {
				if sub.IsAvailableCommand() {
					fmt.Fprintf(&out, "  %-11s %s\n", sub.Name(), sub.Short)
				}
			}
		}
		for _, group := range groups {
			fmt.Fprintf(&out, "\n%s:\n%s", group.Name(), group.FlagUsages())
		}
		if more != "" {
			fmt.Fprintf(&out, "\nEach flag can be set by an environment variable: --list-uuid by %s. The flag wins.\n\n%s\n", variable("list-uuid"), more)
		}
		_, err := io.WriteString(command.OutOrStderr(), out.String())
		return err
	})
}

func versionCommand() *cobra.Command {
	command := &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Args:  noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			_, err := fmt.Fprintln(command.OutOrStdout(), "leadcontract", version())
			return err
		},
	}
	describe(command, "")
	return command
}

// release is the version of release builds, set with -ldflags "-X main.release=v1.2.3". Other builds get it from git or,
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

// redact removes the token from an error, whose text may come from anywhere. A token as short as "dev" is not a secret, and
// removing it would make holes in words.
func redact(text, token string) string {
	if len(token) < 6 {
		return text
	}
	return strings.ReplaceAll(text, token, "$TOKEN")
}

// message returns what remains to be printed about an error.
func message(err error) string {
	if err == nil {
		return ""
	}
	return strings.TrimSpace(err.Error())
}
