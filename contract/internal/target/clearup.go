package target

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/leadapi/leadapi/contract/report"
)

const (
	clearUpTime  = 30 * time.Second // for all, and for each lead
	perLead      = 2 * time.Second  // at a slow target; more at a slow rate
	pagesOfRun   = 20               // that a run looks through for what it has left
	pagesOfSweep = 100_000
)

// ClearUp deletes what the run has created, the newest first. ctx may have ended: deleting must not depend on it.
func (c *Client) ClearUp(ctx context.Context, keep bool) []report.Leftover {
	if c.journal.file == nil {
		return nil // nothing was ever to be created
	}
	if keep {
		c.journal.close()
		c.Note("what the run created was kept; `leadcontract sweep --run %s` deletes it", c.options.RunID)
		return nil
	}
	allowed := clearUpTime + time.Duration(len(c.ledger.leads))*(perLead+4*c.interval)
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), allowed)
	defer cancel()
	left := c.clearUp(ctx, pagesOfRun)
	if len(left) == 0 {
		c.journal.remove()
	}
	c.journal.close()
	return left
}

// clearUp deletes all that the ledger has, looks for what the server did not tell or did not delete, and deletes that.
func (c *Client) clearUp(ctx context.Context, pages int) []report.Leftover {
	for _, lead := range c.ledger.left() {
		c.remove(ctx, lead)
	}
	c.lookForMore(ctx, pages)
	var left []report.Leftover
	for _, lead := range c.ledger.left() {
		why := c.remove(ctx, lead)
		if why == "" {
			_, _, _ = c.Send(ctx, Get(lead.id)) // the ledger takes it back if the server still shows it
		}
		if !lead.gone {
			why = firstText(why, "the server says that it is deleted, and still shows it")
			left = append(left, report.Leftover{LeadUUID: lead.id, LeadCode: lead.code, PhoneNumber: lead.phone, Why: why})
		}
	}
	return left
}

func firstText(texts ...string) string {
	return texts[slices.IndexFunc(texts, func(text string) bool { return text != "" })]
}

// remove deletes a lead and says why it is still there, "" if it is gone.
func (c *Client) remove(ctx context.Context, lead *made) (why string) {
	if !c.guard.ours[lead.id] {
		got, _, err := c.Send(ctx, Get(lead.id))
		if err == nil && got.NotFound() {
			lead.gone = true
			return ""
		}
	}
	got, _, err := c.Send(ctx, Call{Operation: "deleteLead", Method: http.MethodDelete, Path: "/v3/lead/" + lead.id})
	switch {
	case err != nil:
		return c.redactor.error(err)
	case got.NotFound():
		lead.gone = true
	case !lead.gone:
		return fmt.Sprintf("delete was answered with status %d", got.Status)
	}
	return ""
}

// lookForMore shows the ledger the leads of the run that it does not know: by paging the list, and by their numbers.
func (c *Client) lookForMore(ctx context.Context, pages int) {
	sawAll := c.scanList(ctx, pages)
	intents := slices.Clone(c.ledger.unsettled)
	if !sawAll {
		intents = append(intents, c.ledger.refused...)
	}
	for _, intent := range intents {
		for _, phone := range intent.Phones {
			known := slices.ContainsFunc(c.ledger.leads, func(lead *made) bool { return lead.phone == phone })
			if len(digits(phone)) >= dialledDigits && !known {
				_, _, _ = c.Send(ctx, List(url.Values{"phone_number": {phone}})) // the ledger sees what comes
			}
		}
	}
}

// scanList pages through a list, so that the ledger sees the leads in it, and reports whether it came to the end.
func (c *Client) scanList(ctx context.Context, pages int) (sawAll bool) {
	offset, limit := 0, WideLimit
	for range pages {
		got, _, err := c.Send(ctx, List(url.Values{
			"list_uuid": {c.options.ListUUID}, "limit": {strconv.Itoa(limit)}, "offset": {strconv.Itoa(offset)},
		}))
		if err == nil && got.Refused() && limit == WideLimit {
			limit = NarrowLimit
			continue
		}
		if err != nil || !got.Succeeded() {
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

// List is the call that lists leads.
func List(query url.Values) Call {
	return Call{Operation: "listLeads", Method: http.MethodGet, Path: "/v3/lead", Query: query.Encode()}
}
