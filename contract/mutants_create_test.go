package contract_test

import (
	"html"
	"strings"
)

// Mutants of create: what is stored, and what a lead starts with.

func createMutants() []mutant {
	return []mutant{
		{name: "create answers with id instead of lead_uuid", breaks: "create.reply",
			change: replies("createLead", func(o object) { o["id"] = o["lead_uuid"]; delete(o, "lead_uuid") })},
		{name: "create answers created false", breaks: "create.reply",
			change: replies("createLead", func(o object) { o["created"] = false })},
		{name: "create answers created as a text", breaks: "create.reply",
			change: replies("createLead", func(o object) { o["created"] = "true" })},
		{name: "create answers with an id that is not a UUID", breaks: "create.reply",
			change: replies("createLead", func(o object) { o["lead_uuid"] = "id-" + text(o, "lead_uuid") })},
		{name: "create answers with the id of another lead", breaks: "create.listed create.field.phone_number",
			change: replies("createLead", func(o object) { o["lead_uuid"] = seedLead })},
		{name: "create answers 200 with an error body", breaks: "create.reply",
			change: on("createLead", func(call, server) answer { return reply(200, `{"error":"database is locked"}`) })},
		{name: "create answers and does not store", breaks: "create.listed",
			change: on("createLead", func(c call, next server) answer {
				got := next(c)
				next(c.to("DELETE", "/v3/lead/"+text(got.object(), "lead_uuid"), nil))
				return got
			})},
		{name: "create stores the lead twice", breaks: "list.pages list.total",
			change: on("createLead", func(c call, next server) answer { next(c); return next(c) })},
		{name: "create leaves the lead off listings", breaks: "create.listed", change: unlisted()},
		{name: "create puts the lead in another list", breaks: "create.field.list_uuid create.listed",
			change: sends("createLead", func(sent object) {
				if sent["list_uuid"] == seedList {
					sent["list_uuid"] = otherList
				}
			})},
		{name: "create drops lead_name", breaks: "create.field.lead_name", change: dropsOnCreate("lead_name")},
		{name: "create drops lead_code", breaks: "create.field.lead_code", change: dropsOnCreate("lead_code")},
		{name: "create swaps lead_name and lead_code", breaks: "create.field.lead_name create.field.lead_code",
			change: sends("createLead", swap("lead_name", "lead_code"))},
		{name: "create writes 84 for the first 0 of a number", breaks: "create.field.phone_number",
			change: rewrites("phone_number", func(text string) string {
				if rest, found := strings.CutPrefix(text, "0303"); found {
					return "8403" + rest // matches the pattern as well
				}
				return text
			})},
		{name: "create cuts a name at byte 20", breaks: "create.vietnamese",
			change: rewrites("lead_name", func(text string) string { return strings.ToValidUTF8(text[:min(20, len(text))], "\ufffd") })},
		{name: "create stores names in one byte a letter", breaks: "create.vietnamese", change: rewrites("lead_name", latin1)},
		{name: "create decomposes accents", breaks: "create.vietnamese",
			change: rewrites("lead_name", func(text string) string { return strings.ReplaceAll(text, "ễ", "e\u0302\u0303") })},
		{name: "create stores names as HTML", breaks: "create.special-characters", change: rewrites("lead_name", html.EscapeString)},
		{name: "create drops what is beyond the basic plane", breaks: "create.special-characters",
			change: rewrites("lead_name", func(text string) string { return strings.ReplaceAll(text, "😀", "?") })},
		{name: "create trims names", breaks: "create.special-characters", change: rewrites("lead_name", strings.TrimSpace)},
		{name: "create wants a lead_name", breaks: "create.without-name create.required-only",
			change: refuses("createLead", `{"error":[{"(root)":"lead_name is required"}]}`, lacks("lead_name"))},
		{name: "create wants a lead_code", breaks: "create.required-only",
			change: refuses("createLead", `{"error":[{"(root)":"lead_code is required"}]}`, lacks("lead_code"))},
		{name: "create renames the previous lead", breaks: "create.leaves-others", change: renamesTheLast()},
		{name: "create reuses the id of a deleted lead", breaks: "create.new-id", change: reusesIDs()},
		{name: "create allows one lead per number", breaks: "create.same-number", change: oneANumber(false)},
		{name: "create returns the lead that has the number", breaks: "create.same-number", change: oneANumber(true)},
		{name: "create stores any field", breaks: "create.other-field",
			change: on("createLead", func(c call, next server) answer {
				got, sent := next(c), c.object()
				id := text(got.object(), "lead_uuid")
				if sent["province"] != nil && got.ok() {
					next(c.to("PUT", "/v3/lead/"+id, object{"lead_uuid": id, "phone_number": sent["phone_number"], "province": sent["province"]}))
				}
				return got
			})},
		{name: "create refuses a field that it does not know", breaks: "create.other-field",
			change: refuses("createLead", `{"error":[{"(root)":"Additional property vip is not allowed"}]}`,
				func(sent object) bool { return sent["vip"] != nil })},
		{name: "create uses the first of two keys", breaks: "create.key-twice",
			change: on("createLead", func(c call, next server) answer {
				c.body = []byte(strings.Replace(string(c.body), `"lead_name":"second",`, "", 1))
				return next(c)
			})},
		{name: "create wants a Content-Type", breaks: "create.no-content-type",
			change: on("createLead", func(c call, next server) answer {
				if c.header.Get("Content-Type") == "" {
					return reply(415, `{"error":"Unsupported Media Type"}`)
				}
				return next(c)
			})},
	}
}

// startMutants change what a new lead starts with.
func startMutants() []mutant {
	starts := func(name, rule, field string, value any) mutant {
		return mutant{name: "a new lead " + name, breaks: rule, change: shows(func(lead object) {
			if lead["status"] == "NEW" { // all leads of the run have that status
				lead[field] = value
			}
		})}
	}
	return []mutant{
		starts("has status OPEN", "create.starts.status", "status", "OPEN"),
		starts("has alt_status NEW", "create.starts.status", "alt_status", "NEW"),
		starts("has contract_number 0", "create.starts.texts", "contract_number", "0"),
		starts("has a network", "create.starts.texts", "network", "viettel"),
		starts("has been called once", "create.starts.numbers", "called_count", 1),
		starts("was called in 1970", "create.starts.times", "last_call_time", "1970-01-01T00:00:00Z"),
		starts("has the day of the epoch for none", "create.starts.times", "identity_issued_on", "1970-01-01T00:00:00Z"),
		starts("was updated later", "create.starts.created-at", "updated_at", "2999-01-01T00:00:00+07:00"),
		starts("shows no name of its list", "create.starts.list", "list_name", ""),
		starts("shows no name of its campaign", "create.starts.list", "campaign_name", ""),
		{name: "created_at is in UTC", breaks: "create.starts.format", change: shows(inUTC)},
		{name: "created_at has nine decimals", breaks: "create.starts.format",
			change: shows(func(lead object) { lead["created_at"] = "2026-01-02T03:04:05.123456789+07:00" })},
		{name: "created_at has trailing zeros", breaks: "create.starts.trailing-zeros",
			change: shows(func(lead object) { lead["created_at"] = "2026-01-02T03:04:05.120000+07:00" })},
		{name: "each lead has another domain", breaks: "create.starts.domain",
			change: shows(func(lead object) { lead["domain_uuid"] = lead["lead_uuid"] })},
	}
}
