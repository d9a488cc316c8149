package target

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/leadapi/leadapi/contract/report"
)

// If some rows of an upload have arrived, or a later upload has, the run waits a little longer for the rest: half a second if
// all rows of a file have arrived together, which is long for a deployment that imports within tens of milliseconds.
const (
	lateUpload = 500 * time.Millisecond
	lateRow    = 3 * time.Second
	latest     = 15 * time.Second // whatever the other rows took: a row may have existed long before the run looked for it
)

// importPatience returns how long to wait for an upload of which nothing has arrived: a minute, or ImportTimeout if that is longer.
// An ImportTimeout under a second comes from a test. A user who has interrupted the run is waiting, so the time is short then.
func (c *Client) importPatience() time.Duration {
	if c.interrupted {
		return 10 * time.Second
	}
	return max(min(60*c.options.ImportTimeout, time.Minute), c.options.ImportTimeout)
}

// complete reports whether every row with a number has been seen.
func (u *upload) complete() bool {
	return !slices.ContainsFunc(u.rows.Phones, func(phone string) bool { return !u.seen[phone] })
}

// unsettledUploads returns the uploads that may still produce leads.
func (c *Client) unsettledUploads() []*upload {
	var took time.Duration // until the last row that was seen
	together := false      // this deployment imports the rows of a file at once
	for _, u := range c.ledger.uploads {
		if len(u.seen) > 0 {
			took = max(took, u.last.Sub(u.at), 1)
		}
		together = together || u.complete() && len(u.seen) > 1 && u.last.Sub(u.first) < lateUpload
	}
	patience := c.importPatience()
	if took > 0 {
		patience = max(min(3*took, latest), lateRow)
	}
	if together {
		patience = max(min(3*took, latest), lateUpload)
	}
	var open []*upload
	for _, u := range c.ledger.uploads {
		if !u.complete() && time.Since(u.at) < patience {
			open = append(open, u)
		}
	}
	return open
}

// awaitUploads waits for imports that have not arrived, until ctx is done, and reports whether it has waited.
func (c *Client) awaitUploads(ctx context.Context) (waited bool) {
	for {
		open := c.unsettledUploads()
		if len(open) == 0 || ctx.Err() != nil || c.down != nil {
			return waited
		}
		for _, u := range open {
			for _, phone := range u.rows.Phones {
				if !u.seen[phone] {
					c.search(ctx, phone) // one row shows whether the file has arrived
					break
				}
			}
		}
		waited = true
		if len(c.unsettledUploads()) > 0 && sleep(ctx, c.betweenLooks()) != nil {
			return waited
		}
	}
}

// betweenLooks returns a pause that grows with the time that an import has taken so far.
func (c *Client) betweenLooks() time.Duration {
	waiting := time.Since(c.ledger.uploads[len(c.ledger.uploads)-1].at)
	return min(max(waiting/10, 100*time.Millisecond), betweenLooks)
}

// unsettledRows returns the rows that may become leads after the run, and leads that appeared during the run and may be such rows with
// their cells in other fields.
func (c *Client) unsettledRows(ctx context.Context) []report.Leftover {
	var left []report.Leftover
	open, silent := c.unsettledUploads(), false
	for _, u := range c.ledger.uploads {
		unseen := len(u.seen) == 0 && len(u.rows.Phones) > 0
		inVain := unseen && !c.othersCame(u)
		silent = silent || inVain
		switch {
		case slices.Contains(open, u), inVain && (c.interrupted || c.unread):
			left = append(left, c.rowsToCome(u)...)
		case inVain:
			c.unseen = true
			c.Note("no row of %s, uploaded at %s, was seen (numbers %.200s): if they become leads later, `leadcontract sweep --run %s` deletes them",
				u.name, u.at.Format(time.TimeOnly), strings.Join(u.rows.Phones, ", "), c.options.RunID)
		}
	}
	if silent {
		left = append(left, c.strangers(ctx)...)
	}
	return left
}

func (c *Client) rowsToCome(u *upload) []report.Leftover {
	state := "has not become a lead but still may"
	if c.unread {
		state = "may have become a lead, and no listing could be read"
	}
	var left []report.Leftover
	for i, phone := range u.rows.Phones {
		if !u.seen[phone] {
			left = append(left, report.Leftover{LeadCode: u.rows.Codes[i], PhoneNumber: phone, Why: fmt.Sprintf(
				"row %d of %s, uploaded at %s, %s: run `leadcontract sweep --run %s` later",
				i+1, u.name, u.at.Format(time.TimeOnly), state, c.options.RunID)})
		}
	}
	return left
}

// othersCame reports whether rows of another upload were seen.
func (c *Client) othersCame(than *upload) bool {
	return slices.ContainsFunc(c.ledger.uploads, func(u *upload) bool { return u != than && len(u.seen) > 0 })
}

// maxStrangers bounds the leads that are reported as possible rows.
const maxStrangers = 20

// strangers returns the leads that came into the list during the run without the run's mark or numbers, while an upload is missing:
// a deployment with another template may have put its cells into other fields.
func (c *Client) strangers(ctx context.Context) []report.Leftover {
	got, _, err := c.Send(ctx, c.newest())
	if err != nil || !got.Succeeded() || c.before == nil {
		return nil
	}
	var found []report.Leftover
	for _, lead := range LeadsIn(got.Value) {
		id := lead.Text("lead_uuid")
		if c.before[id] {
			break // newest first: the rest were there before
		}
		if known := c.ledger.lead(id); known == nil && len(found) < maxStrangers && c.owner.foreign[strings.ToLower(id)] != "" {
			found = append(found, report.Leftover{LeadUUID: id, LeadCode: lead.Text("lead_code"), PhoneNumber: lead.Text("phone_number"),
				Why: "it came into the list during the run, while no row of an upload was seen: it may be such a row with its cells put elsewhere, or another client's lead; it was not touched"})
		}
	}
	return found
}

// newest returns the call that lists the newest leads of the list.
func (c *Client) newest() Call {
	return List(url.Values{"list_uuid": {c.options.ListUUID}, "limit": {strconv.Itoa(WideLimit)}})
}

func (l *ledger) knows(phone string) bool {
	for _, lead := range l.leads {
		for _, number := range lead.phones {
			if number == phone {
				return true
			}
		}
	}
	return false
}
