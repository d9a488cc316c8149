package contract

import (
	"maps"
	"slices"
	"strings"
	"time"
)

// updateTellers returns tellers about what an update keeps, empties and refuses.
func updateTellers() []teller {
	return []teller{
		{assumption: "A24", act: func(p *probe) { p.misnaming() }, tell: func(p *probe) {
			const what = "an update whose body has another lead_uuid than its path"
			c := p.misnaming()
			if c.reply.NotFound() {
				p.sawOther("%s is answered %s, as if the body decided which lead is updated", what, said(c.reply))
				return
			}
			if c.reply.Succeeded() && !sameValue("lead_name", c.after["lead_name"], c.sent["lead_name"]) {
				p.sawOther("%s is accepted, and does not change the lead in the path", what)
				return
			}
			p.sawTaken(what, c.reply, "path", "refused")
		}},
		{assumption: "A25", tell: func(p *probe) {
			got := p.refused("update.checked-first", func(p *probe) *reply {
				id := p.absent()
				return p.update(id, body{"lead_uuid": id})
			})
			reading := ""
			if _, isList := errorList(got); isList && strings.Contains(string(got.Body), "phone_number") {
				reading = "body-first"
			} else if got.NotFound() {
				reading = "lead-first"
			}
			p.saw(reading, "an update without phone_number of a lead that does not exist is answered %s", said(got))
		}},
		{assumption: "A26", act: func(p *probe) { p.refusedUpdate("empty-phone") }, tell: func(p *probe) {
			const what = "an update with an empty phone_number"
			got := p.refusedUpdate("empty-phone").reply
			if t := p.trio(); got.Succeeded() && p.read(t.still.id)["phone_number"] != t.before["phone_number"] {
				p.sawOther("%s is accepted, and changes the stored number", what)
				return
			}
			p.sawTaken(what, got, "kept", "refused")
		}},
		{assumption: "A27", act: func(p *probe) { p.printedUpdate() }, tell: func(p *probe) {
			c := p.printedUpdate()
			p.success("update", c.reply)
			before, after := c.before["identity_issued_on"], c.after["identity_issued_on"]
			switch {
			case isZero(before):
				p.skip("no update has filled identity_issued_on")
			case sameValue("identity_issued_on", before, after):
				p.saw("kept", "the zero time leaves identity_issued_on")
			case isZero(after):
				p.saw("overwritten", "after the zero time identity_issued_on is empty")
			default:
				p.sawOther("the zero time changes identity_issued_on to another time")
			}
		}},
		{assumption: "A28", act: func(p *probe) { p.shortUpdate() }, tell: func(p *probe) {
			c := p.shortUpdate()
			p.success("update", c.reply)
			unsent := slices.DeleteFunc(slices.Clone(p.judge.takes("updateLead")), func(field string) bool { return c.sent[field] != nil })
			p.sawTexts("a field that an update does not send", c, unsent)
		}},
		{assumption: "A29", act: func(p *probe) { p.renaming() }, tell: tellUpdatedAt},
		{assumption: "C11", act: func(p *probe) { p.printedUpdate() }, tell: func(p *probe) {
			c := p.printedUpdate()
			p.success("update", c.reply)
			empty := slices.DeleteFunc(slices.Sorted(maps.Keys(c.sent)), func(field string) bool { return c.sent[field] != "" })
			p.sawTexts("a field that an update sends empty", c, empty)
		}},
	}
}

// sawTexts records for each field that was a text before an update whether it still is.
func (p *probe) sawTexts(what string, c change, fields []string) {
	for _, field := range fields {
		before, isText := c.before[field].(string)
		switch after := c.after[field]; {
		case !isText || isZero(before) || field == "identity_issued_on": // not a text
		case sameValue(field, before, after):
			p.saw("kept", "%s keeps its value", what)
		case isZero(after):
			p.saw("emptied", "%s is empty after it", what)
		default:
			p.sawOther("%s has another value after it: %s", what, field)
		}
	}
}

// tellUpdatedAt sends an update that changes something, and then one that changes nothing.
func tellUpdatedAt(p *probe) {
	s := p.subject()
	moves := func(other body) (moved bool, got *reply) {
		s.shown = p.read(s.id)
		before, isTime := s.shown.Time("updated_at")
		if !isTime {
			p.skip("updated_at is not a time")
		}
		if !strings.Contains(s.shown.Text("updated_at"), ".") { // its resolution is a second
			p.sleep(1100 * time.Millisecond)
		}
		got = p.changes(other).reply
		return got.Succeeded() && p.comes(func(p *probe) bool {
			after, isTime := p.readNow(s.id).Time("updated_at")
			return isTime && after.After(before)
		}), got
	}
	if moved, got := moves(body{"lead_name": p.newName()}); !moved {
		p.success("update", got)
		p.sawOther("an update that changes lead_name leaves updated_at")
		return
	}
	switch moved, got := moves(nil); {
	case !got.Succeeded():
		p.sawOther("an update that changes nothing is answered %s", said(got))
	case moved:
		p.saw("always", "an update that changes nothing moves updated_at")
	default:
		p.saw("on-change", "an update that changes nothing leaves updated_at, and one that changes lead_name moves it")
	}
}
