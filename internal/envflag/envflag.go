// Package envflag fills the flags of a command from environment variables: --list-uuid of leadcontract is LEADCONTRACT_LIST_UUID.
package envflag

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/pflag"
)

// Environment is where the variables of a command stand.
type Environment struct {
	Prefix    string                      // of the variables, such as LEADCONTRACT_
	Separator string                      // between the values of a flag that can be repeated
	Others    []string                    // variables with the prefix that are of no flag: those that the npm package reads
	Lookup    func(string) (string, bool) // os.LookupEnv without it
}

// Variable returns the name of a flag's variable.
func (e Environment) Variable(flag string) string {
	return e.Prefix + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// Value returns the value of a variable, "" for none. An empty variable counts as none: an unset secret of CI arrives as one, and compose
// files have them.
func (e Environment) Value(name string) string {
	lookup := e.Lookup
	if lookup == nil {
		lookup = os.LookupEnv
	}
	value, _ := lookup(name)
	return value
}

// Error is a variable whose value its flag does not take.
type Error struct {
	Variable string
	Value    string
	Type     string // of the flag's value, such as duration
	Err      error
}

func (e *Error) Error() string { return fmt.Sprintf("%s: %v", e.Variable, e.Err) }
func (e *Error) Unwrap() error { return e.Err }

// Fill sets the flags that the command line leaves out from their variables, but not those in skip, and returns the names of those that it
// has set. What a cluster sets for a service is passed over: LEADMOCK_PORT is tcp://10.0.0.1:4010 beside a service leadmock. The first value that a flag does not take is an *Error.
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
