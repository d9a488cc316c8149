package target

import (
	"bytes"
	"errors"
	"fmt"
	"mime"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// NoAnswer reports that the API has not answered a call: nothing came, or something in front of it answered instead. It does
// not mean that the API breaks the documentation.
type NoAnswer struct{ What string }

func (e *NoAnswer) Error() string { return "no answer from the API: " + e.What }

// troubleWith returns what came instead of an answer of the API, or "" if the API answered.
func (c *Client) troubleWith(call Call, got *Reply, err error) string {
	switch {
	case err != nil:
		return c.redactor.text(cause(err))
	case got.Status == http.StatusTooManyRequests:
		return "429, the rate limit" + from(got)
	case gatewayStatus(got.Status):
		return fmt.Sprintf("%d%s", got.Status, from(got))
	case call.Authorization != nil: // a rule's token: a refusal is the answer, whoever sends it
		return ""
	case got.Status == http.StatusUnauthorized:
		return "401, the token is not accepted any more"
	case got.Status >= 300 && got.Status < 400 && c.leadsAway(got):
		return fmt.Sprintf("%d, a redirect to %.80q", got.Status, got.Header.Get("Location"))
	case isHTML(got) && (got.Status < 400 || got.Status == http.StatusForbidden):
		return fmt.Sprintf("%d with a page of HTML%s", got.Status, from(got))
	}
	return ""
}

// gatewayStatus reports whether a status means that something in front of the API cannot reach it: 502 to 504, and those of
// Cloudflare.
func gatewayStatus(status int) bool {
	return status >= 502 && status <= 504 || status >= 520 && status <= 530
}

// from returns the name of the program that has answered, if the reply has one.
func from(got *Reply) string {
	head := strings.ToLower(string(got.Body[:min(len(got.Body), 2000)]))
	server := got.Header.Get("Server")
	for _, known := range []string{"nginx", "envoy", "cloudflare", "awselb", "haproxy", "openresty", "varnish", "traefik", "istio", "apache", "caddy"} {
		if strings.Contains(strings.ToLower(server), known) || isHTML(got) && strings.Contains(head, known) {
			return " from " + known
		}
	}
	if server != "" {
		return fmt.Sprintf(" from %.40q", server)
	}
	return ""
}

func isHTML(got *Reply) bool {
	kind, _, _ := mime.ParseMediaType(got.Header.Get("Content-Type"))
	return got.NotJSON != nil && (kind == "text/html" || bytes.HasPrefix(bytes.TrimSpace(got.Body), []byte("<")))
}

// leadsAway reports whether a redirect leaves the API, for example to a login page.
func (c *Client) leadsAway(got *Reply) bool {
	location, err := url.Parse(got.Header.Get("Location"))
	if err != nil {
		return true
	}
	return location.Host != "" && location.Host != c.options.Base.Host || !strings.Contains(location.Path, createPath)
}

// cause returns the text of a transport error without parts that vary, such as ports.
func cause(err error) string {
	var operation *net.OpError
	if errors.As(err, &operation) {
		return fmt.Sprintf("%s: %v", operation.Op, operation.Err)
	}
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		return wrapped.Err.Error()
	}
	return err.Error()
}

// neverSent reports whether a request certainly did not reach the deployment.
func neverSent(err error) bool {
	var operation *net.OpError
	return errors.As(err, &operation) && operation.Op == "dial"
}

// outage counts one kind of trouble for the report.
type outage struct {
	what        string
	times       int
	first, last time.Time
}

// maxOutages bounds the kinds of trouble in a report.
const maxOutages = 20

// countTrouble counts trouble.
func (c *Client) countTrouble(what string) {
	now := time.Now()
	at := slices.IndexFunc(c.outages, func(o outage) bool { return o.what == what })
	switch {
	case at >= 0:
		c.outages[at].times++
		c.outages[at].last = now
	case len(c.outages) < maxOutages:
		c.outages = append(c.outages, outage{what, 1, now, now})
	}
}

// outageNotes returns the trouble of a run, one line per kind.
func (c *Client) outageNotes() []string {
	var notes []string
	for _, o := range c.outages {
		note := "no answer from the API: " + o.what
		if o.times == 1 {
			note += " at " + o.first.Format(time.TimeOnly)
		} else {
			note += fmt.Sprintf(", %d times between %s and %s", o.times, o.first.Format(time.TimeOnly), o.last.Format(time.TimeOnly))
		}
		notes = append(notes, note)
	}
	return notes
}
