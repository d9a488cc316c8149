package target

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// look asks the server for a lead that is about to be written to, and returns the id to write to: the same one, or its spelling in
// the server's reply. It refuses unless this very reply shows the lead to be the run's own, or a made-up id to name none.
// What can still happen between it and the write, nobody can rule out from outside.
func (c *Client) look(ctx context.Context, id string) (string, error) {
	if c.justShown == id {
		return id, nil
	}
	for pause := 25 * time.Millisecond; ; pause = min(2*pause, 500*time.Millisecond) {
		got, _, err := c.Send(ctx, Get(id))
		if err != nil {
			var unanswered *NoAnswer
			if errors.As(err, &unanswered) || ctx.Err() != nil {
				return "", err
			}
			return "", fmt.Errorf("lead %s could not be looked at before it is written to: %w", id, err)
		}
		if c.owner.madeUp[id] {
			return id, unknown(id, got)
		}
		why := c.doubt(id, got)
		if why == "" {
			return id, nil
		}
		if shown := Lead(got.Object()).Text("lead_uuid"); shown != id && strings.EqualFold(shown, id) && uuidText.MatchString(id) && c.justShown == "" {
			return c.lookAs(ctx, shown)
		}
		if !got.NotFound() || !c.mayNotShowYet(id) {
			return "", refuse("lead %s: %s", id, why)
		}
		if err := sleep(ctx, pause); err != nil {
			return "", err
		}
	}
}

// mayNotShowYet reports whether a lead was created so short a time ago that a read may miss it.
func (c *Client) mayNotShowYet(id string) bool {
	known := c.ledger.lead(id)
	return known != nil && known.created && !known.deleted && time.Since(known.at) < c.options.Settle
}

// lookAs is look for an id as the server spells it, which is in other letters than those that it was created under.
func (c *Client) lookAs(ctx context.Context, id string) (string, error) {
	got, _, err := c.Send(ctx, Get(id))
	if err != nil {
		return "", fmt.Errorf("lead %s could not be looked at before it is written to: %w", id, err)
	}
	if why := c.doubt(id, got); why != "" {
		return "", refuse("lead %s: %s", id, why)
	}
	return id, nil
}

// doubt says why the reply to a get does not show a lead to be the run's own, "" if it does.
func (c *Client) doubt(id string, got *Reply) string {
	shown := Lead(got.Object())
	if !got.Succeeded() || shown.Text("lead_uuid") == "" {
		return fmt.Sprintf("get does not show it, so nobody can tell whose it is: %.200s", got)
	}
	return c.owner.doubt(id, shown, c.ledger.lead(id))
}

// sawOwn remembers which lead a get has just shown to be the run's own.
func (c *Client) sawOwn(id string, got *Reply) {
	if id != "" && !c.owner.madeUp[id] && c.doubt(id, got) == "" {
		c.justShown = id
	}
}

// unknown refuses a write to a made-up id unless get has said that no lead has it.
func unknown(id string, got *Reply) error {
	if Lead(got.Object()).Text("lead_uuid") == "" && (got.Status == http.StatusNotFound || got.Object()["error"] == "Not Found") {
		return nil
	}
	return &refusal{why: fmt.Sprintf("get of the made-up id %s does not say that it names no lead: %.200s", id, got), unsure: true}
}
