package target

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/leadapi/leadapi/contract/report"
)

const (
	largestReply   = 16 << 20
	readAttempts   = 3
	longestPause   = time.Minute // of what a Retry-After may ask for
	requestTimeout = 30 * time.Second
	betweenRetries = 200 * time.Millisecond
)

// Call is a request before the client has looked at it.
type Call struct {
	Operation     string // operationId
	Method, Path  string // Path is below the base URL
	Query         string // as it stands in the URL
	ContentType   string
	Body          []byte
	Authorization *string // instead of the bearer token; "" sends none
	Unmarked      bool    // creates a lead without lead_code, which the rule adds at once
}

// idText is what an id may consist of. Ids come from the server, and end up in the path of a request that may delete.
var idText = regexp.MustCompile(`^[0-9A-Za-z_-]{1,64}$`)

// LeadID is the lead that the path names, "" for none.
func (c Call) LeadID() string {
	id, _ := strings.CutPrefix(c.Path, "/v3/lead/")
	if id == c.Path || c.Path == "/v3/lead/file" && c.Method == http.MethodPost {
		return ""
	}
	return id
}

// Fields are the names of the fields that the body has, of a JSON object or a form.
func (c Call) Fields() []string {
	if value, _, err := DecodeStrict(c.Body); err == nil {
		object, _ := value.(map[string]any)
		return slices.Collect(maps.Keys(object))
	}
	var names []string
	if found, file, err := readForm(c.ContentType, c.Body); err == nil {
		if len(found.Lists) > 0 {
			names = append(names, "list_uuid")
		}
		if file != "" {
			names = append(names, "file")
		}
	}
	return names
}

// Reads reports whether the call is one that changes nothing.
func (c Call) Reads() bool { return c.Method == http.MethodGet || c.Method == http.MethodHead }

// Client sends what the guard lets pass, at the pace that is asked for, and remembers what it has done.
// It is for one goroutine.
type Client struct {
	options  Options
	http     *http.Client
	interval time.Duration // between requests
	next     time.Time     // when the next request may go out
	guard    *guard
	journal  *journal
	ledger   ledger
	redactor *redactor

	requests int
	notes    []string
}

func New(o Options) *Client {
	c := &Client{
		options: o, guard: newGuard(o),
		journal:  newJournal(o.IntentsDir, o.RunID),
		redactor: newRedactor(o.Token),
	}
	c.http = &http.Client{Timeout: requestTimeout, Transport: ownTransport()}
	if o.HTTP != nil {
		own := *o.HTTP
		c.http = &own
	}
	// A redirect is a reply like any other, and the token goes nowhere but to the target.
	c.http.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	if o.Rate > 0 {
		c.interval = time.Duration(float64(time.Second) / o.Rate)
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

// Send sends a call, once the guard has agreed and the journal has it. A read is sent again after a transport error, and
// where the server has asked to wait; a write never is. The errors are *refusal, that of the context, or the transport's.
func (c *Client) Send(ctx context.Context, call Call) (*Reply, report.Exchange, error) {
	created, err := c.permit(ctx, call)
	if err != nil {
		return nil, c.Record(call, nil, err, 0), err
	}
	var got *Reply
	var exchange report.Exchange
	for attempt := 1; ; attempt++ {
		got, exchange, err = c.once(ctx, call)
		again := c.pause(call, got) || err != nil && ctx.Err() == nil
		if !again || !call.Reads() || attempt == readAttempts {
			break
		}
		if err != nil {
			c.Note("%s %s was sent again after: %s", call.Method, call.Path, c.redactor.error(err))
			c.next = time.Now().Add(betweenRetries)
		}
	}
	c.settle(call, created, got)
	return got, exchange, err
}

// permit asks the guard, and writes the journal before anything can be created.
func (c *Client) permit(ctx context.Context, call Call) (*intent, error) {
	var created intent
	var err error
	switch id := call.LeadID(); {
	case id != "" && !idText.MatchString(id):
		return nil, refuse("the id %q would make a URL of something else than a lead", id)
	case call.Reads():
		return nil, nil
	case call.Method == http.MethodPost && call.Path == "/v3/lead":
		created, err = c.guard.create(call.Body, call.Unmarked)
	case call.Method == http.MethodPost && call.Path == "/v3/lead/file":
		created, err = c.guard.upload(call.ContentType, call.Body)
	case id != "":
		return nil, c.permitChange(ctx, id, call.Body)
	default:
		return nil, refuse("%s %s is no write of the API", call.Method, call.Path)
	}
	if err != nil {
		return nil, err
	}
	c.guard.note(created)
	return &created, c.journal.write(entry{Target: c.options.Base.String(), Intent: &created}, true)
}

func (c *Client) permitChange(ctx context.Context, id string, body []byte) error {
	needsLook, err := c.guard.change(id, body)
	if err != nil || !needsLook {
		return err
	}
	if _, _, err := c.Send(ctx, Get(id)); err != nil {
		return fmt.Errorf("lead %s could not be looked at before it is written to: %w", id, err)
	}
	if !c.guard.ours[id] {
		return refuse("lead %s does not carry this run's mark, so this run has not created it", id)
	}
	return nil
}

// Get is the call that reads a lead.
func Get(id string) Call {
	return Call{Operation: "getLead", Method: http.MethodGet, Path: "/v3/lead/" + id}
}

// once sends a call one time.
func (c *Client) once(ctx context.Context, call Call) (*Reply, report.Exchange, error) {
	if err := c.wait(ctx); err != nil {
		return nil, c.Record(call, nil, err, 0), err
	}
	started := time.Now()
	got, err := c.roundTrip(ctx, call)
	c.requests++
	exchange := c.Record(call, got, err, time.Since(started))
	if got != nil && c.options.Seen != nil {
		c.options.Seen(call, got)
	}
	return got, exchange, err
}

func (c *Client) roundTrip(ctx context.Context, call Call) (*Reply, error) {
	request, err := http.NewRequestWithContext(ctx, call.Method, c.address(call), bytes.NewReader(call.Body))
	if err != nil {
		return nil, err
	}
	for _, field := range c.header(call, "Bearer "+c.options.Token) {
		request.Header.Set(field.Name, field.Value)
	}
	if !call.Reads() {
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
	got := &Reply{Status: response.StatusCode, Header: response.Header, Body: body}
	got.Value, got.Problems, got.NotJSON = DecodeStrict(body)
	return got, nil
}

func (c *Client) address(call Call) string {
	target := *c.options.Base
	target.Path += call.Path
	target.RawQuery = call.Query
	return target.String()
}

// header is what a call sends beside what net/http adds. A record of it has another authorization than what is sent.
func (c *Client) header(call Call, authorization string) []report.Field {
	if call.Authorization != nil {
		authorization = *call.Authorization
	}
	var fields []report.Field
	if authorization != "" {
		fields = append(fields, report.Field{Name: "Authorization", Value: authorization})
	}
	if call.ContentType != "" {
		fields = append(fields, report.Field{Name: "Content-Type", Value: call.ContentType})
	}
	return fields
}

// wait holds the pace.
func (c *Client) wait(ctx context.Context) error {
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
func (c *Client) pause(call Call, got *Reply) bool {
	if got == nil || !got.Busy() {
		return false
	}
	asked, found := retryAfter(got.Header.Get("Retry-After"))
	if !found {
		return false
	}
	pause := min(asked, longestPause)
	c.next = time.Now().Add(pause)
	c.Note("%s %s was answered with %d and Retry-After; the next request waited %s of %s", call.Method, call.Path, got.Status, pause, asked)
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

// Note keeps what every report shows.
func (c *Client) Note(format string, values ...any) {
	c.notes = append(c.notes, fmt.Sprintf(format, values...))
}

// settle remembers what a call has left on the server.
func (c *Client) settle(call Call, created *intent, got *Reply) {
	switch {
	case created != nil && call.Path == "/v3/lead":
		id := c.ledger.created(*created, got)
		if id != "" {
			c.guard.created[id] = true
			_ = c.journal.write(entry{Lead: id}, false) // the intent is on the disk, and finds the lead as well
		}
	case created != nil:
		c.ledger.imported(*created)
	case call.Method == http.MethodDelete && got != nil && (got.Succeeded() || got.Status == http.StatusNoContent):
		c.ledger.deleted(call.LeadID())
	case call.Reads() && got != nil:
		c.guard.saw(call.LeadID(), got.Status, got.Value)
		c.ledger.saw(c.guard, LeadsIn(got.Value))
	}
}

// IsRefusal says that the client itself did not send a request.
func IsRefusal(err error) bool {
	var refused *refusal
	return errors.As(err, &refused)
}

// MadeUp returns a uuid of version 4 that names nothing.
func (c *Client) MadeUp() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails, by its documentation
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	id := fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
	c.guard.madeUp[id] = true
	return id
}

// Requests is how many requests went out, and Notes what every report shows.
func (c *Client) Requests() int   { return c.requests }
func (c *Client) Notes() []string { return c.notes }

// Redact takes the token out of every string that value points to; RedactText and RedactError out of one text.
func (c *Client) Redact(value any)              { c.redactor.all(value) }
func (c *Client) RedactText(text string) string { return c.redactor.text(text) }
func (c *Client) RedactError(err error) string  { return c.redactor.error(err) }
