package report

import (
	"fmt"
	"net/http"
	"strings"
)

// line returns the exchange in one line: "POST http://host/v3/lead: 200 OK, 12ms".
func (e Exchange) line() string {
	return fmt.Sprintf("%s %s: %s, %s", OneLine(e.Request.Method), OneLine(e.Request.URL), e.outcome(), short(e.Duration))
}

func (e Exchange) outcome() string {
	if e.Response == nil {
		return "no reply: " + OneLine(e.Error)
	}
	return strings.TrimSpace(fmt.Sprintf("%d %s", e.Response.Status, http.StatusText(e.Response.Status)))
}

// sent returns the request as text, as on the wire.
func (e Exchange) sent() string {
	return message(OneLine(e.Request.Method)+" "+OneLine(e.Request.URL), e.Request.Header, e.Request.Body)
}

// came returns the response as text, as on the wire, or the transport error.
func (e Exchange) came() string {
	if e.Response == nil {
		return e.outcome()
	}
	return message(e.outcome(), e.Response.Header, e.Response.Body)
}

func message(first string, header []Field, body string) string {
	lines := []string{first}
	for _, field := range header {
		lines = append(lines, OneLine(field.Name)+": "+OneLine(field.Value))
	}
	if body != "" {
		lines = append(lines, "", Visible(body))
	}
	return strings.Join(lines, "\n")
}

// telling returns the exchange that showed the break, with those before and after it. If the findings do not say, it is
// the last one.
func (r Result) telling() (before []Exchange, shown *Exchange, after []Exchange) {
	at := len(r.Exchanges)
	if len(r.Findings) > 0 && r.Findings[0].After > 0 {
		at = min(at, r.Findings[0].After)
	}
	if at == 0 {
		return nil, nil, nil
	}
	return r.Exchanges[:at-1], &r.Exchanges[at-1], r.Exchanges[at:]
}

// basis returns where a rule comes from: `stated in the documentation under "Create Lead"; rests on A01, A04`.
func (r Result) basis() string {
	var basis string
	switch {
	case r.Provenance == Assumed:
		basis = "assumed: the documentation is silent"
	case r.Provenance == Implied && r.Section != "":
		basis = fmt.Sprintf("implied by the documentation under %q", r.Section)
	case r.Section != "":
		basis = fmt.Sprintf("stated in the documentation under %q", r.Section)
	default:
		basis = string(r.Provenance)
	}
	if len(r.Assumptions) > 0 {
		basis += "; rests on " + strings.Join(r.Assumptions, ", ")
	}
	return basis
}
