package contract

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/leadapi/leadapi/contract/internal/target"
	"github.com/leadapi/leadapi/contract/report"
)

const jsonType = "application/json"

// code returns a lead_code that no other lead has.
func (p *probe) code() string {
	p.codes++
	return target.Mark(p.cfg.RunID) + strconv.Itoa(p.codes)
}

// number returns a telephone number that matches the documented pattern, that no network can dial, and that no other lead has. If the
// deployment refuses such numbers, it comes from the block that the user has named.
func (p *probe) number() string {
	if p.dials {
		number, _ := p.ofBlock()
		return number
	}
	return p.numbers.After("0303")
}

// elevenDigits returns a number like those of the imported and updated samples, which the documented pattern does not
// match. It omits the digit that neighbours share, so it is not a prefix of another number of the run.
func (p *probe) elevenDigits() string { return "0304" + p.numbers.Eight()[1:] }

// fresh returns the body of a create with all fields.
func (p *probe) fresh() body {
	code := p.code()
	whole := body{"list_uuid": p.cfg.ListUUID, "lead_name": "Contract " + code, "lead_code": code, "phone_number": p.number()}
	for _, field := range p.judge.takes("createLead") {
		if whole[field] == nil {
			p.counter++
			whole[field] = formOf(field, p.judge.sent("createLead", field))(p, p.counter)
		}
	}
	return whole
}

// madeUp returns a random version 4 UUID that names nothing.
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

// read gets a lead after reads have settled. If there is none, the rule is broken.
func (p *probe) read(id string) (shown lead) {
	p.settled(func() { shown = p.readNow(id) })
	return shown
}

// readNow gets a lead without waiting for reads to settle.
func (p *probe) readNow(id string) lead {
	return p.leadIn(id, p.get(id))
}

// leadIn returns the lead in the reply to a get.
func (p *probe) leadIn(id string, got *reply) lead {
	p.success("get "+id, got)
	if shown := lead(got.Object()); sameID(shown["lead_uuid"], id) {
		return shown
	}
	p.find("get "+id, "the lead with that lead_uuid", got.String())
	panic(broken{})
}

// page lists leads. If the reply is not a page, the rule is broken.
func (p *probe) page(query url.Values) []lead {
	return p.leadsOn("list "+query.Encode(), p.list(query))
}

// listing returns the reply to a query. The query is sent once for all rules that use it, and again if a rule does not find
// what it expects.
func (p *probe) listing(query url.Values) *reply {
	key := query.Encode()
	if p.again {
		delete(p.stock.listings, key)
	}
	p.kept = p.kept || p.stock.listings[key] != nil
	return keyed(p, p.stock.listings, key, func(p *probe) *reply { return p.list(query) })
}

// leadsOn returns the leads of a listing. Not Found and null instead of an empty array break only list.nothing-found.
func (p *probe) leadsOn(what string, got *reply) []lead {
	if got.NotFound() {
		return nil
	}
	p.success(what, got)
	data, hasData := got.Object()["data"]
	total, _ := whole(got.Object()["total"])
	if _, isArray := data.([]any); !isArray && (data != nil || !hasData && total != 0) {
		p.findIn(got, what, "data, an array of leads", got.String())
		panic(broken{})
	}
	return target.LeadsIn(got.Value)
}

// wideLimits lists limits for pages that show many leads. The documentation names no maximum (A17), so a deployment may refuse
// the first ones; the last one is the default.
var wideLimits = []int{target.WideLimit, 50, 20, target.NarrowLimit}

// widened returns a query with the largest limit that the deployment has not refused.
func (p *probe) widened(query url.Values, offset int) url.Values {
	return with(query, "limit", strconv.Itoa(wideLimits[p.narrow]), "offset", strconv.Itoa(offset))
}

// wide lists with the largest limit that the deployment accepts.
func (p *probe) wide(query url.Values) *reply {
	got := p.listing(p.widened(query, 0))
	if p.narrow == len(wideLimits)-1 || !got.Refused() || got.NotFound() {
		return got
	}
	p.narrow++
	return p.wide(query)
}

// maxPagesOfAll bounds the pages of a query that few leads match.
const maxPagesOfAll = 5

// all returns the leads on all pages of a query that few leads match.
func (p *probe) all(query url.Values) []lead {
	leads := p.widePage(query)
	total, _ := whole(p.wide(query).Object()["total"])
	for range maxPagesOfAll {
		if len(leads) >= total {
			break
		}
		page := p.leadsOn("list "+query.Encode(), p.listing(p.widened(query, len(leads))))
		if len(page) == 0 {
			break
		}
		leads = append(leads, page...)
	}
	return leads
}

// widePage is like page, with a large limit.
func (p *probe) widePage(query url.Values) []lead {
	return p.leadsOn("list "+query.Encode(), p.wide(query))
}

// with returns a copy of a query with parameters replaced, given as alternating names and values.
func with(query url.Values, parameters ...string) url.Values {
	changed := url.Values{}
	maps.Copy(changed, query)
	for i := 0; i+1 < len(parameters); i += 2 {
		changed.Set(parameters[i], parameters[i+1])
	}
	return changed
}

// byNumber lists the leads with exactly this number. A server may match parts of numbers, and other clients may use the list.
func (p *probe) byNumber(number string) []lead {
	var found []lead
	for _, lead := range p.page(url.Values{"phone_number": {number}}) {
		if lead.Text("phone_number") == number {
			found = append(found, lead)
		}
	}
	return found
}

// success ends the check unless the reply is a success.
func (p *probe) success(what string, got *reply) {
	if !got.Succeeded() {
		p.findIn(got, what, "success: a status of 2xx and a JSON body without error", got.String())
		panic(broken{})
	}
}

// refusal ends the check unless the reply is an error, with any status and text.
func (p *probe) refusal(what string, got *reply) {
	if !got.Refused() {
		p.findIn(got, what, "an error", got.String())
		panic(broken{})
	}
}

// judged adds findings for what kin-openapi and the strict decoder find wrong with a success reply.
func (p *probe) judged(operation string, got *reply) {
	p.success("the reply to "+operation, got)
	for _, problem := range got.Problems {
		p.findIn(got, "the reply to "+operation, "one JSON value with each key once", problem)
	}
	p.findAll(got, p.judge.visit(p.judge.replies[operation], got.Value, ""))
}

// findAll calls findIn for each finding.
func (p *probe) findAll(got *reply, findings []report.Finding) {
	for _, finding := range findings {
		p.findIn(got, finding.What, finding.Expected, finding.Got)
	}
}

// ids returns the ids of leads, in lower case.
func ids(leads []lead) []string {
	all := []string{}
	for _, lead := range leads {
		all = append(all, strings.ToLower(lead.Text("lead_uuid")))
	}
	return all
}

// has reports whether leads contain one with the id.
func has(leads []lead, id string) bool { return slices.Contains(ids(leads), strings.ToLower(id)) }
