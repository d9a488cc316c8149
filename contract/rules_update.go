package contract

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/onsi/gomega"

	"github.com/leadapi/leadapi/contract/internal/target"
	"github.com/leadapi/leadapi/contract/report"
)

// ofDialer lists the fields that the dialer, the server's clock or other requests may change at any time.
var ofDialer = []string{
	"status", "alt_status", "called_count", "last_call_time", "hopper_id", "after_day", "network", "updated_at",
	"assign_user_uuid", "assign_username", "comment",
}

// neverEmptied lists those of them that nothing but a wrong update empties.
var neverEmptied = []string{"status", "alt_status", "called_count", "last_call_time", "after_day", "network"}

// unchanged expects all fields of a lead, except those of the dialer and those in except, to be as before.
func (p *probe) unchanged(what string, before, after lead, except ...string) {
	for _, field := range p.judge.fields() {
		switch {
		case slices.Contains(except, field):
		case !slices.Contains(ofDialer, field):
			p.sameField(what, field, before, after)
		case slices.Contains(neverEmptied, field) && isZero(after[field]) && !isZero(before[field]):
			p.sameField(what, field, before, after)
		}
	}
}

func (p *probe) sameField(what, field string, before, after lead) {
	p.expectSame(field+" of "+what, field, after[field], before[field])
}

// isZero reports whether a value stands for none.
func isZero(value any) bool {
	text, isText := value.(string)
	n, isWhole := whole(value)
	return value == nil || isText && (text == "" || strings.HasPrefix(text, "0001-") || strings.HasPrefix(text, "1970-01-01")) || isWhole && n == 0
}

func updateFieldRules(j *judge) []Rule {
	var rules []Rule
	for _, field := range j.takes("updateLead") {
		made := func(p *probe) change { return p.refilling(field) }
		switch field {
		case "lead_uuid", "lead_name":
			made = (*probe).renaming
		case "phone_number":
			made = (*probe).renumbering
		}
		rule := Rule{ID: "update.field." + field, About: aboutFields(field), Provenance: provenanceOf(j.sent("updateLead", field).Extensions, ""),
			Text:  "An update that changes " + field + " stores it under that name and changes nothing else.",
			act:   func(p *probe) { made(p) },
			check: func(p *probe) { p.changedOnly(field, func() change { return made(p) }) }}
		if field == "lead_uuid" {
			rule.Text, rule.check = "An update leaves lead_uuid as it is.", checkKeepsID
		}
		rules = append(rules, rule)
	}
	return rulesOf("updateLead", updateSection, rules...)
}

// refilling is an update that changes one field of the subject. It sends the others unchanged, since the documentation does not
// cover fields that are not sent (A28).
func (p *probe) refilling(field string) change {
	return keyed(p, p.stock.silent, "field "+field, func(p *probe) change {
		if p.firstUpdate().refused[field] != nil {
			p.skip("the deployment refuses the field in every form that was tried")
		}
		return p.changes(body{field: p.value(field)})
	})
}

// changedOnly expects an update to have changed one field. A deployment that refuses the field in every form breaks only
// the rule about it.
func (p *probe) changedOnly(field string, made func() change) {
	if refused := p.firstUpdate().refused[field]; refused != nil {
		p.success("an update with "+field+", in every form that was tried", refused)
	}
	c := made()
	p.success("update", c.reply)
	p.expectSame(field, field, c.after[field], c.sent[field])
	p.unchanged("the lead", c.before, c.after, field)
}

func checkKeepsID(p *probe) {
	u := p.firstUpdate()
	renamed := newProbe(p.ctx, p.run) // a lead with another id ends its check
	renamed.attempt(func(p *probe) { p.success("update", p.renaming().reply) })
	p.exchanges, p.replies = append(p.exchanges, renamed.exchanges...), append(p.replies, renamed.replies...)
	if u.strange != nil {
		p.expectSame("lead_uuid", "lead_uuid", u.strange.Object()["lead_uuid"], u.id)
		return
	}
	p.success("update", p.renaming().reply)
	p.expectSame("lead_uuid", "lead_uuid", u.shown["lead_uuid"], u.id)
}

// renumbering is an update with a number like that in the update samples, which create's pattern does not match.
func (p *probe) renumbering() change {
	p.shortUpdate() // gives it a unique number
	return keyed(p, p.stock.silent, "renumbering", func(p *probe) change {
		c := p.changes(body{"phone_number": p.elevenDigits()})
		if c.reply.Refused() { // that breaks the rule about such numbers
			p.stock.silent["eleven"] = &fixture[change]{made: true, outcome: report.Holds, value: c}
			c = p.changes(body{"phone_number": p.number()})
		}
		old, number := c.before.Text("phone_number"), c.sent["phone_number"].(string)
		p.waitFor(func(p *probe) {
			c.found = p.byNumber(number)
			p.expect("leads with the new number", ids(c.found), gomega.Equal([]string{strings.ToLower(p.subject().id)}))
			c.old = p.foundBy(old, number)
			p.expect("leads with the old one", has(c.old, p.subject().id), gomega.BeFalse())
		})
		return c
	})
}

// foundBy returns the leads that a search for the old number of a lead finds. A part of the new number may find it (A14).
func (p *probe) foundBy(old, number string) []lead {
	if old == "" || strings.Contains(number, old) {
		return nil
	}
	return p.page(url.Values{"phone_number": {old}})
}

func updateRules(j *judge) []Rule {
	return rulesOf("updateLead", updateSection, append([]Rule{
		{ID: "update.reply", Provenance: stated, About: aboutSuccess, act: func(p *probe) { p.firstUpdate() },
			Text: "An update returns lead_uuid, the id of the lead.",
			check: func(p *probe) {
				done := p.firstUpdate()
				p.judged("updateLead", done.reply)
				p.expectSame("lead_uuid", "lead_uuid", done.reply.Object()["lead_uuid"], done.id)
			}},
		{ID: "update.all", Provenance: stated, About: aboutFields(j.takes("updateLead")...), act: func(p *probe) { p.firstUpdate() },
			Text: fmt.Sprintf("An update of all %d fields at once stores each under its own name.", len(j.takes("updateLead"))),
			check: func(p *probe) {
				u := p.firstUpdate()
				p.success("update", u.reply)
				p.unchanged("the lead", lead(u.all), u.after, notIn(p, u.all)...)
				p.unchanged("the lead", u.before, u.after, slices.Sorted(maps.Keys(u.all))...)
			}},
		{ID: "update.printed", Provenance: stated, About: aboutFields(slices.Sorted(maps.Keys(j.printed("updateLead")))...), act: func(p *probe) { p.printedUpdate() },
			Text: "The documented request is accepted, including empty strings and the zero time, with the lead's id and number and a code of the run.",
			check: func(p *probe) {
				c := p.printedUpdate()
				p.success("update", c.reply)
				for _, field := range slices.Sorted(maps.Keys(c.sent)) {
					if !empty(c.sent[field]) { // other rules check whether an empty one is stored
						p.expectSame(field, field, c.after[field], c.sent[field])
					}
				}
				p.unchanged("the lead", c.before, c.after, slices.Collect(maps.Keys(c.sent))...)
			}},
		{ID: "update.required-only", Provenance: stated, About: aboutWithout(notRequired(j.takes("updateLead"))...), act: func(p *probe) { p.shortUpdate() },
			Text: "lead_uuid and phone_number are enough for an update.",
			check: func(p *probe) {
				c := p.shortUpdate()
				p.success("update", c.reply)
				p.expectSame("phone_number", "phone_number", c.after["phone_number"], c.sent["phone_number"])
			}},
		{ID: "update.number-without-pattern", Provenance: stated, About: aboutFields("phone_number"), act: func(p *probe) { p.renumbering() },
			Text: "A phone_number of 11 digits, which the pattern of create does not match, is accepted and stored, as in the samples.",
			check: func(p *probe) {
				c := p.renumbering()
				if eleven := p.stock.silent["eleven"]; eleven != nil {
					c = eleven.value
				}
				p.success("update", c.reply)
				p.expectSame("phone_number", "phone_number", c.after["phone_number"], c.sent["phone_number"])
			}},
		{ID: "update.vietnamese", Provenance: stated, About: aboutFields("lead_name", "address", "additional"), act: func(p *probe) { p.renaming() },
			Text: "Vietnamese text is returned as sent.",
			check: func(p *probe) {
				c := p.renaming()
				p.success("update", c.reply)
				for _, field := range []string{"lead_name", "address", "additional"} { // all of them have letters of two and three bytes
					p.expectSame(field, field, c.after[field], c.sent[field])
				}
			}},
		{ID: "update.listed", Provenance: stated, About: report.About{Operations: []string{"updateLead", "listLeads"}, Fields: []string{"phone_number"}, Parameters: []string{"phone_number"}}, act: func(p *probe) { p.renumbering() },
			Text:  "Listings show the updated lead, and the filter finds it by its new number and not by the old one.",
			check: checkUpdateListed},
		{ID: "update.others-stay", Provenance: stated, when: late, act: func(p *probe) { p.firstUpdate() },
			Text:  "An update changes no other lead, not even one with the same number and name.",
			check: checkUpdateLeavesOthers},
		{ID: "update.lasts", Provenance: stated, when: late, act: func(p *probe) { p.firstUpdate() },
			Text: "What an update has stored is still stored at the end of the run.",
			check: func(p *probe) {
				s := p.subject()
				p.settled(func() { p.unchanged("the lead", s.shown, p.shown(s.id)) })
			}},
		{ID: "update.imported", Provenance: stated, About: report.About{Operations: []string{"updateLead", "uploadLeads"}, Fields: []string{"lead_name", "lead_code"}}, when: late, act: func(p *probe) { p.uploads() },
			Text:  "An update of an imported lead stores what it sends, and keeps fields that an update does not accept, such as after_day.",
			check: checkUpdateImported},
	}, append(silentUpdateRules(), unlistedUpdateRules()...)...)...)
}

// notRequired returns the optional fields of an update.
func notRequired(fields []string) []string {
	return slices.DeleteFunc(slices.Clone(fields), func(field string) bool { return field == "lead_uuid" || field == "phone_number" })
}

// notIn returns the fields of a lead that were not sent.
func notIn(p *probe, sent body) []string {
	return slices.DeleteFunc(slices.Clone(p.judge.fields()), func(name string) bool { return sent[name] != nil })
}

func checkUpdateListed(p *probe) {
	c := p.renumbering()
	p.success("update", c.reply)
	p.demand("leads with the new number", ids(c.found), gomega.Equal([]string{strings.ToLower(p.subject().id)}))
	p.unchanged("the lead in the listing", c.after, c.found[0])
	p.expect("the lead by its old number", has(c.old, p.subject().id), gomega.BeFalse())
}

// newName returns another lead_name, or the current one if the deployment refuses an update of it.
func (p *probe) newName() any {
	if p.firstUpdate().refused["lead_name"] != nil {
		return p.subject().sent["lead_name"]
	}
	return p.value("lead_name")
}

func checkUpdateLeavesOthers(p *probe) {
	p.success("update", p.firstUpdate().reply)
	t := p.trio()
	p.settled(func() {
		after := p.shown(t.still.id)
		except := p.marked(after)
		if len(except) > 0 { // a request that should have been refused has changed these
			except = append(except, "lead_name", "lead_code", "phone_number", "identity_issued_on")
		}
		p.unchanged("a lead that had the same number and name", t.before, after, except...)
	})
	if u := p.stock.unmarked; u.made && u.value.id != "" {
		p.settled(func() {
			p.unchanged("a lead that was updated before", u.value.before, p.shown(u.value.id), "lead_code")
		})
	}
}

// lookedAt returns a lead as the client has seen it just before the last write, which was to that lead.
func (p *probe) lookedAt(id string) lead {
	if sameID(p.lastGet["lead_uuid"], id) {
		return p.lastGet
	}
	return p.read(id)
}

// mayBeUpdated skips the rule if the import has changed what shows whose lead it is, or made a number that could be dialled (A46, A66).
func (p *probe) mayBeUpdated(listed lead, row row) {
	code, number := listed.Text("lead_code"), listed.Text("phone_number")
	if code != "" && !strings.Contains(strings.ToLower(code), strings.ToLower(row.code)) {
		p.skip("the imported lead has the lead_code %q in place of %q, so nothing shows that this run has imported it", code, row.code)
	}
	if !target.MayBeSent(number, p.cfg.PhonePrefix) {
		p.skip("the imported lead has the number %q in place of %q: it could be dialled and does not start with the phone prefix", number, row.phone)
	}
}

func checkUpdateImported(p *probe) {
	all := p.imports()
	row := all.plain[plainRow]
	listed := p.imported(all, row)
	p.mayBeUpdated(listed, row)
	id := listed.Text("lead_uuid")
	if small := strings.ToLower(id); small != id && p.get(id).NotFound() { // a listing may show ids in a case that a get does not accept
		id = small
	}
	sent := body{"lead_uuid": id, "phone_number": listed["phone_number"], "lead_name": "TestNe", "lead_code": row.code}
	p.success("update", p.update(id, sent))
	before := p.lookedAt(id)
	p.settled(func() {
		after := p.readNow(id)
		p.expectSame("lead_name", "lead_name", after["lead_name"], sent["lead_name"])
		p.unchanged("the lead", before, after, "lead_name", "lead_code", "contract_number", "additional")
	})
}
