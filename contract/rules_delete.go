package contract

import (
	"net/url"
	"strings"

	"github.com/onsi/gomega"

	"github.com/leadapi/leadapi/contract/report"
)

// deletion records the requests to the middle one of three leads with the same number and name: deletes that must be refused because
// they lack a token, and one that succeeds.
type deletion struct {
	trio
	number   string
	total    any // of the listing by its number, before the delete
	noToken  *reply
	other    *reply // to a delete with credentials of another kind
	survived bool   // the refused deletes
	reply    *reply
	listed   *reply // the listing by its number, after the delete
}

func (p *probe) deletion() deletion {
	t := p.trio()
	return shared(p, &p.stock.deletion, func(p *probe) deletion {
		d := deletion{trio: t, number: t.gone.text("phone_number")}
		query := url.Values{"phone_number": {d.number}}
		p.waitFor(func(p *probe) {
			got := p.list(query)
			d.total = got.Object()["total"]
			leads := p.leadsOn("list", got)
			p.expect("leads with its number", has(leads, d.gone.id), gomega.BeTrue())
			if n, isWhole := whole(d.total); isWhole {
				p.expect("total", n, gomega.BeNumerically(">=", len(leads)))
			}
		})
		d.noToken = p.deleteAs("", d.gone.id)
		if d.noToken.Refused() {
			d.other = p.deleteAs(otherCredentials, d.gone.id)
		}
		p.waitFor(func(p *probe) {
			got := p.get(d.gone.id)
			d.survived = !got.Refused() && sameID(got.Object()["lead_uuid"], d.gone.id)
			p.expect("the lead is still there", d.survived, gomega.BeTrue())
		})
		if !d.survived { // use another lead
			d.gone = p.into(&p.stock.three, p.create)
			p.read(p.known(d.gone))
			if other := d.gone.text("phone_number"); other != d.number {
				d.number, query = other, url.Values{"phone_number": {other}}
			}
		}
		d.reply = p.delete(d.gone.id)
		p.waitFor(func(p *probe) {
			d.listed = p.list(query)
			p.expect("leads with its number", has(p.leadsOn("list", d.listed), d.gone.id), gomega.BeFalse())
			if before, isWhole := whole(d.total); isWhole && !d.listed.NotFound() {
				p.expectNumber(d.listed, "total", before-1)
			}
		})
		return d
	})
}

func deleteRules() []Rule {
	rules := []Rule{
		{ID: "delete.reply", Provenance: stated, About: aboutSuccess,
			Text: "A delete returns lead_uuid, the id of the lead.",
			check: func(p *probe) {
				d := p.deletion()
				p.judged("deleteLead", d.reply)
				p.expectSame("lead_uuid", "lead_uuid", d.reply.Object()["lead_uuid"], d.gone.id)
			}},
		{ID: "delete.gone-from-get", Provenance: stated, About: aboutOperations("deleteLead", "getLead"), when: late,
			Text: "A deleted lead cannot be read.",
			check: func(p *probe) {
				d := p.deletion()
				p.settled(func() {
					got := p.get(d.gone.id)
					p.refusal("get of a deleted lead", got)
					p.expect("lead_uuid in the reply", got.Object()["lead_uuid"], gomega.BeNil())
				})
			}},
		{ID: "delete.gone-from-list", Provenance: stated, About: aboutOperations("deleteLead", "listLeads"), when: late,
			Text: "A deleted lead is not in any listing.",
			check: func(p *probe) {
				d := p.deletion()
				p.settled(func() {
					for _, query := range []url.Values{{"phone_number": {d.number}}, {"list_uuid": {p.cfg.ListUUID}}, {}} {
						if _, found := p.album().leads[strings.ToLower(d.gone.id)]; !found && !p.again && query.Get("phone_number") == "" {
							continue // the album covers these
						}
						leads := p.page(p.widened(query, 0))
						p.expect("the lead "+d.gone.id+" on a listing with the filters "+show(query), has(leads, d.gone.id), gomega.BeFalse())
					}
				})
			}},
		{ID: "delete.total", Provenance: implied, About: aboutOperations("deleteLead", "listLeads"), Assumptions: []string{"A51"},
			Text: "A delete reduces total by one.",
			check: func(p *probe) {
				d := p.deletion()
				before, isNumber := whole(d.total)
				if !isNumber || before < 1 {
					panic(unchecked{"total before the delete is not at least 1: " + show(d.total)})
				}
				if d.listed.NotFound() {
					p.skip("a listing without a lead has no total: %.300s", d.listed)
				}
				p.success("list", d.listed)
				p.expectNumber(d.listed, "total", before-1)
			}},
		{ID: "delete.others-stay", Provenance: stated, when: late,
			Text: "A delete removes no other lead, not even the ones created before and after with the same number and name.",
			check: func(p *probe) {
				d := p.deletion()
				p.settled(func() {
					p.shown(d.subject.id)
					p.shown(d.still.id)
				})
			}},
	}
	for i := range rules {
		rules[i].act = func(p *probe) { p.deletion() }
	}
	return rulesOf("deleteLead", deleteSection, rules...)
}

// absent returns an id that the run has made up. The client sends a write to it only if get answers Not Found.
func (p *probe) absent() string {
	return p.madeUp()
}

// unknown is a request to a lead that does not exist. There is one for each operation on a lead.
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
		rules = append(rules, rulesOf(u.operation, u.section, Rule{ID: u.id + ".unknown", About: aboutNotFound, Provenance: u.provenance, when: late,
			Text:  "A request for a lead that does not exist gets the documented error, Not Found.",
			check: func(p *probe) { p.textError(p.refused(u.id+".unknown", u.send), "Not Found") }})...)
	}
	return rules
}

// refused sends a request that must be refused, once for all rules that check its reply.
func (p *probe) refused(name string, send func(*probe) *reply) *reply {
	return keyed(p, p.stock.refusals, name, send)
}
