package target

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"time"
)

const (
	maxNotes = 100
)

// Client sends what the guard permits, at the configured rate, and remembers what it has done.
// It must not be used by several goroutines at the same time.
type Client struct {
	options  Options
	http     *http.Client
	interval time.Duration // between requests
	next     time.Time     // when the next request may go out
	guard    *guard
	owner    *ownership
	intents  *intents
	ledger   ledger
	redactor *redactor

	justShown   string          // the lead that the previous request, a get, has shown to belong to the run
	outages     []outage        // what came instead of answers
	silent      time.Time       // since when the API has not answered; zero while it does
	down        error           // set when the API has been silent for too long; nothing more is sent
	pace        time.Duration   // between requests, as configured
	slowest     time.Duration   // slowest pace of the run, if the deployment limits the rate of requests
	steady      int             // answers in a row
	cached      bool            // a reply came from a cache
	before      map[string]bool // the newest leads of the list when the run started, by id
	clearing    bool            // what the run created is being deleted
	interrupted bool            // the run was stopped early
	unseen      bool            // an upload never showed up
	unread      bool            // the clear-up could not read the listing of the list
	requests    int
	notes       []string
	renewals    int // of the token, since the deployment last accepted one
}

// New returns a client that has sent nothing yet.
func New(o Options) *Client {
	owner := newOwnership(o)
	c := &Client{
		options: o, http: newHTTP(o), owner: owner, guard: newGuard(o, owner),
		intents: newIntents(o.IntentsDir, o.RunID), redactor: newRedactor(o.Token),
	}
	c.hideHeaders()
	if o.Rate > 0 {
		c.pace = time.Duration(float64(time.Second) / o.Rate)
		c.interval = c.pace
	}
	return c
}

// Send sends a call after the guard has permitted it and the intents have recorded it. If the API does not answer, it waits and tries again.
// The error is a refusal (see IsRefusal), *NoAnswer, *LocalError, or that of ctx.
func (c *Client) Send(ctx context.Context, call Call) (*Reply, Evidence, error) {
	var created *intent
	for attempt := 1; ; attempt++ {
		if err := cmp.Or(c.down, ctx.Err()); err != nil { // nothing is sent, so nothing can be left
			return nil, c.Record(call, nil, err, 0), err
		}
		permitted, err := c.permit(ctx, &call, attempt)
		if err != nil {
			return nil, c.Record(call, nil, err, 0), err
		}
		if created == nil {
			created = permitted
		}
		got, exchange, err := c.sendOnce(ctx, call)
		what := c.troubleWith(call, got, err)
		if what == "" {
			c.silent, c.renewals = time.Time{}, 0
			c.speedUp()
			c.settle(call, created, got)
			return got, exchange, nil
		}
		if ctx.Err() == nil && c.renewToken(ctx, call, got) {
			continue
		}
		if ctx.Err() == nil && c.retry(ctx, call, got, err, attempt) {
			continue
		}
		c.settle(call, created, nil)
		if err = ctx.Err(); err == nil {
			err = &NoAnswer{what}
		}
		return nil, exchange, err
	}
}

// permit asks the guard and, for a write to a lead, asks the server whose lead it is. It writes the intent to disk before anything
// can be created. It may change the id in the call to the server's spelling of it.
func (c *Client) permit(ctx context.Context, call *Call, attempt int) (*intent, error) {
	var created intent
	var err error
	switch id := call.LeadID(); {
	case id != "" && !idText.MatchString(id):
		return nil, refuse("the id %.80q would make a URL that is not a lead's", id)
	case call.Reads():
		return nil, nil
	case call.creates():
		created, err = c.guard.create(call.Body, call.Unmarked)
	case call.uploads():
		created, err = c.guard.upload(call.ContentType, call.Body)
	case id != "":
		return nil, c.permitChange(ctx, call)
	default:
		return nil, refuse("%s %s is not a write of the API", call.Method, call.Path)
	}
	if err != nil || attempt > 1 {
		return &created, err
	}
	c.owner.sent(created)
	if call.uploads() {
		c.owner.uploaded(created)
	}
	return &created, c.intents.write(entry{File: call.intentFile(), Intent: &created}, true)
}

func (c *Client) permitChange(ctx context.Context, call *Call) error {
	sent, err := c.guard.change(call.Body)
	if err != nil {
		return err
	}
	id, err := c.look(ctx, call.LeadID())
	if err != nil {
		return err
	}
	call.Path = leadPath + id
	if len(sent.Codes)+len(sent.Phones) == 0 || c.owner.madeUp[id] {
		return nil
	}
	c.owner.sent(sent)
	c.owner.sentTo(id, sent)
	c.ledger.changed(id, sent)
	return c.intents.write(entry{Intent: &sent, Lead: id}, true)
}

// settle records what a call has left on the server; got is nil if the call was not answered.
func (c *Client) settle(call Call, created *intent, got *Reply) {
	if got != nil {
		for _, lead := range LeadsIn(got.Value) {
			c.owner.saw(lead)
		}
		c.noteCache(got)
		if c.options.Seen != nil {
			c.options.Seen(call, got)
		}
	}
	switch {
	case call.creates() && created != nil:
		id := c.ledger.created(*created, got)
		if id != "" {
			c.owner.sentTo(id, *created)
		}
		if idText.MatchString(id) && c.redactor.text(id) == id {
			_ = c.intents.write(entry{Lead: id}, false) // on failure, the intent on disk finds the lead as well
		}
	case call.uploads() && created != nil:
		c.ledger.imported(call.intentFile(), *created, got, time.Now())
	case call.Method == http.MethodDelete && got != nil && (got.Succeeded() || got.Status == http.StatusNoContent):
		c.ledger.deleted(call.LeadID())
	case call.Reads() && got != nil:
		c.ledger.saw(c.owner, LeadsIn(got.Value))
		c.sawOwn(call.LeadID(), got)
	}
}

// Note adds a line that every report shows.
func (c *Client) Note(format string, values ...any) {
	if len(c.notes) < maxNotes {
		c.notes = append(c.notes, fmt.Sprintf(format, values...))
	}
}

// noteCache notes, once, that something between us and the API caches replies: the deployment then seems to forget writes.
func (c *Client) noteCache(got *Reply) {
	age, hit := got.Header.Get("Age"), got.Header.Get("X-Cache")
	if c.cached || (age == "" || age == "0") && !containsFold(hit, "hit") {
		return
	}
	c.cached = true
	c.Note("a reply came from a cache (Age %.20q, X-Cache %.40q) although every read asks for no-cache: replies may be stale", age, hit)
}

// MadeUp returns a random version 4 UUID that names nothing.
func (c *Client) MadeUp() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // documented never to fail
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	id := fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
	c.owner.madeUp[id] = true
	return id
}

// Requests returns the number of requests sent.
func (c *Client) Requests() int { return c.requests }

// Notes returns the lines that every report shows, including trouble with the API.
func (c *Client) Notes() []string {
	notes := c.outageNotes()
	if c.slowest > 0 {
		notes = append(notes, fmt.Sprintf("the deployment limits the rate of requests: the run slowed down, at times to %.3g a second", 1/c.slowest.Seconds()))
	}
	return append(notes, c.notes...)
}

// Down returns why nothing more is sent, or nil while the API answers.
func (c *Client) Down() error { return c.down }

// Redact removes secrets from every string that value points to; RedactText removes them from one text.
func (c *Client) Redact(value any)              { c.redactor.all(value) }
func (c *Client) RedactText(text string) string { return c.redactor.text(text) }

// IsRefusal reports whether err says that the client refused to send a request.
func IsRefusal(err error) bool {
	var refused *refusal
	return errors.As(err, &refused)
}

// IsUnsure reports whether a request was not sent because the deployment's answers do not show that its made-up id names no lead.
func IsUnsure(err error) bool {
	var refused *refusal
	return errors.As(err, &refused) && refused.unsure
}
