package contract

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/leadapi/leadapi/contract/internal/target"
	"github.com/leadapi/leadapi/contract/report"
	"github.com/leadapi/leadapi/openapi"
)

// teller determines which reading of an assumption a deployment has. A rule checks whether it has the first one; a teller finds out
// which one it has instead.
type teller struct {
	assumption string
	writes     bool         // it needs a list
	act        func(*probe) // sends what tell examines; all acts run before the first tell
	tell       func(*probe) // calls saw and sawOther for each observation
}

// sighting is one observation. Its reading is empty if it fits none.
type sighting struct{ reading, words string }

// saw records that an answer shows a reading. The words must be the same in every run, because profiles are kept in repositories.
func (p *probe) saw(reading, words string, values ...any) {
	p.sightings = append(p.sightings, sighting{reading, p.steady(fmt.Sprintf(words, values...))})
}

// sawOther records that an answer fits no reading.
func (p *probe) sawOther(words string, values ...any) { p.saw("", words, values...) }

// sawIn records the reading for what was seen, or that it fits none.
func (p *probe) sawIn(readings map[string]string, seen, words string, values ...any) {
	p.saw(readings[seen], words, values...)
}

func tellers() []teller {
	return slices.Concat(replyTellers(), writing(createTellers()), listTellers(), writing(updateTellers()), writing(importTellers()))
}

func writing(all []teller) []teller {
	for i := range all {
		all[i].writes = true
	}
	return all
}

// tellAll determines all readings, once per run, in the order of openapi.Choices. It returns nil after an interrupt: an incomplete
// profile must not replace a complete one.
func (r *run) tellAll(ctx context.Context) []report.Settled {
	if r.settled != nil || ctx.Err() != nil {
		return r.settled
	}
	all := tellers()
	for _, t := range all {
		if t.act != nil && r.untellable(t) == "" && ctx.Err() == nil {
			r.tries(ctx, t.act) // an error shows when tell needs the result
		}
	}
	r.tries(ctx, func(p *probe) { // lagging reads would show an earlier state
		p.sleep(time.Until(p.written.Add(min(2*p.lag, p.cfg.Settle))))
	})
	for _, choice := range openapi.Choices() {
		at := slices.IndexFunc(all, func(t teller) bool { return t.assumption == choice.ID })
		r.settled = append(r.settled, r.tell(ctx, all[at], choice))
	}
	if ctx.Err() != nil {
		r.settled = nil
	}
	return r.settled
}

func (r *run) tell(ctx context.Context, t teller, choice openapi.Choice) report.Settled {
	settled := report.Settled{Settled: openapi.Settled{ID: choice.ID, Rules: rulesAbout(choice.ID)}}
	if settled.Untold = r.untellable(t); settled.Untold != "" {
		return settled
	}
	p := r.tries(ctx, func(p *probe) { p.preparing = true; t.tell(p) })
	if len(p.sightings) == 0 {
		settled.Untold = r.whyUntold(p)
		return settled
	}
	first := p.sightings[0].reading
	var words []string
	agree := first != ""
	for _, sighting := range p.sightings {
		agree = agree && sighting.reading == first
		if !slices.Contains(words, sighting.words) {
			words = append(words, sighting.words)
		}
	}
	if !agree {
		settled.Other = strings.Join(words, "; ")
		return settled
	}
	reading, _ := choice.Reading(first)
	settled.Reading, settled.Says, settled.AsAssumed = first, reading.Says, first == choice.Readings[0].Name
	settled.Observations, settled.Evidence = len(p.sightings), words
	return settled
}

// untellable returns why a teller cannot run, or "".
func (r *run) untellable(t teller) string {
	switch {
	case !t.writes:
		return ""
	case r.cfg.ListUUID == "":
		return "it needs a list to write to (--list-uuid)"
	case r.closed != "":
		return "the run's first create was refused"
	}
	return ""
}

// whyUntold returns why a probe has no sightings. It drops the deployment's answers, which may contain data of leads.
func (r *run) whyUntold(p *probe) string {
	switch {
	case p.unanswered:
		return "the requests were not answered"
	case p.outcome == report.NotRun, p.outcome == report.Error:
		reason, _, _ := strings.Cut(report.OneLine(p.reason), "{")
		const maxReason = 200
		return p.steady(strings.TrimRight(reason[:min(len(reason), maxReason)], ": "))
	}
	return "no answer showed it"
}

func rulesAbout(assumption string) []string {
	var ids []string
	for _, rule := range Rules() {
		if slices.Contains(rule.Assumptions, assumption) {
			ids = append(ids, rule.ID)
		}
	}
	return ids
}

var (
	anyID     = regexp.MustCompile(`[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}`)
	anyNumber = regexp.MustCompile(`[0-9]{7,}`)
)

// steady replaces what differs from run to run, and what could identify a person.
func (p *probe) steady(text string) string {
	text = anyID.ReplaceAllString(p.client.RedactText(text), "(id)")
	text = strings.ReplaceAll(text, target.Mark(p.cfg.RunID), "(run)-")
	return anyNumber.ReplaceAllString(text, "(number)")
}

// said returns an answer in a few words. It drops the body of a success, which may be a customer's lead.
func said(got *reply) string {
	const maxSaid = 120
	switch text, isText := got.Object()["error"].(string); {
	case got.Succeeded():
		return fmt.Sprintf("with status %d", got.Status)
	case isText:
		return fmt.Sprintf("with %d and the error %.*q", got.Status, maxSaid, text)
	case got.Object()["error"] != nil:
		return fmt.Sprintf("with %d and the error %.*s", got.Status, maxSaid, show(got.Object()["error"]))
	}
	return fmt.Sprintf("with %d and the text %.*q", got.Status, maxSaid, strings.TrimSpace(string(got.Body)))
}

// comes calls look until it returns true or reads have had time to settle, and reports whether it did.
func (p *probe) comes(look func(p *probe) bool) (found bool) {
	p.waitFor(func(p *probe) {
		if found = look(p); !found {
			p.find("a reading", "it shows", "not yet")
		}
	})
	return found
}

// ask sends a list request with an encoded query.
func (p *probe) ask(query string) *reply {
	return p.send(call{Operation: "listLeads", Method: "GET", Path: "/v3/lead", Query: query})
}
