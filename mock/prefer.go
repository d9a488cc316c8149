package mock

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// preference is what a request asks of its own reply, in the header Prefer or, from an address bar, in the query.
type preference struct {
	code    int
	example string
	delay   time.Duration
	applied []string // what Preference-Applied will list
	near    []string // words of Prefer that resemble the mock's, and were ignored
}

// The words of Prefer; in the query they follow two underscores.
var preferences = []string{"code", "example", "delay"}

// applyPreference applies the request's own preference. It reports whether that has answered the request; if there was only
// a delay, the operation still has to run. It changes no state and needs no token, because an address bar has none.
func (x *exchange) applyPreference() bool {
	headers, query := x.header.prefer, x.request.URL.RawQuery
	if len(headers) == 0 && !strings.Contains(query, "__") {
		return false
	}
	wanted, err := readPreference(headers, query)
	for _, name := range wanted.near {
		x.note("%s in the header Prefer is not known and was ignored%s", x.shown(name), didYouMean(name, preferences))
	}
	if err == nil && x.op != nil && (wanted.code != 0 || wanted.example != "") {
		x.keepBody()
		x.reply, err = x.op.documented(wanted.code, wanted.example)
		x.reply.Why = "forced by " + strings.Join(wanted.applied, ", ")
	}
	if err != nil {
		x.keepBody()
		x.reply = errorReply(http.StatusBadRequest, err.Error()).ofMock("this preference is unknown")
		return true
	}
	if x.op == nil { // there was nothing to choose from
		wanted.applied = slices.DeleteFunc(wanted.applied, func(text string) bool { return !strings.HasPrefix(text, "delay=") })
	}
	x.applied = strings.Join(wanted.applied, ", ")
	if !x.wait(wanted.delay) {
		return true
	}
	return x.reply.Status != 0
}

// readPreference ignores words of Prefer that are not the mock's, as RFC 7240 demands. The query wins over the header.
func readPreference(headers []string, query string) (preference, error) {
	var wanted preference
	for _, header := range headers {
		for _, part := range strings.FieldsFunc(header, func(r rune) bool { return r == ',' || r == ';' }) {
			name, value, _ := strings.Cut(part, "=")
			name = strings.ToLower(strings.TrimSpace(name))
			if !slices.Contains(preferences, name) {
				if nearName(name, preferences) != "" {
					wanted.near = append(wanted.near, name)
				}
				continue
			}
			if err := wanted.set(name, strings.Trim(strings.TrimSpace(value), `"`)); err != nil {
				return wanted, fmt.Errorf("header Prefer: %w", err)
			}
		}
	}
	values, _ := url.ParseQuery(query) // the operation handles what cannot be parsed
	for name := range values {
		word, ours := strings.CutPrefix(name, "__")
		if !ours {
			continue
		}
		if !slices.Contains(preferences, word) {
			return wanted, fmt.Errorf("%s: unknown preference (__code, __example, __delay)", shorten(name))
		}
		if err := wanted.set(word, values.Get(name)); err != nil {
			return wanted, fmt.Errorf("__%w", err)
		}
	}
	return wanted, nil
}

func (p *preference) set(name, value string) error {
	switch name {
	case "code":
		code, err := strconv.Atoi(value)
		if err != nil || code <= 0 {
			return fmt.Errorf("code: want a status such as 404, not %q", shorten(value))
		}
		p.code = code
	case "example":
		if value == "" {
			return errors.New("example: want the name of a documented reply")
		}
		p.example = value
	case "delay":
		delay, err := time.ParseDuration(value)
		if err != nil {
			return fmt.Errorf("delay: want a time such as 2s or 300ms, not %q", shorten(value))
		}
		if err := checkWait("delay", delay); err != nil {
			return err
		}
		p.delay = delay
	}
	p.applied = append(p.applied, name+"="+value)
	return nil
}

// documented returns a documented reply by status, by name, or by both; 0 and "" mean any.
func (op *operation) documented(status int, name string) (Reply, error) {
	var there []string
	for _, reply := range op.replies {
		if (status == 0 || reply.reply.Status == status) && (name == "" || reply.name == name) {
			return reply.reply, nil
		}
		text := strconv.Itoa(reply.reply.Status)
		if reply.name != "" {
			text += " " + reply.name
		}
		there = append(there, text)
	}
	asked := strings.TrimSpace(strings.TrimPrefix(strconv.Itoa(status), "0") + " " + shorten(name))
	return Reply{}, fmt.Errorf("%s has no documented reply %s (%s)", op.id, asked, strings.Join(there, ", "))
}
