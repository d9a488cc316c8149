package contract

import (
	"net/url"

	"github.com/onsi/gomega"

	"github.com/leadapi/leadapi/contract/internal/target"
	"github.com/leadapi/leadapi/contract/report"
)

func deleteRules() []Rule {
	return rulesOf("deleteLead", deleteSection,
		Rule{ID: "delete.reply", Provenance: stated,
			Text: "A delete answers with lead_uuid, the id of the lead.",
			check: func(p *probe) {
				d := p.deletion()
				p.judged("deleteLead", d.reply)
				p.expectJSON(d.reply, "lead_uuid", d.reply.Object()["lead_uuid"], show(d.gone))
			}},
		Rule{ID: "delete.gone-from-get", Provenance: stated,
			Text: "A lead that was deleted cannot be read.",
			check: func(p *probe) {
				got := p.deletion().got
				p.refusal("get of a deleted lead", got)
				p.expect("lead_uuid in the reply", got.Object()["lead_uuid"], gomega.BeNil())
			}},
		Rule{ID: "delete.gone-from-list", Provenance: stated,
			Text: "A lead that was deleted is on no listing.",
			check: func(p *probe) {
				d := p.deletion()
				p.success("list", d.listed)
				p.expect("leads with its number", ids(target.LeadsIn(d.listed.Value)), gomega.Not(gomega.ContainElement(d.gone)))
				p.expect("the newest leads of its list", ids(p.widePage(url.Values{"list_uuid": {p.cfg.ListUUID}})), gomega.Not(gomega.ContainElement(d.gone)))
			}},
		Rule{ID: "delete.total", Provenance: implied, Assumptions: []string{"A51"},
			Text: "A delete takes one off total.",
			check: func(p *probe) {
				d := p.deletion()
				before, isNumber := target.Whole(d.total)
				if !isNumber || before < 1 {
					panic(unchecked{"total before the delete is not of one lead or more: " + show(d.total)})
				}
				p.success("list", d.listed)
				p.expectNumber(d.listed, "total", before-1)
			}},
		Rule{ID: "delete.others-stay", Provenance: stated,
			Text: "A delete takes no other lead: not the one before, and not the one after.",
			check: func(p *probe) {
				d := p.deletion()
				p.read(d.before)
				p.read(d.after)
			}},
		Rule{ID: "delete.twice", Provenance: implied, Assumptions: []string{"A42"},
			Text: "A second delete of a lead is Not Found.",
			check: func(p *probe) {
				d := p.deletion()
				p.textError(p.delete(d.gone), "Not Found")
			}},
		Rule{ID: "delete.then-update", Provenance: implied, Assumptions: []string{"A42"},
			Text: "An update of a deleted lead is Not Found, and does not bring it back.",
			check: func(p *probe) {
				d := p.deletion()
				p.textError(p.update(d.gone, body{"lead_uuid": d.gone, "phone_number": d.number}), "Not Found")
				p.refusal("get of a deleted lead", p.get(d.gone))
			}},
	)
}

// absent returns an id that the run has made up, and of which get says that it does not exist. One write to it may follow.
func (p *probe) absent() string {
	id := p.madeUp()
	got := given(p, func() *reply { return p.get(id) })
	if !got.NotFound() {
		panic(unchecked{"get does not say that a made-up id is Not Found, so nothing is sent to it: " + got.String()})
	}
	return id
}

// unknown is a request to a lead that does not exist, one for each operation that names a lead.
type unknown struct {
	operation, id, section string
	provenance             report.Provenance
	send                   func(p *probe) *reply
}

var unknowns = []unknown{
	{"getLead", "get", getSection, implied, func(p *probe) *reply { return p.get(p.madeUp()) }},
	{"updateLead", "update", updateSection, implied, func(p *probe) *reply {
		id := p.absent()
		return p.update(id, body{"lead_uuid": id, "phone_number": p.number()})
	}},
	{"deleteLead", "delete", deleteSection, stated, func(p *probe) *reply { return p.delete(p.absent()) }},
}

func unknownRules() []Rule {
	var rules []Rule
	for _, u := range unknowns {
		rules = append(rules, rulesOf(u.operation, u.section, Rule{ID: u.id + ".unknown", Provenance: u.provenance,
			Text:  "A lead that does not exist is answered with the printed error, Not Found.",
			check: func(p *probe) { p.textError(p.refused(u.id+".unknown", u.send), "Not Found") }})...)
	}
	return rules
}
