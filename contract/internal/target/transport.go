package target

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/leadapi/leadapi/contract/report"
)

const (
	maxReply       = 2 << 20
	maxHeader      = 256 << 10
	requestTimeout = 30 * time.Second
)

// newHTTP returns the HTTP client of a Client. A redirect is a reply like any other, and the token goes nowhere but to the target.
func newHTTP(o Options) *http.Client {
	own := http.Client{Timeout: requestTimeout, Transport: ownTransport(o)}
	if o.HTTP != nil {
		own = *o.HTTP
	}
	own.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &own
}

// ownTransport is as http.DefaultTransport, and shares no connection with others in the process. It keeps none open unless asked to: what a
// server sends over one that nothing is asked over, net/http writes to the standard logger, with a token if it is in it.
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

// errTooLong is a reply of more than maxReply bytes. The API has answered, and not as any client expects.
var errTooLong = fmt.Errorf("the reply is longer than %d MB", maxReply>>20)

// once sends a call one time.
func (c *Client) once(ctx context.Context, call Call) (*Reply, report.Exchange, error) {
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
		return nil, err
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(response.Body, maxReply+1))
	if err != nil {
		return nil, fmt.Errorf("the reply breaks off: %w", err)
	}
	got := &Reply{Status: response.StatusCode, Header: response.Header, Body: body}
	if len(body) > maxReply {
		got.Body, got.NotJSON = body[:0], errTooLong
		return got, nil
	}
	got.Value, got.Problems, got.NotJSON = DecodeStrict(body)
	return got, nil
}

// onlyOnce keeps net/http from sending a write a second time by itself, which it does when a connection was closed before a
// reply, and over HTTP/2 when a server refuses a stream. It cannot repeat a body of which it has no copy, and a fresh
// connection is not closed because it was idle.
func (c *Client) onlyOnce(request *http.Request, body []byte) {
	request.GetBody = nil
	request.Body = io.NopCloser(bytes.NewReader(body)) // not http.NoBody, which may be sent again
	request.ContentLength = int64(len(body))
	c.http.CloseIdleConnections()
}

// wait holds the pace.
func (c *Client) wait(ctx context.Context) error {
	err := sleep(ctx, time.Until(c.next))
	c.next = time.Now().Add(c.interval)
	return err
}

// sleep waits until pause is over or ctx ends.
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

func isTimeout(err error) bool {
	var timeout interface{ Timeout() bool }
	return errors.As(err, &timeout) && timeout.Timeout()
}
