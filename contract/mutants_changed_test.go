package contract_test

import "maps"

// Changes that the mutants of update use, and those of it that let a bad request pass.

const zeroTime = "0001-01-01T00:00:00Z"

// emptied shows fields as empty that an update has emptied, until another one fills them. The mock keeps their values.
func emptied(when func(sent object, field string) bool, none string) change {
	return func(next server) server {
		empty := map[string]map[string]string{}
		show := shows(func(lead object) {
			for field, value := range empty[text(lead, "lead_uuid")] {
				lead[field] = value
			}
		})(next)
		return func(c call) answer {
			got := show(c)
			if c.operation != "updateLead" || !got.ok() {
				return got
			}
			now := maps.Clone(empty[c.id])
			if now == nil {
				now = map[string]string{}
			}
			for _, field := range updateFields {
				switch sent := c.object(); {
				case when(sent, field):
					now[field] = none
				case sent[field] != nil:
					delete(now, field)
				}
			}
			empty[c.id] = now
			return got
		}
	}
}

// leaks lets an update write into all leads that were updated before.
func leaks() change {
	return func(next server) server {
		numbers := map[string]any{} // by id
		return func(c call) answer {
			got := next(c)
			if c.operation != "updateLead" || !got.ok() {
				return got
			}
			sent := c.object()
			numbers[c.id] = sent["phone_number"]
			for id, number := range numbers {
				other := maps.Clone(sent)
				other["lead_uuid"], other["phone_number"] = id, number
				next(c.to("PUT", "/v3/lead/"+id, other))
			}
			return got
		}
	}
}

// movesOnSecondUpdate shows a lead under the id of another one once it was updated twice.
func movesOnSecondUpdate() change {
	return func(next server) server {
		updates := map[any]int{}
		show := gets(func(lead object) {
			if updates[lead["lead_uuid"]] > 1 {
				lead["lead_uuid"] = otherLead
			}
		})(next)
		return func(c call) answer {
			got := show(c)
			if c.operation == "updateLead" && got.ok() {
				updates[c.id]++
			}
			return got
		}
	}
}

// setsStatus shows another status after each update.
func setsStatus() change {
	return func(next server) server {
		updated := map[string]bool{}
		show := shows(func(lead object) {
			if updated[text(lead, "lead_uuid")] {
				lead["status"] = "CALLBACK"
			}
		})(next)
		return func(c call) answer {
			got := show(c)
			if c.operation == "updateLead" && got.ok() {
				updated[c.id] = !updated[c.id]
			}
			return got
		}
	}
}

// storesComment lets an update store a field that it does not take.
func storesComment() change {
	return func(next server) server {
		comments := map[string]any{}
		show := shows(func(lead object) {
			if comment := comments[text(lead, "lead_uuid")]; comment != nil {
				lead["comment"] = comment
			}
		})(next)
		return func(c call) answer {
			got := show(c)
			if comment := c.object()["comment"]; c.operation == "updateLead" && got.ok() && comment != nil {
				comments[c.id] = comment
			}
			return got
		}
	}
}

// mends makes update accept what it must refuse: edit turns it into something that the mock takes.
func mends(when func(sent object) bool, edit func(sent, stored object)) change {
	return on("updateLead", func(c call, next server) answer {
		sent := c.object()
		if sent == nil || c.header.Get("Authorization") == "" || !when(sent) {
			return next(c)
		}
		stored := next(c.to("GET", "/v3/lead/"+c.id, nil))
		if !stored.ok() {
			return next(c)
		}
		edit(sent, stored.object())
		return next(c.with(sent))
	})
}

func refusedUpdateMutants() []mutant {
	fill := func(field string) func(sent, stored object) {
		return func(sent, stored object) { sent[field] = stored[field] }
	}
	emptyPhone := func(sent object) bool { return sent["phone_number"] == "" }
	return []mutant{
		{name: "update accepts a lead without number", breaks: "update.no-phone update.no-phone.changes-nothing",
			change: mends(lacks("phone_number"), fill("phone_number"))},
		{name: "update refuses a lead without number, and stores the rest", breaks: "update.no-phone.changes-nothing",
			change: on("updateLead", func(c call, next server) answer {
				got := next(c)
				if sent := c.object(); sent != nil && sent["phone_number"] == nil {
					mends(lacks("phone_number"), fill("phone_number"))(next)(c)
				}
				return got
			})},
		{name: "update says number is required", breaks: "update.no-phone", change: says("phone_number is required", "number is required")},
		{name: "update names phone_number instead of (root)", breaks: "update.no-phone", change: says("(root)", "phone_number")},
		{name: "update says of a missing number what create says of an empty one", breaks: "update.no-phone",
			change: refuses("updateLead", refusedPattern, lacks("phone_number"))},
		{name: "update accepts a body without id", breaks: "update.no-id", change: mends(lacks("lead_uuid"), fill("lead_uuid"))},
		{name: "update stops at the first missing field", breaks: "update.neither",
			change: refuses("updateLead", `{"error":[{"(root)":"lead_uuid is required"}]}`,
				func(sent object) bool { return lacks("lead_uuid")(sent) && lacks("phone_number")(sent) })},
		{name: "update accepts an empty number", breaks: "update.empty-phone", change: mends(emptyPhone, fill("phone_number"))},
		{name: "update says of an empty number what create says", breaks: "update.empty-phone",
			change: refuses("updateLead", refusedPattern, emptyPhone)},
		{name: "update accepts a day for a time", breaks: "update.bad-time",
			change: mends(func(sent object) bool { return len(text(sent, "identity_issued_on")) == 10 }, fill("identity_issued_on"))},
		{name: "update accepts a number for a name", breaks: "update.number-as-name",
			change: mends(func(sent object) bool {
				_, isText := sent["lead_name"].(string)
				return sent["lead_name"] != nil && !isText
			},
				func(sent, _ object) { sent["lead_name"] = text(sent, "lead_name") })},
		{name: "update answers a body that is not JSON with a list", breaks: "update.malformed",
			change: on("updateLead", func(c call, next server) answer {
				if c.object() != nil {
					return next(c)
				}
				return reply(400, `{"error":[{"(root)":"invalid JSON"}]}`)
			})},
		{name: "update looks for the lead first", breaks: "update.checked-first",
			change: on("updateLead", func(c call, next server) answer {
				if stored := next(c.to("GET", "/v3/lead/"+c.id, nil)); !stored.ok() {
					return stored
				}
				return next(c)
			})},
	}
}
