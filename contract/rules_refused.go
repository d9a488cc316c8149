package contract

import (
	"encoding/json"
	"strings"

	. "github.com/onsi/gomega"
)

// lengthMessages are the printed errors of texts that are too short (lead-api.md, Create Lead).
const (
	emptyMessage     = "String length must be greater than or equal to 1"
	shortListMessage = "String length must be greater than or equal to 36"
)

// emptyPhone is a create with an empty phone_number.
func emptyPhone(p *probe) *reply {
	return p.create(p.fresh().with(body{"phone_number": ""}))
}

func refusedCreateRules() []Rule {
	return rulesOf("createLead", createSection, append(printedCreateErrors(), []Rule{
		{ID: "create.no-phone", Provenance: stated,
			Text:  "phone_number is required: a create without it is refused, and stores nothing.",
			check: func(p *probe) { p.refusedWithout("phone_number") }},
		{ID: "create.no-list", Provenance: stated,
			Text:  "list_uuid is required: a create without it is refused, and stores nothing.",
			check: func(p *probe) { p.refusedWithout("list_uuid") }},
		{ID: "create.no-phone.text", Provenance: implied,
			Text: "A create without phone_number is refused in the words that the page prints for an update.",
			check: func(p *probe) {
				p.fieldErrors(p.create(p.fresh().without("phone_number")), fieldError{"(root)", "phone_number is required"})
			}},
		{ID: "create.no-list.text", Provenance: implied,
			Text: "A create without list_uuid is refused in the words that the page prints for an update.",
			check: func(p *probe) {
				p.fieldErrors(p.create(p.fresh().without("list_uuid")), fieldError{"(root)", "list_uuid is required"})
			}},
		{ID: "create.both-wrong", Provenance: implied, Assumptions: []string{"A12"},
			Text: "A create with two wrong fields gets the errors of both, in any order of the fields.",
			check: func(p *probe) {
				p.fieldErrors(p.create(p.fresh().with(body{"phone_number": "", "list_uuid": p.cfg.ListUUID[:8]})),
					fieldError{"list_uuid", shortListMessage},
					fieldError{"phone_number", emptyMessage}, fieldError{"phone_number", patternMessage})
			}},
		{ID: "create.number-as-phone", Provenance: implied,
			Text: "A phone_number that is no string is refused.",
			check: func(p *probe) {
				number := json.Number(p.numbers.after("8484")) // as a text it would match the pattern
				p.refusal("create with a number as phone_number", p.create(p.fresh().with(body{"phone_number": number})))
			}},
		{ID: "create.null-phone", Provenance: implied,
			Text: "A phone_number that is null is refused.",
			check: func(p *probe) {
				p.refusal("create with null as phone_number", p.create(p.fresh().with(body{"phone_number": nil})))
			}},
		{ID: "create.number-as-name", Provenance: implied,
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
				p.fieldErrors(p.refused("empty-phone", emptyPhone),
					fieldError{"phone_number", emptyMessage}, fieldError{"phone_number", patternMessage})
			}},
		{ID: "create.empty-phone.stores-nothing", Provenance: stated,
			Text: "A create with an empty phone_number stores nothing.",
			check: func(p *probe) {
				sent := p.fresh().with(body{"phone_number": ""})
				p.create(sent)
				p.notInList(sent["lead_code"].(string))
			}},
		{ID: "create.short-list", Provenance: stated,
			Text: "A list_uuid of fewer than 36 characters gets the printed error.",
			check: func(p *probe) {
				p.fieldErrors(p.create(p.fresh().with(body{"list_uuid": p.cfg.ListUUID[:35]})), fieldError{"list_uuid", shortListMessage})
			}},
		{ID: "create.short-list.stores-nothing", Provenance: stated,
			Text: "A create with a list_uuid of fewer than 36 characters stores nothing.",
			check: func(p *probe) {
				sent := p.fresh().with(body{"list_uuid": p.cfg.ListUUID[:8]})
				p.create(sent)
				p.nothingStored(sent["phone_number"].(string))
			}},
		{ID: "create.malformed", Provenance: assumed, Assumptions: []string{"A07"},
			Text: "A body that is no JSON is refused with a text.",
			check: func(p *probe) {
				for _, text := range []string{"", "{", `{"lead_name":"a"} b`} {
					p.expect("the error for the body "+show(text), p.createText(text, jsonType).object()["error"], BeAssignableToTypeOf(""))
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

// refusedWithout expects that a create without a field is refused and stores nothing.
func (p *probe) refusedWithout(field string) {
	sent := p.fresh()
	p.refusal("create without "+field, p.create(sent.without(field)))
	if number, _ := sent["phone_number"].(string); field != "phone_number" {
		p.nothingStored(number)
	}
	if strings.HasPrefix(field, "phone") {
		p.notInList(sent["lead_code"].(string))
	}
}
