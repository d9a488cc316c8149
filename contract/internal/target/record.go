package target

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/leadapi/leadapi/contract/report"
)

// Evidence is an exchange for the report. Most rules hold, and their exchanges are dropped, so its secrets are removed only when the
// report needs it.
type Evidence struct {
	client *Client
	raw    report.Exchange
}

// Exchange returns the exchange without secrets. Texts are redacted before they are cut, so that no part of the token remains.
func (e Evidence) Exchange() report.Exchange {
	e.client.redactor.all(&e.raw)
	return e.raw.Fit()
}

// Record returns an exchange for the report. Evidence.Exchange is the only place where the token could get into a report through a
// request or reply.
func (c *Client) Record(call Call, got *Reply, err error, took time.Duration) Evidence {
	raw := report.Exchange{
		Operation: call.Operation,
		Request: report.Request{
			Method: call.Method, URL: c.address(call),
			Body: string(call.Body),
		},
		Duration: took,
		Curl:     c.curl(call),
	}
	for _, field := range c.header(call) {
		raw.Request.Header = append(raw.Request.Header, report.Field{Name: field.name, Value: field.shown})
	}
	size := len(raw.Request.Body)
	if got != nil {
		raw.Response = &report.Response{Status: got.Status, Body: string(got.Body)}
		size += len(got.Body)
		for _, name := range slices.Sorted(maps.Keys(got.Header)) {
			for _, value := range got.Header[name] {
				raw.Response.Header = append(raw.Response.Header, report.Field{Name: name, Value: value})
				size += len(name) + len(value)
			}
		}
	}
	if err != nil {
		raw.Error = err.Error()
	}
	evidence := Evidence{c, raw}
	if size > searched { // it is cut at once, because a run keeps hundreds
		evidence.raw = evidence.Exchange()
	}
	return evidence
}

// curl returns a command that repeats a call, with $TOKEN instead of the token and other variables instead of other secrets.
func (c *Client) curl(call Call) string {
	var command strings.Builder
	command.WriteString("curl -sS -i")
	if call.Method != "GET" {
		command.WriteString(" -X " + call.Method)
	}
	command.WriteString(" " + quote(c.address(call)))
	for _, field := range c.header(call) {
		header := quote(field.name + ": " + field.shown)
		if field.shown != field.value {
			header = `"` + field.name + ": " + field.shown + `"` // the shell expands it
		}
		command.WriteString(" \\\n  -H " + header)
	}
	if len(call.Body) > 0 {
		command.WriteString(" \\\n  --data-binary " + quote(string(call.Body)))
	}
	return command.String()
}

// quote returns a text as one shell word. Characters that a terminal would not print are escaped.
func quote(text string) string {
	if !strings.ContainsFunc(text, func(r rune) bool { return r < ' ' && r != '\n' || r == 0x7f }) {
		return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
	}
	var out strings.Builder
	out.WriteString("$'")
	for _, r := range text {
		switch {
		case r == '\'' || r == '\\':
			out.WriteString(`\` + string(r))
		case r == '\n':
			out.WriteString(`\n`)
		case r == '\r':
			out.WriteString(`\r`)
		case r < ' ' || r == 0x7f:
			fmt.Fprintf(&out, `\x%02x`, r)
		default:
			out.WriteRune(r)
		}
	}
	return out.String() + "'"
}

func (c *Client) address(call Call) string {
	target := *c.options.Base
	target.Path += call.Path
	target.RawQuery = call.Query
	return target.String()
}
