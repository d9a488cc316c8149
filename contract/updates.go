package contract

// subject is the lead that the rules about updates change in turn. Each starts from the state that the previous one has left.
type subject struct {
	id    string
	sent  body            // the last value of every field, in a form that the deployment accepts
	form  map[string]int  // the form that the deployment accepts, by field
	shown lead            // as last read
	lost  map[string]bool // fields that never show what was sent
	stale bool            // something was sent to it since the last read, or it lacks a value

	strange *reply // a reply to a get of it with another id
}

// firstUpdate is an update of all fields of a new lead, its reply, and the lead before and after.
type firstUpdate struct {
	subject
	before, after lead
	all           body // what was sent
	reply         *reply
	refused       map[string]*reply // fields that the deployment refuses in every form, with the reply to the likeliest form
}

func (p *probe) firstUpdate() *firstUpdate {
	t := p.trio()
	return shared(p, &p.stock.update, func(p *probe) *firstUpdate {
		id := t.subject.id
		u := &firstUpdate{before: p.read(id), refused: map[string]*reply{}}
		u.subject = subject{id: id, form: map[string]int{}, lost: map[string]bool{}, shown: u.before}
		u.all = body{"lead_uuid": id, "phone_number": t.subject.sent["phone_number"]} // the number that it shares with its neighbours
		for _, field := range p.judge.changes {
			if u.all[field.name] == nil {
				u.all[field.name] = p.next(field, 0, nil)
			}
		}
		u.reply = p.update(id, u.all)
		if u.reply.Refused() {
			p.piecemeal(u)
		}
		u.sent = u.all.with(nil)
		if u.reply.Succeeded() {
			p.settle(&u.subject, u.all)
		}
		u.after = u.shown
		return u
	})
}

// piecemeal determines which fields the deployment refuses and in which form it accepts the others, and sends those.
func (p *probe) piecemeal(u *firstUpdate) {
	taken := body{"lead_uuid": u.id, "phone_number": u.all["phone_number"], "lead_code": u.all["lead_code"]}
	if first := p.update(u.id, taken); first.Refused() {
		taken["phone_number"] = p.elevenDigits()
		if second := p.update(u.id, taken); second.Refused() {
			return // it accepts no update at all
		}
	}
	for _, field := range p.judge.changes {
		if taken[field.name] != nil {
			continue
		}
		for form := range field.forms {
			value := p.next(field, form, nil)
			if form == 0 {
				value = u.all[field.name].(string)
			}
			got := p.update(u.id, taken.with(body{field.name: value}))
			if !got.Refused() {
				taken[field.name], u.form[field.name] = value, form
				delete(u.refused, field.name)
				break
			}
			if form == 0 {
				u.refused[field.name] = got
			}
		}
	}
	for _, field := range p.judge.changes { // each changes once more
		if now, isTaken := taken[field.name]; isTaken && field.name != "lead_uuid" && field.name != "phone_number" {
			taken[field.name] = p.next(field, u.form[field.name], now)
		}
	}
	u.all, u.reply = taken, p.update(u.id, taken)
}

// subject returns the current lead. If a rule has ended between a write and its read, subject reads the lead again and restores
// what that write has emptied.
func (p *probe) subject() *subject {
	u := p.firstUpdate()
	given(p, func() bool { p.success("update", u.reply); return true })
	if u.stale {
		given(p, func() bool { p.success("update", p.update(u.id, u.sent)); return true })
		p.settle(&u.subject, u.sent)
	}
	return &u.subject
}

// settle reads the subject until it shows what was sent to it.
func (p *probe) settle(s *subject, sent body) {
	p.waitFor(func(p *probe) {
		got := p.get(s.id)
		if got.Succeeded() && !sameID(got.Object()["lead_uuid"], s.id) {
			s.strange = got
		}
		s.shown = p.leadIn(s.id, got)
		for _, field := range p.judge.changes {
			if value := sent[field.name]; field.name != "lead_uuid" && !empty(value) && !s.lost[field.name] {
				p.expectSame(field.name, field.name, s.shown[field.name], value)
			}
		}
	})
	for field, value := range sent {
		if field == "lead_uuid" {
			continue
		}
		if sameValue(field, s.shown[field], value) {
			s.sent[field] = value
		} else if !empty(value) {
			s.lost[field] = true
		}
	}
	s.stale = false
	for field, value := range s.sent { // the other rules need a subject with every field filled
		s.stale = s.stale || !s.lost[field] && !sameValue(field, s.shown[field], value)
	}
}

// noTime is the documented value for no identity_issued_on.
const noTime = "0001-01-01T00:00:00Z"

func empty(value any) bool { return value == "" || value == noTime || value == nil }

// touch records that something is sent to a lead.
func (p *probe) touch(id string) {
	if u := p.stock.update.value; u != nil && u.id == id {
		u.stale = true
	}
}

// change is an update of the subject, its reply, and the lead before and after.
type change struct {
	sent          body
	reply         *reply
	before, after lead
	found, old    []lead // for a change of the number: the leads found by the new and by the old one
}

// changes sends an update with all current values except those in other.
func (p *probe) changes(other body) change { return p.sends(p.subject().sent.with(other)) }

// sends sends an update to the subject and reads the lead until it shows everything that was sent. The reply may be a refusal.
func (p *probe) sends(sent body) change {
	s := p.subject()
	c := change{sent: sent, before: s.shown}
	c.reply = p.update(s.id, sent)
	if c.reply.Succeeded() {
		p.settle(s, p.onlyFields(sent))
	}
	c.after = s.shown
	return c
}

// onlyFields returns the fields of a body that an update accepts.
func (p *probe) onlyFields(sent body) body {
	known := body{}
	for _, field := range p.judge.takes("updateLead") {
		if value, isSent := sent[field]; isSent {
			known[field] = value
		}
	}
	return known
}

// value returns another value of a field of the subject, in the form that the deployment accepts.
func (p *probe) value(name string) any {
	s := p.subject()
	return p.next(p.judge.fieldNamed(name), s.form[name], s.sent[name])
}
