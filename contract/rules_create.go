package contract

import (
	"maps"
	"net/url"
	"slices"

	"github.com/onsi/gomega"

	"github.com/leadapi/leadapi/contract/internal/target"
	"github.com/leadapi/leadapi/contract/report"
)

// vietnamese has letters of two and three bytes, and combinations that single-byte encodings lack.
const vietnamese = "Nguyễn Thị Ánh Tuyết"

// specialCharacters have a meaning in some layer of a server.
const specialCharacters = ` O'Hara "Bi" \ <b>&amp;</b> %s 日本 😀 `

func createRules(j *judge) []Rule {
	rules := []Rule{
		{ID: "create.reply", Provenance: stated, About: aboutSuccess, act: func(p *probe) { p.firstCreate() },
			Text: "A create with all fields returns created, true, and lead_uuid, a UUID.",
			check: func(p *probe) {
				got := p.firstCreate().reply
				if got.Refused() && saysPhone(got) && p.cfg.PhonePrefix == "" {
					panic(unchecked{p.closed + "; numbers that no network can dial are refused, so name a block of your own (--phone-prefix)"})
				}
				p.judged("createLead", got)
			}},
		{ID: "create.printed", Provenance: stated, About: aboutFields(slices.Sorted(maps.Keys(j.printed("createLead")))...), Needs: []Need{NeedPhonePrefix},
			Text:  "The documented request is accepted, with the named list, the run's lead_code, and a number of the named block.",
			check: checkPrintedCreate},
		{ID: "create.listed", Provenance: stated, About: aboutOperations("createLead", "listLeads"), when: late, act: func(p *probe) { p.own() },
			Text: "A new lead is in the listing of its list.",
			check: func(p *probe) {
				_, sent := p.own()
				query := url.Values{"list_uuid": {p.cfg.ListUUID}, "phone_number": {sent["phone_number"].(string)}}
				p.settled(func() {
					if !p.again && p.album().whole {
						return
					}
					leads := p.all(query)
					for _, id := range p.stock.kin.ids {
						if !has(leads, id) && p.shares(id) {
							p.find("leads with the list and the number of lead "+id, "that lead", show(ids(leads)))
						}
					}
				})
			}},
		{ID: "create.leaves-others", Provenance: stated, when: late, act: func(p *probe) { p.sample(); p.secondOfNumber() },
			Text: "A create changes no other lead.",
			check: func(p *probe) {
				before := p.sample()
				p.known(p.secondOfNumber())
				p.settled(func() { p.unchanged("the first lead of the run", before.lead, p.shown(before.id)) })
			}},
		{ID: "create.new-id", Provenance: implied, Assumptions: []string{"A42", "A43"}, when: lastOfAll,
			act:   func(p *probe) { p.deletion() }, // other rules create leads after it
			Text:  "Every create returns a new id, even after a delete.",
			check: checkNewIDs},
	}
	for _, field := range j.takes("createLead") {
		rules = append(rules, Rule{ID: "create.field." + field, About: aboutFields(field), Provenance: provenanceOf(j.sent("createLead", field).Extensions, ""),
			Text: "A create stores " + field + " as sent.",
			check: func(p *probe) {
				_, sent := p.own()
				p.expectSame(field, field, p.sample().lead[field], sent[field])
			}})
	}
	return rulesOf("createLead", createSection, append(rules, oddCreateRules()...)...)
}

// shares reports whether a lead was created with the number of the run's first lead.
func (p *probe) shares(id string) bool { return p.stock.unlike == nil || id == p.stock.kin.ids[0] }

func checkNewIDs(p *probe) {
	if gone := p.deletion().gone.id; !p.createdAfter(gone) {
		p.known(p.into(&p.stock.three, p.create))
	}
	times := map[string]int{}
	for _, a := range p.answered {
		if a.created != "" {
			times[a.created]++
			p.expect("the number of creates answered with "+a.created, times[a.created], gomega.Equal(1))
		}
	}
}

// createdAfter reports whether a lead was created after another was deleted.
func (p *probe) createdAfter(gone string) bool {
	deleted := false
	for _, a := range p.answered {
		if a.operation == "deleteLead" && a.leadID == gone && a.succeeded {
			deleted = true
		}
		if deleted && a.created != "" {
			return true
		}
	}
	return false
}

// oddCreate is a create that differs from the ordinary one in one way.
type oddCreate struct {
	name        string
	provenance  report.Provenance
	assumptions []string
	text        string
	send        func(p *probe, b body) *reply
	look        func(p *probe, shown lead)
	about       report.About
	edge        string // edge of the pattern that its number tests; "" for the number of the run's first lead
}

var oddCreates = []oddCreate{
	{"vietnamese", stated, nil, "Vietnamese text is returned as sent.", named(vietnamese), shows("lead_name", vietnamese), aboutFields("lead_name"), ""},
	{"special-characters", implied, nil,
		"Quotes, backslashes, markup, leading and trailing spaces, and characters beyond the basic plane are returned as sent.",
		named(specialCharacters), shows("lead_name", specialCharacters), aboutFields("lead_name"), "mixed"}, // a firewall may refuse the markup
	{"without-name", stated, nil, "lead_name may be absent.",
		func(p *probe, b body) *reply { return p.create(b.without("lead_name")) }, func(*probe, lead) {}, aboutWithout("lead_name"), ""},
	{"other-field", assumed, []string{"A09"}, "A field that the table does not list is ignored and not stored.",
		func(p *probe, b body) *reply {
			return p.create(b.with(p.unlisted()))
		},
		func(p *probe, shown lead) {
			for field, value := range p.unlisted() {
				p.expect(field, shown[field], gomega.Not(gomega.Equal(value)))
			}
		}, report.About{}, "08"},
	{"key-twice", assumed, []string{"A10"}, "If a JSON key is repeated, the last value wins.",
		func(p *probe, b body) *reply {
			return p.createText(`{"lead_name":"first","lead_name":"second",`+string(b.without("lead_name").json())[1:], jsonType)
		}, shows("lead_name", "second"), aboutFields("lead_name"), "09"},
	{"no-content-type", assumed, []string{"A08"}, "A body without Content-Type is read as JSON.",
		func(p *probe, b body) *reply { return p.createText(string(b.json()), "") }, func(*probe, lead) {}, report.About{}, "84"},
}

// unlisted returns fields that create does not accept.
func (p *probe) unlisted() body {
	return body{"province": "Hà Nội", "status": "DONE", "vip": true}.without(p.judge.takes("createLead")...)
}

func named(name string) func(*probe, body) *reply {
	return func(p *probe, b body) *reply { return p.create(b.with(body{"lead_name": name})) }
}

func shows(field, want string) func(*probe, lead) {
	return func(p *probe, shown lead) { p.expect(field, shown[field], gomega.Equal(want)) }
}

// odd returns the lead of an odd create, and its reply, whatever that is.
func (p *probe) odd(name string) made {
	p.secondOfNumber()
	return keyed(p, p.stock.odd, name, func(p *probe) made {
		for _, odd := range oddCreates {
			if odd.name != name {
				continue
			}
			send := func(b body) *reply { return odd.send(p, b) }
			if odd.edge == "" {
				return p.into(&p.stock.kin, send)
			}
			return p.carry(odd.edge, p.fresh(), send, func() made { return p.sent(p.fresh(), send) })
		}
		panic("there is no such create: " + name)
	})
}

func oddCreateRules() []Rule {
	var rules []Rule
	for _, odd := range oddCreates {
		rules = append(rules, Rule{ID: "create." + odd.name, About: odd.about, Provenance: odd.provenance, Assumptions: odd.assumptions, Text: odd.text,
			when: late, act: func(p *probe) { p.odd(odd.name) },
			check: func(p *probe) {
				id := p.known(p.odd(odd.name))
				p.settled(func() { odd.look(p, p.shown(id)) })
			}})
	}
	return append(rules,
		Rule{ID: "create.required-only", Provenance: stated, About: aboutWithout("lead_name", "lead_code"), act: func(p *probe) { p.unmarked() },
			Text: "list_uuid and phone_number are enough for a create: lead_name and lead_code may be absent.",
			check: func(p *probe) {
				u := p.unmarked()
				p.known(u.made)
				p.expectSame("phone_number", "phone_number", u.before["phone_number"], u.sent["phone_number"])
				p.expectSame("list_uuid", "list_uuid", u.before["list_uuid"], u.sent["list_uuid"])
			}},
		Rule{ID: "create.same-number", Provenance: assumed, About: aboutFields("phone_number"), Assumptions: []string{"A13"}, act: func(p *probe) { p.secondOfNumber() },
			Text: "Two leads of a list can have the same phone_number.",
			check: func(p *probe) {
				p.known(p.secondOfNumber())
				if first := p.stock.unlike; first != nil {
					p.findIn(first, "a second lead with the same number", "lead_uuid, the id of a new lead", first.String())
				}
			}})
}

// unmarked returns a lead that was created without lead_code and lead_name, as it was before it got a lead_code, which every lead of a run needs.
type unmarked struct {
	made
	before lead
}

func (p *probe) unmarked() unmarked {
	p.own()
	if p.dials {
		p.skip("without lead_code and with a diallable number, the lead would look like a customer's")
	}
	return shared(p, &p.stock.unmarked, func(p *probe) unmarked {
		send := func(b body) *reply {
			return p.send(call{
				Operation: "createLead", Method: "POST", Path: "/v3/lead", ContentType: jsonType, Body: b.json(), Unmarked: true,
			})
		}
		short := p.fresh().without("lead_name", "lead_code")
		u := unmarked{made: p.carry(unmarkedEdge, short, send, func() made { return p.sent(short, send) })}
		if u.id == "" {
			return u
		}
		p.waitFor(func(p *probe) { u.before = p.readNow(u.id) })
		newProbe(p.ctx, p.run).attempt(func(p *probe) {
			p.update(u.id, body{"lead_uuid": u.id, "lead_code": p.code(), "phone_number": u.sent["phone_number"]})
		})
		return u
	})
}

func checkPrintedCreate(p *probe) {
	number, _ := p.judge.printed("createLead")["phone_number"].(string)
	if !target.MayBeSent(number, p.cfg.PhonePrefix) {
		number = p.dialable()
	}
	if len(p.byNumber(number)) > 0 {
		p.batch() // fails if numbers are unique on this deployment, where this create succeeded
	}
	sent := p.judge.printed("createLead").with(body{"list_uuid": p.cfg.ListUUID, "lead_code": p.code(), "phone_number": number})
	id := p.known(p.sent(sent, p.create))
	p.settled(func() {
		shown := p.readNow(id)
		for _, field := range slices.Sorted(maps.Keys(sent)) {
			p.expectSame(field, field, shown[field], sent[field])
		}
	})
}
