package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/leadapi/leadapi/contract"
	"github.com/leadapi/leadapi/contract/report"
)

// run checks the flags, runs the suite, and writes the reports.
func run(command *cobra.Command, t target, s selection, f files) error {
	stdout, stderr := command.OutOrStdout(), command.ErrOrStderr()
	again, err := readRerun(command.Flags(), &t, &s)
	if err != nil {
		return err
	}
	cfg, err := t.config(command.Flags())
	if err != nil {
		return err
	}
	if cfg, err = s.config(cfg); err != nil {
		return err
	}
	cfg.Profile = f.profile != ""
	outputs := f.outputs()
	inputs := append(usageInputs(s.usage), readFile{"expect", s.expect}, readFile{"baseline", s.baseline}, readFile{"report", s.report})
	if err := checkKept(outputs, inputs...); err != nil {
		return err
	}
	if err := checkOutputs(outputs); err != nil {
		return err
	}
	if again != nil {
		again.focus(&cfg)
		again.announce(stderr, t, s.report)
	}
	cfg.RunID = newRunID()
	sweep := "leadcontract sweep --run " + cfg.RunID
	if cfg.ListUUID != "" {
		fmt.Fprintf(stderr, "leadcontract: run %s; if it is killed, run: %s\n", cfg.RunID, sweep)
	}
	ctx, stop := untilSignal(command.Context(), stderr, "deleting what the run created", sweep)
	defer stop()
	progress := newProgress(stderr, cfg)
	if progress != nil {
		cfg.Progress = progress.Rule
	}
	r, runError := contract.Run(ctx, cfg)
	if progress != nil {
		progress.Clear()
	}
	if len(r.Results) == 0 && runError != nil {
		return runError
	}
	if again != nil {
		r = again.only(stderr, r)
	}
	return verdict(r, runError, writeReports(stdout, stderr, outputs, r, f.verbose))
}

// newRunID returns an id like the suite's. The command generates it so that it can print it before the run.
func newRunID() string { return strings.ToLower(rand.Text()[:10]) }

// writeReports writes the files first: the terminal's report matters least if writing fails.
func writeReports(stdout, stderr io.Writer, outputs []output, r report.Report, verbose bool) error {
	human := stdout
	var failed error
	for _, o := range outputs {
		if o.path == stdoutPath {
			human = stderr
		}
		failed = errors.Join(failed, o.save(stdout, r))
	}
	resume := func() {}
	if isSet("GITHUB_ACTIONS") {
		resume = report.StopCommands(human)
	}
	options := terminalOptions(human)
	options.Brief = options.Brief && !verbose
	if err := report.WriteTerminal(human, r, options); err != nil {
		failed = errors.Join(failed, fmt.Errorf("the report could not be printed: %w", err))
	}
	resume()
	if isSet("GITHUB_ACTIONS") {
		failed = errors.Join(failed, report.WriteAnnotations(human, r))
	}
	return failed
}

func terminalOptions(w io.Writer) report.TerminalOptions {
	file, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		return report.TerminalOptions{}
	}
	width, _, err := term.GetSize(int(file.Fd()))
	if err != nil {
		width = 0
	}
	return report.TerminalOptions{Color: !isSet("NO_COLOR") && os.Getenv("TERM") != "dumb", Width: width, Brief: true}
}

// newProgress returns nil if the output is not a terminal.
func newProgress(w io.Writer, cfg contract.Config) *report.Progress {
	if terminalOptions(w).Width == 0 || os.Getenv("TERM") == "dumb" {
		return nil
	}
	total := 0
	for _, rule := range contract.Rules() {
		if (cfg.Focus == nil || cfg.Focus.MatchString(rule.ID)) && (cfg.Operation == "" || cfg.Operation == rule.Operation) {
			total++
		}
	}
	return report.NewProgress(w, total)
}
