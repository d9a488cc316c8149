package main

import (
	"fmt"
	"io"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/leadapi/leadapi/contract/report"
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
		Short: "Hold a live deployment of the lead API against its document",
		Long: `leadcontract sends requests to a deployment of the lead API and holds its replies against the document.
It writes only in the list of --list-uuid, and deletes what it created. Without a list it only reads.`,
		Example: `  export LEADCONTRACT_TOKEN=...
  leadcontract --url https://staging.example.com
  leadcontract --url https://staging.example.com --list-uuid c4869e79-f0fa-4c6a-9410-bc0defac375a --html report.html`,
		Args:          noArguments,
		SilenceUsage:  true,
		SilenceErrors: true,
		RunE:          withEnvironment(func(command *cobra.Command) error { return run(command, *t, s, f) }),
	}
	list := "`UUID` of a list to write in; without it the run only reads. Not one of an active campaign: it would be dialled"
	describe(command, exitHelp, t.flags(list), s.flags(), f.flags())
	complete(command)
	command.SuggestionsMinimumDistance = 2
	command.SetFlagErrorFunc(func(command *cobra.Command, err error) error {
		return wrong("", "%w; %s --help lists the flags", err, command.CommandPath())
	})
	command.AddCommand(rulesCommand(), checkCommand(), sweepCommand(t), versionCommand())
	return command
}

// noArguments refuses arguments. It does not repeat them: a token may be among them.
func noArguments(command *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	if near := command.SuggestionsFor(args[0]); len(near) > 0 {
		return wrong("", "unknown command: did you mean %s?", strings.Join(near, " or "))
	}
	return wrong("", "%s takes no argument, and got %d; leadcontract --help lists commands and flags", command.CommandPath(), len(args))
}

// describe adds the flags, shows them in their groups and in their order, and ends the help with more.
func describe(command *cobra.Command, more string, groups ...*pflag.FlagSet) {
	for _, group := range groups {
		group.SortFlags = false
		command.Flags().AddFlagSet(group)
	}
	command.SetUsageFunc(func(command *cobra.Command) error {
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
			fmt.Fprintf(&out, "\nEach flag is a variable as well: --list-uuid is %s. The flag wins.\n\n%s\n", variable("list-uuid"), more)
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

// redact is the last guard of the token; what an error says may come from anywhere. A token as short as "dev" is no secret, and
// taking it out would tear holes into words.
func redact(text, token string) string {
	if len(token) < 6 {
		return text
	}
	return strings.ReplaceAll(text, token, "$TOKEN")
}

// message is what is left to say about an error.
func message(err error) string {
	if err == nil {
		return ""
	}
	return strings.TrimSpace(err.Error())
}
