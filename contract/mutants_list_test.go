package contract_test

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"
)

// Mutants of the listing: its format and its pages.

func listMutants() []mutant {
	page := func(name, rules string, edit func(page object)) mutant {
		return mutant{name: "a listing " + name, breaks: rules, change: replies("listLeads", edit)}
	}
	return []mutant{
		page("has no total", "list.reply list.total", func(o object) { delete(o, "total") }),
		page("has no offset", "list.reply", func(o object) { delete(o, "offset") }),
		page("has total as a text", "list.reply", func(o object) { o["total"] = text(o, "total") }),
		page("has limit as a fraction", "replies.whole-numbers", func(o object) { o["limit"] = json.Number(text(o, "limit") + ".0") }),
		page("has its leads under Data", "list.reply", func(o object) { o["Data"] = o["data"]; delete(o, "data") }),
		page("has null for no leads", "list.nothing-found", func(o object) {
			if len(leadsOf(o)) == 0 {
				o["data"] = nil
			}
		}),
		page("has a null beside its leads", "list.reply", func(o object) { o["data"] = append(o["data"].([]any), nil) }),
		page("has total 1 for no leads", "list.nothing-found", func(o object) { o["total"] = max(number(text(o, "total"), 0), 1) }),
		{name: "an empty listing is Not Found", breaks: "list.nothing-found",
			change: on("listLeads", func(c call, next server) answer {
				if got := next(c); text(got.object(), "total") != "0" {
					return got
				}
				return reply(404, notFoundError)
			})},
		{name: "a listing leaves out additional", breaks: "list.lead", change: lists(func(lead object) { delete(lead, "additional") })},
		{name: "a listing has called_count as a text", breaks: "list.lead", change: lists(func(lead object) { lead["called_count"] = "0" })},
		{name: "a listing cuts names", breaks: "list.as-get",
			change: lists(func(lead object) { lead["lead_name"] = string([]rune(text(lead, "lead_name") + "    ")[:4]) })},
		{name: "a listing swaps province and district", breaks: "update.listed", change: lists(swap("province", "district"))},
	}
}

func pageMutants() []mutant {
	paged := func(name, rules string, choose func(all []object, limit, offset int) ([]object, int)) mutant {
		return mutant{name: name, breaks: rules, change: pages(choose)}
	}
	return []mutant{
		{name: "limit is ignored", breaks: "list.limit list.offset", change: asks(func(q url.Values) { q.Set("limit", "10") })},
		paged("a page has one lead more than limit", "list.limit list.pages",
			func(all []object, limit, offset int) ([]object, int) { return cut(all, limit+1, offset), len(all) }),
		paged("a page has one lead less than limit", "list.limit list.pages",
			func(all []object, limit, offset int) ([]object, int) { return cut(all, limit-1, offset), len(all) }),
		{name: "offset is ignored", breaks: "list.offset list.pages", change: asks(func(q url.Values) { q.Del("offset") })},
		paged("offset is one too many", "list.offset list.pages",
			func(all []object, limit, offset int) ([]object, int) {
				return cut(all, limit, offset+min(offset, 1)), len(all)
			}),
		paged("offset is one too few", "list.offset list.pages",
			func(all []object, limit, offset int) ([]object, int) { return cut(all, limit, offset-1), len(all) }),
		paged("offset counts pages", "list.offset list.pages",
			func(all []object, limit, offset int) ([]object, int) { return cut(all, limit, offset*limit), len(all) }),
		paged("offset and limit change places", "list.limit list.pages",
			func(all []object, limit, offset int) ([]object, int) {
				return cut(all, max(offset, 1), limit-1), len(all)
			}),
		paged("the last page is left out when it is not full", "list.pages",
			func(all []object, limit, offset int) ([]object, int) {
				if offset > 0 && offset+limit > len(all) {
					return []object{}, len(all)
				}
				return cut(all, limit, offset), len(all)
			}),
		paged("a page starts with the last lead of the page before", "list.pages list.offset",
			func(all []object, limit, offset int) ([]object, int) {
				return append(slices.Clone(cut(all, min(offset, 1), offset-1)), cut(all, limit-min(offset, 1), offset)...), len(all)
			}),
		paged("leads of one number are one lead", "list.pages list.limit",
			func(all []object, limit, offset int) ([]object, int) {
				once := slices.CompactFunc(slices.Clone(all), func(a, b object) bool { return a["phone_number"] == b["phone_number"] })
				return cut(once, limit, offset), len(all)
			}),
		{name: "the order turns with each listing", breaks: "list.pages", change: turning()},
		paged("total is that of the page", "list.total",
			func(all []object, limit, offset int) ([]object, int) {
				page := cut(all, limit, offset)
				return page, len(page)
			}),
		paged("total is what is left from offset on", "list.total",
			func(all []object, limit, offset int) ([]object, int) {
				return cut(all, limit, offset), max(len(all)-offset, 0)
			}),
		{name: "total counts all lists", breaks: "list.total list.nothing-found",
			change: on("listLeads", func(c call, next server) answer {
				got := next(c)
				if found := got.object(); found["total"] != nil {
					found["total"] = len(matching(next, c, nil))
					return got.with(found)
				}
				return got
			})},
		{name: "total stops at 10", breaks: "list.total",
			change: replies("listLeads", func(o object) { o["total"] = min(number(text(o, "total"), 0), 10) })},
		{name: "the reply says limit 10 for any", breaks: "list.says-limit-and-offset",
			change: replies("listLeads", func(o object) { o["limit"] = 10 })},
		{name: "the reply says the page for offset", breaks: "list.says-limit-and-offset",
			change: replies("listLeads", func(o object) { o["offset"] = number(text(o, "offset"), 0) / max(number(text(o, "limit"), 1), 1) })},
		paged("the oldest lead comes first", "list.newest-first",
			func(all []object, limit, offset int) ([]object, int) {
				all = slices.Clone(all)
				slices.Reverse(all)
				return cut(all, limit, offset), len(all)
			}),
		paged("leads are in the order of their ids", "list.newest-first",
			func(all []object, limit, offset int) ([]object, int) {
				all = slices.SortedFunc(slices.Values(all), func(a, b object) int { return strings.Compare(text(a, "lead_uuid"), text(b, "lead_uuid")) })
				return cut(all, limit, offset), len(all)
			}),
		{name: "a page has 20 leads without limit", breaks: "list.default-limit list.default-size",
			change: asks(func(q url.Values) {
				if !q.Has("limit") {
					q.Set("limit", "20")
				}
			})},
		paged("past the end is the last page again", "list.past-the-end",
			func(all []object, limit, offset int) ([]object, int) {
				if offset >= len(all) {
					offset = max(len(all)-limit, 0)
				}
				return cut(all, limit, offset), len(all)
			}),
		paged("past the end total is 0", "list.past-the-end",
			func(all []object, limit, offset int) ([]object, int) {
				if offset >= len(all) {
					return []object{}, 0
				}
				return cut(all, limit, offset), len(all)
			}),
		{name: "limit 0 is limit 10", breaks: "list.limit-zero",
			change: asks(func(q url.Values) {
				if q.Get("limit") == "0" {
					q.Del("limit")
				}
			})},
		{name: "limit stops at 100", breaks: "list.limit-large", change: capped(100)},
	}
}

// capped lowers a limit that is larger.
func capped(most int) change {
	return asks(func(q url.Values) {
		if limit := number(q.Get("limit"), 0); limit > most {
			q.Set("limit", "100")
		}
	})
}

// turning reverses the order with every listing.
func turning() change {
	return func(next server) server {
		listings := 0
		return pages(func(all []object, limit, offset int) ([]object, int) {
			if listings++; listings%2 == 0 {
				all = slices.Clone(all)
				slices.Reverse(all)
			}
			return cut(all, limit, offset), len(all)
		})(next)
	}
}
