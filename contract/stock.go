package contract

import (
	"fmt"
	"slices"
	"strings"

	"github.com/leadapi/leadapi/contract/report"
)

// stock holds what the rules of a run share. Each part is made once, and no rule changes what another rule checks.
type stock struct {
	first       fixture[made]
	twin        fixture[made]
	odd         map[string]*fixture[made]
	unmarked    fixture[unmarked]
	kin, three  group
	filled      fixture[bool]
	near        string // a number next to that of the first lead; no lead has it
	crowded     bool   // leads have so many numbers of the user's block that the run no longer looks for others
	undiallable *reply // to a create with an undiallable number; nil if it was accepted
	twins       bool   // the deployment has accepted a second lead with a number
	unlike      *reply // the refusal of a second lead with a number; nil if it was accepted
	batch       fixture[batch]
	trio        fixture[trio]
	deletion    fixture[deletion]
	edges       map[string]*fixture[made] // creates with a number that the pattern matches or does not match
	refused     map[string]*fixture[made]
	refusals    map[string]*fixture[*reply]
	updates     map[string]*fixture[refusedUpdate]
	tokens      map[string]*fixture[*reply]
	sample      fixture[sample]
	listings    map[string]*fixture[*reply] // by query
	missing     map[string]*fixture[missed] // by filter
	update      fixture[*firstUpdate]
	silent      map[string]*fixture[change]
	files       map[string]*fixture[*file] // by name
	uploads     fixture[*uploads]
	imports     fixture[*imports]
	album       fixture[*album]
	telling     fixture[*tellingFiles]
	reordered   fixture[[]string]
	order       fixture[order]
}

func newStock() stock {
	return stock{
		odd: map[string]*fixture[made]{}, edges: map[string]*fixture[made]{}, refused: map[string]*fixture[made]{},
		refusals: map[string]*fixture[*reply]{}, updates: map[string]*fixture[refusedUpdate]{}, tokens: map[string]*fixture[*reply]{},
		listings: map[string]*fixture[*reply]{}, missing: map[string]*fixture[missed]{}, silent: map[string]*fixture[change]{},
		files: map[string]*fixture[*file]{},
	}
}

// keyed is like shared, for one of several fixtures of a kind.
func keyed[T any](p *probe, all map[string]*fixture[T], key string, prepare func(*probe) T) T {
	if all[key] == nil {
		all[key] = &fixture[T]{}
	}
	return shared(p, all[key], prepare)
}

// made is a create, its reply, and the id of the lead, or "" if there is none.
type made struct {
	sent  body
	reply *reply
	id    string
}

func (m made) text(field string) string {
	text, _ := m.sent[field].(string)
	return text
}

// group holds leads that share number and name if the deployment permits it: a server that finds leads by value
// instead of by id then hits others too.
type group struct {
	number, name string
	ids          []string // in order of creation
}

// into creates a lead of a group. send may change the body but must keep its number.
func (p *probe) into(g *group, send func(body) *reply) made {
	sent := p.fresh()
	alike := g.number != "" && p.stock.unlike == nil
	if alike {
		sent["phone_number"], sent["lead_name"] = g.number, g.name
	}
	created := p.sent(sent, send)
	switch {
	case alike && created.id != "" && !slices.Contains(g.ids, created.id):
		p.stock.twins = true
	case alike && !p.stock.twins: // refused for the number, or for what send has changed
		if other := p.sent(p.fresh(), send); other.id != "" && !slices.Contains(g.ids, other.id) {
			p.stock.unlike, created = created.reply, other
		}
	}
	if slices.Contains(g.ids, created.id) {
		created.id = ""
	}
	if created.id != "" {
		g.ids = append(g.ids, created.id)
	}
	if g.number == "" && created.id != "" {
		g.number, g.name = created.text("phone_number"), created.text("lead_name")
	}
	return created
}

// sent sends a create and finds the id of the lead.
func (p *probe) sent(b body, send func(body) *reply) made {
	got := send(b)
	id, _ := got.Object()["lead_uuid"].(string)
	if got.Succeeded() {
		p.made++
	}
	if !got.Succeeded() || id != "" {
		return made{b, got, id}
	}
	// Another rule is broken if the reply lacks the id. The others need the lead.
	p.waitFor(func(p *probe) {
		for _, lead := range p.byNumber(b["phone_number"].(string)) {
			if lead.Text("lead_code") == b["lead_code"] {
				id = lead.Text("lead_uuid")
			}
		}
		if id == "" {
			p.find("a listing by number", "the new lead", "none")
		}
	})
	return made{b, got, id}
}

// firstCreate returns a create with all fields. If it is refused, the run writes nothing more.
func (p *probe) firstCreate() made {
	return shared(p, &p.stock.first, func(p *probe) made {
		first := p.into(&p.stock.kin, p.create)
		if first.reply.Refused() && saysPhone(first.reply) && p.cfg.PhonePrefix != "" {
			p.dials, p.stock.undiallable = true, first.reply
			first = p.into(&p.stock.kin, p.create)
		}
		p.stock.near = p.number()
		if first.reply.Refused() {
			p.closed = fmt.Sprintf("the run's first create was refused: %.300s", first.reply)
			p.hintAtList(first.reply)
		}
		return first
	})
}

// creates reports whether the run may create leads, and the deployment has not refused its first one.
func (p *probe) creates() bool { return p.cfg.ListUUID != "" && p.closed == "" }

// hintAtList notes that a refusal may be due to a mistyped --list-uuid, not to the deployment.
func (p *probe) hintAtList(refusal *reply) {
	if refusal.NotFound() || strings.Contains(strings.ToLower(string(refusal.Body)), "list") {
		p.client.Note("the deployment refused the first create in list %s, so nothing was written: check that --list-uuid names a list that exists there",
			p.cfg.ListUUID)
	}
}

// saysPhone reports whether an error is about the number.
func saysPhone(got *reply) bool { return strings.Contains(strings.ToLower(string(got.Body)), "phone") }

// own returns a lead of the run that no rule changes, and the body that created it.
func (p *probe) own() (id string, sent body) {
	first := p.firstCreate()
	return p.known(first), first.sent
}

// known returns the id of a created lead. Without one the rule cannot be checked or, if it is about the create itself,
// is broken.
func (p *probe) known(created made) string {
	p.success("create", created.reply)
	if created.id == "" {
		p.findIn(created.reply, "create", "lead_uuid, the id of a new lead", created.reply.String())
		panic(broken{})
	}
	return created.id
}

// secondOfNumber returns a lead that shares number and name with the first one, if the deployment accepts it.
func (p *probe) secondOfNumber() made {
	p.own()
	return shared(p, &p.stock.twin, func(p *probe) made { return p.into(&p.stock.kin, p.create) })
}

// batch holds leads that share a number: the filter by that number returns exactly them, even if other clients write to the list.
type batch struct {
	number string
	ids    []string // in order of creation
}

// batchSize makes three pages of two; the last one is not full.
const batchSize = 5

func (p *probe) batch() batch {
	p.own()
	return shared(p, &p.stock.batch, func(p *probe) batch {
		p.secondOfNumber()
		for _, odd := range oddCreates {
			if odd.edge == "" {
				p.odd(odd.name)
			}
		}
		if p.stock.unlike != nil {
			p.skip("it needs leads that share a number, so that other clients cannot change the result; this deployment accepts no second one (A13): %.300s", p.stock.unlike)
		}
		for len(p.stock.kin.ids) < batchSize {
			p.known(p.into(&p.stock.kin, p.create))
		}
		return batch{p.stock.kin.number, p.stock.kin.ids}
	})
}

// trio holds three leads that share number and name. Updates change the first one, the second is deleted, and the third gets only
// requests that must be refused.
type trio struct {
	subject, gone, still made
	before               lead // the third, as it was
}

func (p *probe) trio() trio {
	p.own()
	return shared(p, &p.stock.trio, func(p *probe) trio {
		three := &p.stock.three
		t := trio{subject: p.carry(trioEdge, p.fresh(), p.create, func() made { return p.into(three, p.create) })}
		if len(three.ids) == 0 && t.subject.id != "" {
			*three = group{t.subject.text("phone_number"), t.subject.text("lead_name"), []string{t.subject.id}}
		}
		p.known(t.subject)
		for _, lead := range []*made{&t.gone, &t.still} {
			*lead = p.into(three, p.create)
			p.known(*lead)
		}
		t.before = p.read(t.still.id)
		return t
	})
}

// sample returns a lead to read: one of the run or, if the run may not write, the first one on the first page.
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

// firstGet returns the sample, whatever the reply to its get is.
func (p *probe) firstGet() sample {
	return shared(p, &p.stock.sample, func(p *probe) sample {
		var id string
		if p.creates() {
			id, _ = p.own()
		} else {
			id = p.anyID()
		}
		var got *reply
		p.waitFor(func(p *probe) {
			got = p.get(id)
			p.success("get", got)
		})
		return sample{id: id, lead: lead(got.Object()), get: got}
	})
}

// anyID returns the id of a lead on the first page.
func (p *probe) anyID() string {
	for _, lead := range p.page(nil) {
		if id := lead.Text("lead_uuid"); id != "" {
			return id
		}
	}
	p.skip("there is no lead to read, and no list to create one in (--list-uuid)")
	return ""
}

// waitFor calls look until it finds nothing wrong or reads have had time to settle. It drops the findings.
func (p *probe) waitFor(look func(p *probe)) {
	inner := newProbe(p.ctx, p.run)
	inner.attempt(func(inner *probe) { inner.settled(func() { look(inner) }) })
	p.exchanges, p.replies = append(p.exchanges, inner.exchanges...), append(p.replies, inner.replies...)
	switch {
	case inner.outcome == report.NotRun:
		panic(notRun{inner.reason})
	case inner.unanswered:
		panic(unanswered{inner.reason})
	case inner.outcome == report.Error:
		panic(unchecked{inner.reason})
	}
}
