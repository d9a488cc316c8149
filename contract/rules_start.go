package contract

import (
	"encoding/json"
	"fmt"

	"github.com/onsi/gomega"
)

// startRules returns rules about the values of a new lead, by the defaults of the document.
func startRules(j *judge) []Rule {
	words, texts, numbers, times := j.startValues(isWord), j.startValues(isEmptyText), j.startValues(isNumber), j.startValues(isTime)
	starts := func(id, text string, values []startValue) Rule {
		return Rule{ID: "create.starts." + id, Provenance: implied, Section: listSection, Assumptions: []string{"A64"}, Text: text,
			check: func(p *probe) { p.startsWith(values) }}
	}
	return rulesOf("createLead", createSection,
		starts("status", "A new lead has "+listed(words, startValue.String)+".", words),
		starts("texts", "The texts of a new lead that create does not accept are empty.", texts),
		starts("numbers", "A new lead has "+listed(numbers, startValue.String)+".", numbers),
		starts("times", "A new lead has no "+listed(times, func(v startValue) string { return v.field })+
			": each has the documented value for no time.", times),
		Rule{ID: "create.starts.created-at", Provenance: implied, Section: listSection,
			Text: "created_at and updated_at of a new lead are equal.",
			check: func(p *probe) {
				shown := p.sample().lead
				p.expect("updated_at", shown["updated_at"], gomega.Equal(shown["created_at"]))
			}},
		Rule{ID: "create.starts.format", Provenance: implied, Section: listSection,
			Text: "created_at has at most six decimals and the zone +07:00.",
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
				for _, other := range p.widePage(nil) {
					p.expectSame("domain_uuid of lead "+other.Text("lead_uuid"), "domain_uuid", other["domain_uuid"], domain)
				}
			}},
		Rule{ID: "create.starts.list", Provenance: implied, Section: listSection, Assumptions: []string{"A40"}, Needs: []Need{NeedCampaign},
			Text:  "A new lead shows the campaign of its list and the names of both, like the other leads of the list.",
			check: checkJoined},
	)
}

// startsWith expects the start values in a new lead, with times in any zone.
func (p *probe) startsWith(values []startValue) {
	shown := p.sample().lead
	for _, start := range values {
		none, isText := start.value.(string)
		switch {
		case !isText:
			if !sameNumber(shown[start.field], json.Number(fmt.Sprint(start.value))) {
				p.find(start.field, show(start.value), show(shown[start.field]))
			}
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
		p.expectSame("campaign_uuid", "campaign_uuid", shown["campaign_uuid"], p.cfg.CampaignUUID)
	}
	p.expect("list_name", shown.Text("list_name"), gomega.Not(gomega.BeEmpty()))
	if shown.Text("campaign_uuid") != "" {
		p.expect("campaign_name", shown.Text("campaign_name"), gomega.Not(gomega.BeEmpty()))
	}
	for _, other := range p.widePage(inList(p.cfg.ListUUID)) {
		for _, field := range []string{"list_name", "campaign_uuid", "campaign_name"} {
			p.expectSame(field+" of lead "+other.Text("lead_uuid"), field, other[field], shown[field])
		}
	}
}
