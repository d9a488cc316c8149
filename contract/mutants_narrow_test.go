package contract_test

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/leadapi/leadapi/contract"
)

// Mutants that are right in the likely cases: with one filter, with start values, right after a request, with leads that have
// nothing in common.

// with changes listings with exactly these filters.
func withFilters(given string, changed change) change {
	return func(next server) server {
		other := changed(next)
		return func(c call) answer {
			query := c.values()
			if c.operation != "listLeads" {
				return other(c)
			}
			for _, filter := range []string{"list_uuid", "campaign_uuid", "phone_number"} {
				if query.Has(filter) != strings.Contains(given, filter) {
					return next(c)
				}
			}
			return other(c)
		}
	}
}

func narrowMutants() []mutant {
	ignored := func(parameter string) change { return asks(func(q url.Values) { q.Del(parameter) }) }
	empty := pages(func([]object, int, int) ([]object, int) { return []object{}, 0 })
	fewer := func(less int) change {
		return pages(func(all []object, limit, offset int) ([]object, int) {
			return cut(all, limit, offset), max(len(all)-less, 0)
		})
	}
	allLists := on("listLeads", func(c call, next server) answer {
		got := next(c)
		if found := got.object(); found["total"] != nil {
			found["total"] = len(matching(next, c, nil))
			return got.with(found)
		}
		return got
	})
	oneMore := pages(func(all []object, limit, offset int) ([]object, int) {
		return cut(all, limit, offset+min(offset, 1)), len(all)
	})
	old := pages(func(all []object, limit, offset int) ([]object, int) {
		all = slices.DeleteFunc(all, func(lead object) bool { return !slices.Contains(seeded, text(lead, "lead_uuid")) })
		return cut(all, limit, offset), len(all)
	})
	var all []mutant
	for _, where := range []struct{ name, filters string }{{"no filter", ""}, {"the filter list_uuid", "list_uuid"}, {"the filter campaign_uuid", "campaign_uuid"}} {
		add := func(what, breaks string, changed change) {
			all = append(all, mutant{name: what + " with " + where.name, breaks: breaks, change: withFilters(where.filters, changed)})
		}
		add("limit is ignored", "list.limit", ignored("limit"))
		add("offset is ignored", "list.offset", ignored("offset"))
		add("offset is one too many", "list.offset", oneMore)
		add("a page has one lead less than limit", "list.limit", pages(func(all []object, limit, offset int) ([]object, int) { return cut(all, limit-1, offset), len(all) }))
		add("limit stops at 10", "list.limit", asks(func(q url.Values) {
			if number(q.Get("limit"), 0) > 10 {
				q.Set("limit", "10")
			}
		}))
		add("total is one less", "list.total", fewer(1))
		add("total is one more", "list.total", fewer(-1))
		if where.filters != "" {
			add("total is that of all lists", "list.total", allLists)
		}
	}
	return append(all,
		mutant{name: "an unfiltered listing is always empty", breaks: "list.unfiltered list.limit", change: withFilters("", empty)},
		mutant{name: "an unfiltered listing lacks new leads", breaks: "list.unfiltered", change: withFilters("", old)},
		mutant{name: "an unfiltered listing shows one list", breaks: "list.unfiltered", change: withFilters("", asks(func(q url.Values) { q.Set("list_uuid", otherList) }))},
		mutant{name: "limit and offset count only with a number", breaks: "list.limit list.offset", change: on("listLeads", func(c call, next server) answer {
			query := c.values()
			if !query.Has("phone_number") {
				query.Del("limit")
				query.Del("offset")
			}
			return next(c.ask(query))
		})},
		mutant{name: "limit stops at 10", breaks: "list.limit", change: asks(func(q url.Values) {
			if number(q.Get("limit"), 0) > 10 {
				q.Set("limit", "10")
			}
		})},
		mutant{name: "a limit over 10 is refused", breaks: "list.limit", change: on("listLeads", func(c call, next server) answer {
			if number(c.values().Get("limit"), 10) > 10 {
				return reply(400, `{"error":"limit must be at most 10"}`)
			}
			return next(c)
		})},
		mutant{name: "a listing by number lacks imported leads", breaks: "import.lead", change: withFilters("phone_number", pages(func(all []object, limit, offset int) ([]object, int) {
			all = slices.DeleteFunc(all, func(lead object) bool { return strings.Contains(text(lead, "additional"), "lead_code") })
			return cut(all, limit, offset), len(all)
		})), option: func(cfg *contract.Config) { cfg.ListUUID = seedList }},
	)
}

// likeMutants affect leads by values that they share.
func likeMutants() []mutant {
	same := func(operation, field string) change {
		return func(next server) server {
			return on(operation, func(c call, next server) answer {
				named := next(c.to("GET", "/v3/lead/"+c.id, nil)).object()
				got := next(c)
				if !got.ok() || !strings.HasPrefix(c.header.Get("Authorization"), "Bearer") {
					return got
				}
				for _, lead := range matching(next, c.to("GET", "/v3/lead", nil), nil) {
					id := text(lead, "lead_uuid")
					if lead[field] != named[field] || id == c.id || slices.Contains(seeded, id) {
						continue
					}
					if operation == "deleteLead" {
						next(c.to("DELETE", "/v3/lead/"+id, nil))
						continue
					}
					sent := c.object()
					sent["lead_uuid"] = id
					delete(sent, "lead_code")
					next(c.to("PUT", "/v3/lead/"+id, sent))
				}
				return got
			})(next)
		}
	}
	return []mutant{
		{name: "delete removes all leads with the number", breaks: "delete.others-stay", change: same("deleteLead", "phone_number")},
		{name: "delete removes all leads with the name", breaks: "delete.others-stay", change: same("deleteLead", "lead_name")},
		{name: "update writes into all leads with the number", breaks: "update.others-stay", change: same("updateLead", "phone_number")},
		{name: "update writes into all leads with the name", breaks: "update.others-stay", change: same("updateLead", "lead_name")},
		{name: "update writes into all leads of the list", breaks: "create.leaves-others", change: same("updateLead", "list_uuid")},
		{name: "update writes into the leads that have the number which it sends", breaks: "update.others-stay", change: on("updateLead", func(c call, next server) answer {
			got, sent := next(c), c.object()
			if got.ok() && text(sent, "phone_number") != "" {
				for _, lead := range matching(next, c.to("GET", "/v3/lead", nil), url.Values{"phone_number": {text(sent, "phone_number")}}) {
					if id := text(lead, "lead_uuid"); id != c.id {
						other := maps.Clone(sent)
						other["lead_uuid"] = id
						delete(other, "lead_code")
						next(c.to("PUT", "/v3/lead/"+id, other))
					}
				}
			}
			return got
		})},
		{name: "create renames the leads that have its number", breaks: "create.leaves-others", change: on("createLead", func(c call, next server) answer {
			got, sent := next(c), c.object()
			if got.ok() && text(sent, "lead_name") != "" && text(sent, "phone_number") != "" {
				for _, lead := range matching(next, c.to("GET", "/v3/lead", nil), url.Values{"phone_number": {text(sent, "phone_number")}}) {
					if id := text(lead, "lead_uuid"); id != text(got.object(), "lead_uuid") {
						next(c.to("PUT", "/v3/lead/"+id, object{"lead_uuid": id, "phone_number": sent["phone_number"], "address": "moved"}))
					}
				}
			}
			return got
		})},
	}
}

// filledMutants are wrong only for leads that have values.
func filledMutants() []mutant {
	importedOnly := func(edit func(lead object)) change {
		return shows(func(lead object) {
			if strings.Contains(text(lead, "additional"), "lead_code") {
				edit(lead)
			}
		})
	}
	filled := func(edit func(lead object)) func(lead object) {
		return func(lead object) {
			if text(lead, "ward") != "" {
				edit(lead)
			}
		}
	}
	updated := func(edit func(lead object)) change {
		return func(next server) server {
			ids := map[string]bool{}
			show := shows(func(lead object) {
				if ids[text(lead, "lead_uuid")] {
					edit(lead)
				}
			})(next)
			return func(c call) answer {
				got := show(c)
				if c.operation == "updateLead" && got.ok() {
					ids[c.id] = true
				}
				return got
			}
		}
	}
	zero := func(field string, value any) mutant {
		return mutant{name: "an update zeroes " + field, breaks: "update.imported", change: updated(func(lead object) { lead[field] = value })}
	}
	return []mutant{
		{name: "additional of an imported lead is an object", breaks: "import.lead", change: importedOnly(func(lead object) { lead["additional"] = parse([]byte(text(lead, "additional"))) })},
		{name: "after_day of an imported lead is a text", breaks: "import.lead", change: importedOnly(func(lead object) { lead["after_day"] = text(lead, "after_day") })},
		{name: "ref_id of an imported lead is null", breaks: "import.lead", change: importedOnly(func(lead object) { lead["ref_id"] = nil })},
		{name: "a listing shows additional of an imported lead as an object", breaks: "import.lead", change: lists(func(lead object) {
			if found := parse([]byte(text(lead, "additional"))); found["lead_code"] != nil {
				lead["additional"] = found
			}
		})},
		zero("after_day", 0), zero("status", ""), zero("list_name", ""), zero("campaign_uuid", ""), zero("created_at", zeroTime),
		{name: "an imported lead cannot be updated", breaks: "update.imported", change: on("updateLead", func(c call, next server) answer {
			if strings.Contains(text(next(c.to("GET", "/v3/lead/"+c.id, nil)).object(), "additional"), "lead_code") {
				return reply(400, `{"error":"the lead was imported"}`)
			}
			return next(c)
		})},
		{name: "additional is an object once it has JSON", breaks: "get.filled", change: gets(func(lead object) {
			if found := parse([]byte(text(lead, "additional"))); found != nil {
				lead["additional"] = found
			}
		})},
		{name: "identity_issued_on is a day once it is set", breaks: "get.filled", change: gets(filled(func(lead object) {
			lead["identity_issued_on"] = text(lead, "identity_issued_on")[:10]
		}))},
		{name: "a listing has a filled date_of_birth as null", breaks: "list.filled", change: lists(filled(func(lead object) { lead["date_of_birth"] = nil }))},
		{name: "a listing has a filled additional as an object", breaks: "list.filled", change: lists(filled(func(lead object) { lead["additional"] = parse([]byte(text(lead, "additional"))) }))},
		{name: "an update with one changed field is not stored, if that is ward", breaks: "update.field.ward", change: on("updateLead", func(c call, next server) answer {
			stored, sent := next(c.to("GET", "/v3/lead/"+c.id, nil)).object(), c.object()
			if text(sent, "ward") == "" || text(stored, "ward") == "" {
				return next(c)
			}
			for field, value := range sent {
				if field != "ward" && stored[field] != value {
					return next(c)
				}
			}
			return reply(200, fmt.Sprintf(`{"lead_uuid":%q}`, c.id))
		})},
	}
}
