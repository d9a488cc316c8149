package target

import (
	"context"

	"github.com/leadapi/leadapi/contract/report"
)

// Sweep deletes what an earlier run has left, after a kill for example: what its intents name, and the leads of the list
// whose lead_code carries the run's id. It needs the intents or o.ListUUID. What it could not delete is in left.
// Errors: *UsageError, *Error, and that of ctx.
func Sweep(ctx context.Context, o Options) (deleted []string, left []report.Leftover, err error) {
	journal := newJournal(o.IntentsDir, o.RunID)
	entries, err := journal.read()
	if err != nil {
		return nil, nil, usage("the journal of run %s cannot be read: %v", o.RunID, err)
	}
	if o.ListUUID, err = listOf(entries, o, journal.path); err != nil {
		return nil, nil, err
	}
	c := New(o)
	c.replay(entries)
	if err := c.Preflight(ctx); err != nil {
		return nil, nil, err
	}
	left = c.clearUp(ctx, pagesOfSweep)
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
func listOf(entries []entry, o Options, path string) (string, error) {
	listUUID := o.ListUUID
	for _, entry := range entries {
		if entry.Target != "" && entry.Target != o.Base.String() {
			return "", usage("run %s was against %s, not %s (its journal is %s)", o.RunID, entry.Target, o.Base, path)
		}
		if entry.Intent != nil && listUUID == "" && uuidText.MatchString(first(entry.Intent.Lists)) {
			listUUID = first(entry.Intent.Lists)
		}
	}
	if listUUID == "" {
		return "", usage("run %s has no journal at %s: name its list (--list-uuid), so that the leads in it can be looked through", o.RunID, path)
	}
	return listUUID, nil
}

// replay makes the client know what a journal knows.
func (c *Client) replay(entries []entry) {
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
