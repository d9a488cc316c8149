package contract

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"strings"
)

// Preflight sends one read with the token and says whether checking rules makes sense. The errors are *UsageError and *TargetError.
func Preflight(ctx context.Context, cfg Config) error {
	cfg, base, err := cfg.complete()
	if err != nil {
		return err
	}
	return newClient(cfg, base).preflight(ctx)
}

func (c *client) preflight(ctx context.Context) error {
	got, _, err := c.send(ctx, call{operation: "listLeads", method: http.MethodGet, path: "/v3/lead", query: "limit=1"})
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
		return nil
	}
	return &TargetError{Kind: kind, Target: c.redactor.text(c.base.String()), Message: c.redactor.text(message)}
}

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
		return "tls", fmt.Sprintf("no TLS connection comes about: %v", err)
	case strings.Contains(err.Error(), "malformed HTTP response"):
		return "tls", "it does not answer in HTTP: try https:// instead of http://"
	}
	return "unreachable", fmt.Sprintf("it does not answer (%v): check that it is running, and the host and port of the URL", err)
}

func notTheAPI(got *reply) (kind, message string) {
	isPage := got.object()["data"] != nil || got.object()["total"] != nil
	switch {
	case got.status == http.StatusUnauthorized || got.status == http.StatusForbidden:
		return "unauthorized", fmt.Sprintf("it refuses the token (status %d): check that the token is of this deployment and not expired", got.status)
	case got.status >= 300 && got.status < 400:
		return "not-the-api", fmt.Sprintf("it redirects to %q: use the API's own URL, and a token that it takes", got.header.Get("Location"))
	case got.status >= 500:
		return "unreachable", fmt.Sprintf("it answers with status %d: check that it is healthy", got.status)
	case got.status >= 400:
		return "not-the-api", fmt.Sprintf("GET /v3/lead answers with status %d: the URL must be the place below which /v3/lead is", got.status)
	case got.notJSON != nil:
		return "not-the-api", fmt.Sprintf("GET /v3/lead does not answer in JSON (%v): check that the URL is that of the API, and not of a website", got.notJSON)
	case !isPage:
		return "not-the-api", "GET /v3/lead answers with JSON that is no page of leads: check that the URL is that of the lead API"
	}
	return "", ""
}
