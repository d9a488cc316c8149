package contract

import (
	"context"

	"github.com/leadapi/leadapi/contract/report"
)

// Sweep deletes what an earlier run has left, after a kill for example: what its journal names, and the leads of the list
// whose lead_code carries the run's id. It needs the journal or cfg.ListUUID. What it could not delete is in left.
// Errors: *UsageError, *TargetError, and that of ctx.
func Sweep(ctx context.Context, cfg Config, runID string) (deleted []string, left []report.Leftover, err error) {
	if !runIDText.MatchString(runID) {
		return nil, nil, usage("run %q: want the id that the run's report names, 6 to 32 small letters and digits", runID)
	}
	cfg.RunID = runID
	cfg, base, err := cfg.complete()
	if err != nil {
		return nil, nil, err
	}
	journal := newJournal(cfg.JournalDir, runID)
	entries, err := journal.read()
	if err != nil {
		return nil, nil, usage("the journal of run %s cannot be read: %v", runID, err)
	}
	if cfg.ListUUID, err = listOf(entries, cfg, base.String(), journal.path); err != nil {
		return nil, nil, err
	}
	c := newClient(cfg, base)
	c.replay(entries)
	if err := c.preflight(ctx); err != nil {
		return nil, nil, err
	}
	left = c.clearUp(ctx, cfg.ListUUID, pagesOfSweep)
	for _, lead := range c.ledger.leads {
		if lead.gone && lead.deleted {
			deleted = append(deleted, lead.id)
		}
	}
	if ctx.Err() != nil {
		return deleted, left, context.Cause(ctx)
	}
	if len(left) == 0 {
		journal.remove()
	}
	c.redactor.all(&left)
	return deleted, left, nil
}

// listOf returns the list that the run has written in, and refuses what cannot be meant.
func listOf(entries []entry, cfg Config, target, path string) (string, error) {
	listUUID := cfg.ListUUID
	for _, entry := range entries {
		if entry.Target != "" && entry.Target != target {
			return "", usage("run %s was against %s, not %s (its journal is %s)", cfg.RunID, entry.Target, target, path)
		}
		if entry.Intent != nil && listUUID == "" && uuidText.MatchString(first(entry.Intent.Lists)) {
			listUUID = first(entry.Intent.Lists)
		}
	}
	if listUUID == "" {
		return "", usage("run %s has no journal at %s: name its list (--list-uuid), so that the leads in it can be looked through", cfg.RunID, path)
	}
	return listUUID, nil
}

// replay makes the client know what a journal knows.
func (c *client) replay(entries []entry) {
	for _, entry := range entries {
		if entry.Intent != nil {
			c.guard.note(*entry.Intent)
			c.ledger.unsettled = append(c.ledger.unsettled, *entry.Intent)
		}
		if entry.Lead != "" {
			c.ledger.add(&made{id: entry.Lead})
		}
	}
}
