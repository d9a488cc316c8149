package target

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"
)

const (
	maxReply       = 2 << 20
	maxHeader      = 256 << 10
	requestTimeout = 30 * time.Second
)

// newHTTP returns the HTTP client of a Client. It does not follow redirects, and sends the token only to the target.
func newHTTP(o Options) *http.Client {
	own := http.Client{Transport: ownTransport(o)}
	if o.HTTP != nil {
		own = *o.HTTP
	}
	own.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &own
}

// ownTransport is like http.DefaultTransport, but shares no connections with the rest of the process. It keeps none open unless asked to:
// net/http writes what a server sends over an idle connection to the standard logger, including a token.
func ownTransport(o Options) http.RoundTripper {
	plain, isPlain := http.DefaultTransport.(*http.Transport)
	if !isPlain {
		return http.DefaultTransport
	}
	transport := plain.Clone()
	transport.MaxResponseHeaderBytes = maxHeader
	transport.DisableKeepAlives = !o.KeepAlive
	if o.TLS != nil {
		transport.TLSClientConfig = o.TLS.Clone()
	}
	return transport
}

// errTooLong reports a reply of more than maxReply bytes. It counts as an answer of the API, and a wrong one.
var errTooLong = fmt.Errorf("the reply is longer than %d MB", maxReply>>20)

// errTooSlow reports that a request took too long.
var errTooSlow = fmt.Errorf("no whole reply came within %s", requestTimeout)

// sendOnce sends a call without retrying.
func (c *Client) sendOnce(ctx context.Context, call Call) (*Reply, Evidence, error) {
	if err := c.wait(ctx); err != nil {
		return nil, c.Record(call, nil, err, 0), err
	}
	c.justShown = ""
	started := time.Now()
	got, err := c.roundTrip(ctx, call)
	c.requests++
	if got != nil {
		got.Number = c.requests
	}
	return got, c.Record(call, got, err, time.Since(started)), err
}

func (c *Client) roundTrip(ctx context.Context, call Call) (*Reply, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, requestTimeout, errTooSlow)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, call.Method, c.address(call), bytes.NewReader(call.Body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("User-Agent", c.options.UserAgent)
	for _, field := range c.header(call) {
		request.Header.Add(field.name, field.value)
	}
	if call.Reads() {
		request.Header.Set("Cache-Control", "no-cache")
	} else {
		c.onlyOnce(request, call.Body)
	}
	response, err := c.http.Do(request)
	if err != nil {
		return nil, tooSlow(ctx, err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(response.Body, maxReply+1))
	if err != nil {
		return nil, tooSlow(ctx, fmt.Errorf("the reply breaks off: %w", err))
	}
	got := &Reply{Status: response.StatusCode, Header: response.Header, Body: body}
	if len(body) > maxReply {
		got.Body, got.NotJSON = body[:0], errTooLong
		return got, nil
	}
	got.Value, got.Problems, got.NotJSON = DecodeStrict(body)
	return got, nil
}

// onlyOnce keeps net/http from repeating a write, which it does if a connection is closed before the reply, and if an HTTP/2
// server refuses a stream. net/http cannot repeat a body that it has no copy of, and a new connection is not closed for being idle.
func (c *Client) onlyOnce(request *http.Request, body []byte) {
	request.GetBody = nil
	request.Body = io.NopCloser(bytes.NewReader(body)) // not http.NoBody, which net/http may send again
	request.ContentLength = int64(len(body))
	c.http.CloseIdleConnections()
}

// wait waits until the next request may go out.
func (c *Client) wait(ctx context.Context) error {
	err := sleep(ctx, time.Until(c.next))
	c.next = time.Now().Add(c.interval)
	return err
}

// sleep waits for the duration of pause or until ctx is done.
func sleep(ctx context.Context, pause time.Duration) error {
	if pause > 0 {
		timer := time.NewTimer(pause)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-ctx.Done():
		}
	}
	return ctx.Err()
}

// tooSlow returns errTooSlow if a timeout has ended the request, or else err.
func tooSlow(ctx context.Context, err error) error {
	if cause := context.Cause(ctx); errors.Is(cause, errTooSlow) {
		return cause
	}
	return err
}
