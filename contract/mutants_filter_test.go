package contract_test

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// Mutants of the listing: its filters and other queries.

func filterMutants() []mutant {
	ignores := func(name, rules string, filters ...string) mutant {
		return mutant{name: name, breaks: rules, change: asks(func(q url.Values) {
			for _, filter := range filters {
				q.Del(filter)
			}
		})}
	}
	ignoresWith := func(ignored, given, rule string) mutant {
		return mutant{name: ignored + " is ignored beside " + given, breaks: rule, change: asks(func(q url.Values) {
			if q.Has(given) {
				q.Del(ignored)
			}
		})}
	}
	return []mutant{
		ignores("the filter list_uuid is ignored", "list.filter.list list.filter.list-phone list.filter.list-campaign", "list_uuid"),
		ignores("the filter campaign_uuid is ignored", "list.filter.campaign list.filter.list-campaign list.filter.campaign-phone", "campaign_uuid"),
		ignores("the filter phone_number is ignored", "list.filter.phone list.filter.list-phone list.filter.list-campaign-phone", "phone_number"),
		ignoresWith("campaign_uuid", "list_uuid", "list.filter.list-campaign"),
		ignoresWith("list_uuid", "campaign_uuid", "list.filter.list-campaign"),
		ignoresWith("list_uuid", "phone_number", "list.filter.list-phone"),
		ignoresWith("campaign_uuid", "phone_number", "list.filter.campaign-phone"),
		ignoresWith("phone_number", "campaign_uuid", "list.filter.campaign-phone list.filter.list-campaign-phone"),
		{name: "filters combine with OR", breaks: "list.filter.list-campaign list.filter.list-phone list.filter.campaign-phone list.filter.list-campaign-phone",
			change: orForAnd()},
		{name: "with all three filters list_uuid is ignored", breaks: "list.filter.list-campaign-phone",
			change: asks(func(q url.Values) {
				if q.Has("phone_number") && q.Has("campaign_uuid") {
					q.Del("list_uuid")
				}
			})},
		{name: "the filter list_uuid misses new leads", breaks: "list.filter.list", change: misses("list_uuid")},
		{name: "the filter campaign_uuid misses new leads", breaks: "list.filter.campaign", change: misses("campaign_uuid")},
		{name: "the filter phone_number misses new leads", breaks: "list.filter.phone", change: misses("phone_number")},
		{name: "the filter list_uuid compares its beginning", breaks: "list.filter.list",
			change: asks(func(q url.Values) {
				if q.Has("list_uuid") {
					q.Set("list_uuid", seedList)
				}
			})},
		{name: "the filter phone_number compares the first ten digits", breaks: "list.filter.phone",
			change: searches(func(number, wanted string) bool { return strings.HasPrefix(number, wanted[:min(10, len(wanted))]) })},
		{name: "listings keep an old number for the filter", breaks: "update.listed", change: oldNumbers()},
	}
}

// orForAnd lists leads that match any of the filters.
func orForAnd() change {
	return on("listLeads", func(c call, next server) answer {
		query := c.values()
		var found []object
		for _, filter := range []string{"list_uuid", "campaign_uuid", "phone_number"} {
			if !query.Has(filter) {
				continue
			}
			for _, lead := range matching(next, c, url.Values{filter: query[filter]}) {
				known := slices.ContainsFunc(found, func(other object) bool { return other["lead_uuid"] == lead["lead_uuid"] })
				if !known {
					found = append(found, lead)
				}
			}
		}
		got := next(c)
		if found == nil || !got.ok() {
			return got
		}
		return got.with(pageOf(got, found, query))
	})
}

// misses omits leads that were never updated from listings by a filter.
func misses(filter string) change {
	return on("listLeads", func(c call, next server) answer {
		got := next(c)
		page := got.object()
		if c.values().Has(filter) && got.ok() {
			page["data"] = slices.DeleteFunc(page["data"].([]any), func(item any) bool {
				lead := item.(object)
				return lead["created_at"] == lead["updated_at"] && !slices.Contains(seeded, text(lead, "lead_uuid"))
			})
			return got.with(page)
		}
		return got
	})
}

// oldNumbers also finds a lead by its former numbers.
func oldNumbers() change {
	return func(next server) server {
		had := map[string]string{} // ids by number
		return func(c call) answer {
			got := next(c)
			if (c.operation == "createLead" || c.operation == "updateLead") && got.ok() {
				had[text(c.object(), "phone_number")] = text(got.object(), "lead_uuid")
			}
			id := had[c.values().Get("phone_number")]
			if c.operation != "listLeads" || id == "" || len(leadsOf(got.object())) > 0 {
				return got
			}
			lead := next(c.to("GET", "/v3/lead/"+id, nil))
			if !lead.ok() {
				return got
			}
			return got.with(object{"data": []object{lead.object()}, "limit": 10, "offset": 0, "total": 1})
		}
	}
}

func queryMutants() []mutant {
	numeric := func(field string) change {
		return asks(func(q url.Values) {
			if n, err := strconv.Atoi(q.Get(field)); err != nil || n < 0 {
				q.Del(field)
			}
		})
	}
	missing := func(status int, when func(q url.Values) bool) change {
		return on("listLeads", func(c call, next server) answer {
			if when(c.values()) {
				return reply(status, notFoundError)
			}
			return next(c)
		})
	}
	unknown := func(filter, known string) func(url.Values) bool {
		return func(q url.Values) bool { return len(q.Get(filter)) == 36 && q.Get(filter) != known }
	}
	return []mutant{
		{name: "a limit that is not a number is none", breaks: "list.bad-limit", change: numeric("limit")},
		{name: "an offset that is not a number is none", breaks: "list.bad-offset", change: numeric("offset")},
		{name: "a query that cannot be read is none", breaks: "list.bad-query",
			change: on("listLeads", func(c call, next server) answer {
				c.query = strings.ReplaceAll(c.query, "limit=%zz", "")
				return next(c)
			})},
		{name: "a part of a number finds it", breaks: "list.part-of-a-number", change: prefixSearch()},
		{name: "an empty filter matches nothing", breaks: "list.empty-filter",
			change: on("listLeads", func(c call, next server) answer {
				query := c.values()
				if query.Has("list_uuid") && query.Get("list_uuid") == "" {
					query.Set("list_uuid", "none")
				}
				return next(c.ask(query))
			})},
		{name: "the last of a parameter counts", breaks: "list.repeated",
			change: asks(func(q url.Values) {
				for name, values := range q {
					q[name] = values[len(values)-1:]
				}
			})},
		{name: "a listing filters by status", breaks: "list.other-parameter",
			change: on("listLeads", func(c call, next server) answer {
				if c.values().Get("status") == "" {
					return next(c)
				}
				return reply(200, `{"data":[],"limit":10,"offset":0,"total":0}`)
			})},
		{name: "a listing of an unknown list is Not Found", breaks: "list.unknown-list", change: missing(404, unknown("list_uuid", seedList))},
		{name: "a listing of an unknown campaign is Not Found", breaks: "list.unknown-campaign",
			change: missing(404, unknown("campaign_uuid", "7bbe986b-8a6e-404c-840b-781102b5aa07"))},
		{name: "a filter that is not a UUID is refused", breaks: "list.no-uuid",
			change: missing(400, func(q url.Values) bool { return q.Has("list_uuid") && len(q.Get("list_uuid")) == 1 })},
	}
}

// prefixSearch finds numbers by prefix.
func prefixSearch() change { return searches(strings.HasPrefix) }

// searches replaces the filter by number.
func searches(matches func(number, wanted string) bool) change {
	return on("listLeads", func(c call, next server) answer {
		query := c.values()
		wanted := query.Get("phone_number")
		got := next(c)
		if wanted == "" || !got.ok() {
			return got
		}
		query.Del("phone_number")
		found := slices.DeleteFunc(matching(next, c, query), func(lead object) bool { return !matches(text(lead, "phone_number"), wanted) })
		return got.with(pageOf(got, found, query))
	})
}

// pageOf returns a page with the found leads instead of those in got.
func pageOf(got answer, found []object, query url.Values) object {
	page := got.object()
	page["data"], page["total"] = cut(found, number(query.Get("limit"), 10), number(query.Get("offset"), 0)), len(found)
	return page
}
