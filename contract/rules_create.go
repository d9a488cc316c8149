package contract

import (
	"net/url"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/onsi/gomega"

	"github.com/leadapi/leadapi/contract/internal/target"
)

// vietnamese has letters of two and three bytes, and combinations that a table of one byte a letter lacks.
const vietnamese = "Nguyễn Thị Ánh Tuyết, 12/3 Đường Lê Hồng Phong, Phường Trần Hưng Đạo, Quận Hoàn Kiếm, Hà Nội"

func createRules(j *judge) []Rule {
	rules := []Rule{
		{ID: "create.reply", Provenance: stated,
			Text:  "A create with all its fields answers with created, true, and lead_uuid, a uuid.",
			check: func(p *probe) { p.judged("createLead", p.firstCreate().reply) }},
		{ID: "create.printed", Provenance: stated, Needs: []Need{NeedPhonePrefix},
			Text:  "The request that the page prints is taken, with the named list, the run's lead_code, and a number of the named block.",
			check: checkPrintedCreate},
		{ID: "create.listed", Provenance: stated,
			Text: "A lead that was created is in the listing of its list.",
			check: func(p *probe) {
				id, sent := p.own()
				query := url.Values{"list_uuid": {p.cfg.ListUUID}, "phone_number": {sent["phone_number"].(string)}}
				p.expect("leads with the new lead's list and number", ids(p.page(query)), gomega.ContainElement(id))
			}},
		{ID: "create.vietnamese", Provenance: stated,
			Text:  "Vietnamese text comes back as it was sent.",
			check: func(p *probe) { p.storesName(vietnamese) }},
		{ID: "create.special-characters", Provenance: implied,
			Text:  "Quotes, backslashes, markup, spaces at the ends and characters beyond the basic plane come back as they were sent.",
			check: func(p *probe) { p.storesName(` O'Hara "Bi" \ <b>&amp;</b> %s 日本 😀 `) }},
		{ID: "create.without-name", Provenance: stated,
			Text:  "lead_name may be absent.",
			check: func(p *probe) { p.read(p.make(p.fresh().without("lead_name"))) }},
		{ID: "create.required-only", Provenance: stated,
			Text: "list_uuid and phone_number are enough for a create: lead_name and lead_code may be absent.",
			check: func(p *probe) {
				sent := p.fresh().without("lead_name")
				p.makeUnmarked(sent, func(id string) {
					shown := p.read(id)
					p.expect("phone_number", shown["phone_number"], gomega.Equal(sent["phone_number"]))
					p.expect("list_uuid", shown["list_uuid"], gomega.Equal(sent["list_uuid"]))
				})
			}},
		{ID: "create.leaves-others", Provenance: stated,
			Text:  "A create changes no other lead.",
			check: checkCreateLeavesOthers},
		{ID: "create.new-id", Provenance: implied, Assumptions: []string{"A42", "A43"}, last: true,
			Text: "Each create gives a new id, also after a delete.",
			check: func(p *probe) {
				if gone := p.deletion().gone; !p.createdAfter(gone) {
					p.make(p.fresh())
				}
				times := map[string]int{}
				for _, a := range p.answered {
					if id, _ := a.reply.Object()["lead_uuid"].(string); a.call.Operation == "createLead" && id != "" {
						times[id]++
						p.expect("the number of creates answered with "+id, times[id], gomega.Equal(1))
					}
				}
			}},
	}
	for _, field := range j.takes("createLead") {
		rules = append(rules, Rule{ID: "create.field." + field, Provenance: provenanceOf(j.sent("createLead", field).Extensions, ""),
			Text: "A create stores " + field + " as it was sent.",
			check: func(p *probe) {
				_, sent := p.own()
				p.expect(field, p.sample().lead[field], gomega.Equal(sent[field]))
			}})
	}
	return rulesOf("createLead", createSection, append(rules, lenientCreateRules()...)...)
}

// lenientCreateRules are about what a create takes where the page is silent.
func lenientCreateRules() []Rule {
	return []Rule{
		{ID: "create.same-number", Provenance: assumed, Assumptions: []string{"A13"},
			Text: "Two leads of a list may have the same phone_number.",
			check: func(p *probe) {
				first, sent := p.own()
				second := p.make(p.fresh().with(body{"phone_number": sent["phone_number"]}))
				p.expect("the id of the second lead", second, gomega.Not(gomega.Equal(first)))
			}},
		{ID: "create.other-field", Provenance: assumed, Assumptions: []string{"A09"},
			Text: "A field that the table does not list is ignored, and not stored.",
			check: func(p *probe) {
				others := body{"province": "Hà Nội", "status": "DONE", "vip": true}.without(p.judge.takes("createLead")...)
				shown := p.read(p.make(p.fresh().with(others)))
				for _, start := range p.judge.startValues(func(*openapi3.Schema) bool { return true }) {
					if others[start.field] != nil {
						p.expect(start.field, shown[start.field], gomega.Equal(start.value))
					}
				}
			}},
		{ID: "create.key-twice", Provenance: assumed, Assumptions: []string{"A10"},
			Text: "Of a key that stands twice the last one counts.",
			check: func(p *probe) {
				text := string(p.fresh().without("lead_name").json())
				id := p.created(p.createText(`{"lead_name":"first","lead_name":"second",`+text[1:], jsonType))
				p.expect("lead_name", p.read(id)["lead_name"], gomega.Equal("second"))
			}},
		{ID: "create.no-content-type", Provenance: assumed, Assumptions: []string{"A08"},
			Text: "Without a Content-Type the body is read as JSON.",
			check: func(p *probe) {
				p.created(p.createText(string(p.fresh().json()), ""))
			}},
	}
}

// createdAfter says whether anything was created after a lead was deleted.
func (p *probe) createdAfter(gone string) bool {
	deleted := false
	for _, a := range p.answered {
		if a.call.Operation == "deleteLead" && a.call.LeadID() == gone {
			deleted = true
		}
		if deleted && a.call.Operation == "createLead" && a.reply.Object()["lead_uuid"] != nil {
			return true
		}
	}
	return false
}

func checkPrintedCreate(p *probe) {
	number, _ := p.judge.printed("createLead")["phone_number"].(string)
	if !target.MayBeSent(number, p.cfg.PhonePrefix) {
		number = p.dialable()
	}
	if len(numbered(p.page(url.Values{"phone_number": {number}}), number)) > 0 {
		p.batch() // does not come about where a number is that of one lead, and this one is taken
	}
	sent := p.judge.printed("createLead").with(body{"list_uuid": p.cfg.ListUUID, "lead_code": p.code(), "phone_number": number})
	shown := p.read(p.make(sent))
	for field, value := range sent {
		p.expect(field, shown[field], gomega.Equal(value))
	}
}

func checkCreateLeavesOthers(p *probe) {
	before := p.sample()
	p.make(p.fresh().with(body{"lead_name": vietnamese}))
	p.unchanged("the other lead", before.lead, p.read(before.id))
}

// storesName creates a lead with a name and expects it back.
func (p *probe) storesName(name string) {
	id := p.make(p.fresh().with(body{"lead_name": name}))
	p.expect("lead_name", p.read(id)["lead_name"], gomega.Equal(name))
}

// startRules are about what a lead begins with, by the defaults of the document.
func startRules(j *judge) []Rule {
	words, texts, numbers, times := j.startValues(isWord), j.startValues(isEmptyText), j.startValues(isNumber), j.startValues(isTime)
	starts := func(id, text string, values []startValue) Rule {
		return Rule{ID: "create.starts." + id, Provenance: implied, Section: listSection, Assumptions: []string{"A64"}, Text: text,
			check: func(p *probe) { p.startsWith(values) }}
	}
	return rulesOf("createLead", createSection,
		starts("status", "A new lead has "+listed(words, startValue.String)+".", words),
		starts("texts", "The texts of a new lead that create does not take are empty.", texts),
		starts("numbers", "A new lead has "+listed(numbers, startValue.String)+".", numbers),
		starts("times", "A new lead has no "+listed(times, func(v startValue) string { return v.field })+
			": they are the times that the page shows for none.", times),
		Rule{ID: "create.starts.created-at", Provenance: implied, Section: listSection,
			Text: "created_at and updated_at of a new lead are the same.",
			check: func(p *probe) {
				shown := p.sample().lead
				p.expect("updated_at", shown["updated_at"], gomega.Equal(shown["created_at"]))
			}},
		Rule{ID: "create.starts.format", Provenance: implied, Section: listSection,
			Text: "created_at has at most six decimals, and the zone +07:00.",
			check: func(p *probe) {
				p.expect("created_at", p.sample().lead.Text("created_at"), gomega.MatchRegexp(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?\+07:00$`))
			}},
		Rule{ID: "create.starts.trailing-zeros", Provenance: assumed, Section: listSection, Assumptions: []string{"A67"},
			Text: "The decimals of created_at do not end with a zero.",
			check: func(p *probe) {
				p.expect("created_at", p.sample().lead.Text("created_at"), gomega.Not(gomega.MatchRegexp(`\.\d*0(Z|[+-])`)))
			}},
		Rule{ID: "create.starts.domain", Provenance: assumed, Section: listSection, Assumptions: []string{"A39"},
			Text: "All leads have one domain_uuid.",
			check: func(p *probe) {
				domain := p.sample().lead["domain_uuid"]
				for _, other := range p.page(url.Values{}) {
					p.expect("domain_uuid of lead "+other.Text("lead_uuid"), other["domain_uuid"], gomega.Equal(domain))
				}
			}},
		Rule{ID: "create.starts.list", Provenance: implied, Section: listSection, Assumptions: []string{"A40"}, Needs: []Need{NeedCampaign},
			Text:  "A new lead shows the campaign of its list, and the names of both, as the other leads of the list do.",
			check: checkJoined},
	)
}

// startsWith expects the start values in a new lead, times in whatever zone.
func (p *probe) startsWith(values []startValue) {
	shown := p.sample().lead
	for _, start := range values {
		none, isText := start.value.(string)
		switch {
		case !isText:
			p.expectJSON(nil, start.field, shown[start.field], show(start.value))
		case isTime(p.judge.lead.Properties[start.field].Value):
			if !sameTime(shown.Text(start.field), none) {
				p.find(start.field, none+", in any time zone", show(shown[start.field]))
			}
		default:
			p.expect(start.field, shown[start.field], gomega.Equal(none))
		}
	}
}

func checkJoined(p *probe) {
	shown := p.sample().lead
	if p.cfg.CampaignUUID != "" {
		p.expect("campaign_uuid", shown["campaign_uuid"], gomega.Equal(p.cfg.CampaignUUID))
	}
	p.expect("list_name", shown.Text("list_name"), gomega.Not(gomega.BeEmpty()))
	if shown.Text("campaign_uuid") != "" {
		p.expect("campaign_name", shown.Text("campaign_name"), gomega.Not(gomega.BeEmpty()))
	}
	for _, other := range p.page(url.Values{"list_uuid": {p.cfg.ListUUID}}) {
		for _, field := range []string{"list_name", "campaign_uuid", "campaign_name"} {
			p.expect(field+" of lead "+other.Text("lead_uuid"), other[field], gomega.Equal(shown[field]))
		}
	}
}
