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
)

// variable is the environment variable of a flag.
func variable(flag string) string {
	return "LEADCONTRACT_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// isSet reports whether a variable is set to something. An unset secret of CI arrives as an empty one.
func isSet(name string) bool { return os.Getenv(name) != "" }

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
		filled, err := fill(command.Flags())
		if err != nil {
			return err
		}
		err = run(command)
		var usage usageError
		if errors.As(err, &usage) && filled[usage.place] {
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

// variables leaves out the token, which is there as a rule, and which this command has checked itself.
func variables(filled map[string]bool) []string {
	var names []string
	for flag := range filled {
		if flag != "token" {
			names = append(names, variable(flag))
		}
	}
	slices.Sort(names)
	return names
}

// wanted names what a flag of a type takes. Any text is a string.
var wanted = map[string]string{"float64": "a number", "bool": "true or false", "duration": "a duration such as 60s"}

func fill(set *pflag.FlagSet) (filled map[string]bool, failed error) {
	filled = map[string]bool{}
	set.VisitAll(func(flag *pflag.Flag) {
		name := variable(flag.Name)
		if flag.Changed || failed != nil || flag.Name == "help" || !isSet(name) {
			return
		}
		filled[flag.Name] = true
		if err := flag.Value.Set(os.Getenv(name)); err != nil {
			failed = usageError{name, fmt.Errorf("want %s, not %q", wanted[flag.Value.Type()], os.Getenv(name))}
		}
		flag.Changed = true
	})
	return filled, failed
}
