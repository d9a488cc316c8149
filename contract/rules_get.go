package contract

import (
	"strings"

	"github.com/onsi/gomega"
)

func getRules() []Rule {
	return rulesOf("getLead", getSection,
		Rule{ID: "get.reply", Provenance: stated, About: aboutSuccess,
			Text:  "A get returns the lead itself, every field as documented.",
			check: func(p *probe) { p.judged("getLead", p.firstGet().get) }},
		Rule{ID: "get.the-lead", Provenance: stated, About: aboutSuccess,
			Text: "A get returns the lead whose id is in the path.",
			check: func(p *probe) {
				sample := p.sample()
				p.expectSame("lead_uuid", "lead_uuid", sample.lead["lead_uuid"], sample.id)
			}},
		Rule{ID: "get.filled", Provenance: stated, About: aboutSuccess, Needs: []Need{NeedList}, act: func(p *probe) { p.firstUpdate() },
			Text: "A lead with every field filled has all fields, with the documented types and formats.",
			check: func(p *probe) {
				p.subject() // which the update has filled
				p.findAll(nil, p.judge.visit(p.judge.lead, map[string]any(p.firstUpdate().after), ""))
			}},
		Rule{ID: "get.assigned-user", Provenance: implied, About: aboutSuccess, Assumptions: []string{"A62"},
			Text: "assign_user_uuid is empty or a UUID, as its name says; the samples show it empty.",
			check: func(p *probe) {
				p.expect("assign_user_uuid", p.sample().lead.Text("assign_user_uuid"), gomega.MatchRegexp("^$|"+uuidText.String()))
			}},
		Rule{ID: "get.upper-case", Provenance: assumed, About: aboutNotFound, Assumptions: []string{"A23"},
			Text: "An id in upper case is Not Found.",
			check: func(p *probe) {
				id := p.sample().id
				if upper := strings.ToUpper(id); upper != id {
					p.textError(p.get(upper), "Not Found")
				}
			}},
		Rule{ID: "get.no-uuid", Provenance: assumed, About: aboutNotFound, Assumptions: []string{"A23"},
			Text:  "An id that is not a UUID is Not Found.",
			check: func(p *probe) { p.textError(p.get("x"), "Not Found") }},
		Rule{ID: "get.head", Provenance: assumed, Assumptions: []string{"A15"},
			Text: "HEAD answers as GET does.",
			check: func(p *probe) {
				sample := p.sample()
				got := p.send(call{Operation: "getLead", Method: "HEAD", Path: "/v3/lead/" + sample.id})
				p.expect("the status of HEAD", got.Status, gomega.Equal(sample.get.Status))
			}},
	)
}

// fieldRules returns one rule for each field of a lead.
func fieldRules(j *judge) []Rule {
	var rules []Rule
	for _, field := range j.fields() {
		schema := j.lead.Properties[field].Value
		rules = append(rules, Rule{ID: "get.field." + field, About: aboutSuccess, Provenance: provenanceOf(schema.Extensions, ""),
			Text: "A lead that is read has " + field + ": " + describe(schema) + ".",
			check: func(p *probe) {
				value, found := p.sample().lead[field]
				if !found {
					p.find(field, "the field is there", "it is missing"+p.inOtherCase(field))
					return
				}
				p.findAll(nil, p.judge.visit(p.judge.lead.Properties[field].Value, value, field))
			}})
	}
	return rulesOf("getLead", getSection, rules...)
}

// inOtherCase returns a remark if the field exists in another case, or "".
func (p *probe) inOtherCase(field string) string {
	for name := range p.sample().lead {
		if strings.EqualFold(name, field) {
			return "; there is " + name
		}
	}
	return ""
}
