package contract_test

import (
	"regexp"
	"slices"
	"strings"
)

// Mutants of update.

// updateFields returns the fields that an update accepts, except lead_uuid.
var updateFields = slices.DeleteFunc(fieldsOf("LeadChange"), func(field string) bool { return field == "lead_uuid" })

// updateFieldMutants returns one mutant for each field that an update accepts, and mutants that mix up fields.
func updateFieldMutants() []mutant {
	var all []mutant
	for _, field := range updateFields {
		if field != "phone_number" { // it is required
			all = append(all, mutant{name: "update does not store " + field, breaks: "update.field." + field + " update.all",
				change: sends("updateLead", func(sent object) { delete(sent, field) })})
		}
	}
	swaps := func(a, b string) mutant {
		return mutant{name: "update swaps " + a + " and " + b, breaks: "update.field." + a + " update.field." + b + " update.all",
			change: sends("updateLead", swap(a, b))}
	}
	return append(all,
		swaps("province", "district"), swaps("district", "ward"),
		swaps("identity_number", "contract_number"), swaps("identity_issued_at", "address"),
		mutant{name: "update swaps lead_name and lead_code", breaks: "update.all", change: sends("updateLead", swap("lead_name", "lead_code"))},
		mutant{name: "update does not store phone_number", breaks: "update.field.phone_number update.required-only", change: keepsNumber()},
		mutant{name: "update stores address in ward as well", breaks: "update.field.address update.all",
			change: sends("updateLead", func(sent object) {
				if text(sent, "address") != "" {
					sent["ward"] = sent["address"]
				}
			})},
		mutant{name: "update stores the day of identity_issued_on one early", breaks: "update.field.identity_issued_on",
			change: shows(func(lead object) {
				lead["identity_issued_on"] = regexp.MustCompile(`^20..-..-..T00:00:00Z$`).ReplaceAllStringFunc(text(lead, "identity_issued_on"),
					func(day string) string { return strings.Replace(day, "T00", "T07", 1) })
			})},
		mutant{name: "a second update gives the lead another id", breaks: "update.field.lead_uuid", change: movesOnSecondUpdate()},
	)
}

// keepsNumber makes an update keep the stored number.
func keepsNumber() change {
	return on("updateLead", func(c call, next server) answer {
		sent := c.object()
		if stored := next(c.to("GET", "/v3/lead/"+c.id, nil)); stored.ok() && text(sent, "phone_number") != "" {
			sent["phone_number"] = stored.object()["phone_number"]
			c = c.with(sent)
		}
		return next(c)
	})
}

func updateMutants() []mutant {
	return []mutant{
		{name: "update answers with updated and no id", breaks: "update.reply",
			change: replies("updateLead", func(o object) { delete(o, "lead_uuid"); o["updated"] = true })},
		{name: "update answers with another id", breaks: "update.reply", change: replies("updateLead", func(o object) { o["lead_uuid"] = otherLead })},
		{name: "update answers with nothing", breaks: "update.reply",
			change: on("updateLead", func(c call, next server) answer {
				if got := next(c); !got.ok() {
					return got
				}
				return reply(204, "")
			})},
		{name: "update answers and does not store", breaks: "update.all update.required-only update.number-without-pattern",
			change: on("updateLead", func(c call, next server) answer {
				if sent := c.object(); next(c.to("GET", "/v3/lead/"+c.id, nil)).ok() && sent["phone_number"] != nil {
					return reply(200, `{"lead_uuid":"`+c.id+`"}`)
				}
				return next(c)
			})},
		{name: "update refuses empty texts", breaks: "update.printed",
			change: refuses("updateLead", `{"error":[{"address":"String length must be greater than or equal to 1"}]}`,
				func(sent object) bool { return sent["address"] == "" })},
		{name: "update refuses the zero time", breaks: "update.printed",
			change: refuses("updateLead", `{"error":[{"identity_issued_on":"Does not match format 'date-time'"}]}`,
				func(sent object) bool { return sent["identity_issued_on"] == "0001-01-01T00:00:00Z" })},
		{name: "update wants all fields", breaks: "update.required-only",
			change: refuses("updateLead", `{"error":[{"(root)":"lead_name is required"}]}`, lacks("lead_name"))},
		{name: "update has the pattern of create", breaks: "update.number-without-pattern",
			change: refuses("updateLead", refusedPattern, phone(func(number string) bool {
				return number != "" && !regexp.MustCompile(`^(84|0[3|5|7|8|9])+([0-9]{8})$`).MatchString(number)
			}))},
		{name: "update stores addresses in one byte a letter", breaks: "update.vietnamese update.field.address",
			change: sends("updateLead", func(sent object) {
				if address := text(sent, "address"); address != "" {
					sent["address"] = latin1(address)
				}
			})},
		{name: "update cuts additional at byte 64", breaks: "update.vietnamese update.field.additional",
			change: sends("updateLead", func(sent object) {
				if additional := text(sent, "additional"); len(additional) > 64 {
					sent["additional"] = strings.ToValidUTF8(additional[:64], "\ufffd")
				}
			})},
		{name: "update writes into every lead of the run", breaks: "update.others-stay", change: leaks()},
		{name: "update makes a second lead", breaks: "update.listed",
			change: on("updateLead", func(c call, next server) answer {
				got, sent := next(c), c.object()
				if got.ok() && text(sent, "phone_number") != "" {
					store(c, next, sent)
				}
				return got
			})},
		{name: "update stores empty texts", breaks: "update.keeps-on-empty",
			change: emptied(func(sent object, field string) bool { return sent[field] == "" }, "")},
		{name: "update stores the zero time", breaks: "update.keeps-on-zero-time",
			change: emptied(func(sent object, field string) bool { return sent[field] == zeroTime }, zeroTime)},
		{name: "update empties what is not sent", breaks: "update.keeps-unsent",
			change: emptied(func(sent object, field string) bool { return sent[field] == nil && field == "ward" }, "")},
		{name: "update sets the status", breaks: "update.leaves-dialer-fields", change: setsStatus()},
		{name: "update leaves updated_at", breaks: "update.updated-at",
			change: shows(func(lead object) { lead["updated_at"] = lead["created_at"] })},
		{name: "update stores any field", breaks: "update.other-field", change: storesComment()},
		{name: "the body says which lead is updated", breaks: "update.path-counts",
			change: bodyDecides()},
		{name: "update of an unknown id says Lead not found", breaks: "update.unknown", change: unknown("updateLead", 404, `{"error":"Lead not found"}`)},
		{name: "update of an unknown id answers with it", breaks: "update.unknown",
			change: on("updateLead", func(c call, next server) answer {
				if got := next(c); got.status != 404 {
					return got
				}
				return reply(200, `{"lead_uuid":"`+c.id+`"}`)
			})},
	}
}

// bodyDecides updates the lead that the body names, whatever the path says.
func bodyDecides() change {
	return on("updateLead", func(c call, next server) answer {
		if id := text(c.object(), "lead_uuid"); id != "" {
			c.path = "/v3/lead/" + id
		}
		return next(c)
	})
}
