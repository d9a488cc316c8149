package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"strings"

	"github.com/leadapi/leadapi/mock"
	"github.com/leadapi/leadapi/openapi"
)

// readings returns the options of --as and --vary-for.
func (f *flags) readings() ([]mock.Option, error) {
	var options []mock.Option
	if len(f.as) > 0 {
		readings, untold := openapi.Readings{}, map[string]bool{}
		for _, value := range f.as {
			given, without, err := readingsOf(value)
			if err != nil {
				return nil, usageError{fmt.Errorf("--as: %w", err)}
			}
			for _, id := range without {
				untold[id] = true
			}
			maps.Copy(readings, given)
		}
		sayUntold(os.Stderr, readings, untold)
		options = append(options, mock.WithReadings(readings))
	}
	if f.varyFor != "" {
		data, err := os.ReadFile(f.varyFor)
		if err != nil {
			return nil, fmt.Errorf("--vary-for: %w (a file of leadmock --usage)", err)
		}
		usage, err := openapi.ReadUsage(f.varyFor, data)
		if err != nil {
			return nil, fmt.Errorf("--vary-for: %w", err)
		}
		options = append(options, mock.WithVaryOnly(usage.ReliedOn()))
	}
	return options, nil
}

// readingsOf parses one value of --as: the name of a profile, or the readings themselves. It also returns the assumptions
// for which the profile has no reading.
func readingsOf(value string) (readings openapi.Readings, without []string, err error) {
	data, err := os.ReadFile(value)
	named := strings.HasSuffix(value, ".yaml") || strings.HasSuffix(value, ".yml")
	switch {
	case err != nil && !named && (errors.Is(err, fs.ErrNotExist) || strings.Contains(value, "=")):
		readings, err = openapi.ParseReadings(value)
		return readings, nil, err
	case err != nil:
		return nil, nil, fmt.Errorf("%w (a profile of leadcontract --profile)", err)
	}
	profile, err := openapi.ReadProfile(value, data)
	for _, one := range profile.Assumptions {
		if one.Reading == "" {
			without = append(without, one.ID)
		}
	}
	return profile.Readings(), without, err
}

// sayUntold prints the readings in use for assumptions that a profile does not settle.
func sayUntold(out io.Writer, readings openapi.Readings, untold map[string]bool) {
	for _, choice := range openapi.Choices() {
		if untold[choice.ID] && readings[choice.ID] == "" {
			fmt.Fprintf(out, "leadmock: %s: the profile has no reading; playing %s\n", choice.ID, choice.Readings[0].Name)
		}
	}
}

// printReadings prints the readings in use, as --as accepts them. It does not use stdout, which test runners hide.
func (f *flags) printReadings(out io.Writer, handler *mock.Server) {
	seed, varied := handler.Seed()
	played := handler.Readings()
	if len(f.as)+len(played) == 0 && !varied {
		return
	}
	line := "leadmock: plays as assumed"
	if len(played) > 0 {
		line = "leadmock: plays --as " + played.String()
	}
	if varied {
		line += fmt.Sprintf(" (chosen by --vary %d)", seed)
	}
	fmt.Fprintln(out, line)
}
