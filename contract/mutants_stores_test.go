package contract_test

import (
	"slices"
	"time"
)

// Changes that several tables of mutants use.

// rewrites changes a string before create stores it.
func rewrites(field string, edit func(text string) string) change {
	return sends("createLead", func(sent object) {
		if text, isText := sent[field].(string); isText {
			sent[field] = edit(text)
		}
	})
}

func dropsOnCreate(field string) change {
	return sends("createLead", func(sent object) { delete(sent, field) })
}

func swap(a, b string) func(object) {
	return func(o object) {
		if o[a] != nil && o[b] != nil {
			o[a], o[b] = o[b], o[a]
		}
	}
}

func lacks(field string) func(object) bool {
	return func(sent object) bool { return sent != nil && sent[field] == nil }
}

// latin1 keeps the letters that fit into a byte, and replaces others by ?.
func latin1(text string) string {
	var out []rune
	for _, r := range text {
		if r > 0xff {
			r = '?'
		}
		out = append(out, r)
	}
	return string(out)
}

func inUTC(lead object) {
	for _, field := range []string{"created_at", "updated_at"} {
		at, err := time.Parse(time.RFC3339Nano, text(lead, field))
		if err == nil {
			lead[field] = at.UTC().Format(time.RFC3339Nano)
		}
	}
}

// unlisted omits new leads from listings.
func unlisted() change {
	return func(next server) server {
		fresh := map[any]bool{}
		return func(c call) answer {
			got := next(c)
			found := got.object()
			switch {
			case c.operation == "createLead" && got.ok():
				fresh[found["lead_uuid"]] = true
			case c.operation == "listLeads" && got.ok():
				found["data"] = slices.DeleteFunc(found["data"].([]any), func(item any) bool { return fresh[item.(object)["lead_uuid"]] })
				return got.with(found)
			}
			return got
		}
	}
}

// renamesTheLast makes each create rename the previously created lead.
func renamesTheLast() change {
	return func(next server) server {
		var ids, numbers []string
		return func(c call) answer {
			got := next(c)
			if c.operation != "createLead" || !got.ok() {
				return got
			}
			sent := c.object()
			for i, id := range ids {
				next(c.to("PUT", "/v3/lead/"+id, object{"lead_uuid": id, "phone_number": numbers[i], "lead_name": sent["lead_name"]}))
			}
			ids, numbers = append(ids, text(got.object(), "lead_uuid")), append(numbers, text(sent, "phone_number"))
			return got
		}
	}
}

// reusesIDs gives a new lead the id of the last deleted one.
func reusesIDs() change {
	return func(next server) server {
		free := ""
		inner, outer := map[string]string{}, map[string]string{} // the mock's ids by the client's, and the reverse
		return func(c call) answer {
			if known := inner[c.id]; known != "" {
				c.path = "/v3/lead/" + known
				if sent := c.object(); sent != nil && sent["lead_uuid"] == c.id {
					sent["lead_uuid"] = known
					c = c.with(sent)
				}
			}
			got := next(c)
			found := got.object()
			switch {
			case !got.ok():
				return got
			case c.operation == "deleteLead":
				delete(inner, c.id)
				free = c.id
			case c.operation == "createLead" && free != "":
				inner[free], outer[text(found, "lead_uuid")] = text(found, "lead_uuid"), free
				free = ""
			}
			for _, shown := range append(leadsOf(found), found) {
				if id := outer[text(shown, "lead_uuid")]; id != "" {
					shown["lead_uuid"] = id
				}
			}
			return got.with(found)
		}
	}
}

// oneANumber makes numbers unique. A second create with a number gets the first lead's id, or an error.
func oneANumber(returnIt bool) change {
	return on("createLead", func(c call, next server) answer {
		number := text(c.object(), "phone_number")
		if number == "" || c.header.Get("Authorization") == "" {
			return next(c)
		}
		found := matching(next, c.to("GET", "/v3/lead", nil), map[string][]string{"phone_number": {number}})
		switch {
		case len(found) == 0:
			return next(c)
		case returnIt:
			return reply(200, `{"created":true,"lead_uuid":"`+text(found[0], "lead_uuid")+`"}`)
		}
		return reply(409, `{"error":"phone_number is exists"}`)
	})
}
