package contract

import (
	"net/url"
	"slices"
)

// stock is what the rules of a run share. Each part is made by the first rule that needs it, and no rule changes it in a way
// that another one looks at.
type stock struct {
	first     fixture[firstCreate]
	sample    fixture[sample]
	recent    fixture[string]
	batch     fixture[batch]
	pages     map[[2]int]*fixture[*reply] // of the batch, by limit and offset
	listing   fixture[*reply]
	update    fixture[firstUpdate]
	bare      fixture[string]
	subject   fixture[*subject]
	neighbour fixture[*subject]
	plain     fixture[plainUpdate]
	deletion  fixture[deletion]
	imports   fixture[*imports]
	missing   map[string]*fixture[missed] // by filter
	refusals  map[string]*fixture[*reply]
	refused   map[string]*fixture[refusedCreate]
}

// firstCreate is a create with all its fields, and its reply, whatever that is.
type firstCreate struct {
	sent  body
	reply *reply
}

func (p *probe) firstCreate() firstCreate {
	return shared(p, &p.stock.first, func(p *probe) firstCreate {
		sent := p.fresh()
		return firstCreate{sent, p.create(sent)}
	})
}

// own is a lead of the run that no rule changes, and the body that created it.
func (p *probe) own() (id string, sent body) {
	first := p.firstCreate()
	id = given(p, func() string { return p.created(first.reply) })
	return id, first.sent
}

// sample is a lead to read: the run's own or, where the run may not write, the first one on the first page.
type sample struct {
	id   string
	lead lead
	get  *reply
}

func (p *probe) sample() sample {
	sample := p.firstGet()
	given(p, func() bool { p.success("get", sample.get); return true })
	return sample
}

// firstGet is the sample, whatever the reply to its get is.
func (p *probe) firstGet() sample {
	return shared(p, &p.stock.sample, func(p *probe) sample {
		var id string
		if p.cfg.ListUUID != "" {
			id, _ = p.own()
		} else {
			leads := p.page(url.Values{})
			if len(leads) == 0 {
				p.skip("there is no lead to read, and no list is named in which one may be created (--list-uuid)")
			}
			id = leads[0].Text("lead_uuid")
		}
		got := p.get(id)
		return sample{id: id, lead: lead(got.Object()), get: got}
	})
}

// recent is a lead that is made late enough to stand near the beginning of a long listing.
func (p *probe) recent() string {
	return shared(p, &p.stock.recent, func(p *probe) string { return p.make(p.fresh()) })
}

// batch is leads that share a number, so that the filter for it gives exactly them, whoever else writes in the list.
type batch struct {
	number string
	ids    []string // in the order of their creation
}

// batchSize is one more than the default limit.
const batchSize = 11

func (p *probe) batch() batch {
	return shared(p, &p.stock.batch, func(p *probe) batch {
		made := batch{number: p.number()}
		for len(made.ids) < batchSize {
			got := p.create(p.fresh().with(body{"phone_number": made.number}))
			if len(made.ids) > 0 && got.Refused() {
				p.skip("it needs leads that share a number, so that other clients cannot change the result; this deployment refuses a second one (A13): %s", got)
			}
			id := p.created(got)
			if slices.Contains(made.ids, id) {
				p.skip("it needs leads that share a number, so that other clients cannot change the result; this deployment returns the first one for a second (A13): %s", got)
			}
			made.ids = append(made.ids, id)
		}
		return made
	})
}

// subject is a lead in which every field that an update takes is filled, and what the last get of it has shown.
type subject struct {
	id    string
	shown lead
	stale bool // something was sent to it since
}

// subject is the lead that the rules about updates change in turn, each from what the one before has left.
func (p *probe) subject() *subject {
	return p.freshen(shared(p, &p.stock.subject, func(p *probe) *subject {
		first := p.firstUpdate()
		p.success("update", first.reply)
		return &subject{id: first.id, shown: p.read(first.id)}
	}))
}

// neighbour is another such lead of the same list. Nobody updates it.
func (p *probe) neighbour() *subject {
	return p.freshen(shared(p, &p.stock.neighbour, (*probe).filled))
}

func (p *probe) filled() *subject {
	id := p.make(p.fresh())
	p.success("update", p.update(id, p.fullUpdate(id)))
	return &subject{id: id, shown: p.read(id)}
}

// freshen reads a subject again if the rule before has ended between its write and its look: what that write has done
// is no finding of this rule. Where it has lost the lead, another one takes its place.
func (p *probe) freshen(s *subject) *subject {
	if !s.stale {
		return s
	}
	if got := p.get(s.id); got.Object()["lead_uuid"] == s.id {
		s.shown = lead(got.Object())
	} else {
		*s = *given(p, func() *subject { return p.filled() })
	}
	s.stale = false
	return s
}

// touch says that something is sent to a lead.
func (s *stock) touch(id string) {
	for _, subject := range []*subject{s.subject.value, s.neighbour.value} {
		if subject != nil && subject.id == id {
			subject.stale = true
		}
	}
}

// bare is a lead that is as create has left it, but for its number and its name.
func (p *probe) bare() string {
	return shared(p, &p.stock.bare, func(p *probe) string { return p.make(p.fresh()) })
}

// firstUpdate is an update of all fields of a new lead, and its reply, whatever that is.
type firstUpdate struct {
	id    string
	reply *reply
}

func (p *probe) firstUpdate() firstUpdate {
	return shared(p, &p.stock.update, func(p *probe) firstUpdate {
		id := p.make(p.fresh())
		return firstUpdate{id, p.update(id, p.fullUpdate(id))}
	})
}

// look reads the subject, and returns it as it was before and as it is.
func (s *subject) look(p *probe) (before, after lead) {
	before, s.shown = s.shown, p.read(s.id)
	s.stale = false
	return before, s.shown
}

// plainUpdate is an update that sends a lead's own values back.
type plainUpdate struct {
	id            string
	reply         *reply
	before, after lead
}

func (p *probe) plainUpdate() plainUpdate {
	return shared(p, &p.stock.plain, func(p *probe) plainUpdate {
		s := p.subject()
		got := p.update(s.id, p.changeable(s.shown))
		before, after := s.look(p)
		return plainUpdate{s.id, got, before, after}
	})
}

// fullUpdate is the body of an update with all its fields, none of them empty.
func (p *probe) fullUpdate(id string) body {
	whole := body{"lead_uuid": id}
	for _, field := range p.judge.takes("updateLead") {
		if field != "lead_uuid" {
			whole[field] = p.newUpdateValue(field)
		}
	}
	return whole
}

// deletion is three leads that shared a number, of which the middle one was deleted.
type deletion struct {
	number              string
	before, after, gone string
	total               any // of the listing by its number, before it
	reply               *reply
	listed              *reply // the listing by its number, after it
	got                 *reply // the get of the lead, after it; another rule deletes it a second time
}

func (p *probe) deletion() deletion {
	return shared(p, &p.stock.deletion, func(p *probe) deletion {
		d := deletion{number: p.number()}
		d.before = p.make(p.fresh())
		d.gone = p.make(p.fresh().with(body{"phone_number": d.number}))
		d.after = p.make(p.fresh())
		got := p.list(url.Values{"phone_number": {d.number}})
		p.success("list", got)
		d.total = got.Object()["total"]
		d.reply = p.delete(d.gone)
		d.listed = p.list(url.Values{"phone_number": {d.number}})
		d.got = p.get(d.gone)
		return d
	})
}

// refused is a request that must be refused, sent once for all the rules that look at its reply.
func (p *probe) refused(name string, send func(*probe) *reply) *reply {
	if p.stock.refusals[name] == nil {
		p.stock.refusals[name] = &fixture[*reply]{}
	}
	return shared(p, p.stock.refusals[name], send)
}
