package contract_test

import "strings"

// Mutants of get, and of each field of a lead.

func getMutants() []mutant {
	return []mutant{
		{name: "a lead is assigned to no uuid", breaks: "get.assigned-user", change: gets(func(lead object) { lead["assign_user_uuid"] = "7" })},
		{name: "get wraps the lead in data", breaks: "get.reply get.field.lead_uuid",
			change: on("getLead", func(c call, next server) answer {
				got := next(c)
				if found := got.object(); found != nil && got.ok() {
					return got.with(object{"data": found})
				}
				return got
			})},
		{name: "get answers with a list of one lead", breaks: "get.reply",
			change: on("getLead", func(c call, next server) answer {
				got := next(c)
				if got.ok() {
					got.body = []byte("[" + string(got.body) + "]")
				}
				return got
			})},
		{name: "get answers with another lead", breaks: "get.the-lead create.field.phone_number",
			change: on("getLead", func(c call, next server) answer {
				if got := next(c); !got.ok() {
					return got
				}
				return next(c.to(c.method, "/v3/lead/"+seedLead, nil))
			})},
		{name: "get answers with the contents of another lead under the id", breaks: "create.field.phone_number create.field.lead_name",
			change: on("getLead", func(c call, next server) answer {
				got := next(c)
				if !got.ok() {
					return got
				}
				other := next(c.to("GET", "/v3/lead/"+seedLead, nil))
				found := other.object()
				found["lead_uuid"] = c.id
				return other.with(found)
			})},
		{name: "get remembers what it has shown first", breaks: "update.field.province update.all", change: caches()},
		{name: "get finds ids in upper case", breaks: "get.upper-case",
			change: on("getLead", func(c call, next server) answer {
				c.path = strings.ToLower(c.path)
				return next(c)
			})},
		{name: "get refuses an id that is not a UUID", breaks: "get.no-uuid",
			change: on("getLead", func(c call, next server) answer {
				if len(c.id) < 36 {
					return reply(400, `{"error":"invalid UUID length: 1"}`)
				}
				return next(c)
			})},
		{name: "get knows no HEAD", breaks: "get.head",
			change: on("getLead", func(c call, next server) answer {
				if c.method == "HEAD" {
					return reply(405, "")
				}
				return next(c)
			})},
		{name: "get answers with an empty lead for an unknown id", breaks: "get.unknown delete.gone-from-get", change: unknown("getLead", 200, `{"lead_uuid":"","lead_name":""}`)},
		{name: "get answers null for an unknown id", breaks: "get.unknown delete.gone-from-get", change: unknown("getLead", 200, `null`)},
		{name: "get answers with any lead for an unknown id", breaks: "get.unknown delete.gone-from-get",
			change: on("getLead", func(c call, next server) answer {
				if got := next(c); got.ok() || got.status != 404 {
					return got
				}
				return next(c.to(c.method, "/v3/lead/"+seedLead, nil))
			})},
		{name: "get says Lead not found of an unknown id", breaks: "get.unknown", change: unknown("getLead", 404, `{"error":"Lead not found"}`)},
	}
}

// unknown changes the answer to a get that would be Not Found.
func unknown(operation string, status int, body string) change {
	return on(operation, func(c call, next server) answer {
		if got := next(c); got.status != 404 {
			return got
		}
		return reply(status, body)
	})
}

// caches answers a second get of a lead with the reply to the first one.
func caches() change {
	return func(next server) server {
		first := map[string]answer{}
		return func(c call) answer {
			switch known, found := first[c.id]; {
			case c.operation == "deleteLead":
				delete(first, c.id)
			case c.operation == "getLead" && c.method == "GET" && found && c.header.Get("Authorization") != "":
				return known
			}
			got := next(c)
			if c.operation == "getLead" && c.method == "GET" && got.ok() {
				first[c.id] = got
			}
			return got
		}
	}
}

// fieldMutants returns one mutant for each field of a lead. They take turns in what is wrong: the same mistake in every field
// would only show that one check works.
func fieldMutants() []mutant {
	mistakes := []struct {
		what string
		make func(lead object, field string)
	}{
		{"null", func(lead object, field string) { lead[field] = nil }},
		{"missing", func(lead object, field string) { delete(lead, field) }},
		{"a number", func(lead object, field string) { lead[field] = 7 }},
		{"in capitals", func(lead object, field string) { lead[strings.ToUpper(field)] = lead[field]; delete(lead, field) }},
		{"a list", func(lead object, field string) { lead[field] = []string{} }},
		{"an object", func(lead object, field string) { lead[field] = object{} }},
		{"false", func(lead object, field string) { lead[field] = false }},
	}
	var all []mutant
	add := func(field, what string, edit func(lead object, field string)) {
		all = append(all, mutant{name: field + " of a lead is " + what, breaks: "get.field." + field + " get.reply",
			change: gets(func(lead object) { edit(lead, field) })})
	}
	set := func(value any) func(object, string) { return func(lead object, field string) { lead[field] = value } }
	turn := 0
	for _, field := range fieldsOf("Lead") {
		switch schema := document().API.Components.Schemas["Lead"].Value.Properties[field].Value; {
		case schema.Type.Is("integer"):
			add(field, "a text", set("0"))
		case schema.Format == "" && schema.Pattern == "":
			add(field, mistakes[turn%len(mistakes)].what, mistakes[turn%len(mistakes)].make)
			turn++
		}
	}
	add("after_day", "a fraction", set(0.5))
	add("called_count", "null", set(nil))
	add("domain_uuid", "no uuid", set("c275b950"))
	add("list_uuid", "a uuid that is cut", set(seedList[:30]))
	add("campaign_uuid", "a number", set(7))
	add("lead_uuid", "in braces", func(lead object, field string) { lead[field] = "{" + text(lead, field) + "}" })
	add("created_at", "seconds", set(1678265832))
	add("updated_at", "without a zone", set("2023-03-08T15:57:12.250818"))
	add("last_call_time", "with a space for the T", set("1970-01-01 08:00:01+08:00"))
	add("identity_issued_on", "a day", set("0001-01-01"))
	add("other_identity_issued_on", "empty", set(""))
	return all
}
