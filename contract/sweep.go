package contract

import (
	"context"

	"github.com/leadapi/leadapi/contract/internal/target"
	"github.com/leadapi/leadapi/contract/report"
)

// Preflight sends one read with the token and says whether checking rules makes sense. The errors are *UsageError and *TargetError.
func Preflight(ctx context.Context, cfg Config) error {
	cfg, base, err := cfg.complete()
	if err != nil {
		return err
	}
	if cfg, err = cfg.withToken(ctx); err != nil {
		return err
	}
	return target.New(cfg.options(base, nil)).Preflight(ctx)
}

// Sweep deletes what an earlier run has left, after a kill for example: what its intents name, and the leads of the list
// whose lead_code carries the run's id. It needs the intents or cfg.ListUUID. What it could not delete is in left.
// Errors: *UsageError, *TargetError, and that of ctx.
func Sweep(ctx context.Context, cfg Config, runID string) (deleted []string, left []report.Leftover, err error) {
	if !runIDText.MatchString(runID) {
		return nil, nil, usage("run %q: want the id that the run's report names, 6 to 32 small letters and digits", runID)
	}
	if cfg.RunID = runID; cfg.JournalDir == "" {
		if cfg.JournalDir, err = journalDir(); err != nil {
			return nil, nil, err
		}
	}
	cfg, base, err := cfg.complete()
	if err != nil {
		return nil, nil, err
	}
	if cfg, err = cfg.withToken(ctx); err != nil {
		return nil, nil, err
	}
	return target.Sweep(ctx, cfg.options(base, nil))
}
