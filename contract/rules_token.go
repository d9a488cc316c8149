package contract

import (
	"net/http"
	"net/url"

	"github.com/onsi/gomega"

	"github.com/leadapi/leadapi/contract/internal/target"
)

// guarded is a request that a token is needed for, one for each operation. prepare returns it, and what must be so after it.
type guarded struct {
	operation, id, section string
	prepare                func(p *probe) (call, func())
}

var guardedCalls = []guarded{
	{"createLead", "create", createSection, func(p *probe) (call, func()) {
		sent := p.fresh()
		return call{Method: http.MethodPost, Path: "/v3/lead", ContentType: jsonType, Body: sent.json()},
			func() { p.nothingStored(sent["phone_number"].(string)) }
	}},
	{"uploadLeads", "import", uploadSection, func(p *probe) (call, func()) {
		rows := []row{{name: "Contract", code: p.code(), phone: p.number()}}
		return form{list: p.cfg.ListUUID, file: csvFile{rows: rows}}.call(), func() {} // an import takes its time, if there is one
	}},
	{"listLeads", "list", listSection, func(p *probe) (call, func()) { return target.List(url.Values{}), func() {} }},
	{"getLead", "get", getSection, func(p *probe) (call, func()) { return target.Get(p.sample().id), func() {} }},
	{"updateLead", "update", updateSection, func(p *probe) (call, func()) {
		s := p.subject()
		sent := p.changeable(s.shown).with(body{"ward": "no token"})
		return call{Method: http.MethodPut, Path: "/v3/lead/" + s.id, ContentType: jsonType, Body: sent.json()}, func() {
			before, after := s.look(p)
			p.unchanged("the lead", before, after)
		}
	}},
	{"deleteLead", "delete", deleteSection, func(p *probe) (call, func()) {
		id := given(p, func() string { return p.make(p.fresh()) })
		return call{Method: http.MethodDelete, Path: "/v3/lead/" + id}, func() { p.read(id) }
	}},
}

func tokenRules() []Rule {
	var rules []Rule
	for _, guarded := range guardedCalls {
		rules = append(rules, rulesOf(guarded.operation, guarded.section,
			Rule{ID: guarded.id + ".no-token", Provenance: implied, Assumptions: []string{"A04"},
				Text: "A request without a bearer token is refused, and has no effect.",
				check: func(p *probe) {
					got, after := guarded.send(p, "")
					p.refusal("a request without a token", got)
					p.expect("leads in the reply", len(target.LeadsIn(got.Value)), gomega.Equal(0))
					after()
				}},
			Rule{ID: guarded.id + ".other-credentials", Provenance: assumed, Assumptions: []string{"A04"},
				Text: "A request with credentials that are no bearer token is answered with 401, Unauthorized.",
				check: func(p *probe) {
					got, _ := guarded.send(p, "Basic bGVhZDpsZWFk")
					p.textError(got, "Unauthorized")
					p.expect("the status", got.Status, gomega.Equal(http.StatusUnauthorized))
				}})...)
	}
	return rules
}

// send sends the request with another Authorization header, or without one.
func (g guarded) send(p *probe, authorization string) (*reply, func()) {
	call, after := g.prepare(p)
	call.Operation, call.Authorization = g.operation, &authorization
	return p.send(call), after
}
