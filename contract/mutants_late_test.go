package contract_test

import (
	"strings"
	"time"

	"github.com/leadapi/leadapi/contract"
)

// lateMutants do something wrong a while after the request.
func lateMutants() []mutant {
	real := func(cfg *contract.Config) { cfg.Settle, cfg.ImportTimeout = 2*time.Second, time.Minute }
	afterwards := func(operation string, delay time.Duration, do func(c call, got answer, next server)) change {
		return within(func(l *later, next server) server {
			return func(c call) answer {
				got := next(c)
				if c.operation == operation {
					l.in(delay, func() { do(c, got, next) })
				}
				return got
			}
		})
	}
	const soon = 5 * time.Millisecond
	again := func(delay time.Duration) change {
		return within(func(l *later, next server) server {
			return func(c call) answer {
				if _, ok := accepted(c); ok {
					l.in(delay, func() { next(c) })
					l.in(2*delay, func() { next(c) })
					return reply(200, processing)
				}
				return next(c)
			}
		})
	}
	storedLater := func(number func(string) bool) change {
		return afterwards("createLead", soon, func(c call, got answer, next server) {
			if sent := c.object(); sent != nil && got.status == 400 && phone(number)(sent) {
				store(c, next, sent)
			}
		})
	}
	return []mutant{
		{name: "rows are imported twice, the second time after 300 ms", breaks: "import.every-row", change: again(300 * time.Millisecond), option: real},
		{name: "rows are imported twice, the second time after 2 s", breaks: "import.every-row", change: again(2 * time.Second), option: real},
		{name: "a lead is gone a while after its create", breaks: "create.listed", change: afterwards("createLead", soon, func(c call, got answer, next server) {
			if id := text(got.object(), "lead_uuid"); id != "" && strings.Contains(text(c.object(), "lead_name"), "Nguy") {
				next(c.to("DELETE", "/v3/lead/"+id, nil))
			}
		})},
		{name: "a deleted lead comes back to the listings", breaks: "delete.gone-from-list", change: func(next server) server {
			haunted, calls := ghosts(false, true, false)(next), 0
			return func(c call) answer {
				if calls++; c.operation == "listLeads" && calls < 60 {
					return next(c)
				}
				return haunted(c)
			}
		}},
		{name: "an update is undone a while later", breaks: "update.lasts", change: undone()},
		{name: "a refused update is made a while later", breaks: "update.no-phone.changes-nothing", change: afterwards("updateLead", soon, func(c call, got answer, next server) {
			if sent := c.object(); got.status == 400 && sent != nil && sent["phone_number"] == nil && sent["lead_uuid"] != nil {
				stored := next(c.to("GET", "/v3/lead/"+c.id, nil)).object()
				sent["phone_number"] = stored["phone_number"]
				next(c.to("PUT", "/v3/lead/"+c.id, sent))
			}
		})},
		{name: "refused numbers are stored a while later", breaks: "create.rejects.stores-nothing", change: storedLater(func(string) bool { return true })},
		{name: "a refused number with a plus is stored a while later", breaks: "create.rejects.stores-nothing", change: storedLater(startsWith("+"))},
		{name: "a refused number with a letter is stored", breaks: "create.rejects.stores-nothing",
			change: refusesAndStores(phone(func(number string) bool { return strings.HasSuffix(number, "x") }))},
		{name: "a refused number that is too short is stored", breaks: "create.rejects.stores-nothing",
			change: refusesAndStores(phone(func(number string) bool { return len(number) == 11 && strings.HasPrefix(number, "0303") }))},
		{name: "a refused number is stored in another list", breaks: "create.rejects.stores-nothing", change: on("createLead", func(c call, next server) answer {
			got, sent := next(c), c.object()
			if got.status == 400 && phone(startsWith("0304"))(sent) {
				made := next(c.to("POST", "/v3/lead", object{"list_uuid": otherList, "phone_number": "030300000000", "lead_code": sent["lead_code"]}))
				id := text(made.object(), "lead_uuid")
				next(c.to("PUT", "/v3/lead/"+id, object{"lead_uuid": id, "phone_number": sent["phone_number"]}))
			}
			return got
		})},
		{name: "a create without a token is refused, and stored", breaks: "create.no-token", change: on("createLead", func(c call, next server) answer {
			got := next(c)
			if got.status == 401 && c.header.Get("Authorization") == "" {
				next(c.to("POST", "/v3/lead", c.object()))
			}
			return got
		})},
		{name: "an upload without a list is refused, and imported", breaks: "import.no-list", change: on("uploadLeads", func(c call, next server) answer {
			got, form := next(c), readUpload(c)
			if !got.ok() && form.hasFile && !form.hasList && c.header.Get("Authorization") != "" {
				form.list = seedList
				next(form.send(c))
			}
			return got
		})},
	}
}

// undone changes a lead's address a while after an update.
func undone() change {
	return within(func(l *later, next server) server {
		return func(c call) answer {
			before := next(c.to("GET", "/v3/lead/"+c.id, nil)).object()
			got := next(c)
			if c.operation == "updateLead" && got.ok() && text(before, "address") != "" {
				l.in(5*time.Millisecond, func() {
					now := next(c.to("GET", "/v3/lead/"+c.id, nil)).object()
					next(c.to("PUT", "/v3/lead/"+c.id, object{"lead_uuid": c.id, "phone_number": now["phone_number"], "address": "undone"}))
				})
			}
			return got
		}
	})
}
