package target

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/leadapi/leadapi/contract/report"
)

const (
	clearUpTime  = 30 * time.Second // the base, to which each lead adds
	perLead      = 2 * time.Second  // for a slow target; a slow rate adds more
	maxClearUp   = 5 * time.Minute  // whatever the deployment shows
	pagesOfRun   = 20               // pages in which a run looks for leads that it left
	pagesOfSweep = 100_000
	maxLookedFor = 200             // numbers that are searched for individually
	betweenLooks = 2 * time.Second // between searches for an import that has not arrived
)

// ClearUp deletes what the run has created, newest first. It returns what is left: leads that it could not delete, and rows of
// uploads that may still become leads. It deletes even if ctx is done.
func (c *Client) ClearUp(ctx context.Context, keep bool) []report.Leftover {
	if c.intents.file == nil {
		return nil // the run never tried to create anything
	}
	defer c.intents.close()
	if keep {
		c.Note("the leads of the run were kept; `leadcontract sweep --run %s` deletes them", c.options.RunID)
		return nil
	}
	c.interrupted = ctx.Err() != nil
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), c.clearUpTime())
	defer cancel()
	left := c.clearUp(ctx, pagesOfRun)
	waited := c.awaitUploads(ctx)
	if waited {
		left = c.clearUp(ctx, pagesOfRun)
	}
	left = append(left, c.unsettledRows(ctx)...)
	switch {
	case len(left) == 0 && !c.unseen:
		c.intents.remove()
	case len(left) > 0:
		c.Note("the intents of the run are kept in %s; `leadcontract sweep --run %s` deletes what is left", c.intents.path, c.options.RunID)
	}
	return left
}

// clearUpTime returns the time limit of the clear-up. It depends on what the run has created, not on what the server shows.
func (c *Client) clearUpTime() time.Duration {
	deleting := clearUpTime + time.Duration(len(c.ledger.leads))*(perLead+4*c.interval)
	return min(deleting+c.importPatience(), maxClearUp)
}

// clearUp deletes all leads in the ledger. Then it looks for leads that the server did not report or did not delete, and deletes those.
func (c *Client) clearUp(ctx context.Context, pages int) []report.Leftover {
	c.clearing, c.down, c.silent = true, nil, time.Time{}
	for _, lead := range c.ledger.left() {
		c.remove(ctx, lead)
	}
	left := c.lookForMore(ctx, pages)
	for _, lead := range c.ledger.left() {
		c.remove(ctx, lead)
		if lead.gone || lead.deleted { // a lagging replica may still show it
			lead.gone = true
			c.awaitGone(ctx, lead)
		}
		if !lead.gone {
			left = append(left, lead.leftover())
		}
	}
	if c.ledger.tooMany {
		left = append(left, report.Leftover{Why: fmt.Sprintf("the deployment shows more than %d leads with the mark of this run, which did not create that many", maxLeads)})
	}
	return left
}

func (m *made) leftover() report.Leftover {
	return report.Leftover{LeadUUID: m.id, LeadCode: last(m.codes), PhoneNumber: last(m.phones), Why: m.why}
}

// remove deletes a lead if it still exists and certainly belongs to the run. If it is not gone, lead.why says why.
func (c *Client) remove(ctx context.Context, lead *made) {
	got, _, err := c.Send(ctx, Delete(lead.id))
	switch {
	case err != nil && c.isGone(ctx, lead, err):
		lead.gone = true
	case err != nil:
		lead.why = c.redactor.text(err.Error())
	case got.NotFound():
		lead.gone = true
	case !lead.gone:
		lead.why = fmt.Sprintf("delete was answered with status %d", got.Status)
	}
}

// isGone reports whether a delete was not sent because the lead no longer exists.
func (c *Client) isGone(ctx context.Context, lead *made, err error) bool {
	if !IsRefusal(err) {
		return false
	}
	got, _, err := c.Send(ctx, Get(lead.id))
	return err == nil && got.NotFound() && Lead(got.Object()).Text("lead_uuid") == ""
}

// awaitGone waits until a lead that was found again after its delete is gone, up to the settle time.
func (c *Client) awaitGone(ctx context.Context, lead *made) {
	for settles := time.Now().Add(c.options.Settle); ; {
		_, _, err := c.Send(ctx, Get(lead.id)) // the ledger resets gone if the server still shows it
		if err != nil || lead.gone {
			return
		}
		if time.Now().After(settles) || sleep(ctx, 100*time.Millisecond) != nil {
			lead.why = "the server says that it is deleted, and still shows it"
			return
		}
		lead.gone = true // until the next get
	}
}

// lookForMore finds leads of the run that the ledger does not know, by paging through the list and by searching for their numbers. It
// returns the creates that may have made a lead although no listing shows it, because no listing could be read.
func (c *Client) lookForMore(ctx context.Context, pages int) (unclear []report.Leftover) {
	sawAll := c.scanList(ctx, pages)
	intents := slices.Clone(c.ledger.unsettled)
	for _, upload := range c.ledger.uploads {
		intents = append(intents, upload.rows)
	}
	if !sawAll {
		intents = append(intents, c.ledger.refused...)
	}
	searched := 0
	for i, intent := range intents {
		for _, phone := range intent.Phones {
			if len(digits(phone)) >= dialledDigits && searched < maxLookedFor && !c.ledger.knows(phone) {
				searched++
				read := c.search(ctx, phone)
				if i < len(c.ledger.unsettled) && !sawAll && !read && !c.ledger.knows(phone) {
					unclear = append(unclear, report.Leftover{LeadCode: last(intent.Codes), PhoneNumber: phone, Why: fmt.Sprintf(
						"no reply shows whether its create made a lead, and no listing could be read: run `leadcontract sweep --run %s` later, or look for it by hand",
						c.options.RunID)})
				}
			}
		}
	}
	return unclear
}

// search lists the leads with a number, so that the ledger sees them, and reports whether the reply can be read.
func (c *Client) search(ctx context.Context, phone string) bool {
	got, _, err := c.Send(ctx, List(url.Values{"phone_number": {phone}}))
	return canBeRead(got, err)
}

// canBeRead reports whether the reply to a listing is a page, or says that there is no lead.
func canBeRead(got *Reply, err error) bool {
	return err == nil && (isPage(got) || got.NotFound())
}

// scanList pages through the list, so that the ledger sees its leads, and reports whether it reached the end.
func (c *Client) scanList(ctx context.Context, pages int) (sawAll bool) {
	c.unread = false
	offset, limit := 0, WideLimit
	for range pages {
		got, _, err := c.Send(ctx, List(url.Values{
			"list_uuid": {c.options.ListUUID}, "limit": {strconv.Itoa(limit)}, "offset": {strconv.Itoa(offset)},
		}))
		if err == nil && got.Refused() && limit == WideLimit {
			limit = NarrowLimit
			continue
		}
		if err != nil || !isPage(got) {
			c.unread = offset == 0 && !canBeRead(got, err)
			return false
		}
		shown := len(LeadsIn(got.Value))
		if shown == 0 {
			return true
		}
		offset += shown
		if total, isNumber := Whole(got.Object()["total"]); isNumber && offset >= total {
			return true
		}
	}
	return false
}
