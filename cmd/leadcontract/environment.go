package main

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/leadapi/leadapi/contract"
	"github.com/leadapi/leadapi/internal/envflag"
)

// environment holds the variables of flags. A repeatable flag has one value per line there.
var environment = envflag.Environment{Prefix: "LEADCONTRACT_", Separator: "\n", Others: []string{"LEADCONTRACT_BINARY"}}

// variable returns the environment variable of a flag.
func variable(flag string) string { return environment.Variable(flag) }

// isSet reports whether a flag's variable is set and not empty.
func isSet(name string) bool { return environment.Value(name) != "" }

// A usageError reports a wrong flag or variable.
type usageError struct {
	place string // a flag without its dashes, a variable, or ""
	err   error
}

func (e usageError) Unwrap() error { return e.err }

func (e usageError) Error() string {
	switch {
	case e.place == "":
		return e.err.Error()
	case strings.HasPrefix(e.place, variable("")):
		return e.place + ": " + e.err.Error()
	default:
		return "--" + e.place + ": " + e.err.Error()
	}
}

func wrong(flag, format string, args ...any) error {
	return usageError{flag, fmt.Errorf(format, args...)}
}

func missing(flag, what string) error {
	return usageError{err: fmt.Errorf("--%s is missing: %s (or set %s)", flag, what, variable(flag))}
}

// withEnvironment sets the flags that the command line omits from their variables, then runs. An error about such a flag
// names the variable.
func withEnvironment(run func(*cobra.Command) error) func(*cobra.Command, []string) error {
	return func(command *cobra.Command, _ []string) error {
		if err := checkVariables(command); err != nil {
			return err
		}
		filled, err := environment.Fill(command.Flags(), givenOtherwise(command.Flags())...)
		var bad *envflag.Error
		if errors.As(err, &bad) {
			return usageError{bad.Variable, fmt.Errorf("want %s, not %q", wanted[bad.Type], bad.Value)}
		}
		err = run(command)
		var usage usageError
		if errors.As(err, &usage) && slices.Contains(filled, usage.place) {
			usage.place = variable(usage.place)
			return usage
		}
		var config *contract.UsageError // from the suite, which does not know flags
		if names := variables(filled); errors.As(err, &config) && len(names) > 0 {
			return fmt.Errorf("%w (set in the environment: %s)", err, strings.Join(names, ", "))
		}
		return err
	}
}

// checkVariables refuses variables with the prefix that do not belong to a flag: with a mistyped LEADCONTRACT_LIST_UUID the run would
// only read, and pass.
func checkVariables(command *cobra.Command) error {
	var flags []string
	for _, sub := range append(command.Root().Commands(), command.Root()) {
		sub.Flags().VisitAll(func(flag *pflag.Flag) { flags = append(flags, flag.Name) })
	}
	unknown := environment.Unknown(os.Environ(), flags)
	switch {
	case len(unknown) == 0:
		return nil
	case unknown[0].Near != "":
		return usageError{unknown[0].Name, fmt.Errorf("unknown variable: did you mean %s?", unknown[0].Near)}
	}
	return usageError{unknown[0].Name, fmt.Errorf("unknown variable: %s --help lists the flags, each of which has one; unset it", command.CommandPath())}
}

// givenOtherwise returns the flags that another flag on the command line replaces.
func givenOtherwise(flags *pflag.FlagSet) []string {
	for _, given := range tokenFlags {
		if flags.Changed(given) {
			return tokenFlags
		}
	}
	return nil
}

// variables returns the names of set variables, without secrets and those that this command has checked itself.
func variables(filled []string) []string {
	var names []string
	for _, flag := range filled {
		if !slices.Contains(tokenFlags, flag) && flag != "header" {
			names = append(names, variable(flag))
		}
	}
	slices.Sort(names)
	return names
}

// wanted describes the values of a flag, by its type. A string can be any text.
var wanted = map[string]string{"float64": "a number", "bool": "true or false", "duration": "a duration such as 60s"}
