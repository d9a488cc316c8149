package target

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// look gets a lead that is about to be written to and returns the id to write to: the same one, or its spelling in the server's
// reply. It refuses unless that reply shows that the lead belongs to the run, or that a made-up id names no lead. A change on the
// server between this get and the write cannot be ruled out from outside.
func (c *Client) look(ctx context.Context, id string) (string, error) {
	if c.justShown == id {
		return id, nil
	}
	started := time.Now()
	for pause := 25 * time.Millisecond; ; pause = min(2*pause, 500*time.Millisecond) {
		got, _, err := c.Send(ctx, Get(id))
		if err != nil {
			var unanswered *NoAnswer
			if errors.As(err, &unanswered) || ctx.Err() != nil {
				return "", err
			}
			return "", fmt.Errorf("lead %s could not be read before the write: %w", id, err)
		}
		if c.owner.madeUp[id] {
			return id, unknown(id, got)
		}
		why := c.doubt(id, got)
		if why == "" {
			return id, nil
		}
		if shown := Lead(got.Object()).Text("lead_uuid"); shown != id && strings.EqualFold(shown, id) && uuidText.MatchString(id) && c.justShown == "" {
			return c.lookAs(ctx, id, shown)
		}
		if !got.NotFound() || !c.mayNotShowYet(id, started) {
			return "", refuse("lead %s: %s", id, why)
		}
		if err := sleep(ctx, pause); err != nil {
			return "", err
		}
	}
}

// mayNotShowYet reports whether a lead was created or first shown so recently that a read from a lagging replica may miss it.
func (c *Client) mayNotShowYet(id string, started time.Time) bool {
	known := c.ledger.lead(id)
	if known == nil || known.deleted {
		return false
	}
	if known.created {
		started = known.at
	}
	return time.Since(started) < c.options.Settle
}

// lookAs is look for an id that the server spells in another case than the request did. A server may show upper case and accept
// only lower case: it must then answer Not Found for the upper case, and show the lead again for the lower.
func (c *Client) lookAs(ctx context.Context, asked, shown string) (string, error) {
	got, _, err := c.Send(ctx, Get(shown))
	if err != nil {
		return "", fmt.Errorf("lead %s could not be read before the write: %w", shown, err)
	}
	why := c.doubt(shown, got)
	if why == "" {
		return shown, nil
	}
	if got.NotFound() {
		again, _, err := c.Send(ctx, Get(asked))
		if err == nil && again.Succeeded() && c.owner.doubt(shown, Lead(again.Object()), c.ledger.lead(asked)) == "" {
			return asked, nil
		}
	}
	return "", refuse("lead %s: %s", shown, why)
}

// doubt returns why the reply to a get does not show that a lead belongs to the run, or "" if it does.
func (c *Client) doubt(id string, got *Reply) string {
	shown := Lead(got.Object())
	if !got.Succeeded() || shown.Text("lead_uuid") == "" {
		return fmt.Sprintf("get does not show it, so its owner is unknown: %.200s", got)
	}
	return c.owner.doubt(id, shown, c.ledger.lead(id))
}

// sawOwn remembers which lead a get has just shown to belong to the run.
func (c *Client) sawOwn(id string, got *Reply) {
	if id != "" && !c.owner.madeUp[id] && c.doubt(id, got) == "" {
		c.justShown = id
	}
}

// unknown refuses a write to a made-up id unless get has answered that it names no lead.
func unknown(id string, got *Reply) error {
	if Lead(got.Object()).Text("lead_uuid") == "" && (got.Status == http.StatusNotFound || got.Object()["error"] == "Not Found") {
		return nil
	}
	return &refusal{why: fmt.Sprintf("get of the made-up id %s does not say that it names no lead: %.200s", id, got), unsure: true}
}
