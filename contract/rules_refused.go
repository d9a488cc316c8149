package contract

import (
	"encoding/json"

	"github.com/onsi/gomega"

	"github.com/leadapi/leadapi/contract/report"
)

// The documented errors for texts that are too short (lead-api.md, Create Lead).
const (
	emptyMessage     = "String length must be greater than or equal to 1"
	shortListMessage = "String length must be greater than or equal to 36"
)

// refusedCreates holds creates that must be refused: how each differs from one that is accepted.
var refusedCreates = map[string]func(p *probe, b body) *reply{
	"empty-phone":        func(p *probe, b body) *reply { return p.create(b.with(body{"phone_number": ""})) },
	"short-list":         func(p *probe, b body) *reply { return p.create(b.with(body{"list_uuid": p.cfg.ListUUID[:35]})) },
	"no-phone":           func(p *probe, b body) *reply { return p.create(b.without("phone_number")) },
	"no-list":            func(p *probe, b body) *reply { return p.create(b.without("list_uuid")) },
	"null-phone":         func(p *probe, b body) *reply { return p.create(b.with(body{"phone_number": nil})) },
	"number-as-name":     func(p *probe, b body) *reply { return p.create(b.with(body{"lead_name": 7})) },
	"unknown-list":       func(p *probe, b body) *reply { return p.create(b.with(body{"list_uuid": p.madeUp()})) },
	"other-content-type": func(p *probe, b body) *reply { return p.createText(string(b.json()), "text/plain") },
	"no-token":           func(p *probe, b body) *reply { return p.createAs("", b) },
	"other-credentials":  func(p *probe, b body) *reply { return p.createAs(otherCredentials, b) },
	"number-as-phone": func(p *probe, b body) *reply {
		return p.create(b.with(body{"phone_number": json.Number(p.numbers.After("8484"))})) // as a string it would match the pattern
	},
	"both-wrong": func(p *probe, b body) *reply {
		return p.create(b.with(body{"phone_number": "", "list_uuid": p.cfg.ListUUID[:8]}))
	},
}

// refusedCreate returns such a create and its reply. It is sent once for all rules that check it.
func (p *probe) refusedCreate(name string) made {
	p.own()
	return keyed(p, p.stock.refused, name, func(p *probe) made {
		sent := p.fresh()
		if name == "empty-phone" || name == "no-phone" || name == "null-phone" || name == "number-as-phone" || name == "both-wrong" {
			sent = sent.with(body{"phone_number": ""}) // has no number; its code identifies it
		}
		return made{sent: sent, reply: refusedCreates[name](p, sent)}
	})
}

// refusedRule returns a rule that sends a create that must be refused early, and checks the reply.
func refusedRule(name string, rule Rule, look func(p *probe, got *reply)) Rule {
	rule.act = func(p *probe) { p.refusedCreate(name) }
	rule.check = func(p *probe) { look(p, p.refusedCreate(name).reply) }
	return rule
}

// storingNothing returns a rule that also checks late whether the create had an effect.
func storingNothing(name string, rule Rule, look func(p *probe, got *reply)) Rule {
	rule = refusedRule(name, rule, nil)
	rule.when = late
	rule.check = func(p *probe) {
		sent := p.refusedCreate(name)
		look(p, sent.reply)
		p.nothingStored(sent)
	}
	return rule
}

func refusedCreateRules() []Rule {
	refused := func(p *probe, got *reply) { p.refusal("the create", got) }
	anyReply := func(*probe, *reply) {}
	errors := func(want ...fieldError) func(*probe, *reply) {
		return func(p *probe, got *reply) { p.fieldErrors(got, want...) }
	}
	return rulesOf("createLead", createSection,
		refusedRule("empty-phone", Rule{ID: "create.empty-phone", Provenance: stated, About: aboutReplies("phone_empty"),
			Text: "An empty phone_number gets both documented errors, the one about the length first."},
			errors(fieldError{"phone_number", emptyMessage}, fieldError{"phone_number", patternMessage})),
		storingNothing("empty-phone", Rule{ID: "create.empty-phone.stores-nothing", Provenance: stated, About: aboutReplies("phone_empty"),
			Text: "A create with an empty phone_number stores nothing."}, anyReply),
		refusedRule("short-list", Rule{ID: "create.short-list", Provenance: stated, About: aboutReplies("list_uuid_short"),
			Text: "A list_uuid of fewer than 36 characters gets the documented error."},
			errors(fieldError{"list_uuid", shortListMessage})),
		storingNothing("short-list", Rule{ID: "create.short-list.stores-nothing", Provenance: stated, About: aboutReplies("list_uuid_short"),
			Text: "A create with a list_uuid of fewer than 36 characters stores nothing."}, anyReply),
		Rule{ID: "create.malformed", Provenance: assumed, About: aboutRefusal, Assumptions: []string{"A07"},
			Text: "A body that is not JSON is refused with an error text.",
			check: func(p *probe) {
				for _, text := range []string{"", `{"lead_name":"a"} b`} {
					p.expect("the error for the body "+show(text), p.createText(text, jsonType).Object()["error"], gomega.BeAssignableToTypeOf(""))
				}
			}},
		storingNothing("other-content-type", Rule{ID: "create.other-content-type", Provenance: assumed, About: aboutRefusal, Assumptions: []string{"A08"},
			Text: "A Content-Type other than application/json is refused."}, refused),
		storingNothing("no-phone", Rule{ID: "create.no-phone", Provenance: stated, About: aboutWithout("phone_number"),
			Text: "phone_number is required: a create without it is refused and stores nothing."}, refused),
		storingNothing("no-list", Rule{ID: "create.no-list", Provenance: stated, About: aboutWithout("list_uuid"),
			Text: "list_uuid is required: a create without it is refused and stores nothing."}, refused),
		refusedRule("no-phone", Rule{ID: "create.no-phone.text", Provenance: implied, About: aboutWithout("phone_number"),
			Text: "A create without phone_number is refused in the words that are documented for an update."},
			errors(fieldError{"(root)", "phone_number is required"})),
		refusedRule("no-list", Rule{ID: "create.no-list.text", Provenance: implied, About: aboutWithout("list_uuid"),
			Text: "A create without list_uuid is refused in the words that are documented for an update."},
			errors(fieldError{"(root)", "list_uuid is required"})),
		refusedRule("both-wrong", Rule{ID: "create.both-wrong", Provenance: implied, About: aboutReplies("list_uuid_short", "phone_empty"), Assumptions: []string{"A12"},
			Text: "A create with two wrong fields gets the errors of both, in any order of the fields."},
			errors(fieldError{"list_uuid", shortListMessage}, fieldError{"phone_number", emptyMessage}, fieldError{"phone_number", patternMessage})),
		refusedRule("number-as-phone", Rule{ID: "create.number-as-phone", Provenance: assumed, About: aboutRefusal, Assumptions: []string{"A61"},
			Text: "A phone_number that is not a string is refused."}, refused),
		refusedRule("null-phone", Rule{ID: "create.null-phone", Provenance: implied, About: aboutRefusal,
			Text: "A phone_number that is null is refused."}, refused),
		refusedRule("number-as-name", Rule{ID: "create.number-as-name", Provenance: assumed, About: report.About{Fields: []string{"lead_name"}, Replies: []string{report.Refused}}, Assumptions: []string{"A61"},
			Text: "A lead_name that is not a string is refused."}, refused),
		storingNothing("unknown-list", Rule{ID: "create.unknown-list", Provenance: assumed, About: aboutNotFound, Assumptions: []string{"A11"},
			Text: "An unknown list_uuid is Not Found, and nothing is stored."},
			func(p *probe, got *reply) { p.textError(got, "Not Found") }),
	)
}
