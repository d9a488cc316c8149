package contract

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/onsi/gomega"

	"github.com/leadapi/leadapi/contract/internal/target"
	"github.com/leadapi/leadapi/contract/report"
)

// batchPage returns the query for a page of the batch.
func (p *probe) batchPage(limit, offset int) *reply {
	query := url.Values{"phone_number": {p.batch().number}, "limit": {strconv.Itoa(limit)}, "offset": {strconv.Itoa(offset)}}
	got := p.listing(query)
	if !got.NotFound() {
		p.success("list", got)
	}
	return got
}

// batchLeads returns the leads on a page of the batch.
func (p *probe) batchLeads(limit, offset int) []string {
	return ids(p.leadsOn("list", p.batchPage(limit, offset)))
}

func pageRules(j *judge) []Rule {
	rules := append([]Rule{
		{ID: "list.limit", Provenance: stated, About: aboutParameters("limit"),
			Text: "A page has limit leads if there are that many, with and without a filter.",
			check: func(p *probe) {
				if p.batched() {
					p.settled(func() {
						for _, limit := range []int{1, 2} {
							p.expect("the number of leads for limit "+strconv.Itoa(limit), len(p.batchLeads(limit, 0)), gomega.Equal(limit))
						}
					})
				}
				for _, query := range p.wideQueries() {
					p.settled(func() {
						p.expect("the number of leads for limit "+strconv.Itoa(overDefault)+" of "+show(query), len(p.first(query, overDefault, 0)), gomega.Equal(overDefault))
					})
				}
			}},
		{ID: "list.offset", Provenance: stated, About: aboutParameters("limit", "offset"),
			Text: "offset skips that many leads of the same order, with and without a filter.",
			check: func(p *probe) {
				if p.batched() {
					p.settled(func() {
						page, shifted := p.batchLeads(2, 0), p.batchLeads(2, 1)
						p.demand("the number of leads for limit 2", []int{len(page), len(shifted)}, gomega.Equal([]int{2, 2}))
						p.expect("the first lead from offset 1", shifted[0], gomega.Equal(page[1]))
					})
				}
				for _, query := range p.wideQueries() {
					p.settled(func() { p.shifts(query) })
				}
			}},
		{ID: "list.pages", Provenance: stated, About: aboutParameters("limit", "offset"),
			Text:  "All pages together have every lead once.",
			check: func(p *probe) { p.settled(func() { checkPages(p) }) }},
		{ID: "list.total", Provenance: implied, Assumptions: []string{"A51"},
			Text: "total is the number of leads on all pages, whichever page is requested, with and without a filter.",
			check: func(p *probe) {
				if p.batched() {
					p.settled(func() {
						p.expectNumber(p.batchPage(2, 0), "total", len(p.batch().ids))
						p.expectNumber(p.batchPage(2, 4), "total", len(p.batch().ids))
					})
				}
				for _, query := range p.wideQueries() {
					p.settled(func() { p.counts(query) })
				}
			}},
		{ID: "list.says-limit-and-offset", Provenance: implied, About: aboutParameters("limit", "offset"),
			Text: "limit and offset of the reply are those of the request.",
			check: func(p *probe) {
				p.settled(func() {
					got := p.batchPage(2, 4)
					p.expectNumber(got, "limit", 2)
					p.expectNumber(got, "offset", 4)
				})
			}},
		{ID: "list.newest-first", Provenance: implied, Assumptions: []string{"A65"},
			Text: "Leads are listed newest first.",
			check: func(p *probe) {
				p.settled(func() {
					var listed, made []string
					for offset := 0; offset < len(p.batch().ids); offset += 2 {
						listed = append(listed, p.batchLeads(2, offset)...)
					}
					for _, id := range slices.Backward(p.batch().ids) {
						made = append(made, strings.ToLower(id))
					}
					p.expect("the leads in their order", listed, gomega.Equal(made))
				})
			}},
		{ID: "list.default-size", Provenance: implied, About: aboutWithout("limit"),
			Text: fmt.Sprintf("Without limit a page has %d leads, if there are that many.", j.defaultOf("limit")),
			check: func(p *probe) {
				p.settled(func() {
					p.expect("the number of leads", len(p.page(inList(p.cfg.ListUUID))), gomega.Equal(j.defaultOf("limit")))
				})
			}},
	}, edgePageRules()...)
	for i := range rules {
		rules[i].Needs = []Need{NeedList}
		rules[i].act = func(p *probe) { p.fillList() }
	}
	return rulesOf("listLeads", listSection, rules...)
}

// overDefault is one more than the default limit.
const overDefault = 11

// fillList creates leads until the list has more leads of the run than a page without limit.
func (p *probe) fillList() {
	p.own()
	p.batched()
	shared(p, &p.stock.filled, func(p *probe) bool {
		p.trio()
		for p.made <= overDefault { // one of them is deleted
			p.known(p.sent(p.fresh(), p.create))
		}
		return true
	})
}

// batched reports whether the deployment permits leads with the same number.
func (p *probe) batched() bool {
	p.secondOfNumber()
	if p.stock.unlike != nil {
		return false
	}
	p.batch()
	return true
}

// edgePageRules returns rules about limits and offsets that an ordinary client does not send.
func edgePageRules() []Rule {
	return []Rule{
		{ID: "list.past-the-end", Provenance: assumed, About: aboutParameters("offset"), Assumptions: []string{"A21", "A52"},
			Text: "An offset past the end returns [] and the exact total.",
			check: func(p *probe) {
				p.settled(func() { p.emptyOf(p.batchPage(2, 1_000_000), len(p.batch().ids)) })
			}},
		{ID: "list.limit-zero", Provenance: assumed, About: aboutParameters("limit"), Assumptions: []string{"A17"},
			Text:  "limit 0 returns an empty page.",
			check: func(p *probe) { p.settled(func() { p.emptyOf(p.batchPage(0, 0), len(p.batch().ids)) }) }},
		{ID: "list.limit-large", Provenance: assumed, About: aboutParameters("limit"), Assumptions: []string{"A17"},
			Text: "limit has no maximum.",
			check: func(p *probe) {
				p.settled(func() {
					got := p.batchPage(100_000, 0)
					p.expectNumber(got, "limit", 100_000)
					p.expect("the number of leads", len(target.LeadsIn(got.Value)), gomega.Equal(len(p.batch().ids)))
				})
			}},
	}
}

func checkPages(p *probe) {
	var seen []string
	size := len(p.batch().ids)
	for offset := 0; offset < size; offset += 2 {
		page := p.batchLeads(2, offset)
		p.expect("the number of leads from offset "+strconv.Itoa(offset), len(page), gomega.Equal(min(2, size-offset)))
		seen = append(seen, page...)
	}
	slices.Sort(seen)
	var want []string
	for _, id := range p.batch().ids {
		want = append(want, strings.ToLower(id))
	}
	slices.Sort(want)
	p.expect("the leads on all pages, by id", seen, gomega.Equal(want))
}

// queryRules returns rules about queries that the documentation does not mention.
func queryRules() []Rule {
	rules := []Rule{
		{ID: "list.bad-limit", About: report.About{Parameters: []string{"limit"}, Replies: []string{report.Refused}}, Assumptions: []string{"A16"},
			Text:  "A limit that is not a whole number of 0 or more is refused with an error text.",
			check: func(p *probe) { p.refusedQueries("limit=ten", "limit=-1") }},
		{ID: "list.bad-offset", About: report.About{Parameters: []string{"offset"}, Replies: []string{report.Refused}}, Assumptions: []string{"A16"},
			Text:  "An offset that is not a whole number of 0 or more is refused with an error text.",
			check: func(p *probe) { p.refusedQueries("offset=ten", "offset=-1") }},
		{ID: "list.bad-query", About: aboutRefusal, Assumptions: []string{"A44"},
			Text:  "A query that is not well-formed is refused with an error text.",
			check: func(p *probe) { p.refusedQueries("limit=%zz") }},
		{ID: "list.part-of-a-number", About: aboutParameters("phone_number"), Assumptions: []string{"A14"},
			Text: "The filter phone_number finds only whole numbers.",
			check: func(p *probe) {
				sample := p.sample()
				number := sample.lead.Text("phone_number")
				query := url.Values{"phone_number": {number[:max(len(number)-1, 0)]}} // all but the last digit: few leads share them
				p.expect("the lead by a part of its number", has(p.widePage(query), sample.id), gomega.BeFalse())
			}},
		{ID: "list.empty-filter", Assumptions: []string{"A19"},
			Text: "A parameter without a value counts as absent.",
			check: func(p *probe) {
				query := p.sampleQuery()
				query["list_uuid"], query["campaign_uuid"], query["offset"] = []string{""}, []string{""}, []string{""}
				p.settled(func() { p.expect("the lead on the listing", has(p.widePage(query), p.sample().id), gomega.BeTrue()) })
			}},
		{ID: "list.repeated", About: aboutParameters("limit"), Assumptions: []string{"A18"},
			Text: "If a parameter is repeated, the first value counts.",
			check: func(p *probe) {
				got := p.list(url.Values{"limit": {"1", "2"}})
				p.success("list", got)
				p.expectNumber(got, "limit", 1)
			}},
		{ID: "list.other-parameter", Assumptions: []string{"A22"},
			Text: "A parameter that the table does not list is ignored.",
			check: func(p *probe) {
				query := p.sampleQuery()
				query.Set("status", "DONE")
				p.settled(func() { p.expect("the lead on the listing", has(p.widePage(query), p.sample().id), gomega.BeTrue()) })
			}},
		{ID: "list.unknown-list", About: aboutParameters("list_uuid"), Assumptions: []string{"A20"},
			Text:  "An unknown list returns an empty page.",
			check: func(p *probe) { p.emptyPage(p.missing("list_uuid").reply) }},
		{ID: "list.unknown-campaign", About: aboutParameters("campaign_uuid"), Assumptions: []string{"A20"},
			Text:  "An unknown campaign returns an empty page.",
			check: func(p *probe) { p.emptyPage(p.missing("campaign_uuid").reply) }},
		{ID: "list.no-uuid", About: aboutParameters("list_uuid"), Assumptions: []string{"A20"},
			Text:  "A filter that is not a UUID returns an empty page.",
			check: func(p *probe) { p.emptyPage(p.list(url.Values{"list_uuid": {"x"}})) }},
	}
	for i := range rules {
		rules[i].Provenance = assumed
	}
	return rulesOf("listLeads", listSection, rules...)
}

func (p *probe) refusedQueries(queries ...string) {
	for _, query := range queries {
		got := p.send(call{Operation: "listLeads", Method: "GET", Path: "/v3/lead", Query: query})
		p.expect("the error for "+query, got.Object()["error"], gomega.BeAssignableToTypeOf(""))
	}
}

func (p *probe) emptyPage(got *reply) { p.emptyOf(got, 0) }

func (p *probe) emptyOf(got *reply, total int) {
	p.success("the listing", got)
	p.expectJSON(got, "data", got.Object()["data"], "[]")
	p.expectNumber(got, "total", total)
}
