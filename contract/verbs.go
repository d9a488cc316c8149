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

// number returns a telephone number that matches the page's pattern, that no network can dial, and no other lead has. It is of
// the block that the user has named where the deployment refuses others.
func (p *probe) number() string {
	if p.dials {
		return p.numbers.Dialable(p.cfg.PhonePrefix, 10)
	}
	return p.numbers.After("0303")
}

// elevenDigits returns a number as the samples of an imported and an updated lead show it, which the page's pattern does not
// match. It leaves out the digit that neighbours share, so as not to be the beginning of another number of the run.
func (p *probe) elevenDigits() string { return "0304" + p.numbers.Eight()[1:] }

// fresh is the body of a create, with all its fields.
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

// read gets a lead, once reads have settled. Without one the rule is broken.
func (p *probe) read(id string) (shown lead) {
	p.settled(func() { shown = p.readNow(id) })
	return shown
}

// readNow gets a lead, as it is shown at this moment.
func (p *probe) readNow(id string) lead {
	return p.leadIn(id, p.get(id))
}

// leadIn is the lead that the reply to a get shows.
func (p *probe) leadIn(id string, got *reply) lead {
	p.success("get "+id, got)
	if shown := lead(got.Object()); sameID(shown["lead_uuid"], id) {
		return shown
	}
	p.find("get "+id, "the lead with that lead_uuid", got.String())
	panic(broken{})
}

// page lists leads. Without a page the rule is broken.
func (p *probe) page(query url.Values) []lead {
	return p.leadsOn("list "+query.Encode(), p.list(query))
}

// listing is the reply to a query, which is sent once for all the rules that look at it, and again where a rule does not find
// on it what it should.
func (p *probe) listing(query url.Values) *reply {
	key := query.Encode()
	if p.again {
		delete(p.stock.listings, key)
	}
	p.kept = p.kept || p.stock.listings[key] != nil
	return keyed(p, p.stock.listings, key, func(p *probe) *reply { return p.list(query) })
}

// leadsOn returns the leads of a listing. Not Found and null in the place of no leads are the break of list.nothing-found alone.
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

// wideLimits are the limits of a page on which much is to be seen. The page names no bound (A17), so a deployment may refuse the
// first ones; the last is what it takes by default.
var wideLimits = []int{target.WideLimit, 50, 20, target.NarrowLimit}

// widened is a query with a limit that shows much, as far as the deployment is known to take it.
func (p *probe) widened(query url.Values, offset int) url.Values {
	return with(query, "limit", strconv.Itoa(wideLimits[p.narrow]), "offset", strconv.Itoa(offset))
}

// wide lists with a limit that shows much.
func (p *probe) wide(query url.Values) *reply {
	got := p.listing(p.widened(query, 0))
	if p.narrow == len(wideLimits)-1 || !got.Refused() || got.NotFound() {
		return got
	}
	p.narrow++
	return p.wide(query)
}

// mostPagesOfAll bounds the pages of a query that few leads match.
const mostPagesOfAll = 5

// all are the leads on all pages of a query that few leads match.
func (p *probe) all(query url.Values) []lead {
	leads := p.widePage(query)
	total, _ := whole(p.wide(query).Object()["total"])
	for range mostPagesOfAll {
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

// widePage is page, with a limit that shows much.
func (p *probe) widePage(query url.Values) []lead {
	return p.leadsOn("list "+query.Encode(), p.wide(query))
}

// with returns a copy of a query with other parameters, given as names and values in turn.
func with(query url.Values, parameters ...string) url.Values {
	changed := url.Values{}
	maps.Copy(changed, query)
	for i := 0; i+1 < len(parameters); i += 2 {
		changed.Set(parameters[i], parameters[i+1])
	}
	return changed
}

// byNumber lists the leads that have exactly this number. A server may search for a part of it, and others may share the list.
func (p *probe) byNumber(number string) []lead {
	var found []lead
	for _, lead := range p.page(url.Values{"phone_number": {number}}) {
		if lead.Text("phone_number") == number {
			found = append(found, lead)
		}
	}
	return found
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

// ids are the ids of leads, in small letters.
func ids(leads []lead) []string {
	all := []string{}
	for _, lead := range leads {
		all = append(all, strings.ToLower(lead.Text("lead_uuid")))
	}
	return all
}

// has reports whether an id is among those of leads.
func has(leads []lead, id string) bool { return slices.Contains(ids(leads), strings.ToLower(id)) }
