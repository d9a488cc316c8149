package target

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// headerField is a field that a call sends, and how it is shown: what is secret is a variable of a shell then.
type headerField struct{ name, value, shown string }

// header is what a call sends beside what net/http adds.
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

// isOpen reports whether the values of a header are no secrets by their meaning: en-US must not be taken out of every text.
func isOpen(name string) bool {
	return slices.Contains([]string{"Accept", "Accept-Language", "Origin", "X-Requested-With"}, http.CanonicalHeaderKey(name))
}

// hideHeaders makes secrets of the values of the further headers. What stands in the URL of the deployment is none.
func (c *Client) hideHeaders() {
	for name, values := range c.options.Header {
		for _, value := range values {
			if !isOpen(name) && !strings.Contains(c.options.Base.String(), value) {
				c.redactor.header(name, value)
			}
		}
	}
}

// mostRenewals is how often a new token is asked for until the deployment takes one.
const mostRenewals = 2

// renewed asks for a newer token when the deployment refuses the run's own, and reports whether there is one. A write that is refused for its
// token was not taken, so it may be sent again as a read may.
func (c *Client) renewed(ctx context.Context, call Call, got *Reply) bool {
	if got == nil || got.Status != http.StatusUnauthorized || call.Authorization != nil || c.options.TokenSource == nil || c.renewals == mostRenewals {
		return false
	}
	c.renewals++
	token, err := c.options.TokenSource(ctx)
	switch {
	case err != nil:
		c.Note("the token was refused, and there is no newer one: %s", c.redactor.error(err))
		return false
	case token == c.options.Token:
		return false
	}
	c.redactor.token(token)
	c.options.Token = token
	c.Note("the token was refused, and the next one of its source is used")
	return true
}

// CheckToken returns an error if no header can carry the token. It does not repeat it.
func CheckToken(token string) error {
	switch {
	case token == "":
		return errors.New("the token is empty")
	case strings.ContainsFunc(token, func(r rune) bool { return r <= ' ' || r >= 0x7f }):
		return errors.New("the token has a space, a line end, or a letter that no HTTP header can carry; give it alone, without Bearer")
	}
	return nil
}
