package target

import (
	"context"

	"github.com/leadapi/leadapi/contract/report"
)

// Sweep deletes what an earlier run has left, for example after a kill: the leads in its intents, and the leads of the list
// whose lead_code contains the run's id. It needs the intents or o.ListUUID. left holds what it could not delete, and rows of uploads
// that may still become leads. The error is *UsageError, *Error, or that of ctx.
func Sweep(ctx context.Context, o Options) (deleted []string, left []report.Leftover, err error) {
	intents := newIntents(o.IntentsDir, o.RunID)
	entries, err := intents.read()
	if err != nil {
		return nil, nil, usage("the intents of run %s cannot be read: %v", o.RunID, err)
	}
	if o.ListUUID, err = listOf(entries, o, intents.path); err != nil {
		return nil, nil, err
	}
	c := New(o)
	c.replay(entries)
	if err := c.Preflight(ctx); err != nil {
		return nil, nil, err
	}
	left = c.clearUp(ctx, pagesOfSweep)
	if c.awaitUploads(ctx) { // the run may have just ended
		left = c.clearUp(ctx, pagesOfRun)
	}
	left = append(left, c.unsettledRows(ctx)...)
	for _, lead := range c.ledger.leads {
		if lead.gone && lead.deleted {
			deleted = append(deleted, lead.id)
		}
	}
	c.redactor.all(&left)
	c.redactor.all(&deleted)
	if ctx.Err() != nil {
		return deleted, left, context.Cause(ctx)
	}
	if len(left) == 0 && !c.unseen {
		intents.remove()
	}
	return deleted, left, nil
}

// listOf returns the list that the run has written to. It returns an error if the options contradict the intents.
func listOf(entries []entry, o Options, path string) (string, error) {
	listUUID := o.ListUUID
	for _, entry := range entries {
		if entry.Target != "" && entry.Target != o.Base.String() {
			return "", usage("run %s was against %s, not %s (its intents are in %s)", o.RunID, entry.Target, o.Base, path)
		}
		if listUUID == "" && uuidText.MatchString(entry.List) {
			listUUID = entry.List
		}
	}
	if listUUID == "" {
		return "", usage("run %s has no intents in %s: name its list (--list-uuid), so that its leads can be searched", o.RunID, path)
	}
	return listUUID, nil
}

// replay loads the intents into the client. Without intents, only a lead's mark identifies it.
func (c *Client) replay(entries []entry) {
	c.owner.strict = len(entries) > 0
	for _, entry := range entries {
		if entry.Intent != nil {
			c.owner.sent(*entry.Intent)
		}
		switch {
		case entry.Intent != nil && entry.File != "":
			c.owner.uploaded(*entry.Intent)
			c.ledger.imported(entry.File, *entry.Intent, nil, entry.Time)
		case entry.Intent != nil && entry.Lead != "":
			c.owner.sentTo(entry.Lead, *entry.Intent)
			c.ledger.changed(entry.Lead, *entry.Intent)
		case entry.Intent != nil:
			c.ledger.unsettled = append(c.ledger.unsettled, *entry.Intent)
		case idText.MatchString(entry.Lead):
			c.replayCreated(entry.Lead)
		}
	}
}

// replayCreated records a lead with the previous intent, which created it.
func (c *Client) replayCreated(id string) {
	lead := &made{id: id, created: true}
	if n := len(c.ledger.unsettled); n > 0 {
		lead.codes, lead.phones = c.ledger.unsettled[n-1].Codes, c.ledger.unsettled[n-1].Phones
		c.owner.sentTo(id, c.ledger.unsettled[n-1])
		c.ledger.unsettled = c.ledger.unsettled[:n-1]
	}
	c.ledger.add(lead)
}
