package contract

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/leadapi/leadapi/contract/report"
)

const (
	largestReply   = 16 << 20
	readAttempts   = 3
	longestPause   = time.Minute // of what a Retry-After may ask for
	betweenRetries = 200 * time.Millisecond
)

// call is a request before the client has looked at it.
type call struct {
	operation     string // operationId
	method, path  string // path is below the base URL
	query         string // as it stands in the URL
	contentType   string
	body          []byte
	authorization *string // instead of the bearer token; "" sends none
	unmarked      bool    // creates a lead without lead_code, which the rule adds at once
}

// idText is what an id may consist of. Ids come from the server, and end up in the path of a request that may delete.
var idText = regexp.MustCompile(`^[0-9A-Za-z_-]{1,64}$`)

// leadID is the lead that the path names, "" for none.
func (c call) leadID() string {
	id, _ := strings.CutPrefix(c.path, "/v3/lead/")
	if id == c.path || c.path == "/v3/lead/file" && c.method == http.MethodPost {
		return ""
	}
	return id
}

func (c call) reads() bool { return c.method == http.MethodGet || c.method == http.MethodHead }

// client sends what the guard lets pass, at the pace that is asked for, and remembers what it has done.
// It is for one goroutine.
type client struct {
	base     *url.URL
	token    string
	http     *http.Client
	interval time.Duration // between requests
	next     time.Time     // when the next request may go out
	guard    *guard
	journal  *journal
	ledger   ledger
	redactor *redactor
	seen     func(call, *reply) // is shown each exchange

	requests int
	notes    []string
}

func newClient(cfg Config, base *url.URL) *client {
	c := &client{
		base: base, token: cfg.Token, guard: newGuard(cfg),
		journal:  newJournal(cfg.JournalDir, cfg.RunID),
		redactor: newRedactor(cfg.Token),
		seen:     func(call, *reply) {},
	}
	c.http = &http.Client{Timeout: requestTimeout, Transport: ownTransport()}
	if cfg.Client != nil {
		own := *cfg.Client
		c.http = &own
	}
	// A redirect is a reply like any other, and the token goes nowhere but to the target.
	c.http.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	if cfg.Rate > 0 {
		c.interval = time.Duration(float64(time.Second) / cfg.Rate)
	}
	return c
}

// ownTransport is as http.DefaultTransport, and shares no connection with others in the process.
func ownTransport() http.RoundTripper {
	if transport, isPlain := http.DefaultTransport.(*http.Transport); isPlain {
		return transport.Clone()
	}
	return http.DefaultTransport
}

// send sends a call, once the guard has agreed and the journal has it. A read is sent again after a transport error, and
// where the server has asked to wait; a write never is. The errors are *refusal, that of the context, or the transport's.
func (c *client) send(ctx context.Context, call call) (*reply, report.Exchange, error) {
	created, err := c.permit(ctx, call)
	if err != nil {
		return nil, c.record(call, nil, err, 0), err
	}
	var got *reply
	var exchange report.Exchange
	for attempt := 1; ; attempt++ {
		got, exchange, err = c.once(ctx, call)
		again := c.pause(call, got) || err != nil && ctx.Err() == nil
		if !again || !call.reads() || attempt == readAttempts {
			break
		}
		if err != nil {
			c.note("%s %s was sent again after: %s", call.method, call.path, c.redactor.error(err))
			c.next = time.Now().Add(betweenRetries)
		}
	}
	c.settle(call, created, got)
	return got, exchange, err
}

// permit asks the guard, and writes the journal before anything can be created.
func (c *client) permit(ctx context.Context, call call) (*intent, error) {
	var created intent
	var err error
	switch id := call.leadID(); {
	case id != "" && !idText.MatchString(id):
		return nil, refuse("the id %q would make a URL of something else than a lead", id)
	case call.reads():
		return nil, nil
	case call.method == http.MethodPost && call.path == "/v3/lead":
		created, err = c.guard.create(call.body, call.unmarked)
	case call.method == http.MethodPost && call.path == "/v3/lead/file":
		created, err = c.guard.upload(call.contentType, call.body)
	case id != "":
		return nil, c.permitChange(ctx, id, call.body)
	default:
		return nil, refuse("%s %s is no write of the API", call.method, call.path)
	}
	if err != nil {
		return nil, err
	}
	c.guard.note(created)
	return &created, c.journal.write(entry{Target: c.base.String(), Intent: &created}, true)
}

func (c *client) permitChange(ctx context.Context, id string, body []byte) error {
	needsLook, err := c.guard.change(id, body)
	if err != nil || !needsLook {
		return err
	}
	if _, _, err := c.send(ctx, getCall(id)); err != nil {
		return fmt.Errorf("lead %s could not be looked at before it is written to: %w", id, err)
	}
	if !c.guard.ours[id] {
		return refuse("lead %s does not carry this run's mark, so this run has not created it", id)
	}
	return nil
}

func getCall(id string) call {
	return call{operation: "getLead", method: http.MethodGet, path: "/v3/lead/" + id}
}

// once sends a call one time.
func (c *client) once(ctx context.Context, call call) (*reply, report.Exchange, error) {
	if err := c.wait(ctx); err != nil {
		return nil, c.record(call, nil, err, 0), err
	}
	started := time.Now()
	got, err := c.roundTrip(ctx, call)
	c.requests++
	exchange := c.record(call, got, err, time.Since(started))
	if got != nil {
		c.seen(call, got)
	}
	return got, exchange, err
}

func (c *client) roundTrip(ctx context.Context, call call) (*reply, error) {
	request, err := http.NewRequestWithContext(ctx, call.method, c.address(call), bytes.NewReader(call.body))
	if err != nil {
		return nil, err
	}
	for _, field := range c.header(call, "Bearer "+c.token) {
		request.Header.Set(field.Name, field.Value)
	}
	if !call.reads() {
		// A server may close a connection at any time after a reply. A read is sent again then and a write is not, so
		// that a write goes out over a connection of its own.
		c.http.CloseIdleConnections()
	}
	response, err := c.http.Do(request)
	if err != nil {
		return nil, err
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(response.Body, largestReply+1))
	if err != nil {
		return nil, fmt.Errorf("the reply breaks off: %w", err)
	}
	if len(body) > largestReply {
		return nil, fmt.Errorf("the reply is longer than %d bytes", largestReply)
	}
	got := &reply{status: response.StatusCode, header: response.Header, body: body}
	got.value, got.problems, got.notJSON = decodeStrict(body)
	return got, nil
}

func (c *client) address(call call) string {
	target := *c.base
	target.Path += call.path
	target.RawQuery = call.query
	return target.String()
}

// header is what a call sends beside what net/http adds. A record of it has another authorization than what is sent.
func (c *client) header(call call, authorization string) []report.Field {
	if call.authorization != nil {
		authorization = *call.authorization
	}
	var fields []report.Field
	if authorization != "" {
		fields = append(fields, report.Field{Name: "Authorization", Value: authorization})
	}
	if call.contentType != "" {
		fields = append(fields, report.Field{Name: "Content-Type", Value: call.contentType})
	}
	return fields
}

// wait holds the pace.
func (c *client) wait(ctx context.Context) error {
	if pause := time.Until(c.next); pause > 0 {
		timer := time.NewTimer(pause)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-ctx.Done():
		}
	}
	c.next = time.Now().Add(c.interval)
	return ctx.Err()
}

// pause honours Retry-After for all that is sent after it, and reports whether the server has asked for it.
func (c *client) pause(call call, got *reply) bool {
	if got == nil || !got.busy() {
		return false
	}
	asked, found := retryAfter(got.header.Get("Retry-After"))
	if !found {
		return false
	}
	pause := min(asked, longestPause)
	c.next = time.Now().Add(pause)
	c.note("%s %s was answered with %d and Retry-After; the next request waited %s of %s", call.method, call.path, got.status, pause, asked)
	return true
}

// retryAfter reads the header, seconds or a date.
func retryAfter(value string) (time.Duration, bool) {
	if seconds, err := strconv.Atoi(value); err == nil && seconds >= 0 {
		return time.Duration(min(seconds, 1e6)) * time.Second, true
	}
	if at, err := http.ParseTime(value); err == nil {
		return max(time.Until(at), 0), true
	}
	return 0, false
}

// note keeps what every report shows.
func (c *client) note(format string, values ...any) {
	c.notes = append(c.notes, fmt.Sprintf(format, values...))
}

// settle remembers what a call has left on the server.
func (c *client) settle(call call, created *intent, got *reply) {
	switch {
	case created != nil && call.path == "/v3/lead":
		id := c.ledger.created(*created, got)
		if id != "" {
			c.guard.created[id] = true
			_ = c.journal.write(entry{Lead: id}, false) // the intent is on the disk, and finds the lead as well
		}
	case created != nil:
		c.ledger.imported(*created)
	case call.method == http.MethodDelete && got != nil && (got.succeeded() || got.status == http.StatusNoContent):
		c.ledger.deleted(call.leadID())
	case call.reads() && got != nil:
		c.guard.saw(call.leadID(), got.status, got.value)
		c.ledger.saw(c.guard, leadsIn(got.value))
	}
}

// isRefusal says that the client itself did not send a request.
func isRefusal(err error) bool {
	var refused *refusal
	return errors.As(err, &refused)
}
