package contract

import (
	"net/http"
	"net/url"

	"github.com/onsi/gomega"

	"github.com/leadapi/leadapi/contract/internal/target"
)

// otherCredentials holds credentials that are not a bearer token.
const otherCredentials = "Basic bGVhZDpsZWFk"

// The requests that need a token, with another Authorization header or without one.

func (p *probe) as(authorization, operation string, c call) *reply {
	c.Operation, c.Authorization = operation, &authorization
	return p.send(c)
}

func (p *probe) createAs(authorization string, b body) *reply {
	return p.as(authorization, "createLead", call{Method: http.MethodPost, Path: "/v3/lead", ContentType: jsonType, Body: b.json()})
}

func (p *probe) updateAs(authorization, id string, b body) *reply {
	return p.as(authorization, "updateLead", call{Method: http.MethodPut, Path: "/v3/lead/" + id, ContentType: jsonType, Body: b.json()})
}

func (p *probe) deleteAs(authorization, id string) *reply {
	return p.as(authorization, "deleteLead", call{Method: http.MethodDelete, Path: "/v3/lead/" + id})
}

// guarded is a request that needs a token, one for each operation: its reply, and a check late in the run.
type guarded struct {
	operation, id, section string
	send                   func(p *probe, name, authorization string) *reply
	after                  func(p *probe, name string)
}

var guardedCalls = []guarded{
	{"createLead", "create", createSection,
		func(p *probe, name, _ string) *reply { return p.refusedCreate(name).reply },
		func(p *probe, name string) { p.nothingStored(p.refusedCreate(name)) }},
	{"uploadLeads", "import", uploadSection,
		func(p *probe, name, _ string) *reply { return p.refusedUpload(name).reply },
		func(p *probe, name string) { p.nothingImported(name) }},
	{"listLeads", "list", listSection,
		func(p *probe, _, authorization string) *reply {
			return p.as(authorization, "listLeads", target.List(url.Values{}))
		}, func(*probe, string) {}},
	{"getLead", "get", getSection,
		func(p *probe, _, authorization string) *reply {
			return p.as(authorization, "getLead", target.Get(p.sample().id))
		},
		func(*probe, string) {}},
	{"updateLead", "update", updateSection,
		func(p *probe, name, _ string) *reply { return p.refusedUpdate(name).reply },
		func(p *probe, name string) { p.leftAlone(name) }},
	{"deleteLead", "delete", deleteSection,
		func(p *probe, name, _ string) *reply {
			d := p.deletion()
			if name == "no-token" {
				return d.noToken
			}
			if d.other == nil {
				p.skip("the request without a token has deleted the lead")
			}
			return d.other
		},
		func(p *probe, _ string) {
			p.expect("the lead is still there", p.deletion().survived, gomega.BeTrue())
		}},
}

func tokenRules() []Rule {
	var rules []Rule
	for _, guarded := range guardedCalls {
		send := func(p *probe, name, authorization string) *reply {
			return keyed(p, p.stock.tokens, guarded.id+" "+name, func(p *probe) *reply { return guarded.send(p, name, authorization) })
		}
		rules = append(rules, rulesOf(guarded.operation, guarded.section,
			Rule{ID: guarded.id + ".no-token", About: aboutNoToken, Provenance: implied, Assumptions: []string{"A04"}, when: late,
				Text: "A request without a bearer token is refused and has no effect.",
				act:  func(p *probe) { send(p, "no-token", "") },
				check: func(p *probe) {
					got := send(p, "no-token", "")
					p.refusal("a request without a token", got)
					p.expect("leads in the reply", len(target.LeadsIn(got.Value)), gomega.Equal(0))
					guarded.after(p, "no-token")
				}},
			Rule{ID: guarded.id + ".other-credentials", About: aboutNoToken, Provenance: assumed, Assumptions: []string{"A04"},
				Text: "A request with credentials other than a bearer token gets 401, Unauthorized.",
				act:  func(p *probe) { send(p, "other-credentials", otherCredentials) },
				check: func(p *probe) {
					got := send(p, "other-credentials", otherCredentials)
					p.textError(got, "Unauthorized")
					p.expect("the status", got.Status, gomega.Equal(http.StatusUnauthorized))
				}})...)
	}
	return rules
}
