package contract

import (
	"cmp"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/onsi/gomega"

	"github.com/leadapi/leadapi/contract/internal/target"
)

func listRules(j *judge) []Rule {
	return rulesOf("listLeads", listSection,
		Rule{ID: "list.reply", Provenance: stated, About: aboutSuccess,
			Text: "A listing returns data, limit, offset and total, with the documented types.",
			check: func(p *probe) {
				p.settled(func() {
					got := p.sampleListing()
					p.success("list", got)
					p.findAll(got, p.judge.visit(p.judge.page, got.Value, "")) // another rule checks the leads inside
				})
			}},
		Rule{ID: "list.lead", Provenance: stated, About: aboutSuccess,
			Text: fmt.Sprintf("A lead in a listing has the %d fields, with the documented types and formats.", len(j.fields())),
			check: func(p *probe) {
				p.settled(func() { p.findAll(nil, p.judge.visit(p.judge.lead, map[string]any(p.listedSample()), "data[]")) })
			}},
		Rule{ID: "list.filled", Provenance: stated, About: aboutSuccess, Needs: []Need{NeedList}, act: func(p *probe) { p.firstUpdate() },
			Text: "A lead with every field filled has all fields in a listing, with the documented types and formats.",
			check: func(p *probe) {
				c := p.renumbering()
				p.success("update", c.reply)
				if !has(c.found, p.subject().id) {
					p.skip("the listing by its number does not have the lead, which another rule checks")
				}
				p.findAll(nil, p.judge.visit(p.judge.lead, map[string]any(c.found[0]), "data[]"))
			}},
		Rule{ID: "list.as-get", Provenance: implied, About: aboutOperations("listLeads", "getLead"),
			Text: "A listing shows a lead as a get does.",
			check: func(p *probe) {
				sample := p.sample()
				p.settled(func() { p.unchanged("the lead in the listing", sample.lead, p.listedSample()) })
			}},
		Rule{ID: "list.nothing-found", Provenance: implied, About: aboutParameters("phone_number"), Assumptions: []string{"A52"},
			Text: "A page without leads has [] as data, and total 0.",
			check: func(p *probe) {
				got := p.missing("phone_number").reply
				p.success("list", got)
				p.expectJSON(got, "data", got.Object()["data"], "[]")
				p.expectNumber(got, "total", 0)
			}},
		Rule{ID: "list.default-limit", Provenance: stated, About: aboutWithout("limit", "offset"),
			Text: fmt.Sprintf("Without limit and offset the reply has limit %d, offset %d, and no more leads than limit.",
				j.defaultOf("limit"), j.defaultOf("offset")),
			check: func(p *probe) {
				got := p.list(url.Values{})
				p.success("list", got)
				p.expectNumber(got, "limit", j.defaultOf("limit"))
				p.expectNumber(got, "offset", j.defaultOf("offset"))
				p.expect("the number of leads", len(target.LeadsIn(got.Value)), gomega.BeNumerically("<=", j.defaultOf("limit")))
			}},
		Rule{ID: "list.unfiltered", Provenance: stated, About: aboutWithout("list_uuid", "campaign_uuid", "phone_number"),
			Text: "A listing without a filter, like the documented one, has every lead.",
			check: func(p *probe) {
				id := p.findable(nil)
				p.settled(func() { p.mustFind(id, nil) })
			}},
	)
}

// sampleQuery returns a query that finds the sample and few other leads.
func (p *probe) sampleQuery() url.Values {
	return url.Values{"phone_number": {p.sample().lead.Text("phone_number")}}
}

// sampleListing returns the reply to a listing by the sample's number.
func (p *probe) sampleListing() *reply { return p.wide(p.sampleQuery()) }

// listedSample returns the sample as a listing shows it.
func (p *probe) listedSample() lead {
	leads := p.all(p.sampleQuery())
	at := slices.IndexFunc(leads, func(l lead) bool { return sameID(l["lead_uuid"], p.sample().id) })
	if at < 0 {
		p.find("a listing by the number of "+p.sample().id, "that lead", show(ids(leads)))
		panic(broken{})
	}
	return leads[at]
}

// filter is a filter of a listing. There are three.
type filter struct {
	name  string // of the parameter and of the field
	short string
	miss  func(p *probe) string // a value that no lead has
}

var filters = []filter{
	{"list_uuid", "list", (*probe).madeUp},
	{"campaign_uuid", "campaign", (*probe).madeUp},
	{"phone_number", "phone", (*probe).near},
}

// near returns a number that differs from that of the run's first lead as little as possible. No lead has it.
func (p *probe) near() string {
	if p.stock.near != "" {
		return p.stock.near
	}
	return p.number()
}

// filterRules returns one rule for each combination of the filters.
func filterRules() []Rule {
	var rules []Rule
	for set := 1; set < 1<<len(filters); set++ {
		var chosen []filter
		var names, words []string
		for i, filter := range filters {
			if set&(1<<i) != 0 {
				chosen = append(chosen, filter)
				names, words = append(names, filter.short), append(words, filter.name)
			}
		}
		rule := Rule{ID: "list.filter." + strings.Join(names, "-"), About: aboutParameters(words...), Provenance: stated,
			Text:  "A listing by " + strings.Join(words, " and ") + " has the lead that matches, and no lead that does not.",
			check: func(p *probe) { p.filters(chosen) }}
		if slices.Contains(names, "campaign") {
			rule.Needs = []Need{NeedCampaign}
		}
		rules = append(rules, rule)
	}
	return rulesOf("listLeads", listSection, rules...)
}

// filters lists with all chosen filters, and then again with one filter changed to match nothing, for each of them.
func (p *probe) filters(chosen []filter) {
	query := url.Values{}
	for _, filter := range chosen {
		query.Set(filter.name, p.filterValue(filter))
	}
	id := p.findable(query)
	p.settled(func() { p.mustFind(id, query) })
	for _, filter := range chosen {
		miss := missed{query: maps.Clone(query)}
		if len(chosen) == 1 {
			miss = p.missing(filter.name)
		} else {
			miss.query.Set(filter.name, filter.miss(p))
		}
		p.settled(func() {
			if miss.reply == nil || p.again {
				miss.reply = p.list(miss.query)
			}
			if miss.reply.Succeeded() { // a deployment may refuse an unknown id (A20)
				p.sound(miss.query, target.LeadsIn(miss.reply.Value))
			}
		})
	}
}

// findable returns the lead to look for on the pages of a query: the sample or, if many leads match, a newer one, which takes
// fewer pages to find.
func (p *probe) findable(query url.Values) string {
	id := p.sample().id
	if query.Get("phone_number") == "" && p.creates() {
		return cmp.Or(p.secondOfNumber().id, id)
	}
	return id
}

// mustFind expects to find a lead on the pages of a query.
func (p *probe) mustFind(id string, query url.Values) {
	if !p.onAnyPage(id, query) {
		p.find("the pages of "+query.Encode(), "the lead "+id, "it is on none of them")
	}
}

// missed is a listing by a value that no lead has, and its reply.
type missed struct {
	query url.Values
	reply *reply
}

// missing lists with one filter by a value that no lead has, once per run for each filter.
func (p *probe) missing(name string) missed {
	return keyed(p, p.stock.missing, name, func(p *probe) missed {
		at := slices.IndexFunc(filters, func(filter filter) bool { return filter.name == name })
		query := url.Values{name: {filters[at].miss(p)}}
		return missed{query, p.list(query)}
	})
}

func (p *probe) filterValue(filter filter) string {
	value := p.sample().lead.Text(filter.name)
	switch {
	case filter.name == "campaign_uuid":
		value = p.campaign()
	case filter.name == "list_uuid" && sameID(value, p.cfg.ListUUID):
		value = p.cfg.ListUUID
	}
	if value == "" {
		p.skip("the lead to look for shows no %s, and the campaign of its list is not named (--campaign-uuid)", filter.name)
	}
	return value
}

// campaign returns the campaign of the sample, or "". The one that cfg names is that of the list: a sample that the run has only found may
// be in another. A deployment that shows ids in upper case may accept them only in lower case.
func (p *probe) campaign() string {
	shown := p.sample().lead.Text("campaign_uuid")
	small := strings.ToLower(shown)
	if p.creates() && p.cfg.CampaignUUID != "" {
		return p.cfg.CampaignUUID
	}
	if small == shown {
		return shown
	}
	if len(target.LeadsIn(p.wide(url.Values{"campaign_uuid": {shown}}).Value)) == 0 {
		return small
	}
	return shown
}

// sound expects that every lead matches every filter of the query. A part of a number matches (A14), and so does another spelling of
// its prefix.
func (p *probe) sound(query url.Values, leads []lead) {
	for _, lead := range leads {
		for _, name := range slices.Sorted(maps.Keys(query)) {
			wanted := query.Get(name)
			matches := strings.EqualFold(lead.Text(name), wanted) ||
				name == "phone_number" && strings.Contains(lead.Text(name), strings.TrimPrefix(strings.TrimPrefix(wanted, "84"), "0"))
			if name != "limit" && name != "offset" && !matches {
				p.find("lead "+lead.Text("lead_uuid")+" on the page of "+query.Encode(), name+" "+wanted, lead.Text(name))
			}
		}
	}
}

// How far a lead is searched for in a large list: pages with leads not seen before, and pages without any. The second is for a server
// that omits leads from its pages: an offset then skips only a few leads at a time, and whether an earlier stop finds the lead would
// depend on how many leads the run has created so far.
const (
	maxPages   = 20
	emptyPages = 40
)

// onAnyPage pages until it finds the lead, and expects all leads that it sees to match the query.
func (p *probe) onAnyPage(id string, query url.Values) bool {
	if has(p.checkedPage(query, p.widePage(query)), id) {
		return true
	}
	offset, fresh, stale, total := 0, 0, 0, 0
	seen := map[string]bool{}
	for fresh < maxPages && stale < emptyPages {
		got := p.list(p.widened(query, offset))
		leads := p.checkedPage(query, p.leadsOn("list "+query.Encode(), got))
		if has(leads, id) {
			return true
		}
		if len(leads) == 0 {
			return false
		}
		if before := len(seen); addIDs(seen, leads) > before {
			fresh++
		} else {
			stale++
		}
		if offset == 0 {
			total, _ = whole(got.Object()["total"])
		}
		if offset += len(leads); total > 0 && offset >= total && stale > 0 {
			if past := p.leadsOn("list", p.list(p.widened(query, offset+total))); len(past) > 0 {
				p.skip("an offset past the end returns leads, so the end of the pages is unknown; another rule checks that")
			}
			return false
		}
	}
	if last := p.list(p.widened(query, max(total-target.NarrowLimit, 0))); has(target.LeadsIn(last.Value), id) {
		return true // the oldest lead comes first
	}
	p.skip("the lead is not among the first %d of %s; there are too many to search", offset, query.Encode())
	return false
}

// checkedPage returns a page and expects all its leads to match the query.
func (p *probe) checkedPage(query url.Values, leads []lead) []lead {
	p.sound(query, leads)
	return leads
}

// addIDs adds the ids of leads to seen, and returns how many there are now.
func addIDs(seen map[string]bool, leads []lead) int {
	for _, id := range ids(leads) {
		seen[id] = true
	}
	return len(seen)
}
