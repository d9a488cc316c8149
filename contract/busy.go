package contract

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"

	"github.com/onsi/gomega"
)

// wideQueries are queries that also match leads of others, who may create and delete while one looks.
func (p *probe) wideQueries() []url.Values {
	p.fillList()
	queries := []url.Values{{}, inList(p.cfg.ListUUID)}
	if campaign := p.campaign(); campaign != "" {
		queries = append(queries, url.Values{"campaign_uuid": {campaign}})
	}
	return queries
}

// first are the leads from an offset on.
func (p *probe) first(query url.Values, limit, offset int) []string {
	got := p.listing(with(query, "limit", strconv.Itoa(limit), "offset", strconv.Itoa(offset)))
	return ids(p.leadsOn("list", got))
}

// mostTries bounds how often a list is looked at that changes at each look.
const mostTries = 5

// wideOffset is the offset at which lists are looked at that others write in: the more leads come between two looks, the further
// apart the leads must be that the looks are told by.
const wideOffset = 8

// shifts expects the lead at wideOffset to be the first one from there on. Leads that come meanwhile may move it by as much.
func (p *probe) shifts(query url.Values) {
	again := p.again
	defer func() { p.again = again }()
	for range mostTries {
		all, shifted := p.first(query, overDefault, 0), p.first(query, 3, wideOffset)
		if len(all) <= wideOffset { // list.limit says so
			p.skip("a page of %d has %d leads", overDefault, len(all))
		}
		if len(shifted) > 0 && shifted[0] == all[wideOffset] {
			return
		}
		p.again = true
		after := p.first(query, overDefault, 0)
		if slices.Equal(all, after) {
			p.expect(fmt.Sprintf("the first lead from offset %d of %s", wideOffset, show(query)), shifted, gomega.ContainElement(all[wideOffset]))
			p.expect("the leads before it", shifted, gomega.HaveEach(gomega.Not(gomega.BeElementOf(all[:wideOffset]))))
			return
		}
		came := slices.Index(after, all[0])
		if at := placeOf(all, shifted); came > 0 && at >= 0 && wideOffset-came <= at && at < wideOffset {
			return
		}
	}
	p.tooBusy()
}

// tooBusy ends the look at a list that changes at each look. The leads that share a number have told then, if there are any.
func (p *probe) tooBusy() {
	if !p.batched() {
		p.skip("the list changes at each look: other clients write in it")
	}
}

// placeOf is where the first of some leads stands among others, -1 for nowhere.
func placeOf(all, some []string) int {
	if len(some) == 0 {
		return -1
	}
	return slices.Index(all, some[0])
}

// counts expects one lead from the last offset on that total leaves, or as many more or fewer as others have created and deleted.
func (p *probe) counts(query url.Values) {
	again := p.again
	defer func() { p.again = again }()
	total := func() int {
		n, isWhole := whole(p.listing(with(query, "limit", strconv.Itoa(overDefault), "offset", "0")).Object()["total"])
		if !isWhole {
			p.find("total of "+show(query), "a number", "none")
			panic(broken{})
		}
		return n
	}
	for range mostTries {
		before := total()
		last := len(p.first(query, 2, max(before-1, 0)))
		if before > 0 && last == 1 {
			return
		}
		p.again = true
		switch changed := total() - before; {
		case changed == 0:
			p.expect(fmt.Sprintf("the number of leads from offset %d on of %s, total being %d", max(before-1, 0), show(query), before), last, gomega.Equal(1))
			return
		case changed > 0 && last > 1, changed < 0 && last < 1:
			return
		}
	}
	p.tooBusy()
}
