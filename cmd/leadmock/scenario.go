package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/leadapi/leadapi/mock"
)

// readScenario reads a file, or finds one of the scenarios that come with leadmock. A file wins.
func readScenario(from string) (mock.Scenario, error) {
	data, err := os.ReadFile(from)
	if errors.Is(err, fs.ErrNotExist) {
		shipped, unknown := mock.ShippedScenario(from)
		if unknown != nil {
			return shipped, fmt.Errorf("--scenario: the file %s does not exist, and %w", from, unknown)
		}
		return shipped, nil
	}
	if err != nil {
		return mock.Scenario{}, fmt.Errorf("--scenario: %w", err)
	}
	return mock.ReadScenario(strings.TrimSuffix(filepath.Base(from), filepath.Ext(from)), data)
}

// scenarioFile returns the file of --scenario, or "" if it is a name.
func (f *flags) scenarioFile() string {
	if _, err := os.Stat(f.scenario); f.scenario == "" || err != nil {
		return ""
	}
	return f.scenario
}
