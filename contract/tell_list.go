package contract

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"

	"github.com/leadapi/leadapi/contract/internal/target"
)

// listTellers returns tellers about listings. They search for the number of one lead, so pages stay short even for a large list.
func listTellers() []teller {
	return []teller{
		{assumption: "A14", tell: tellNumberFilter},
		{assumption: "A16", tell: func(p *probe) {
			for _, query := range []string{"limit=ten", "limit=-1", "offset=ten", "offset=-1"} {
				p.sawDropped(query, p.ask(query))
			}
		}},
		{assumption: "A17", tell: tellLimits},
		{assumption: "A18", tell: func(p *probe) {
			got := p.ask("limit=1&limit=2")
			p.sawIn(map[string]string{"1": "first", "2": "last"}, limitOf(got), "limit=1&limit=2 is answered %s, as limit %s", said(got), limitOf(got))
		}},
		{assumption: "A19", tell: func(p *probe) {
			got := p.list(with(p.numberQuery(), "list_uuid", ""))
			switch {
			case has(target.LeadsIn(got.Value), p.sample().id):
				p.saw("absent", "a listing by a number and an empty list_uuid has the lead")
			case got.Succeeded(), got.NotFound():
				p.saw("value", "a listing by a number and an empty list_uuid does not have the lead")
			default:
				p.sawOther("an empty list_uuid is answered %s", said(got))
			}
		}},
		{assumption: "A20", tell: func(p *probe) {
			p.sawEmpty("a listing by a list that does not exist", p.missing("list_uuid").reply)
			p.sawEmpty("a listing by a campaign that does not exist", p.missing("campaign_uuid").reply)
		}},
		{assumption: "A21", tell: func(p *probe) {
			p.sawEmpty("an offset past the end", p.list(with(p.numberQuery(), "offset", "1000000")))
		}},
		{assumption: "A22", tell: func(p *probe) {
			got := p.list(with(p.numberQuery(), "status", "DONE"))
			if has(target.LeadsIn(got.Value), p.sample().id) {
				p.saw("ignored", "a listing by a number and status=DONE has the lead, which has another status")
				return
			}
			p.sawTaken("status=DONE, which leaves out the lead,", got, "", "refused")
		}},
		{assumption: "A44", tell: func(p *probe) {
			const query = "limit=1&phone_number=%zz"
			got := p.ask(query)
			if got.Succeeded() && len(target.LeadsIn(got.Value)) == 0 { // it searches for the text
				p.sawOther("%s is answered with an empty page", query)
				return
			}
			p.sawTaken(query, got, "dropped", "refused")
		}},
		{assumption: "A51", tell: tellTotal},
		{assumption: "A52", tell: func(p *probe) {
			got := p.missing("phone_number").reply
			data, hasData := got.Object()["data"]
			if !got.Succeeded() || !hasData {
				p.sawOther("a page without leads is answered %s", said(got))
				return
			}
			p.sawIn(map[string]string{"[]": "empty", "null": "null-data"}, show(data), "a page without leads has data %.20s", show(data))
		}},
		{assumption: "A65", writes: true, act: func(p *probe) { p.reordered() }, tell: func(p *probe) {
			order := p.order()
			if order.reading == "" {
				p.sawOther("five leads, of which the second was updated, are listed in an order that is neither that of their creation nor that of their last change")
				return
			}
			p.saw(order.reading, "five leads, of which the second was updated, are listed as %s", order.listed)
		}},
	}
}

// numberQuery returns a query that finds the sample and few other leads.
func (p *probe) numberQuery() url.Values {
	const minDigits = 8 // in the middle of a shorter number there is too little to search for
	if number := p.sample().lead.Text("phone_number"); len(number) < minDigits {
		p.skip("the lead to look for has no number")
	}
	query := p.sampleQuery()
	if !has(p.all(query), p.sample().id) {
		p.skip("a listing by its number does not have the lead")
	}
	return query
}

func tellNumberFilter(p *probe) {
	number := p.numberQuery().Get("phone_number")
	last := len(number) - 1
	var found []bool
	for _, part := range []string{number[:last], number[1:], number[1:last]} {
		found = append(found, has(p.all(url.Values{"phone_number": {part}}), p.sample().id))
	}
	reading := map[string]string{
		"[false false false]": "exact", "[true false false]": "prefix", "[false true false]": "suffix", "[true true true]": "contains",
	}[fmt.Sprint(found)]
	for i, part := range []string{"beginning", "end", "middle"} {
		p.saw(reading, "the %s of a number %s", part, map[bool]string{true: "finds the lead", false: "does not find the lead"}[found[i]])
	}
}

// sawDropped records the effect of an invalid limit or offset: it is refused, or the default is used.
func (p *probe) sawDropped(query string, got *reply) {
	offset, isWhole := whole(got.Object()["offset"])
	if got.Succeeded() && limitOf(got) == strconv.Itoa(p.judge.defaultOf("limit")) && isWhole && offset == p.judge.defaultOf("offset") {
		p.saw("default", "%s is answered as limit %s and offset %d", query, limitOf(got), offset)
		return
	}
	p.sawTaken(query, got, "", "refused")
}

// limitOf returns the limit in a reply.
func limitOf(got *reply) string {
	if n, isWhole := whole(got.Object()["limit"]); isWhole {
		return strconv.Itoa(n)
	}
	return show(got.Object()["limit"])
}

// sawEmpty records whether a search without a match gets an empty page or Not Found.
func (p *probe) sawEmpty(what string, got *reply) {
	switch leads := len(target.LeadsIn(got.Value)); {
	case got.NotFound():
		p.saw("not-found", "%s is Not Found", what)
	case got.Succeeded() && leads == 0:
		p.saw("empty", "%s gives an empty page", what)
	default:
		p.sawOther("%s is answered %s and %d leads", what, said(got), leads)
	}
}

// tellLimits checks limit=0 and a limit over all bounds. A server that ignores limit=0 shows that in the reply.
func tellLimits(p *probe) {
	query, bound := p.numberQuery(), 100_000
	zero, large := p.list(with(query, "limit", "0")), p.list(with(query, "limit", strconv.Itoa(bound)))
	none, all := "", ""
	switch leads := target.LeadsIn(zero.Value); {
	case !zero.Succeeded():
	case len(leads) == 0:
		none = "empty"
	case has(leads, p.sample().id) && limitOf(zero) != strconv.Itoa(p.judge.defaultOf("limit")):
		none = "all"
	}
	if limit, isWhole := whole(large.Object()["limit"]); large.Succeeded() && isWhole {
		all = map[bool]string{limit == bound: "unbounded", limit < bound: "capped"}[true]
	}
	reading := map[string]string{
		"empty unbounded": "unbounded", "empty capped": "capped", "all unbounded": "zero-is-all", "all capped": "capped-zero-is-all",
	}[none+" "+all]
	p.saw(reading, "limit=0 is answered %s, limit %s and %d leads", said(zero), limitOf(zero), len(target.LeadsIn(zero.Value)))
	p.saw(reading, "limit=%d is answered %s, and limit %s", bound, said(large), limitOf(large))
}

// tellTotal compares total with the result of a search for a number, and with a page of one lead.
func tellTotal(p *probe) {
	query := p.numberQuery()
	total := func(got *reply) int {
		n, isWhole := whole(got.Object()["total"])
		if !isWhole {
			p.skip("a page has no total")
		}
		return n
	}
	every := p.list(nil)
	leads := target.LeadsIn(every.Value)
	if !slices.ContainsFunc(leads, func(l lead) bool { return l.Text("phone_number") != query.Get("phone_number") }) || len(leads) < 2 {
		p.skip("there are too few leads to find out what total counts")
	}
	found, onePage := len(p.all(query)), total(p.list(url.Values{"limit": {"1"}}))
	matching := total(p.list(p.widened(query, 0)))
	const words = "a search that finds one number only has %s, and a page of one lead %s"
	switch {
	case matching == found && onePage == 1:
		p.saw("page", words, "their number as total", "has total 1")
	case matching == found && onePage > 1:
		p.saw("matching", words, "their number as total", "that of all")
	case matching > found && onePage > 1 && matching >= total(every):
		p.saw("unfiltered", words, "the total of all", "as well")
	default:
		p.sawOther("a search that finds %d leads has total %d, and a page of one lead total %d", found, matching, onePage)
	}
}

// order is the order of leads in listings.
type order struct{ reading, listed string }

// reordered returns leads, with the same number if possible, in order of creation. The second one was updated afterwards.
func (p *probe) reordered() []string {
	return shared(p, &p.stock.reordered, func(p *probe) []string {
		for _, odd := range oddCreates {
			if odd.edge == "" {
				p.odd(odd.name)
			}
		}
		second := p.secondOfNumber()
		for len(p.stock.kin.ids) < batchSize {
			p.known(p.into(&p.stock.kin, p.create))
		}
		sent := second.sent.with(body{"lead_uuid": second.id, "lead_name": "Cao Van Dong"}).without("list_uuid")
		p.success("update", p.update(second.id, sent))
		if !p.comes(func(p *probe) bool { return p.readNow(second.id)["lead_name"] == sent["lead_name"] }) {
			p.skip("an update does not show")
		}
		return slices.Clone(p.stock.kin.ids[:batchSize])
	})
}

// order returns their order in a listing. There are enough leads that another kind of order is unlikely to equal one of the readings.
func (p *probe) order() order {
	created := p.reordered()
	return shared(p, &p.stock.order, func(p *probe) order {
		query := inList(p.cfg.ListUUID)
		if p.stock.unlike == nil {
			query = url.Values{"phone_number": {p.stock.kin.number}}
		}
		listed := fmt.Sprint(p.placesOf(query, created...))
		return order{map[string]string{
			"[4 3 2 1 0]": "newest-first", "[0 1 2 3 4]": "oldest-first", "[1 4 3 2 0]": "updated-first",
		}[listed], listed}
	})
}

// placesOf returns the indexes of leads in ids, in the order of a listing, from its first pages or its last
// ones.
func (p *probe) placesOf(query url.Values, wanted ...string) (places []int) {
	offset := 0
	for n := range 2 * maxAlbumPages {
		got := p.list(p.widened(query, offset))
		leads := p.leadsOn("a listing", got)
		for _, lead := range leads {
			at := slices.IndexFunc(wanted, func(id string) bool { return sameID(lead["lead_uuid"], id) })
			if at >= 0 && !slices.Contains(places, at) {
				places = append(places, at)
			}
		}
		if len(places) == len(wanted) {
			return places
		}
		if len(leads) == 0 {
			break
		}
		if offset += len(leads); n == maxAlbumPages-1 {
			total, _ := whole(got.Object()["total"])
			offset = max(offset, total-(maxAlbumPages-1)*len(leads))
		}
	}
	p.skip("the leads of the run are not on the pages that were read")
	return nil
}
