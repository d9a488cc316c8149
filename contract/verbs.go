package contract

import (
	"maps"
	"net/http"
	"net/url"
	"strconv"

	"github.com/onsi/gomega"

	"github.com/leadapi/leadapi/contract/internal/target"
	"github.com/leadapi/leadapi/contract/report"
)

const jsonType = "application/json"

// code returns a lead_code that no other lead has.
func (p *probe) code() string {
	p.codes++
	return target.Mark(p.cfg.RunID) + strconv.Itoa(p.codes)
}

// number returns a telephone number that matches the page's pattern, that no network can dial, and no other lead has.
func (p *probe) number() string { return p.numbers.After("0303") }

// elevenDigits returns a number that the page's pattern does not match. It leaves out the digit that neighbours share, so as
// not to be the beginning of another number of the run.
func (p *probe) elevenDigits() string { return "0303" + p.numbers.Eight()[1:] }

// fresh is the body of a create, with all its fields.
func (p *probe) fresh() body {
	code := p.code()
	whole := body{"list_uuid": p.cfg.ListUUID, "lead_name": "Contract " + code, "lead_code": code, "phone_number": p.number()}
	for _, field := range p.judge.takes("createLead") {
		if whole[field] == nil {
			whole[field] = p.newValue(field, p.judge.sent("createLead", field))
		}
	}
	return whole
}

// madeUp returns a uuid of version 4 that names nothing.
func (p *probe) madeUp() string { return p.client.MadeUp() }

func (p *probe) create(b body) *reply { return p.createText(string(b.json()), jsonType) }

func (p *probe) createText(text, contentType string) *reply {
	return p.send(call{Operation: "createLead", Method: http.MethodPost, Path: "/v3/lead", ContentType: contentType, Body: []byte(text)})
}

func (p *probe) get(id string) *reply { return p.send(target.Get(id)) }

func (p *probe) list(query url.Values) *reply { return p.send(target.List(query)) }

func (p *probe) update(id string, b body) *reply { return p.updateText(id, string(b.json())) }

func (p *probe) updateText(id, text string) *reply {
	return p.send(call{Operation: "updateLead", Method: http.MethodPut, Path: "/v3/lead/" + id, ContentType: jsonType, Body: []byte(text)})
}

func (p *probe) delete(id string) *reply {
	return p.send(call{Operation: "deleteLead", Method: http.MethodDelete, Path: "/v3/lead/" + id})
}

// created returns the id in the reply to a create. Without one the rule is broken.
func (p *probe) created(got *reply) string {
	p.success("create", got)
	id, _ := got.Object()["lead_uuid"].(string)
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
		Operation: "createLead", Method: http.MethodPost, Path: "/v3/lead",
		ContentType: jsonType, Body: b.without("lead_code").json(), Unmarked: true,
	})
	id := p.created(got)
	defer func() { // evidence of nothing, so not through the probe
		_, _, _ = p.client.Send(p.ctx, call{
			Operation: "updateLead", Method: http.MethodPut, Path: "/v3/lead/" + id, ContentType: jsonType,
			Body: body{"lead_uuid": id, "lead_code": p.code(), "phone_number": b["phone_number"]}.json(),
		})
	}()
	look(id)
}

// read gets a lead. Without one the rule is broken.
func (p *probe) read(id string) lead {
	got := p.get(id)
	p.success("get "+id, got)
	if shown := lead(got.Object()); shown.Text("lead_uuid") == id {
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
	data, hasData := got.Object()["data"]
	if _, isArray := data.([]any); !isArray && (data != nil || !hasData) {
		p.findIn(got, what, "data, an array of leads", got.String())
		panic(broken{})
	}
	return target.LeadsIn(got.Value)
}

// wide lists with a limit that shows much.
func (p *probe) wide(query url.Values) *reply {
	limit := target.WideLimit
	if p.narrow {
		limit = target.NarrowLimit
	}
	query = maps.Clone(query)
	query.Set("limit", strconv.Itoa(limit))
	got := p.list(query)
	if p.narrow || !got.Refused() {
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
	if !got.Succeeded() {
		p.findIn(got, what, "success: a status of 2xx and a JSON body without error", got.String())
		panic(broken{})
	}
}

// refusal demands that a reply is an error, of whatever status and text.
func (p *probe) refusal(what string, got *reply) {
	if !got.Refused() {
		p.findIn(got, what, "an error", got.String())
		panic(broken{})
	}
}

// judged notes what kin-openapi and the strict decoder find wrong with a success reply.
func (p *probe) judged(operation string, got *reply) {
	p.success("the reply to "+operation, got)
	for _, problem := range got.Problems {
		p.findIn(got, "the reply to "+operation, "one JSON value with each key once", problem)
	}
	p.findAll(got, p.judge.visit(p.judge.replies[operation], got.Value, ""))
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
		if lead.Text("phone_number") == number {
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
		if lead.Text("lead_code") == code {
			p.find("the list after the refused request", "no lead with lead_code "+code, show(lead))
		}
	}
}

func ids(leads []lead) []string {
	var all []string
	for _, lead := range leads {
		all = append(all, lead.Text("lead_uuid"))
	}
	return all
}

// sameTime compares times in whatever zone they are written.
func sameTime(a, b string) bool {
	first, firstOK := lead{"t": a}.Time("t")
	second, secondOK := lead{"t": b}.Time("t")
	return firstOK && secondOK && first.Equal(second)
}
