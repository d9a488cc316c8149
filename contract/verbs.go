package contract

import (
	"crypto/rand"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strconv"

	"github.com/onsi/gomega"

	"github.com/leadapi/leadapi/contract/report"
)

const jsonType = "application/json"

// code returns a lead_code that no other lead has.
func (p *probe) code() string {
	p.codes++
	return markOf(p.cfg.RunID) + strconv.Itoa(p.codes)
}

// number returns a telephone number that matches the page's pattern, that no network can dial, and no other lead has.
func (p *probe) number() string { return p.numbers.after("0303") }

// elevenDigits returns a number that the page's pattern does not match. It leaves out the digit that neighbours share, so as
// not to be the beginning of another number of the run.
func (p *probe) elevenDigits() string { return "0303" + p.numbers.eight()[1:] }

// fresh is the body of a create, with all four fields.
func (p *probe) fresh() body {
	code := p.code()
	return body{"list_uuid": p.cfg.ListUUID, "lead_name": "Contract " + code, "lead_code": code, "phone_number": p.number()}
}

// madeUp returns a uuid of version 4 that names nothing.
func (p *probe) madeUp() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails, by its documentation
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	id := fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
	p.client.guard.madeUp[id] = true
	return id
}

func (p *probe) create(b body) *reply { return p.createText(string(b.json()), jsonType) }

func (p *probe) createText(text, contentType string) *reply {
	return p.send(call{operation: "createLead", method: http.MethodPost, path: "/v3/lead", contentType: contentType, body: []byte(text)})
}

func (p *probe) get(id string) *reply { return p.send(getCall(id)) }

func (p *probe) list(query url.Values) *reply { return p.send(listCall(query)) }

func (p *probe) update(id string, b body) *reply { return p.updateText(id, string(b.json())) }

func (p *probe) updateText(id, text string) *reply {
	return p.send(call{operation: "updateLead", method: http.MethodPut, path: "/v3/lead/" + id, contentType: jsonType, body: []byte(text)})
}

func (p *probe) delete(id string) *reply {
	return p.send(call{operation: "deleteLead", method: http.MethodDelete, path: "/v3/lead/" + id})
}

// created returns the id in the reply to a create. Without one the rule is broken.
func (p *probe) created(got *reply) string {
	p.success("create", got)
	id, _ := got.object()["lead_uuid"].(string)
	if id == "" {
		p.findIn(got, "create", "lead_uuid, the id of the new lead", got.String())
		panic(broken{})
	}
	return id
}

// make creates a lead.
func (p *probe) make(b body) string { return p.created(p.create(b)) }

// makeUnmarked creates a lead without lead_code. look runs while it has none; then it gets one, since every lead of a run has one.
func (p *probe) makeUnmarked(b body, look func(id string)) {
	got := p.send(call{
		operation: "createLead", method: http.MethodPost, path: "/v3/lead",
		contentType: jsonType, body: b.without("lead_code").json(), unmarked: true,
	})
	id := p.created(got)
	defer func() { // evidence of nothing, so not through the probe
		_, _, _ = p.client.send(p.ctx, call{
			operation: "updateLead", method: http.MethodPut, path: "/v3/lead/" + id, contentType: jsonType,
			body: body{"lead_uuid": id, "lead_code": p.code(), "phone_number": b["phone_number"]}.json(),
		})
	}()
	look(id)
}

// read gets a lead. Without one the rule is broken.
func (p *probe) read(id string) lead {
	got := p.get(id)
	p.success("get "+id, got)
	if shown := lead(got.object()); shown.text("lead_uuid") == id {
		return shown
	}
	p.find("get "+id, "the lead with that lead_uuid", got.String())
	panic(broken{})
}

// page lists leads. Without a page the rule is broken.
func (p *probe) page(query url.Values) []lead {
	return p.leadsOn("list "+query.Encode(), p.list(query))
}

// leadsOn returns the leads of a listing. null in the place of no leads is the break of list.nothing-found alone.
func (p *probe) leadsOn(what string, got *reply) []lead {
	p.success(what, got)
	data, hasData := got.object()["data"]
	if _, isArray := data.([]any); !isArray && (data != nil || !hasData) {
		p.findIn(got, what, "data, an array of leads", got.String())
		panic(broken{})
	}
	return leadsIn(got.value)
}

// The limits of a page on which much is to be seen. The page names no bound (A17), so a deployment may refuse the first one; the
// second is what it takes by default.
const (
	wideLimit   = 100
	narrowLimit = 10
)

// wide lists with a limit that shows much.
func (p *probe) wide(query url.Values) *reply {
	limit := wideLimit
	if p.narrow {
		limit = narrowLimit
	}
	query = maps.Clone(query)
	query.Set("limit", strconv.Itoa(limit))
	got := p.list(query)
	if p.narrow || !got.refused() {
		return got
	}
	p.narrow = true
	return p.wide(query)
}

// widePage is page, with a limit that shows much.
func (p *probe) widePage(query url.Values) []lead {
	return p.leadsOn("list "+query.Encode(), p.wide(query))
}

// success demands that a reply is one.
func (p *probe) success(what string, got *reply) {
	if !got.succeeded() {
		p.findIn(got, what, "success: a status of 2xx and a JSON body without error", got.String())
		panic(broken{})
	}
}

// refusal demands that a reply is an error, of whatever status and text.
func (p *probe) refusal(what string, got *reply) {
	if !got.refused() {
		p.findIn(got, what, "an error", got.String())
		panic(broken{})
	}
}

// judged notes what kin-openapi and the strict decoder find wrong with a success reply.
func (p *probe) judged(operation string, got *reply) {
	p.success("the reply to "+operation, got)
	for _, problem := range got.problems {
		p.findIn(got, "the reply to "+operation, "one JSON value with each key once", problem)
	}
	p.findAll(got, p.judge.visit(p.judge.replies[operation], got.value, ""))
}

// findAll is findIn for each of the findings.
func (p *probe) findAll(got *reply, findings []report.Finding) {
	for _, finding := range findings {
		p.findIn(got, finding.What, finding.Expected, finding.Got)
	}
}

// numbered returns the leads on a page that have exactly this number. A server may search for a part of it, and others may
// share the list.
func numbered(leads []lead, number string) []lead {
	var found []lead
	for _, lead := range leads {
		if lead.text("phone_number") == number {
			found = append(found, lead)
		}
	}
	return found
}

// nothingStored expects that no lead has this number, which a refused request has sent.
func (p *probe) nothingStored(number string) {
	leads := numbered(p.page(url.Values{"phone_number": {number}}), number)
	p.expect("leads with the refused number "+number, len(leads), gomega.Equal(0))
}

// notInList expects that the newest leads of the list have none with this code, which a refused request has sent.
func (p *probe) notInList(code string) {
	for _, lead := range p.widePage(url.Values{"list_uuid": {p.cfg.ListUUID}}) {
		if lead.text("lead_code") == code {
			p.find("the list after the refused request", "no lead with lead_code "+code, show(lead))
		}
	}
}

func ids(leads []lead) []string {
	var all []string
	for _, lead := range leads {
		all = append(all, lead.text("lead_uuid"))
	}
	return all
}

// sameTime compares times in whatever zone they are written.
func sameTime(a, b string) bool {
	first, firstOK := lead{"t": a}.time("t")
	second, secondOK := lead{"t": b}.time("t")
	return firstOK && secondOK && first.Equal(second)
}
