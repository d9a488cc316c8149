package contract

import (
	"maps"
	"slices"
	"strings"

	"github.com/onsi/gomega"

	"github.com/leadapi/leadapi/contract/report"
)

// printedUpdate is the documented sample update, sent to the subject.
func (p *probe) printedUpdate() change {
	return keyed(p, p.stock.silent, "printed", func(p *probe) change {
		s := p.subject()
		return p.sends(p.judge.printed("updateLead").with(body{"lead_uuid": s.id, "lead_code": p.code(), "phone_number": s.sent["phone_number"]}))
	})
}

// shortUpdate is an update with the two required fields.
func (p *probe) shortUpdate() change {
	return keyed(p, p.stock.silent, "short", func(p *probe) change {
		s := p.subject()
		return p.sends(body{"lead_uuid": s.id, "phone_number": p.next(p.judge.fieldNamed("phone_number"), s.form["phone_number"], s.sent["phone_number"])})
	})
}

// renaming is an update that sends a lead's current values back, with another name.
func (p *probe) renaming() change {
	return keyed(p, p.stock.silent, "renaming", func(p *probe) change { return p.changes(body{"lead_name": p.newName()}) })
}

// notTaken holds fields that an update does not accept.
func (p *probe) notTaken() body {
	return body{"comment": "no", "gender": "x", "called_count": 9, "created_at": "2001-01-01T00:00:00Z"}.without(p.judge.takes("updateLead")...)
}

// overfilling is an update with fields that an update does not accept.
func (p *probe) overfilling() change {
	return keyed(p, p.stock.silent, "overfilling", func(p *probe) change {
		return p.changes(p.notTaken().with(body{"lead_name": p.newName()}))
	})
}

// misnaming is an update whose body has another lead_uuid than its path. That id names no lead: a deployment that lets the body decide
// would otherwise overwrite a lead that other rules need.
func (p *probe) misnaming() change {
	return keyed(p, p.stock.silent, "misnaming", func(p *probe) change {
		return p.changes(body{"lead_uuid": p.absent(), "lead_name": p.newName()})
	})
}

// silentUpdateRules returns rules about updates that the documentation does not state in words.
func silentUpdateRules() []Rule {
	return []Rule{
		{ID: "update.keeps-on-empty", Provenance: implied, Assumptions: []string{"C11"}, act: func(p *probe) { p.printedUpdate() },
			Text: "An empty string in an update keeps the stored value.",
			check: func(p *probe) {
				c := p.printedUpdate()
				p.success("update", c.reply)
				for _, field := range slices.Sorted(maps.Keys(c.sent)) {
					if c.sent[field] == "" {
						p.sameField("the lead", field, c.before, c.after)
					}
				}
			}},
		{ID: "update.keeps-on-zero-time", Provenance: assumed, About: aboutFields("identity_issued_on"), Assumptions: []string{"A27"}, act: func(p *probe) { p.printedUpdate() },
			Text: "The zero time in an update keeps the stored identity_issued_on.",
			check: func(p *probe) {
				c := p.printedUpdate()
				p.success("update", c.reply)
				p.sameField("the lead", "identity_issued_on", c.before, c.after)
			}},
		{ID: "update.keeps-unsent", Provenance: assumed, Assumptions: []string{"A28"}, act: func(p *probe) { p.shortUpdate() },
			Text: "A field that is missing in an update keeps its value.",
			check: func(p *probe) {
				c := p.shortUpdate()
				p.success("update", c.reply)
				p.unchanged("the lead", c.before, c.after, "phone_number")
			}},
		{ID: "update.leaves-dialer-fields", Provenance: implied, act: func(p *probe) { p.renaming() },
			Text: "An update does not change what the dialer and the agents write: status, counts, call times, assignments.",
			check: func(p *probe) {
				c := p.renaming()
				p.success("update", c.reply)
				for _, field := range ofDialer {
					if field != "updated_at" {
						p.sameField("the lead", field, c.before, c.after)
					}
				}
			}},
	}
}

// unlistedUpdateRules returns rules about fields that an update does not accept, and about ids in two places.
func unlistedUpdateRules() []Rule {
	return []Rule{
		{ID: "update.updated-at", Provenance: assumed, Assumptions: []string{"A29"}, act: func(p *probe) { p.renaming() },
			Text: "An update advances updated_at.",
			check: func(p *probe) {
				c := p.renaming()
				p.success("update", c.reply)
				was, wasOK := c.before.Time("updated_at")
				is, isOK := c.after.Time("updated_at")
				if !wasOK || !isOK || !is.After(was) {
					p.find("updated_at", "a time after "+c.before.Text("updated_at"), show(c.after["updated_at"]))
				}
			}},
		{ID: "update.other-field", Provenance: assumed, Assumptions: []string{"A09"}, act: func(p *probe) { p.overfilling() },
			Text: "A field that the table does not list is ignored and not stored.",
			check: func(p *probe) {
				c := p.overfilling()
				p.success("update", c.reply)
				for _, field := range slices.Sorted(maps.Keys(p.notTaken())) {
					p.sameField("the lead", field, c.before, c.after)
				}
			}},
		{ID: "update.path-counts", Provenance: assumed, About: aboutFields("lead_uuid", "lead_name"), Assumptions: []string{"A24"}, act: func(p *probe) { p.misnaming() },
			Text: "The path decides which lead is updated, even if the body has another lead_uuid.",
			check: func(p *probe) {
				c := p.misnaming()
				p.success("update", c.reply)
				p.expectSame("lead_name of the lead in the path", "lead_name", c.after["lead_name"], c.sent["lead_name"])
			}},
	}
}

// refusedUpdate is an update that must be refused. All of them go to one lead, which is read near the end of the run: each
// would leave a mark in a different field.
type refusedUpdate struct {
	field, mark string
	reply       *reply
}

// markedFields holds these fields. A body that is not JSON cannot leave a mark.
var markedFields = map[string]string{
	"no-phone": "district", "no-id": "ward", "neither": "province", "empty-phone": "address", "bad-time": "identity_issued_at",
	"number-as-name": "contract_number", "no-token": "identity_number", "other-credentials": "additional",
}

// markOf returns the value that an update that must be refused would leave.
func markOf(name string) string {
	switch markedFields[name] {
	case "identity_number":
		return "001090009999"
	case "additional":
		return `{"note":"` + name + `"}`
	}
	return "Refused " + strings.ReplaceAll(name, "-", " ")
}

// refusedUpdates holds how each of them is sent. whole is a body that would be accepted.
var refusedUpdates = map[string]func(p *probe, id string, whole body) *reply{
	"no-phone": func(p *probe, id string, whole body) *reply { return p.update(id, whole.without("phone_number")) },
	"no-id":    func(p *probe, id string, whole body) *reply { return p.update(id, whole.without("lead_uuid")) },
	"neither":  func(p *probe, id string, whole body) *reply { return p.update(id, body{"province": whole["province"]}) },
	"empty-phone": func(p *probe, id string, whole body) *reply {
		return p.update(id, whole.with(body{"phone_number": ""}))
	},
	"bad-time": func(p *probe, id string, whole body) *reply {
		return p.update(id, whole.with(body{"identity_issued_on": "2020-01-01"}))
	},
	"number-as-name": func(p *probe, id string, whole body) *reply { return p.update(id, whole.with(body{"lead_name": 7})) },
	"malformed":      func(p *probe, id string, _ body) *reply { return p.updateText(id, "{") },
	"no-token":       func(p *probe, id string, whole body) *reply { return p.updateAs("", id, whole) },
	"other-credentials": func(p *probe, id string, whole body) *reply {
		return p.updateAs(otherCredentials, id, whole)
	},
}

func (p *probe) refusedUpdate(name string) refusedUpdate {
	t := p.trio()
	return keyed(p, p.stock.updates, name, func(p *probe) refusedUpdate {
		id, field, mark := t.still.id, markedFields[name], markOf(name)
		whole := t.still.sent.without("list_uuid").with(body{"lead_uuid": id})
		if field != "" {
			whole[field] = mark
		}
		return refusedUpdate{field, mark, refusedUpdates[name](p, id, whole)}
	})
}

// marked returns the fields of a lead that requests have changed although they should have been refused.
func (p *probe) marked(shown lead) []string {
	var fields []string
	for _, sent := range p.stock.updates {
		if field := sent.value.field; field != "" && shown[field] == sent.value.mark {
			fields = append(fields, field)
		}
	}
	return fields
}

// leftAlone expects that a refused update has changed nothing. Changes by another one are not a finding.
func (p *probe) leftAlone(name string) {
	t := p.trio()
	given(p, func() lead { return p.shown(t.still.id) }) // another request may have deleted the lead
	p.settled(func() {
		after := p.shown(t.still.id)
		if field := markedFields[name]; field != "" && after[field] == markOf(name) {
			p.find(field+" of the lead after the refused update", show(t.before[field]), show(after[field]))
		}
		if len(p.marked(after)) > 0 {
			return
		}
		for _, field := range []string{"lead_name", "lead_code", "phone_number", "list_uuid"} {
			if isZero(after[field]) {
				p.sameField("the lead after the refused update", field, t.before, after)
			}
		}
	})
}

// refusedUpdateRule returns a rule that sends an update that must be refused early, and checks its effect late.
func refusedUpdateRule(name string, rule Rule, want func(p *probe, got *reply)) Rule {
	rule.when = late
	rule.act = func(p *probe) { p.refusedUpdate(name) }
	rule.check = func(p *probe) {
		got := p.refusedUpdate(name).reply
		p.leftAlone(name)
		p.refusal("the update", got)
		want(p, got)
	}
	return rule
}

func refusedUpdateRules() []Rule {
	anyRefusal := func(*probe, *reply) {}
	errors := func(want ...fieldError) func(*probe, *reply) {
		return func(p *probe, got *reply) { p.fieldErrors(got, want...) }
	}
	return rulesOf("updateLead", updateSection, []Rule{
		{ID: "update.no-phone", Provenance: stated, About: aboutReplies("phone_missing"), act: func(p *probe) { p.refusedUpdate("no-phone") },
			Text: "An update without phone_number gets the documented error.",
			check: func(p *probe) {
				p.fieldErrors(p.refusedUpdate("no-phone").reply, fieldError{"(root)", "phone_number is required"})
			}},
		refusedUpdateRule("no-phone", Rule{ID: "update.no-phone.changes-nothing", Provenance: stated, About: aboutReplies("phone_missing"),
			Text: "An update without phone_number changes nothing."}, anyRefusal),
		refusedUpdateRule("no-id", Rule{ID: "update.no-id", Provenance: implied, About: aboutWithout("lead_uuid"),
			Text: "lead_uuid is required in the body: an update without it is refused in the words of the documented error."},
			errors(fieldError{"(root)", "lead_uuid is required"})),
		refusedUpdateRule("neither", Rule{ID: "update.neither", Provenance: assumed, About: report.About{Without: []string{"lead_uuid", "phone_number"}, Replies: []string{report.Refused}}, Assumptions: []string{"A12"},
			Text: "An update with neither required field gets an error for each, lead_uuid first."},
			errors(fieldError{"(root)", "lead_uuid is required"}, fieldError{"(root)", "phone_number is required"})),
		refusedUpdateRule("empty-phone", Rule{ID: "update.empty-phone", Provenance: assumed, About: aboutRefusal, Assumptions: []string{"A26"},
			Text: "An update with an empty phone_number gets only the error about the length and changes nothing."},
			errors(fieldError{"phone_number", emptyMessage})),
		refusedUpdateRule("bad-time", Rule{ID: "update.bad-time", Provenance: assumed, About: report.About{Fields: []string{"identity_issued_on"}, Replies: []string{report.Refused}}, Assumptions: []string{"A27"},
			Text: "An identity_issued_on that is not a time is refused and changes nothing."}, anyRefusal),
		refusedUpdateRule("number-as-name", Rule{ID: "update.number-as-name", Provenance: assumed, About: report.About{Fields: []string{"lead_name"}, Replies: []string{report.Refused}}, Assumptions: []string{"A61"},
			Text: "A lead_name that is not a string is refused and changes nothing."}, anyRefusal),
		refusedUpdateRule("malformed", Rule{ID: "update.malformed", Provenance: assumed, About: aboutRefusal, Assumptions: []string{"A07"},
			Text: "A body that is not JSON is refused with an error text."}, func(p *probe, got *reply) {
			p.expect("the error for the body {", got.Object()["error"], gomega.BeAssignableToTypeOf(""))
		}),
		{ID: "update.checked-first", Provenance: assumed, About: aboutRefusal, Assumptions: []string{"A25"}, when: late,
			Text: "The body of an update is checked before the lead is looked up.",
			check: func(p *probe) {
				id := p.absent()
				p.fieldErrors(p.update(id, body{"lead_uuid": id}), fieldError{"(root)", "phone_number is required"})
			}},
	}...)
}
