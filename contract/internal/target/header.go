package target

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// headerField is a header of a call, and how reports show it: a secret is shown as a shell variable.
type headerField struct{ name, value, shown string }

// header returns the headers of a call, without those that net/http adds.
func (c *Client) header(call Call) []headerField {
	var fields []headerField
	switch {
	case call.Authorization == nil:
		fields = append(fields, headerField{"Authorization", "Bearer " + c.options.Token, "Bearer $TOKEN"})
	case *call.Authorization != "":
		fields = append(fields, headerField{"Authorization", *call.Authorization, *call.Authorization})
	}
	if call.ContentType != "" {
		fields = append(fields, headerField{"Content-Type", call.ContentType, call.ContentType})
	}
	for _, name := range slices.Sorted(maps.Keys(c.options.Header)) {
		for _, value := range c.options.Header[name] {
			shown := value
			if !isOpen(name) {
				shown = "$" + strings.ToUpper(strings.ReplaceAll(name, "-", "_"))
			}
			fields = append(fields, headerField{name, value, shown})
		}
	}
	return fields
}

// isOpen reports whether the values of a header are public by their meaning: en-US must not be redacted everywhere.
func isOpen(name string) bool {
	return slices.Contains([]string{"Accept", "Accept-Language", "Origin", "X-Requested-With"}, http.CanonicalHeaderKey(name))
}

// hideHeaders treats the values of the extra headers as secrets, except those that are part of the deployment's URL.
func (c *Client) hideHeaders() {
	for name, values := range c.options.Header {
		for _, value := range values {
			if !isOpen(name) && !strings.Contains(c.options.Base.String(), value) {
				c.redactor.header(name, value)
			}
		}
	}
}

// maxRenewals bounds how often a new token is requested until the deployment accepts one.
const maxRenewals = 2

// renewToken gets a newer token if the deployment refuses the current one, and reports whether there is one. A write that is refused
// for its token had no effect, so it may be sent again like a read.
func (c *Client) renewToken(ctx context.Context, call Call, got *Reply) bool {
	if got == nil || got.Status != http.StatusUnauthorized || call.Authorization != nil || c.options.TokenSource == nil || c.renewals == maxRenewals {
		return false
	}
	c.renewals++
	token, err := c.options.TokenSource(ctx)
	switch {
	case err != nil:
		c.Note("the token was refused, and its source has no newer one: %s", c.redactor.error(err))
		return false
	case token == c.options.Token:
		return false
	}
	c.redactor.token(token)
	c.options.Token = token
	c.Note("the token was refused; the run continues with the next one from its source")
	return true
}

// CheckToken returns an error if the token is not a valid header value. The error does not contain the token.
func CheckToken(token string) error {
	switch {
	case token == "":
		return errors.New("the token is empty")
	case strings.ContainsFunc(token, func(r rune) bool { return r <= ' ' || r >= 0x7f }):
		return errors.New("the token has a space, a line end, or a character that an HTTP header cannot carry; pass only the token, without Bearer")
	}
	return nil
}
