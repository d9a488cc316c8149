package contract

import (
	"context"
	mathrand "math/rand/v2"
	"net/http"
	"slices"
	"strings"

	"golang.org/x/net/http/httpguts"

	"github.com/leadapi/leadapi/contract/internal/target"
	"github.com/leadapi/leadapi/contract/report"
)

// refusedHeaders are headers that a Config cannot add, with the reason, by their canonical names.
var refusedHeaders = map[string]string{
	"Authorization":       "the suite sets it itself: give the token as such",
	"Content-Type":        "the suite sets it itself, and rules look at what becomes of it",
	"User-Agent":          "there is a setting of its own for it",
	"Cache-Control":       "the suite sets it itself, so that no cache answers",
	"Pragma":              "the suite sets Cache-Control itself",
	"Accept-Encoding":     "net/http sets it itself, and decodes the reply",
	"Host":                "net/http sets it from the URL",
	"Content-Length":      "net/http sets it itself",
	"Transfer-Encoding":   "net/http sets it itself",
	"Connection":          "it is about the connection, which net/http keeps",
	"Keep-Alive":          "it is about the connection, which net/http keeps",
	"Proxy-Connection":    "it is about the connection, which net/http keeps",
	"Upgrade":             "it is about the connection, which net/http keeps",
	"Te":                  "it is about the connection, which net/http keeps",
	"Trailer":             "it is about the connection, which net/http keeps",
	"Expect":              "it is about the connection, which net/http keeps",
	"Proxy-Authorization": "it would go to the deployment: put user and password into HTTPS_PROXY",
	"Range":               "replies would be parts",

	// A read that a gateway turns into a write, or into a request for another path, is not what the suite has looked at before it is sent.
	"X-Http-Method-Override": otherRequest,
	"X-Http-Method":          otherRequest,
	"X-Method-Override":      otherRequest,
	"X-Original-Url":         otherRequest,
	"X-Original-Method":      otherRequest,
	"X-Rewrite-Url":          otherRequest,
	"X-Forwarded-Prefix":     otherRequest,
}

const otherRequest = "it can turn a request into another one, such as a read into a delete"

// CheckHeader returns an error, a *UsageError, if no Config can add the header. The error does not repeat the value.
func CheckHeader(name, value string) error {
	name = http.CanonicalHeaderKey(name)
	switch reason := refusedHeaders[name]; {
	case !httpguts.ValidHeaderFieldName(name):
		return usage("header %q: want a name of letters, digits and dashes, such as CF-Access-Client-Id", report.OneLine(report.Cut(name)))
	case reason != "":
		return usage("header %s cannot be added: %s", name, reason)
	case strings.HasPrefix(name, "If-"):
		return usage("header %s cannot be added: replies would depend on it", name)
	case strings.TrimSpace(value) == "":
		return usage("header %s has no value", name)
	case !httpguts.ValidHeaderFieldValue(value):
		return usage("the value of header %s has a character that no header can carry, such as a line end", name)
	}
	return nil
}

// checkTransport checks how requests are sent.
func (cfg Config) checkTransport() error {
	for name, values := range cfg.Header {
		for _, value := range values {
			if err := CheckHeader(name, value); err != nil {
				return err
			}
		}
	}
	switch {
	case !httpguts.ValidHeaderFieldValue(cfg.UserAgent):
		return usage("the user agent has a character that no header can carry, such as a line end")
	case cfg.TLS != nil && cfg.Client != nil:
		return usage("an HTTP client has its own TLS settings: put them there")
	case cfg.TLS != nil && strings.HasPrefix(strings.ToLower(cfg.URL), "http:"):
		return usage("an http:// URL needs neither authorities nor a certificate: want https://")
	}
	return nil
}

// withToken returns cfg with the first token of its source, and the source with a check of those that follow. The errors are *UsageError.
func (cfg Config) withToken(ctx context.Context) (Config, error) {
	source := cfg.TokenSource
	if source == nil {
		return cfg, nil
	}
	cfg.TokenSource = func(ctx context.Context) (string, error) {
		token, err := source(ctx)
		if err == nil {
			err = target.CheckToken(token)
		}
		return token, err
	}
	token, err := cfg.TokenSource(ctx)
	switch {
	case err != nil && ctx.Err() != nil:
		return cfg, context.Cause(ctx)
	case err != nil:
		return cfg, usage("no token: %v", err)
	}
	cfg.Token = token
	return cfg, nil
}

// seed is that of the order of the rules, a random one if none is asked for. It has 53 bits, which every reader of JSON can tell apart.
func (cfg Config) seed() int64 {
	if cfg.Seed != 0 {
		return cfg.Seed
	}
	return mathrand.Int64N(1<<53-1) + 1
}

// settings is what a report says about cfg.
func (cfg Config) settings() report.Settings {
	var headers []string
	for name := range cfg.Header {
		headers = append(headers, http.CanonicalHeaderKey(name))
	}
	slices.Sort(headers)
	return report.Settings{
		ListUUID: cfg.ListUUID, CampaignUUID: cfg.CampaignUUID, PhonePrefix: cfg.PhonePrefix, Seed: cfg.Seed, Rate: cfg.Rate,
		ImportTimeout: cfg.ImportTimeout, Settle: cfg.Settle, Timeout: cfg.Timeout, UserAgent: cfg.UserAgent, Headers: headers,
	}
}
