package contract

import (
	"fmt"

	"github.com/onsi/gomega"

	"github.com/leadapi/leadapi/contract/report"
)

// statusRules returns rules about statuses, none of which are documented.
func statusRules() []Rule {
	successes := []struct {
		id, operation, section string
		reply                  func(p *probe) *reply
	}{
		{"create", "createLead", createSection, func(p *probe) *reply { return p.firstCreate().reply }},
		{"import", "uploadLeads", uploadSection, func(p *probe) *reply { return p.firstUpload() }},
		{"list", "listLeads", listSection, func(p *probe) *reply { return p.sampleListing() }},
		{"get", "getLead", getSection, func(p *probe) *reply { return p.firstGet().get }},
		{"update", "updateLead", updateSection, func(p *probe) *reply { return p.firstUpdate().reply }},
		{"delete", "deleteLead", deleteSection, func(p *probe) *reply { return p.deletion().reply }},
	}
	var rules []Rule
	for _, success := range successes {
		rules = append(rules, rulesOf(success.operation, success.section, Rule{ID: success.id + ".status", About: aboutSuccess, Provenance: assumed,
			Assumptions: []string{"A01"}, Text: "Success has status 200.",
			check: func(p *probe) {
				got := success.reply(p)
				p.success(success.operation, got)
				p.expectJSON(got, "the status", got.Status, "200")
			}})...)
	}
	for _, u := range unknowns {
		rules = append(rules, errorStatus(u.id+".unknown", u.operation, u.section, "A lead that does not exist", 404, "A03", aboutNotFound, u.send)...)
	}
	return append(rules, append(errorStatus("create.empty-phone", "createLead", createSection, "A refused create", 400, "A02", aboutRefusal, func(p *probe) *reply { return p.refusedCreate("empty-phone").reply }),
		append(errorStatus("update.no-phone", "updateLead", updateSection, "A refused update", 400, "A02", aboutRefusal, func(p *probe) *reply { return p.refusedUpdate("no-phone").reply }),
			errorStatus("import.no-list", "uploadLeads", uploadSection, "A refused upload", 400, "A02", aboutRefusal, func(p *probe) *reply { return p.refusedUpload("no-list").reply })...)...)...)
}

// errorStatus returns two rules: that an error has an error status, and which one.
func errorStatus(id, operation, section, what string, status int, assumption string, about report.About, send func(*probe) *reply) []Rule {
	reply := func(p *probe) *reply {
		got := p.refused(id, send)
		p.refusal(what, got)
		return got
	}
	return rulesOf(operation, section,
		Rule{ID: id + ".4xx", About: about, Provenance: implied, when: late, Text: what + " gets a 4xx status.",
			check: func(p *probe) {
				p.expect("the status", reply(p).Status, gomega.And(gomega.BeNumerically(">=", 400), gomega.BeNumerically("<", 500)))
			}},
		Rule{ID: id + ".status", About: about, Provenance: assumed, Assumptions: []string{assumption}, when: late, Text: fmt.Sprintf("%s gets status %d.", what, status),
			check: func(p *probe) { p.expect("the status", reply(p).Status, gomega.Equal(status)) }})
}
