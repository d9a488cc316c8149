package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/leadapi/leadapi/contract"
	"github.com/leadapi/leadapi/contract/report"
	"github.com/leadapi/leadapi/openapi"
)

// readUsage reads the files of --usage. An app is named after its file.
func readUsage(paths []string) ([]report.App, error) {
	var apps []report.App
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, wrong("usage", "%w", err)
		}
		if isReport(openapi.UTF8(data)) {
			return nil, wrong("usage", "%s is a report of leadcontract --json; want a usage file of leadmock", path)
		}
		usage, err := openapi.ReadUsage(path, data)
		if err != nil {
			return nil, wrong("usage", "%w", err)
		}
		name := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
		if slices.ContainsFunc(apps, func(app report.App) bool { return app.Name == name }) {
			return nil, wrong("usage", "two files are named %s, but reports identify apps by file name: rename one", name)
		}
		apps = append(apps, report.App{Name: name, Usage: usage})
	}
	if err := contract.CheckUsage(apps); err != nil {
		return nil, wrong("usage", "%w", err)
	}
	return apps, nil
}

// isReport reports whether data looks like the output of --json.
func isReport(data []byte) bool {
	var parts map[string]json.RawMessage
	return json.Unmarshal(data, &parts) == nil && parts["run_id"] != nil && parts["results"] != nil
}

// readReport reads a report that can be judged without its deployment: by this version, of all rules, and of a finished run.
func readReport(path string) (report.Report, error) {
	var r report.Report
	data, err := os.ReadFile(path)
	if err != nil {
		return r, wrong("report", "%w", err)
	}
	data = openapi.UTF8(data)
	if !isReport(data) {
		if _, err := openapi.ReadUsage(path, data); err == nil {
			return r, wrong("report", "%s is a usage file of leadmock; want a report of leadcontract --json", path)
		}
		return r, wrong("report", "%s is not a report of leadcontract --json", path)
	}
	if err := json.Unmarshal(data, &r); err != nil {
		return r, wrong("report", "%s is not a report of leadcontract --json: %w", path, err)
	}
	if err := checkReport(r); err != nil {
		return r, wrong("report", "%s %w", path, err)
	}
	return r, nil
}

// checkReport returns an error whose text continues the name of the file.
func checkReport(r report.Report) error {
	rules := contract.Rules()
	known := func(id string) bool {
		return slices.ContainsFunc(rules, func(rule contract.Rule) bool { return rule.ID == id })
	}
	for _, result := range r.Results {
		if !known(result.ID) {
			return fmt.Errorf("has the rule %q, which this version (%s) does not know; it was written by %s: use the same version for both",
				report.OneLine(report.Cut(result.ID)), contract.Version(), writer(r))
		}
		if result.NotFinished() {
			return fmt.Errorf("is from an interrupted run: run it again")
		}
	}
	if r.Version != contract.Version() {
		return fmt.Errorf("was written by %s, and this is leadcontract %s, whose rules may differ: use the same version for both", writer(r), contract.Version())
	}
	if r.Finished.IsZero() {
		return fmt.Errorf("is from a run that did not finish: run it again")
	}
	for _, rule := range rules {
		if !slices.ContainsFunc(r.Results, func(result report.Result) bool { return result.ID == rule.ID }) {
			return fmt.Errorf("has only %d of the %d rules (%s is missing): create it without --focus, --operation and --rerun", len(r.Results), len(rules), rule.ID)
		}
	}
	return nil
}

func writer(r report.Report) string { return "leadcontract " + report.OneLine(report.Cut(r.Version)) }
