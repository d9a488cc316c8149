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

// refusedHeaders holds the headers that a Config cannot add, by canonical name, with the reason.
var refusedHeaders = map[string]string{
	"Authorization":       "the suite sets it itself: use the setting for the token",
	"Content-Type":        "the suite sets it itself, and rules depend on it",
	"User-Agent":          "use the setting for the user agent",
	"Cache-Control":       "the suite sets it itself, so that no cache answers",
	"Pragma":              "the suite sets Cache-Control itself",
	"Accept-Encoding":     "net/http sets it itself, and decodes the reply",
	"Host":                "net/http sets it from the URL",
	"Content-Length":      "net/http sets it itself",
	"Transfer-Encoding":   "net/http sets it itself",
	"Connection":          "it is about the connection, which net/http manages",
	"Keep-Alive":          "it is about the connection, which net/http manages",
	"Proxy-Connection":    "it is about the connection, which net/http manages",
	"Upgrade":             "it is about the connection, which net/http manages",
	"Te":                  "it is about the connection, which net/http manages",
	"Trailer":             "it is about the connection, which net/http manages",
	"Expect":              "it is about the connection, which net/http manages",
	"Proxy-Authorization": "it would go to the deployment: put user and password into HTTPS_PROXY",
	"Range":               "replies would be parts",

	// A gateway may turn a read into a write, or into a request for another path, which the guard has not checked.
	"X-Http-Method-Override": otherRequest,
	"X-Http-Method":          otherRequest,
	"X-Method-Override":      otherRequest,
	"X-Original-Url":         otherRequest,
	"X-Original-Method":      otherRequest,
	"X-Rewrite-Url":          otherRequest,
	"X-Forwarded-Prefix":     otherRequest,
}

const otherRequest = "it can turn a request into another one, for example a read into a delete"

// CheckHeader returns a *UsageError if no Config can add the header. The error does not contain the value.
func CheckHeader(name, value string) error {
	name = http.CanonicalHeaderKey(name)
	switch reason := refusedHeaders[name]; {
	case !httpguts.ValidHeaderFieldName(name):
		return usage("header %q: want a name of letters, digits and dashes, for example CF-Access-Client-Id", report.OneLine(report.Cut(name)))
	case reason != "":
		return usage("header %s cannot be added: %s", name, reason)
	case strings.HasPrefix(name, "If-"):
		return usage("header %s cannot be added: replies would depend on it", name)
	case strings.TrimSpace(value) == "":
		return usage("header %s has no value", name)
	case !httpguts.ValidHeaderFieldValue(value):
		return usage("the value of header %s has a character that a header cannot carry, such as a line end", name)
	}
	return nil
}

// checkTransport checks the settings of the transport.
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
		return usage("the user agent has a character that a header cannot carry, such as a line end")
	case cfg.TLS != nil && cfg.Client != nil:
		return usage("an HTTP client has TLS settings: put authorities and certificates there")
	case cfg.TLS != nil && strings.HasPrefix(strings.ToLower(cfg.URL), "http:"):
		return usage("an http:// URL needs neither authorities nor a certificate: want https://")
	}
	return nil
}

// withToken returns cfg with the first token of its source, and with a source that checks later tokens. The error is a *UsageError.
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

// seed returns the seed for the order of the rules, a random one by default. It has 53 bits, which every JSON parser keeps exact.
func (cfg Config) seed() int64 {
	if cfg.Seed != 0 {
		return cfg.Seed
	}
	return mathrand.Int64N(1<<53-1) + 1
}

// settings returns the part of a report about cfg.
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
