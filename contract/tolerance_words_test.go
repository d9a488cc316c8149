package contract_test

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// Correct servers with other words and statuses where the documentation has none, or with many other leads.

const htmlPage = "<html><head><title>401 Authorization Required</title></head><body><center>nginx</center></body></html>"

// answers replaces replies with a status by another reply.
func answers(operation string, status int, other answer) change {
	return func(next server) server {
		return func(c call) answer {
			if got := next(c); got.status != status || operation != "" && operation != c.operation {
				return got
			}
			return other
		}
	}
}

func wordServers() []tolerated {
	empty := func(status int) answer { return answer{status: status} }
	textReply := func(status int, text string) answer {
		return answer{status: status, header: map[string][]string{"Content-Type": {"text/plain"}}, body: []byte(text)}
	}
	noHit := func(other answer) change {
		return on("listLeads", func(c call, next server) answer {
			got := next(c)
			if got.ok() && len(leadsOf(got.object())) == 0 {
				return other
			}
			return got
		})
	}
	oddID := func(other answer) change {
		return func(next server) server {
			return func(c call) answer {
				if c.operation == "getLead" && (len(c.id) != 36 || c.id != strings.ToLower(c.id)) && c.header.Get("Authorization") != "" {
					return other
				}
				return next(c)
			}
		}
	}
	refusesLimit := func(over int) change {
		return on("listLeads", func(c call, next server) answer {
			if number(c.values().Get("limit"), 10) > over {
				return reply(400, fmt.Sprintf(`{"error":"limit must be at most %d"}`, over))
			}
			return next(c)
		})
	}
	caps := func(most int) change {
		return asks(func(q url.Values) {
			if number(q.Get("limit"), 0) > most {
				q.Set("limit", fmt.Sprint(most))
			}
		})
	}
	oneMore := func(field string, value any) func(object) { return func(o object) { o[field] = value } }
	return []tolerated{
		{name: "no token: 401 in HTML", change: answers("", 401, page(401, htmlPage))},
		{name: "no token: 401 without a body", change: answers("", 401, empty(401))},
		{name: "no token: 403 in HTML", change: answers("", 401, page(403, htmlPage))},
		{name: "no token: 403 without a body", change: answers("", 401, empty(403))},
		{name: "no token: 401 as a text", change: answers("", 401, textReply(401, "Unauthorized"))},
		{name: "an unknown lead: 404 in HTML", change: answers("getLead", 404, page(404, htmlPage))},
		{name: "an unknown lead: 404 without a body", change: answers("getLead", 404, empty(404))},
		{name: "an unknown lead: 404 as a text", change: answers("getLead", 404, textReply(404, "404 page not found"))},
		{name: "an unknown lead: 404 with null", change: answers("getLead", 404, reply(404, "null"))},
		{name: "an unknown lead: get says 400", change: answers("getLead", 404, reply(400, `{"error":"lead is not found"}`))},
		{name: "an unknown lead: get says 403", change: answers("getLead", 404, reply(403, `{"error":"Forbidden"}`))},
		{name: "an unknown lead: get says 410", change: answers("getLead", 404, reply(410, `{"error":"Gone"}`))},
		{name: "an id in another form: 400", change: oddID(reply(400, `{"error":"invalid UUID length: 1"}`))},
		{name: "an id in another form: 404 in HTML", change: oddID(page(404, htmlPage))},
		{name: "an id in another form: 422 with a list", change: oddID(reply(422, `{"error":[{"lead_uuid":"is no uuid"}]}`))},
		{name: "data null on an empty page", change: replies("listLeads", func(o object) {
			if len(leadsOf(o)) == 0 {
				o["data"] = nil
			}
		})},
		{name: "an empty page without data", change: replies("listLeads", func(o object) {
			if len(leadsOf(o)) == 0 {
				delete(o, "data")
			}
		})},
		{name: "a search without a hit is 404", change: noHit(reply(404, notFoundError))},
		{name: "a search without a hit is 404 in other words", change: noHit(reply(404, `{"error":"lead is not found"}`))},
		{name: "a search without a hit is 404 without a body", change: noHit(empty(404))},
		{name: "a search without a hit is 200 with an error", change: noHit(reply(200, notFoundError))},
		{name: "a search without a hit has a message beside data", change: replies("listLeads", func(o object) {
			if len(leadsOf(o)) == 0 {
				o["message"] = "no data"
			}
		})},
		{name: "at most 50 leads per page", change: caps(50)},
		{name: "at most 20 leads per page", change: caps(20)},
		{name: "a limit over 20 refused", change: refusesLimit(20)},
		{name: "a limit over 99 refused", change: refusesLimit(99)},
		{name: "error null in success", change: both(replies("createLead", oneMore("error", nil)), both(replies("updateLead", oneMore("error", nil)), replies("deleteLead", oneMore("error", nil))))},
		{name: "a code and a message in every reply", change: func(next server) server {
			return func(c call) answer {
				got := next(c)
				if found := got.object(); found != nil {
					found["code"], found["message"] = got.status, "OK"
					return got.with(found)
				}
				return got
			}
		}},
		{name: "errors with a code", change: func(next server) server {
			return func(c call) answer {
				got := next(c)
				if found := got.object(); found["error"] != nil {
					found["code"], found["request_id"] = got.status, "7f3a"
					return got.with(found)
				}
				return got
			}
		}},
		{name: "201, 202 and 422", change: both(statuses("createLead", 200, 201), both(statuses("uploadLeads", 200, 202), both(statuses("deleteLead", 200, 202), statuses("", 400, 422))))},
		{name: "another word for a second lead of a number", change: dedupes(422, `{"error":[{"phone_number":"is exists"}]}`)},
		{name: "a second lead with a number is refused in 400", change: dedupes(400, `{"error":"phone_number is exists in this list"}`)},
		{name: "a second lead with a number is a conflict", change: dedupes(409, `{"error":"phone_number already exists"}`)},
		{name: "a second lead of a code is refused", change: uniqueCode()},
		{name: "the order is that of the last change", change: pages(func(all []object, limit, offset int) ([]object, int) {
			slices.SortStableFunc(all, func(a, b object) int { return strings.Compare(text(b, "updated_at"), text(a, "updated_at")) })
			return cut(all, limit, offset), len(all)
		})},
		{name: "the order is that of the ids", change: pages(func(all []object, limit, offset int) ([]object, int) {
			slices.SortStableFunc(all, func(a, b object) int { return strings.Compare(text(a, "lead_uuid"), text(b, "lead_uuid")) })
			return cut(all, limit, offset), len(all)
		})},
		{name: "a list in which others create all the time", change: crowded(0, 1)},
		{name: "a huge list", change: crowded(1500, 0)},
		{name: "a huge list in which others create all the time", change: crowded(1500, 2)},
		{name: "a huge list, the oldest lead first", change: both(oldestFirst(), crowded(1500, 0))},
		{name: "a huge list in which others create all the time, the oldest lead first", change: both(oldestFirst(), crowded(1500, 1))},
		{name: "a huge list, at most 20 leads per page", change: both(caps(20), crowded(1500, 1))},
		{name: "an unknown parameter is refused", change: on("listLeads", func(c call, next server) answer {
			for name := range c.values() {
				if !slices.Contains([]string{"list_uuid", "campaign_uuid", "phone_number", "limit", "offset"}, name) {
					return reply(400, `{"error":"unknown parameter"}`)
				}
			}
			return next(c)
		})},
		{name: "an unknown campaign is refused", change: on("listLeads", func(c call, next server) answer {
			if campaign := c.values().Get("campaign_uuid"); campaign != "" && campaign != "7bbe986b-8a6e-404c-840b-781102b5aa07" {
				return reply(400, `{"error":"campaign is not found"}`)
			}
			return next(c)
		})},
		{name: "an offset past the end is 404", change: on("listLeads", func(c call, next server) answer {
			if got := next(c); number(text(got.object(), "total"), 0) > number(c.values().Get("offset"), 0) || c.values().Get("offset") == "" || !got.ok() {
				return got
			}
			return reply(404, notFoundError)
		})},
	}
}

func oldestFirst() change {
	return pages(func(all []object, limit, offset int) ([]object, int) {
		slices.Reverse(all)
		return cut(all, limit, offset), len(all)
	})
}

// crowded is a list with leads of other clients, who create more before each listing.
func crowded(before, each int) change {
	return func(next server) server {
		made := 0
		create := func(c call) {
			made++
			next(c.to("POST", "/v3/lead", object{"list_uuid": seedList, "lead_code": "other", "phone_number": fmt.Sprintf("09%08d", made)}))
		}
		return func(c call) answer {
			for made < before {
				create(c)
			}
			if c.operation == "listLeads" {
				for range each {
					create(c)
				}
			}
			return next(c)
		}
	}
}

// dedupes refuses a second lead with the same number, with a given text.
func dedupes(status int, body string) change {
	return on("createLead", func(c call, next server) answer {
		number := text(c.object(), "phone_number")
		if number != "" && c.header.Get("Authorization") != "" && len(matching(next, c.to("GET", "/v3/lead", nil), url.Values{"phone_number": {number}})) > 0 {
			return reply(status, body)
		}
		return next(c)
	})
}

// uniqueCode refuses a second lead with the same lead_code.
func uniqueCode() change {
	return func(next server) server {
		codes := map[string]bool{}
		return func(c call) answer {
			code := text(c.object(), "lead_code")
			if c.operation == "createLead" && code != "" && codes[code] {
				return reply(409, `{"error":"lead_code is exists"}`)
			}
			got := next(c)
			if c.operation == "createLead" && got.ok() {
				codes[code] = true
			}
			return got
		}
	}
}
