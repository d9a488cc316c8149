package contract_test

import (
	"slices"
	"time"
)

// Correct servers with lagging reads or slow imports.

// version is all leads at one time, newest first.
type version struct {
	at    time.Time
	leads []object
}

// behind answers reads with an earlier state. of returns how far back: for the leads in the reply, and for total.
func behind(of func(c call) (leads, total time.Duration)) change {
	return func(next server) server {
		var versions []version
		note := func(c call) {
			versions = append(versions, version{time.Now(), matching(next, c.to("GET", "/v3/lead", nil), nil)})
		}
		past := func(back time.Duration) []object {
			shown := versions[0].leads
			for _, v := range versions[1:] {
				if v.at.After(time.Now().Add(-back)) {
					break
				}
				shown = v.leads
			}
			return shown
		}
		return func(c call) answer {
			if len(versions) == 0 {
				note(c)
			}
			got := next(c)
			switch leads, total := of(c); {
			case got.status == 401:
			case c.operation == "listLeads" && got.ok():
				query := c.values()
				page := got.object()
				page["data"] = cut(chosen(past(leads), query), number(query.Get("limit"), 10), number(query.Get("offset"), 0))
				page["total"] = len(chosen(past(total), query))
				return got.with(page)
			case c.operation == "getLead" && leads > 0 && len(c.id) == 36:
				for _, lead := range past(leads) {
					if lead["lead_uuid"] == c.id {
						return reply(200, "").with(lead)
					}
				}
				if got.ok() {
					return reply(404, notFoundError)
				}
			case c.method != "GET" && got.ok():
				note(c)
			}
			return got
		}
	}
}

// chosen returns the leads that match the filters of a query.
func chosen(leads []object, query map[string][]string) []object {
	return slices.DeleteFunc(slices.Clone(leads), func(lead object) bool {
		for _, filter := range []string{"list_uuid", "campaign_uuid", "phone_number"} {
			if wanted := query[filter]; len(wanted) > 0 && wanted[0] != "" && lead[filter] != wanted[0] {
				return true
			}
		}
		return false
	})
}

func settlingServers() []tolerated {
	const short, long = 150 * time.Millisecond, 1500 * time.Millisecond
	all := func(back time.Duration) change {
		return behind(func(call) (leads, total time.Duration) { return back, back })
	}
	only := func(operation string, leads, total time.Duration) change {
		return behind(func(c call) (time.Duration, time.Duration) {
			if c.operation == operation {
				return leads, total
			}
			return 0, 0
		})
	}
	return []tolerated{
		{name: "reads are 150 ms behind", change: all(short)},
		{name: "reads are 1.5 s behind", change: all(long)},
		{name: "listings are 150 ms behind", change: only("listLeads", short, short)},
		{name: "listings are 1.5 s behind", change: only("listLeads", long, long)},
		{name: "gets are 1.5 s behind", change: only("getLead", long, 0)},
		{name: "total is 1.5 s behind", change: only("listLeads", 0, long)},
		{name: "total is 150 ms behind, and leads 1 s", change: only("listLeads", time.Second, short)},
		{name: "filters by number are 1 s behind", change: behind(func(c call) (time.Duration, time.Duration) {
			if c.values().Has("phone_number") {
				return time.Second, time.Second
			}
			return 0, 0
		})},
		{name: "filters by list are 1 s behind", change: behind(func(c call) (time.Duration, time.Duration) {
			if c.values().Has("list_uuid") {
				return time.Second, time.Second
			}
			return 0, 0
		})},
		{name: "every second read is from a copy 1 s behind", change: func(next server) server {
			reads := 0
			return behind(func(call) (leads, total time.Duration) {
				if reads++; reads%2 == 0 {
					return time.Second, time.Second
				}
				return 0, 0
			})(next)
		}},
	}
}
