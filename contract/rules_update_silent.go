package contract

import (
	"github.com/onsi/gomega"
)

// silentUpdateRules are about what an update does where the page does not say it in words.
func silentUpdateRules() []Rule {
	return []Rule{
		{ID: "update.keeps-on-empty", Provenance: implied,
			Text: "An empty string in an update leaves the stored value.",
			check: func(p *probe) {
				p.keeps(func(whole body) body {
					return whole.with(body{"address": "", "province": "", "contract_number": "", "lead_name": "", "additional": ""})
				})
			}},
		{ID: "update.keeps-on-zero-time", Provenance: assumed, Assumptions: []string{"A27"},
			Text: "The zero time in an update leaves the stored identity_issued_on.",
			check: func(p *probe) {
				p.keeps(func(whole body) body { return whole.with(body{"identity_issued_on": zeroTime}) })
			}},
		{ID: "update.keeps-unsent", Provenance: assumed, Assumptions: []string{"A28"},
			Text: "A field that an update does not send keeps its value.",
			check: func(p *probe) {
				p.keeps(func(whole body) body {
					return body{"lead_uuid": whole["lead_uuid"], "phone_number": whole["phone_number"]}
				})
			}},
		{ID: "update.leaves-dialer-fields", Provenance: implied,
			Text: "An update leaves what the dialer and the agents write: status, counts, times of calls, assignments.",
			check: func(p *probe) {
				done := p.plainUpdate()
				p.success("update", done.reply)
				for _, field := range ofDialer {
					if field != "updated_at" {
						p.sameField("the lead", field, done.before, done.after)
					}
				}
			}},
	}
}

// unlistedUpdateRules are about fields that an update does not take, and ids that are in two places.
func unlistedUpdateRules() []Rule {
	return []Rule{
		{ID: "update.updated-at", Provenance: assumed, Assumptions: []string{"A29"},
			Text: "An update moves updated_at.",
			check: func(p *probe) {
				done := p.plainUpdate()
				p.success("update", done.reply)
				was, wasOK := done.before.Time("updated_at")
				is, isOK := done.after.Time("updated_at")
				if !wasOK || !isOK || !is.After(was) {
					p.find("updated_at", "a time after "+done.before.Text("updated_at"), show(done.after["updated_at"]))
				}
			}},
		{ID: "update.other-field", Provenance: assumed, Assumptions: []string{"A09"},
			Text: "A field that the table does not list is ignored, and not stored.",
			check: func(p *probe) {
				s := p.subject()
				others := body{"comment": "no", "gender": "x", "called_count": 9, "created_at": "2001-01-01T00:00:00Z"}.without(p.judge.takes("updateLead")...)
				p.success("update", p.update(s.id, p.changeable(s.shown).with(others)))
				before, after := s.look(p)
				for field := range others {
					p.sameField("the lead", field, before, after)
				}
			}},
		{ID: "update.path-counts", Provenance: assumed, Assumptions: []string{"A24"},
			Text: "The path says which lead is updated, also where lead_uuid in the body names another one.",
			check: func(p *probe) {
				s, other := p.subject(), p.neighbour()
				number := p.number()
				p.success("update", p.update(s.id, p.changeable(s.shown).with(body{"lead_uuid": other.id, "phone_number": number})))
				_, after := s.look(p)
				p.expect("phone_number of the lead in the path", after["phone_number"], gomega.Equal(number))
				before, after := other.look(p)
				p.unchanged("the lead in the body", before, after)
			}},
	}
}

// keeps updates the subject with some of its values left out, and expects it to keep them.
func (p *probe) keeps(change func(body) body) {
	s := p.subject()
	p.success("update", p.update(s.id, change(p.changeable(s.shown))))
	before, after := s.look(p)
	p.unchanged("the lead", before, after)
	if len(p.findings) > 0 { // the other rules need a subject with every field filled
		p.update(s.id, p.fullUpdate(s.id))
		s.look(p)
	}
}

// withoutPhone is the update for which the page prints an error.
func withoutPhone(p *probe) *reply {
	id := p.firstUpdate().id
	return p.update(id, body{"lead_uuid": id, "lead_name": "Contract"})
}

func refusedUpdateRules() []Rule {
	return rulesOf("updateLead", updateSection, []Rule{
		{ID: "update.no-phone", Provenance: stated,
			Text: "An update without phone_number gets the printed error.",
			check: func(p *probe) {
				p.fieldErrors(p.refused("update.no-phone", withoutPhone), fieldError{"(root)", "phone_number is required"})
			}},
		{ID: "update.no-phone.changes-nothing", Provenance: stated,
			Text: "An update without phone_number changes nothing.",
			check: func(p *probe) {
				p.refusedUpdate(func(whole body) body { return whole.with(body{"lead_name": "no"}).without("phone_number") })
			}},
		{ID: "update.no-id", Provenance: implied,
			Text: "lead_uuid is required in the body: an update without it is refused in the words of the printed error.",
			check: func(p *probe) {
				got := p.refusedUpdate(func(whole body) body { return whole.with(body{"lead_name": "no"}).without("lead_uuid") })
				p.fieldErrors(got, fieldError{"(root)", "lead_uuid is required"})
			}},
		{ID: "update.neither", Provenance: assumed, Assumptions: []string{"A12"},
			Text: "An update with neither required field gets an error for each, lead_uuid first.",
			check: func(p *probe) {
				got := p.refusedUpdate(func(body) body { return body{"lead_name": "no"} })
				p.fieldErrors(got, fieldError{"(root)", "lead_uuid is required"}, fieldError{"(root)", "phone_number is required"})
			}},
		{ID: "update.empty-phone", Provenance: assumed, Assumptions: []string{"A26"},
			Text: "An update with an empty phone_number gets the error about the length alone, and changes nothing.",
			check: func(p *probe) {
				got := p.refusedUpdate(func(whole body) body { return whole.with(body{"phone_number": ""}) })
				p.fieldErrors(got, fieldError{"phone_number", emptyMessage})
			}},
		{ID: "update.bad-time", Provenance: assumed, Assumptions: []string{"A27"},
			Text: "An identity_issued_on that is no time is refused, and changes nothing.",
			check: func(p *probe) {
				p.refusedUpdate(func(whole body) body { return whole.with(body{"identity_issued_on": "2020-01-01"}) })
			}},
		{ID: "update.number-as-name", Provenance: assumed, Assumptions: []string{"A61"},
			Text: "A lead_name that is no string is refused, and changes nothing.",
			check: func(p *probe) {
				p.refusedUpdate(func(whole body) body { return whole.with(body{"lead_name": 7}) })
			}},
		{ID: "update.malformed", Provenance: assumed, Assumptions: []string{"A07"},
			Text: "A body that is no JSON is refused with a text.",
			check: func(p *probe) {
				p.expect("the error for the body {", p.updateText(p.subject().id, "{").Object()["error"], gomega.BeAssignableToTypeOf(""))
			}},
		{ID: "update.checked-first", Provenance: assumed, Assumptions: []string{"A25"},
			Text: "The body of an update is checked before the lead is looked for.",
			check: func(p *probe) {
				id := p.absent()
				p.fieldErrors(p.update(id, body{"lead_uuid": id}), fieldError{"(root)", "phone_number is required"})
			}},
	}...)
}

// refusedUpdate sends an update that must be refused, and expects the subject to be as before.
func (p *probe) refusedUpdate(change func(body) body) *reply {
	s := p.subject()
	got := p.update(s.id, change(p.changeable(s.shown)))
	before, after := s.look(p)
	p.refusal("the update", got)
	p.unchanged("the lead", before, after)
	return got
}
