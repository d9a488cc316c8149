// Package envflag fills the flags of a command from environment variables: --list-uuid of leadcontract is LEADCONTRACT_LIST_UUID.
package envflag

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/pflag"
)

// Environment describes the environment variables of a command.
type Environment struct {
	Prefix    string                      // of the variables, such as LEADCONTRACT_
	Separator string                      // between the values of a repeatable flag
	Others    []string                    // other variables with the prefix, such as those of the npm package
	Lookup    func(string) (string, bool) // os.LookupEnv by default
}

// Variable returns the name of a flag's variable.
func (e Environment) Variable(flag string) string {
	return e.Prefix + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// Value returns the value of a variable, or "". An empty variable counts as unset, because unset secrets of CI and of compose
// files arrive as empty variables.
func (e Environment) Value(name string) string {
	lookup := e.Lookup
	if lookup == nil {
		lookup = os.LookupEnv
	}
	value, _ := lookup(name)
	return value
}

// Error is a variable whose value its flag does not accept.
type Error struct {
	Variable string
	Value    string
	Type     string // of the flag's value, such as duration
	Err      error
}

func (e *Error) Error() string { return fmt.Sprintf("%s: %v", e.Variable, e.Err) }
func (e *Error) Unwrap() error { return e.Err }

// Fill sets the flags that the command line leaves out, except those in skip, from their variables, and returns the names of the
// flags that it has set. It ignores variables that Kubernetes sets for a Service: with a Service named leadmock, LEADMOCK_PORT is
// tcp://10.0.0.1:4010. It returns an *Error for the first value that a flag does not accept.
func (e Environment) Fill(flags *pflag.FlagSet, skip ...string) (filled []string, err error) {
	flags.VisitAll(func(flag *pflag.Flag) {
		name := e.Variable(flag.Name)
		value := e.Value(name)
		if flag.Changed || value == "" || e.ofService(name, value) || err != nil || flag.Name == "help" || slices.Contains(skip, flag.Name) {
			return
		}
		filled = append(filled, flag.Name)
		values := []string{value}
		if flag.Value.Type() == "stringArray" {
			values = strings.Split(value, e.Separator)
		}
		for _, value := range values {
			if failed := flags.Set(flag.Name, value); failed != nil {
				err = &Error{name, value, flag.Value.Type(), failed}
				return
			}
		}
	})
	return filled, err
}
