package contract

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"

	"github.com/onsi/gomega"
)

// wideQueries returns queries that also match leads of other clients, who may create and delete leads during the check.
func (p *probe) wideQueries() []url.Values {
	p.fillList()
	queries := []url.Values{{}, inList(p.cfg.ListUUID)}
	if campaign := p.campaign(); campaign != "" {
		queries = append(queries, url.Values{"campaign_uuid": {campaign}})
	}
	return queries
}

// first returns the first leads from an offset.
func (p *probe) first(query url.Values, limit, offset int) []string {
	got := p.listing(with(query, "limit", strconv.Itoa(limit), "offset", strconv.Itoa(offset)))
	return ids(p.leadsOn("list", got))
}

// maxTries bounds how often the rule reads a list that changes every time.
const maxTries = 5

// wideOffset is the offset at which rules read lists that other clients write to. It is large so that a few leads that arrive between
// two reads cannot make them look equal.
const wideOffset = 8

// shifts expects a listing from wideOffset to start with the lead at that position. Leads that arrive in between may shift it.
func (p *probe) shifts(query url.Values) {
	again := p.again
	defer func() { p.again = again }()
	for range maxTries {
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

// tooBusy ends the check of a list that changes every time. If there are leads that share a number, they have shown the answer.
func (p *probe) tooBusy() {
	if !p.batched() {
		p.skip("the list changes between reads: other clients write to it")
	}
}

// placeOf returns the index in others of the first of some leads, or -1.
func placeOf(all, some []string) int {
	if len(some) == 0 {
		return -1
	}
	return slices.Index(all, some[0])
}

// counts expects one lead from offset total-1, give or take the leads that other clients have created or deleted.
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
	for range maxTries {
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
