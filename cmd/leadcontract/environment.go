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

// environment is where the variables of flags stand. What can be given several times, headers, stands there one a line.
var environment = envflag.Environment{Prefix: "LEADCONTRACT_", Separator: "\n", Others: []string{"LEADCONTRACT_BINARY"}}

// variable is the environment variable of a flag.
func variable(flag string) string { return environment.Variable(flag) }

// isSet reports whether a variable is set to something.
func isSet(name string) bool { return environment.Value(name) != "" }

// A usageError is a flag or a variable that is wrong.
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

// withEnvironment fills the flags that the command line leaves out from their variables, then runs. What is wrong with
// a flag that came from a variable is said of the variable.
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
		var config *contract.UsageError // of the suite, which knows no flags
		if names := variables(filled); errors.As(err, &config) && len(names) > 0 {
			return fmt.Errorf("%w (set in the environment: %s)", err, strings.Join(names, ", "))
		}
		return err
	}
}

// checkVariables refuses variables of the prefix that are of no flag: a mistyped LEADCONTRACT_LIST_UUID would make a run that only reads,
// and passes.
func checkVariables(command *cobra.Command) error {
	var flags []string
	for _, one := range append(command.Root().Commands(), command.Root()) {
		one.Flags().VisitAll(func(flag *pflag.Flag) { flags = append(flags, flag.Name) })
	}
	unknown := environment.Unknown(os.Environ(), flags)
	switch {
	case len(unknown) == 0:
		return nil
	case unknown[0].Near != "":
		return usageError{unknown[0].Name, fmt.Errorf("there is no such variable: did you mean %s?", unknown[0].Near)}
	}
	return usageError{unknown[0].Name, fmt.Errorf("there is no such variable: %s --help lists the flags, and each is one; unset it", command.CommandPath())}
}

// givenOtherwise are the flags of which the command line has given another in their place.
func givenOtherwise(flags *pflag.FlagSet) []string {
	for _, given := range tokenFlags {
		if flags.Changed(given) {
			return tokenFlags
		}
	}
	return nil
}

// variables leaves out what is a secret, and what this command has checked itself.
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

// wanted names what a flag of a type takes. Any text is a string.
var wanted = map[string]string{"float64": "a number", "bool": "true or false", "duration": "a duration such as 60s"}
