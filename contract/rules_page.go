package contract

import (
	"net/url"
	"slices"
	"strconv"

	"github.com/onsi/gomega"

	"github.com/leadapi/leadapi/contract/internal/target"
)

// batchPage lists the batch, each page once a run.
func (p *probe) batchPage(limit, offset int) *reply {
	at := [2]int{limit, offset}
	if p.stock.pages[at] == nil {
		p.stock.pages[at] = &fixture[*reply]{}
	}
	number := p.batch().number
	got := shared(p, p.stock.pages[at], func(p *probe) *reply {
		return p.list(url.Values{"phone_number": {number}, "limit": {strconv.Itoa(limit)}, "offset": {strconv.Itoa(offset)}})
	})
	p.success("list", got)
	return got
}

func (p *probe) expectNumber(got *reply, field string, want int) {
	p.expectJSON(got, field, got.Object()[field], strconv.Itoa(want))
}

func pageRules() []Rule {
	rules := append([]Rule{
		{ID: "list.limit", Provenance: stated,
			Text: "A page has as many leads as limit says, while there are as many.",
			check: func(p *probe) {
				for _, limit := range []int{1, 5} {
					p.expect("the number of leads for limit "+strconv.Itoa(limit), len(target.LeadsIn(p.batchPage(limit, 0).Value)), gomega.Equal(limit))
				}
			}},
		{ID: "list.offset", Provenance: stated,
			Text: "offset passes over as many leads of the same order.",
			check: func(p *probe) {
				all := ids(target.LeadsIn(p.batchPage(5, 0).Value))
				p.demand("the number of leads for limit 5", len(all), gomega.Equal(5))
				shifted := ids(target.LeadsIn(p.batchPage(4, 2).Value))
				p.demand("the number of leads for limit 4", len(shifted), gomega.Equal(4))
				p.expect("the leads from offset 2", shifted[:3], gomega.Equal(all[2:]))
			}},
		{ID: "list.pages", Provenance: stated,
			Text:  "The pages together have every lead once.",
			check: checkPages},
		{ID: "list.total", Provenance: implied, Assumptions: []string{"A51"},
			Text: "total is the number of leads on all pages, whichever page is asked for.",
			check: func(p *probe) {
				p.expectNumber(p.batchPage(4, 0), "total", batchSize)
				p.expectNumber(p.batchPage(4, 8), "total", batchSize)
			}},
		{ID: "list.says-limit-and-offset", Provenance: implied,
			Text: "limit and offset of the reply are those that were asked for.",
			check: func(p *probe) {
				got := p.batchPage(4, 2)
				p.expectNumber(got, "limit", 4)
				p.expectNumber(got, "offset", 2)
			}},
		{ID: "list.newest-first", Provenance: implied, Assumptions: []string{"A65"},
			Text: "Leads are listed newest first.",
			check: func(p *probe) {
				made := slices.Clone(p.batch().ids)
				slices.Reverse(made)
				p.expect("the leads in their order", ids(target.LeadsIn(p.batchPage(5, 0).Value)), gomega.Equal(made[:5]))
			}},
		{ID: "list.default-size", Provenance: implied,
			Text: "Without limit a page has 10 leads, while there are as many.",
			check: func(p *probe) {
				p.expect("the number of leads", len(p.page(url.Values{"phone_number": {p.batch().number}})), gomega.Equal(10))
			}},
	}, edgePageRules()...)
	for i := range rules {
		rules[i].Needs = []Need{NeedList}
	}
	return rulesOf("listLeads", listSection, rules...)
}

// edgePageRules are about limits and offsets that an ordinary client does not send.
func edgePageRules() []Rule {
	return []Rule{
		{ID: "list.past-the-end", Provenance: assumed, Assumptions: []string{"A21", "A52"},
			Text: "An offset past the end gives [] and the exact total.",
			check: func(p *probe) {
				for _, offset := range []int{batchSize, 1_000_000} {
					got := p.batchPage(5, offset)
					p.expectJSON(got, "data", got.Object()["data"], "[]")
					p.expectNumber(got, "total", batchSize)
				}
			}},
		{ID: "list.limit-zero", Provenance: assumed, Assumptions: []string{"A17"},
			Text: "limit 0 gives an empty page.",
			check: func(p *probe) {
				got := p.batchPage(0, 0)
				p.expectJSON(got, "data", got.Object()["data"], "[]")
				p.expectNumber(got, "total", batchSize)
			}},
		{ID: "list.limit-large", Provenance: assumed, Assumptions: []string{"A17"},
			Text: "limit has no upper bound.",
			check: func(p *probe) {
				got := p.batchPage(100_000, 0)
				p.expectNumber(got, "limit", 100_000)
				p.expect("the number of leads", len(target.LeadsIn(got.Value)), gomega.Equal(batchSize))
			}},
	}
}

func checkPages(p *probe) {
	var seen []string
	for offset := 0; offset < batchSize; offset += 4 {
		page := ids(target.LeadsIn(p.batchPage(4, offset).Value))
		p.expect("the number of leads from offset "+strconv.Itoa(offset), len(page), gomega.Equal(min(4, batchSize-offset)))
		seen = append(seen, page...)
	}
	slices.Sort(seen)
	want := slices.Sorted(slices.Values(p.batch().ids))
	p.expect("the leads on all pages, by id", seen, gomega.Equal(want))
}

// queryRules are about queries of which the page does not speak.
func queryRules() []Rule {
	rules := []Rule{
		{ID: "list.bad-limit", Assumptions: []string{"A16"},
			Text:  "A limit that is not a whole number of 0 or more is refused with a text.",
			check: func(p *probe) { p.refusedQueries("limit=ten", "limit=-1") }},
		{ID: "list.bad-offset", Assumptions: []string{"A16"},
			Text:  "An offset that is not a whole number of 0 or more is refused with a text.",
			check: func(p *probe) { p.refusedQueries("offset=ten", "offset=-1") }},
		{ID: "list.bad-query", Assumptions: []string{"A44"},
			Text:  "A query that is not well-formed is refused with a text.",
			check: func(p *probe) { p.refusedQueries("limit=%zz") }},
		{ID: "list.part-of-a-number", Assumptions: []string{"A14"},
			Text: "The filter phone_number finds whole numbers only.",
			check: func(p *probe) {
				sample := p.sample()
				number := sample.lead.Text("phone_number")
				query := url.Values{"phone_number": {number[:max(len(number)-1, 0)]}} // all but the last digit: few share them
				p.expect("leads by a part of their number", ids(p.widePage(query)), gomega.Not(gomega.ContainElement(sample.id)))
			}},
		{ID: "list.empty-filter", Assumptions: []string{"A19"},
			Text: "A parameter without a value counts as absent.",
			check: func(p *probe) {
				query := p.sampleQuery()
				query["list_uuid"], query["campaign_uuid"], query["limit"] = []string{""}, []string{""}, []string{""}
				p.expect("leads", ids(p.page(query)), gomega.ContainElement(p.sample().id))
			}},
		{ID: "list.repeated", Assumptions: []string{"A18"},
			Text: "Of a parameter that is repeated the first counts.",
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
				p.expect("leads", ids(p.page(query)), gomega.ContainElement(p.sample().id))
			}},
		{ID: "list.unknown-list", Assumptions: []string{"A20"},
			Text:  "A list that does not exist gives an empty page.",
			check: func(p *probe) { p.emptyPage(p.missing("list_uuid").reply) }},
		{ID: "list.unknown-campaign", Assumptions: []string{"A20"},
			Text:  "A campaign that does not exist gives an empty page.",
			check: func(p *probe) { p.emptyPage(p.missing("campaign_uuid").reply) }},
		{ID: "list.no-uuid", Assumptions: []string{"A20"},
			Text:  "A filter that is no uuid gives an empty page.",
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

func (p *probe) emptyPage(got *reply) {
	p.success("the listing", got)
	p.expectJSON(got, "data", got.Object()["data"], "[]")
	p.expectNumber(got, "total", 0)
}
