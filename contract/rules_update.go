package contract

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/onsi/gomega"
)

// updateValue is how a value for a field of an update is made that no other field and no other lead has.
type updateValue struct {
	name  string
	value func(p *probe) string
}

func tagged(word string) func(*probe) string {
	return func(p *probe) string { return word + " " + p.code() }
}

// updateValues are values as they are in life. The document says which fields there are; one that is missing here gets a
// value by its schema.
var updateValues = []updateValue{
	{"lead_name", tagged("Phạm Văn")},
	{"lead_code", (*probe).code},
	{"phone_number", (*probe).number},
	{"contract_number", tagged("HĐ")},
	{"identity_number", tagged("CMND")},
	{"identity_issued_at", tagged("Công an tỉnh")},
	{"identity_issued_on", (*probe).day},
	{"address", tagged("Đường số")},
	{"province", tagged("Tỉnh")},
	{"district", tagged("Huyện")},
	{"ward", tagged("Xã")},
	{"date_of_birth", (*probe).birthday},
	{"additional", tagged("Ghi chú")},
}

// newUpdateValue makes a value for a field of an update. lead_uuid names the lead, and cannot be changed.
func (p *probe) newUpdateValue(field string) any {
	for _, known := range updateValues {
		if known.name == field {
			return known.value(p)
		}
	}
	return p.newValue(field, p.judge.sent("updateLead", field))
}

// zeroTime stands where a lead has no day.
const zeroTime = "0001-01-01T00:00:00Z"

// day is a day that the run has not used, as the samples write a time.
func (p *probe) day() string {
	p.codes++
	return fmt.Sprintf("20%02d-%02d-%02dT00:00:00Z", p.codes/300%20, p.codes/25%12+1, p.codes%25+1)
}

func (p *probe) birthday() string { return strings.TrimSuffix(p.day(), "T00:00:00Z") }

// ofDialer are the fields that the dialer, the server's clock or a client other than an update may change at any moment.
var ofDialer = []string{
	"status", "alt_status", "called_count", "last_call_time", "hopper_id", "after_day", "network", "updated_at",
	"assign_user_uuid", "assign_username", "comment",
}

// unchanged expects all fields of a lead but those of the dialer, and those in except, to be as before.
func (p *probe) unchanged(what string, before, after lead, except ...string) {
	for _, field := range p.judge.fields() {
		if slices.Contains(ofDialer, field) || slices.Contains(except, field) {
			continue
		}
		p.sameField(what, field, before, after)
	}
}

func (p *probe) sameField(what, field string, before, after lead) {
	if sameTime(before.Text(field), after.Text(field)) {
		return
	}
	p.expect(field+" of "+what, after[field], gomega.Equal(before[field]))
}

// changeable is the body of an update that sends a lead's own values back: what it changes is what it sends.
func (p *probe) changeable(shown lead) body {
	whole := body{}
	for _, field := range p.judge.takes("updateLead") {
		whole[field] = shown[field]
	}
	return whole
}

func updateFieldRules(j *judge) []Rule {
	var rules []Rule
	for _, field := range j.takes("updateLead") {
		text := "An update that changes " + field + " stores it under that name, and changes nothing else."
		if field == "lead_uuid" {
			text = "An update leaves lead_uuid as it is."
		}
		rules = append(rules, Rule{ID: "update.field." + field, Provenance: provenanceOf(j.sent("updateLead", field).Extensions, ""),
			Text: text, check: func(p *probe) { p.changesOnly(field) }})
	}
	return rulesOf("updateLead", updateSection, rules...)
}

// changesOnly updates one field of the subject. It sends the others as they are, since the page is silent on those that
// are not sent (A28).
func (p *probe) changesOnly(field string) {
	s, other := p.subject(), p.neighbour()
	sent := p.changeable(s.shown)
	if field != "lead_uuid" {
		sent[field] = p.newUpdateValue(field)
	}
	p.success("update", p.update(s.id, sent))
	before, after := s.look(p)
	if want, isText := sent[field].(string); isText && isTime(p.judge.sent("updateLead", field)) {
		if !sameTime(after.Text(field), want) {
			p.find(field, want+", in any time zone", show(after[field]))
		}
	} else {
		p.expect(field, after[field], gomega.Equal(sent[field]))
	}
	p.unchanged("the lead", before, after, field)
	before, after = other.look(p)
	p.unchanged("another lead of the list", before, after)
}

func updateRules(j *judge) []Rule {
	return rulesOf("updateLead", updateSection, append([]Rule{
		{ID: "update.reply", Provenance: stated,
			Text: "An update answers with lead_uuid, the id of the lead.",
			check: func(p *probe) {
				done := p.firstUpdate()
				p.judged("updateLead", done.reply)
				p.expect("lead_uuid", done.reply.Object()["lead_uuid"], gomega.Equal(done.id))
			}},
		{ID: "update.all", Provenance: stated,
			Text: fmt.Sprintf("An update of all %d fields at once stores each under its own name.", len(j.takes("updateLead"))),
			check: func(p *probe) {
				s := p.subject()
				sent := p.fullUpdate(s.id)
				p.success("update", p.update(s.id, sent))
				_, after := s.look(p)
				p.unchanged("the lead", lead(sent), after, notUpdated(p)...)
			}},
		{ID: "update.printed", Provenance: stated,
			Text:  "The request that the page prints is taken, empty strings and the zero time included, with the lead's own id and number, and a code of the run.",
			check: checkPrintedUpdate},
		{ID: "update.required-only", Provenance: stated,
			Text: "lead_uuid and phone_number are enough for an update.",
			check: func(p *probe) {
				id := p.bare()
				number := p.number()
				p.success("update", p.update(id, body{"lead_uuid": id, "phone_number": number}))
				p.expect("phone_number", p.read(id)["phone_number"], gomega.Equal(number))
			}},
		{ID: "update.number-without-pattern", Provenance: stated,
			Text: "A phone_number of 11 digits, which the pattern of create does not match, is taken and stored, as in the samples.",
			check: func(p *probe) {
				s := p.subject()
				number := p.elevenDigits()
				p.success("update", p.update(s.id, p.changeable(s.shown).with(body{"phone_number": number})))
				_, after := s.look(p)
				p.expect("phone_number", after["phone_number"], gomega.Equal(number))
			}},
		{ID: "update.vietnamese", Provenance: stated,
			Text: "Vietnamese text comes back as it was sent.",
			check: func(p *probe) {
				s := p.subject()
				p.success("update", p.update(s.id, p.changeable(s.shown).with(body{"address": vietnamese, "additional": vietnamese})))
				_, after := s.look(p)
				p.expect("address", after["address"], gomega.Equal(vietnamese))
				p.expect("additional", after["additional"], gomega.Equal(vietnamese))
			}},
		{ID: "update.listed", Provenance: stated,
			Text:  "Listings show the lead as it is after the update, and the filter finds it by its new number and not by the old one.",
			check: checkUpdateListed},
	}, append(silentUpdateRules(), unlistedUpdateRules()...)...)...)
}

// notUpdated are the fields of a lead that an update does not take.
func notUpdated(p *probe) []string {
	return slices.DeleteFunc(slices.Clone(p.judge.fields()), func(name string) bool {
		return slices.Contains(p.judge.takes("updateLead"), name)
	})
}

func checkPrintedUpdate(p *probe) {
	id := p.bare()
	code := p.code() // not the lead's: another rule may have emptied it
	before := given(p, func() lead { return p.read(id) })
	sent := p.judge.printed("updateLead").with(body{"lead_uuid": id, "lead_code": code, "phone_number": before["phone_number"]})
	p.success("update", p.update(id, sent))
	want := lead(body(before).with(nil))
	for field, value := range sent {
		if value != "" && value != zeroTime { // those leave what is stored (C11, A27)
			want[field] = value
		}
	}
	p.unchanged("the lead", want, p.read(id))
}

func checkUpdateListed(p *probe) {
	s := p.subject()
	old, number := s.shown.Text("phone_number"), p.number()
	for strings.Contains(number, old) { // a part of a number may find it (A14)
		number = p.number()
	}
	p.success("update", p.update(s.id, p.changeable(s.shown).with(body{"phone_number": number, "province": "Tỉnh Bắc Ninh"})))
	s.look(p)
	found := numbered(p.page(url.Values{"phone_number": {number}}), number)
	p.demand("leads with the new number", ids(found), gomega.Equal([]string{s.id}))
	p.expect("province in the listing", found[0]["province"], gomega.Equal("Tỉnh Bắc Ninh"))
	p.expect("leads with the old number", ids(p.page(url.Values{"phone_number": {old}})), gomega.Not(gomega.ContainElement(s.id)))
}
