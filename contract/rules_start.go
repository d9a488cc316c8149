package contract

import (
	"maps"
	"slices"

	"github.com/onsi/gomega"
)

// startRules are about what a lead begins with.
func startRules() []Rule {
	starts := func(text string, want map[string]any) Rule {
		return Rule{Provenance: implied, Section: listSection, Assumptions: []string{"A64"}, Text: text, check: func(p *probe) {
			shown := p.sample().lead
			for _, field := range slices.Sorted(maps.Keys(want)) {
				p.expect(field, shown[field], gomega.Equal(want[field]))
			}
		}}
	}
	status := starts("A new lead has status NEW and alt_status new.", map[string]any{"status": "NEW", "alt_status": "new"})
	status.ID = "create.starts.status"
	empty := map[string]any{}
	for _, field := range emptyAtStart {
		empty[field] = ""
	}
	texts := starts("The texts of a new lead that create does not take are empty.", empty)
	texts.ID = "create.starts.texts"
	return rulesOf("createLead", createSection, status, texts,
		Rule{ID: "create.starts.numbers", Provenance: implied, Section: listSection, Assumptions: []string{"A64"},
			Text: "after_day, called_count and hopper_id of a new lead are 0.",
			check: func(p *probe) {
				shown := p.sample().lead
				for _, field := range []string{"after_day", "called_count", "hopper_id"} {
					if n, isWhole := whole(shown[field]); !isWhole || n != 0 {
						p.find(field, "0", show(shown[field]))
					}
				}
			}},
		Rule{ID: "create.starts.times", Provenance: implied, Section: listSection, Assumptions: []string{"A64"},
			Text:  "A new lead has no identity_issued_on, no other_identity_issued_on and no last_call_time: they are the times that the page shows for none.",
			check: checkStartTimes},
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
				for _, other := range p.widePage(nil) {
					p.expectSame("domain_uuid of lead "+other.Text("lead_uuid"), "domain_uuid", other["domain_uuid"], domain)
				}
			}},
		Rule{ID: "create.starts.list", Provenance: implied, Section: listSection, Assumptions: []string{"A40"}, Needs: []Need{NeedCampaign},
			Text:  "A new lead shows the campaign of its list, and the names of both, as the other leads of the list do.",
			check: checkJoined},
	)
}

var emptyAtStart = []string{
	"contract_number", "identity_number", "identity_issued_at", "address", "province", "district", "ward", "date_of_birth",
	"additional", "comment", "ref_id", "ref_code", "gender", "other_identity_number", "other_identity_issued_at", "network",
	"assign_user_uuid", "assign_username",
}

func checkStartTimes(p *probe) {
	shown := p.sample().lead
	for _, start := range []struct{ field, none string }{
		{"identity_issued_on", noTime}, {"other_identity_issued_on", noTime}, {"last_call_time", "1970-01-01T08:00:01+08:00"},
	} {
		if !sameTime(shown.Text(start.field), start.none) {
			p.find(start.field, start.none+", in any time zone", show(shown[start.field]))
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
