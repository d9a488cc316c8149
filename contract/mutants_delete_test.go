package contract_test

import (
	"net/url"
	"slices"
	"strings"
)

// Mutants of delete.

func deleteMutants() []mutant {
	return []mutant{
		{name: "delete answers with deleted", breaks: "delete.reply",
			change: replies("deleteLead", func(o object) { delete(o, "lead_uuid"); o["deleted"] = true })},
		{name: "delete answers with another id", breaks: "delete.reply", change: replies("deleteLead", func(o object) { o["lead_uuid"] = otherLead })},
		{name: "delete answers with nothing", breaks: "delete.reply",
			change: on("deleteLead", func(c call, next server) answer {
				if got := next(c); !got.ok() {
					return got
				}
				return reply(204, "")
			})},
		{name: "delete answers, and deletes nothing", breaks: "delete.gone-from-get delete.gone-from-list delete.total",
			change: on("deleteLead", func(c call, next server) answer {
				if got := next(c.to("GET", "/v3/lead/"+c.id, nil)); !got.ok() {
					return got
				}
				return reply(200, `{"lead_uuid":"`+c.id+`"}`)
			})},
		{name: "get still shows a deleted lead", breaks: "delete.gone-from-get", change: ghosts(true, false, false)},
		{name: "listings still show a deleted lead", breaks: "delete.gone-from-list", change: ghosts(false, true, false)},
		{name: "total still counts a deleted lead", breaks: "delete.total", change: ghosts(false, false, true)},
		{name: "delete removes the lead before as well", breaks: "delete.others-stay", change: deletesNeighbour(1)},
		{name: "delete removes the lead after as well", breaks: "delete.others-stay", change: deletesNeighbour(-1)},
		{name: "delete removes the lead after instead", breaks: "delete.others-stay",
			change: on("deleteLead", func(c call, next server) answer {
				if id := neighbour(next, c, -1); id != "" && strings.HasPrefix(c.header.Get("Authorization"), "Bearer") {
					next(c.to("DELETE", "/v3/lead/"+id, nil))
					return reply(200, `{"lead_uuid":"`+c.id+`"}`)
				}
				return next(c)
			})},
		{name: "a second delete succeeds", breaks: "delete.unknown",
			change: on("deleteLead", func(c call, next server) answer {
				if got := next(c); got.status != 404 {
					return got
				}
				return reply(200, `{"lead_uuid":"`+c.id+`"}`)
			})},
		{name: "delete of an unknown id says not found", breaks: "delete.unknown", change: unknown("deleteLead", 404, `{"error":"not found"}`)},
		{name: "delete of an unknown id says it in a list", breaks: "delete.unknown",
			change: unknown("deleteLead", 404, `{"error":[{"lead_uuid":"Not Found"}]}`)},
	}
}

// ghosts keeps a deleted lead in some places.
func ghosts(inGet, inList, inTotal bool) change {
	return func(next server) server {
		gone := map[string]object{}
		return func(c call) answer {
			if c.operation == "deleteLead" {
				lead := next(c.to("GET", "/v3/lead/"+c.id, nil))
				got := next(c)
				if got.ok() {
					gone[c.id] = lead.object()
				}
				return got
			}
			got := next(c)
			if lead := gone[c.id]; inGet && c.operation == "getLead" && lead != nil {
				return got.as(200, lead)
			}
			if c.operation != "listLeads" || !got.ok() {
				return got
			}
			page, query := got.object(), c.values()
			for _, lead := range gone {
				if wanted := query.Get("phone_number"); wanted != "" && wanted != lead["phone_number"] || query.Get("limit") == "0" {
					continue
				}
				if inList {
					page["data"] = append(page["data"].([]any), lead)
				}
				if inTotal {
					page["total"] = number(text(page, "total"), 0) + 1
				}
			}
			return got.with(page)
		}
	}
}

func (a answer) as(status int, body any) answer {
	a.status = status
	return a.with(body)
}

// neighbour returns the lead that is places positions after another one in the full listing, or "" if that is one of the seed.
func neighbour(next server, c call, places int) string {
	all := matching(next, c.to("GET", "/v3/lead", nil), url.Values{})
	at := slices.IndexFunc(all, func(lead object) bool { return lead["lead_uuid"] == c.id })
	if at < 0 || at+places < 0 || at+places >= len(all) || slices.Contains(seeded, text(all[at+places], "lead_uuid")) {
		return ""
	}
	return text(all[at+places], "lead_uuid")
}

// deletesNeighbour deletes a neighbour with each lead.
func deletesNeighbour(places int) change {
	return on("deleteLead", func(c call, next server) answer {
		if id := neighbour(next, c, places); id != "" && strings.HasPrefix(c.header.Get("Authorization"), "Bearer") {
			next(c.to("DELETE", "/v3/lead/"+id, nil))
		}
		return next(c)
	})
}
