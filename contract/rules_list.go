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
			Text: "A listing answers with data, limit, offset and total, of the types that the page shows.",
			check: func(p *probe) {
				p.settled(func() {
					got := p.sampleListing()
					p.success("list", got)
					p.findAll(got, p.judge.visit(p.judge.page, got.Value, "")) // what is wrong inside a lead is another rule's
				})
			}},
		Rule{ID: "list.lead", Provenance: stated, About: aboutSuccess,
			Text: fmt.Sprintf("A lead in a listing has the %d fields, of the types and formats that the page shows.", len(j.fields())),
			check: func(p *probe) {
				p.settled(func() { p.findAll(nil, p.judge.visit(p.judge.lead, map[string]any(p.listedSample()), "data[]")) })
			}},
		Rule{ID: "list.filled", Provenance: stated, About: aboutSuccess, Needs: []Need{NeedList}, act: func(p *probe) { p.firstUpdate() },
			Text: "A lead with every field filled has all fields in a listing, of the types and formats that the page shows.",
			check: func(p *probe) {
				c := p.renumbering()
				p.success("update", c.reply)
				if !has(c.found, p.subject().id) {
					p.skip("the listing by its number does not have the lead, which is another rule's")
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
			Text: fmt.Sprintf("Without limit and offset the reply says limit %d and offset %d, and has no more leads than that.",
				j.defaultOf("limit"), j.defaultOf("offset")),
			check: func(p *probe) {
				got := p.list(url.Values{})
				p.success("list", got)
				p.expectNumber(got, "limit", j.defaultOf("limit"))
				p.expectNumber(got, "offset", j.defaultOf("offset"))
				p.expect("the number of leads", len(target.LeadsIn(got.Value)), gomega.BeNumerically("<=", j.defaultOf("limit")))
			}},
		Rule{ID: "list.unfiltered", Provenance: stated, About: aboutWithout("list_uuid", "campaign_uuid", "phone_number"),
			Text: "A listing without a filter, such as the page prints, has every lead.",
			check: func(p *probe) {
				id := p.findable(nil)
				p.settled(func() { p.mustFind(id, nil) })
			}},
	)
}

// sampleQuery finds the sample, and little else.
func (p *probe) sampleQuery() url.Values {
	return url.Values{"phone_number": {p.sample().lead.Text("phone_number")}}
}

// sampleListing is the reply to a listing by the number of the sample.
func (p *probe) sampleListing() *reply { return p.wide(p.sampleQuery()) }

// listedSample is the sample as a listing shows it.
func (p *probe) listedSample() lead {
	leads := p.all(p.sampleQuery())
	at := slices.IndexFunc(leads, func(l lead) bool { return sameID(l["lead_uuid"], p.sample().id) })
	if at < 0 {
		p.find("a listing by the number of "+p.sample().id, "that lead", show(ids(leads)))
		panic(broken{})
	}
	return leads[at]
}

// filter is one of the three filters of a listing.
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

// near is a number that differs from that of the run's first lead in as little as can be. No lead has it.
func (p *probe) near() string {
	if p.stock.near != "" {
		return p.stock.near
	}
	return p.number()
}

// filterRules are one for each combination of the filters.
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
			Text:  "A listing by " + strings.Join(words, " and ") + " has the lead that matches all of it, and none that does not.",
			check: func(p *probe) { p.filters(chosen) }}
		if slices.Contains(names, "campaign") {
			rule.Needs = []Need{NeedCampaign}
		}
		rules = append(rules, rule)
	}
	return rulesOf("listLeads", listSection, rules...)
}

// filters lists by all of the chosen filters, then by all of them but one that matches nothing.
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
			if miss.reply.Succeeded() { // a deployment may refuse what names nothing (A20)
				p.sound(miss.query, target.LeadsIn(miss.reply.Value))
			}
		})
	}
}

// findable is the lead to look for on the pages of a query: the sample or, where many leads match, a newer one, which is
// sooner found among them.
func (p *probe) findable(query url.Values) string {
	id := p.sample().id
	if query.Get("phone_number") == "" && p.cfg.ListUUID != "" && p.closed == "" {
		return cmp.Or(p.secondOfNumber().id, id)
	}
	return id
}

// mustFind expects a lead on the pages of a query.
func (p *probe) mustFind(id string, query url.Values) {
	if !p.onAnyPage(id, query) {
		p.find("the pages of "+query.Encode(), "the lead "+id, "it is on none of them")
	}
}

// missed is a listing by what no lead has, and its reply.
type missed struct {
	query url.Values
	reply *reply
}

// missing lists by one filter for a value that no lead has, once a run for each filter.
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
		p.skip("the list's leads show no %s, and none is named (--campaign-uuid)", filter.name)
	}
	return value
}

// campaign is the campaign of the list, "" for none. A deployment that shows ids in capitals may know them in small letters.
func (p *probe) campaign() string {
	shown := p.sample().lead.Text("campaign_uuid")
	small := strings.ToLower(shown)
	if p.cfg.CampaignUUID != "" || small == shown {
		return cmp.Or(p.cfg.CampaignUUID, shown)
	}
	if len(target.LeadsIn(p.wide(url.Values{"campaign_uuid": {shown}}).Value)) == 0 {
		return small
	}
	return shown
}

// sound expects that every lead matches every filter of the query. A part of a number is a match (A14), and so is another way of
// writing its prefix.
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

// How far a lead is searched for in a large list: pages that show leads not seen before, and pages that show none.
// The second is for a server that holds leads back from its pages: an offset then passes over few leads at a time, and
// giving up early would depend on how many leads the run has made by then.
const (
	mostPages  = 20
	emptyPages = 40
)

// onAnyPage pages until the lead comes, and expects all that it sees to match the query.
func (p *probe) onAnyPage(id string, query url.Values) bool {
	if has(p.checkedPage(query, p.widePage(query)), id) {
		return true
	}
	offset, fresh, stale, total := 0, 0, 0, 0
	seen := map[string]bool{}
	for fresh < mostPages && stale < emptyPages {
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
				p.skip("an offset past the end gives leads again, so there is no telling where the pages end, which is another rule's")
			}
			return false
		}
	}
	if last := p.list(p.widened(query, max(total-target.NarrowLimit, 0))); has(target.LeadsIn(last.Value), id) {
		return true // the oldest lead comes first
	}
	p.skip("the lead is not among the first %d of %s; there are too many to look through", offset, query.Encode())
	return false
}

// checkedPage expects all leads of a page to match the query.
func (p *probe) checkedPage(query url.Values, leads []lead) []lead {
	p.sound(query, leads)
	return leads
}

// addIDs adds leads to those that were seen, and returns how many they are now.
func addIDs(seen map[string]bool, leads []lead) int {
	for _, id := range ids(leads) {
		seen[id] = true
	}
	return len(seen)
}
