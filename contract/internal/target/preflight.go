package target

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Preflight sends one read with the token. It returns an error if rules cannot be checked: *Error, or that of ctx.
func (c *Client) Preflight(ctx context.Context) error {
	call := firstPage()
	got, _, err := c.sendOnce(ctx, call)
	for attempt := 1; attempt < 3 && ctx.Err() == nil && (err != nil && !errors.Is(err, errTooSlow) || err == nil && got.Status >= 500); attempt++ {
		if sleep(ctx, time.Duration(attempt)*200*time.Millisecond) == nil { // a temporary failure
			got, _, err = c.sendOnce(ctx, call)
		}
	}
	for err == nil && c.renewToken(ctx, call, got) {
		got, _, err = c.sendOnce(ctx, call)
	}
	if err != nil && ctx.Err() != nil {
		return fmt.Errorf("the run was interrupted: %w", context.Cause(ctx))
	}
	kind, message := "", ""
	if err != nil {
		kind, message = unreachable(err)
	} else {
		kind, message = notTheAPI(got)
	}
	if kind == "" {
		c.settle(call, nil, got)
		return nil
	}
	return &Error{Kind: kind, Target: c.redactor.text(c.options.Base.String()), Message: c.redactor.text(message)}
}

func firstPage() Call { return List(url.Values{"limit": {"1"}}) }

func unreachable(err error) (kind, message string) {
	var certificate *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	var unknown x509.UnknownAuthorityError
	switch {
	case errors.As(err, &record), strings.Contains(err.Error(), "server gave HTTP response to HTTPS client"):
		return "tls", "it does not speak TLS: try http:// instead of https://"
	case errors.As(err, &certificate), errors.As(err, &unknown):
		return "tls", fmt.Sprintf("its certificate is not accepted (%v): check the host name, or add its authority to the system's (SSL_CERT_FILE)", err)
	case strings.Contains(err.Error(), "tls: "):
		return "tls", fmt.Sprintf("the TLS handshake fails: %v", err)
	case strings.Contains(err.Error(), "malformed HTTP response"):
		return "tls", "it does not answer in HTTP: try https:// instead of http://"
	}
	return "unreachable", fmt.Sprintf("it does not answer (%v): check that it is running, and the host and port of the URL", err)
}

func notTheAPI(got *Reply) (kind, message string) {
	isPage := got.Object()["data"] != nil || got.Object()["total"] != nil
	switch {
	case got.Status == http.StatusUnauthorized || got.Status == http.StatusForbidden:
		return "unauthorized", fmt.Sprintf("it refuses the token (status %d): check that the token is of this deployment and not expired", got.Status)
	case got.Status >= 300 && got.Status < 400:
		return "not-the-api", fmt.Sprintf("it redirects to %q: use the URL of the API itself, and a token that it accepts", got.Header.Get("Location"))
	case got.Status >= 500:
		return "unreachable", fmt.Sprintf("it answers with status %d: check that it is healthy", got.Status)
	case got.Status >= 400:
		return "not-the-api", fmt.Sprintf("GET /v3/lead answers with status %d: the URL must be the place below which /v3/lead is", got.Status)
	case got.NotJSON != nil:
		return "not-the-api", fmt.Sprintf("GET /v3/lead does not answer in JSON (%v): check that the URL is the API's and not a website's", got.NotJSON)
	case !isPage:
		return "not-the-api", "GET /v3/lead answers with JSON that is not a page of leads: check that the URL is that of the lead API"
	}
	return "", ""
}

// Begin checks that the intents file can be written, and reads the list that the run will write to.
// It writes nothing to the deployment. The error is *LocalError, *NoAnswer or that of ctx.
func (c *Client) Begin(ctx context.Context) error {
	if c.options.ListUUID == "" {
		return nil
	}
	if err := c.intents.write(entry{Target: c.options.Base.String(), List: c.options.ListUUID}, true); err != nil {
		return err
	}
	got, _, err := c.Send(ctx, c.newest())
	if err != nil {
		return err
	}
	c.before = map[string]bool{}
	for _, lead := range LeadsIn(got.Value) {
		c.before[lead.Text("lead_uuid")] = true
	}
	return nil
}
