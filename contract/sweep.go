package contract

import (
	"context"

	"github.com/leadapi/leadapi/contract/internal/target"
	"github.com/leadapi/leadapi/contract/report"
)

// Sweep deletes what an earlier run has left, for example after a kill: the leads in its intents, and the leads of the list
// whose lead_code contains the run's id. It needs the intents or cfg.ListUUID. left holds what it could not delete.
// The error is *UsageError, *TargetError, or that of ctx.
func Sweep(ctx context.Context, cfg Config, runID string) (deleted []string, left []report.Leftover, err error) {
	if !runIDText.MatchString(runID) {
		return nil, nil, usage("run %q: want the id from the run's report, 6 to 32 lower-case letters and digits", runID)
	}
	if cfg.RunID = runID; cfg.IntentsDir == "" {
		if cfg.IntentsDir, err = intentsDir(); err != nil {
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
