package contract

import (
	"encoding/json"

	"github.com/onsi/gomega"
)

// lengthMessages are the printed errors of texts that are too short (lead-api.md, Create Lead).
const (
	emptyMessage     = "String length must be greater than or equal to 1"
	shortListMessage = "String length must be greater than or equal to 36"
)

// refusedCreate is a create that must be refused, and its reply. It is sent once for all rules that look at it.
type refusedCreate struct {
	sent  body
	reply *reply
}

func (p *probe) refusedCreate(name string, change func(body) body) refusedCreate {
	if p.stock.refused[name] == nil {
		p.stock.refused[name] = &fixture[refusedCreate]{}
	}
	return shared(p, p.stock.refused[name], func(p *probe) refusedCreate {
		sent := change(p.fresh())
		return refusedCreate{sent, p.create(sent)}
	})
}

func (p *probe) emptyPhone() refusedCreate {
	return p.refusedCreate("empty-phone", func(b body) body { return b.with(body{"phone_number": ""}) })
}

func (p *probe) shortList() refusedCreate {
	return p.refusedCreate("short-list", func(b body) body { return b.with(body{"list_uuid": p.cfg.ListUUID[:35]}) })
}

func (p *probe) createWithout(field string) refusedCreate {
	return p.refusedCreate("without "+field, func(b body) body { return b.without(field) })
}

func refusedCreateRules() []Rule {
	return rulesOf("createLead", createSection, append(printedCreateErrors(), []Rule{
		{ID: "create.no-phone", Provenance: stated,
			Text: "phone_number is required: a create without it is refused, and stores nothing.",
			check: func(p *probe) {
				got := p.createWithout("phone_number")
				p.refusal("create without phone_number", got.reply)
				p.notInList(got.sent["lead_code"].(string))
			}},
		{ID: "create.no-list", Provenance: stated,
			Text: "list_uuid is required: a create without it is refused, and stores nothing.",
			check: func(p *probe) {
				got := p.createWithout("list_uuid")
				p.refusal("create without list_uuid", got.reply)
				p.nothingStored(got.sent["phone_number"].(string))
			}},
		{ID: "create.no-phone.text", Provenance: implied,
			Text: "A create without phone_number is refused in the words that the page prints for an update.",
			check: func(p *probe) {
				p.fieldErrors(p.createWithout("phone_number").reply, fieldError{"(root)", "phone_number is required"})
			}},
		{ID: "create.no-list.text", Provenance: implied,
			Text: "A create without list_uuid is refused in the words that the page prints for an update.",
			check: func(p *probe) {
				p.fieldErrors(p.createWithout("list_uuid").reply, fieldError{"(root)", "list_uuid is required"})
			}},
		{ID: "create.both-wrong", Provenance: implied, Assumptions: []string{"A12"},
			Text: "A create with two wrong fields gets the errors of both, in any order of the fields.",
			check: func(p *probe) {
				p.fieldErrors(p.create(p.fresh().with(body{"phone_number": "", "list_uuid": p.cfg.ListUUID[:8]})),
					fieldError{"list_uuid", shortListMessage},
					fieldError{"phone_number", emptyMessage}, fieldError{"phone_number", patternMessage})
			}},
		{ID: "create.number-as-phone", Provenance: assumed, Assumptions: []string{"A61"},
			Text: "A phone_number that is no string is refused.",
			check: func(p *probe) {
				number := json.Number(p.numbers.After("8484")) // as a text it would match the pattern
				p.refusal("create with a number as phone_number", p.create(p.fresh().with(body{"phone_number": number})))
			}},
		{ID: "create.null-phone", Provenance: implied,
			Text: "A phone_number that is null is refused.",
			check: func(p *probe) {
				p.refusal("create with null as phone_number", p.create(p.fresh().with(body{"phone_number": nil})))
			}},
		{ID: "create.number-as-name", Provenance: assumed, Assumptions: []string{"A61"},
			Text: "A lead_name that is no string is refused.",
			check: func(p *probe) {
				p.refusal("create with a number as lead_name", p.create(p.fresh().with(body{"lead_name": 7})))
			}},
		{ID: "create.unknown-list", Provenance: assumed, Assumptions: []string{"A11"},
			Text: "A list_uuid that names no list is Not Found, and nothing is stored.",
			check: func(p *probe) {
				sent := p.fresh().with(body{"list_uuid": p.madeUp()})
				p.textError(p.create(sent), "Not Found")
				p.nothingStored(sent["phone_number"].(string))
			}},
	}...)...)
}

// printedCreateErrors are the two errors that the page prints, and what goes without saying: that nothing is stored.
func printedCreateErrors() []Rule {
	return []Rule{
		{ID: "create.empty-phone", Provenance: stated,
			Text: "An empty phone_number gets both printed errors, the one about the length first.",
			check: func(p *probe) {
				p.fieldErrors(p.emptyPhone().reply,
					fieldError{"phone_number", emptyMessage}, fieldError{"phone_number", patternMessage})
			}},
		{ID: "create.empty-phone.stores-nothing", Provenance: stated,
			Text: "A create with an empty phone_number stores nothing.",
			check: func(p *probe) {
				p.notInList(p.emptyPhone().sent["lead_code"].(string))
			}},
		{ID: "create.short-list", Provenance: stated,
			Text: "A list_uuid of fewer than 36 characters gets the printed error.",
			check: func(p *probe) {
				p.fieldErrors(p.shortList().reply, fieldError{"list_uuid", shortListMessage})
			}},
		{ID: "create.short-list.stores-nothing", Provenance: stated,
			Text: "A create with a list_uuid of fewer than 36 characters stores nothing.",
			check: func(p *probe) {
				p.nothingStored(p.shortList().sent["phone_number"].(string))
			}},
		{ID: "create.malformed", Provenance: assumed, Assumptions: []string{"A07"},
			Text: "A body that is no JSON is refused with a text.",
			check: func(p *probe) {
				for _, text := range []string{"", `{"lead_name":"a"} b`} {
					p.expect("the error for the body "+show(text), p.createText(text, jsonType).Object()["error"], gomega.BeAssignableToTypeOf(""))
				}
			}},
		{ID: "create.other-content-type", Provenance: assumed, Assumptions: []string{"A08"},
			Text: "A Content-Type other than application/json is refused.",
			check: func(p *probe) {
				sent := p.fresh()
				p.refusal("create with text/plain", p.createText(string(sent.json()), "text/plain"))
				p.nothingStored(sent["phone_number"].(string))
			}},
	}
}
