package contract_test

import (
	"maps"
	"regexp"
	"slices"
	"strings"
)

// Mutants of the documented pattern, one for each edge.

func patternMutants() []mutant {
	var all []mutant
	taken := map[string]string{
		"0303": "03", "0505": "05", "0307": "07", "0308": "08", "0309": "09", "8484": "84", "030384": "mixed", "0|": "bar",
	}
	for _, prefix := range slices.Sorted(maps.Keys(taken)) {
		all = append(all, mutant{name: "create refuses numbers that start with " + prefix, breaks: "create.takes." + taken[prefix],
			change: refuses("createLead", refusedPattern, phone(startsWith(prefix)))})
	}
	rejected := map[string]string{
		"0300": "00", "0301": "01", "0302": "02", "0304": "04", "0306": "06", "1303": "no-prefix", "+": "plus",
		"8430": "84-and-nine",
	}
	for _, prefix := range slices.Sorted(maps.Keys(rejected)) {
		all = append(all, mutant{name: "create accepts numbers that start with " + prefix, breaks: "create.rejects." + rejected[prefix],
			change: takes(phone(startsWith(prefix)))})
	}
	matches := func(name, rule, pattern string) mutant {
		return mutant{name: "create accepts " + name, breaks: "create.rejects." + rule, change: takes(phone(regexp.MustCompile(pattern).MatchString))}
	}
	return append(all, []mutant{
		matches("a digit too few", "short", `^0303[0-9]{7}$`),
		matches("a digit too many", "long", `^0303[0-9]{9}$`),
		matches("a letter at the end", "letter", `^0303[0-9]{7}x$`),
		matches("spaces between the digits", "space", `^0303 `),
		matches("a line end after the digits", "line-end", `\n$`),
		matches("digits of full width", "full-width", `[０-９]`),
		matches("any number at all", "00 create.rejects.short create.rejects.long create.rejects.letter create.rejects.stores-nothing", `.`),
		{name: "create refuses a bad number, and stores it", breaks: "create.rejects.stores-nothing",
			change: refusesAndStores(phone(func(number string) bool { return number != "" }))},
		{name: "the group of the pattern does not repeat", breaks: "create.takes.03 create.takes.84 create.takes.mixed",
			change: refuses("createLead", refusedPattern, phone(regexp.MustCompile(`^[0-9]{12,}$`).MatchString))},
		{name: "create refuses ten digits", breaks: "create.takes.ten-digits create.printed",
			change: refuses("createLead", refusedPattern, phone(regexp.MustCompile(`^0[0-9]{9}$`).MatchString))},
		{name: "create refuses 84 and eight digits", breaks: "create.takes.ten-digits", prefix: "8412",
			change: refuses("createLead", refusedPattern, phone(regexp.MustCompile(`^84[0-9]{8}$`).MatchString))},
		{name: "create stores the last ten digits of a number", breaks: "create.takes.05 create.field.phone_number",
			change: rewrites("phone_number", func(number string) string {
				if regexp.MustCompile(`^[0-9]{12}$`).MatchString(number) {
					return "0" + number[3:]
				}
				return number
			})},
	}...)
}

// refusedMutants change how create handles a request that it must refuse.
func refusedMutants() []mutant {
	const length = `{"phone_number":"String length must be greater than or equal to 1"}`
	empty := phone(func(number string) bool { return number == "" })
	short := func(sent object) bool { return sent["list_uuid"] != nil && len(text(sent, "list_uuid")) < 36 }
	isNumber := func(field string) func(object) bool {
		return func(sent object) bool {
			_, isText := sent[field].(string)
			return sent[field] != nil && !isText
		}
	}
	return []mutant{
		{name: "an empty number gets the error only about the length", breaks: "create.empty-phone",
			change: refuses("createLead", `{"error":[`+length+`]}`, empty)},
		{name: "an empty number gets the error only about the pattern", breaks: "create.empty-phone",
			change: refuses("createLead", refusedPattern, empty)},
		{name: "the two errors of an empty number change places", breaks: "create.empty-phone",
			change: refuses("createLead", `{"error":[`+patternError+`,`+length+`]}`, empty)},
		{name: "the two errors of an empty number are one entry", breaks: "create.empty-phone",
			change: refuses("createLead", `{"error":{"phone_number":["String length must be greater than or equal to 1"]}}`, empty)},
		{name: "create accepts an empty number", breaks: "create.empty-phone create.empty-phone.stores-nothing", change: takes(empty)},
		{name: "create refuses an empty number, and stores the lead", breaks: "create.empty-phone.stores-nothing", change: refusesAndStores(empty)},
		{name: "the text about the length lacks a letter", breaks: "create.empty-phone create.short-list", change: says("greater than", "greter than")},
		{name: "the text about the pattern has no bars", breaks: "create.empty-phone create.rejects.short", change: says("0[3|5|7|8|9]", "0[35789]")},
		{name: "the text about the pattern has other quotes", breaks: "create.empty-phone", change: says("'", "\u2019")},
		{name: "create says 35 of a short list_uuid", breaks: "create.short-list", change: says("equal to 36", "equal to 35")},
		{name: "create accepts a short list_uuid", breaks: "create.short-list create.short-list.stores-nothing", change: takes(short)},
		{name: "create refuses a short list_uuid, and stores the lead", breaks: "create.short-list.stores-nothing", change: refusesAndStores(short)},
		{name: "create accepts a lead without number", breaks: "create.no-phone", change: takes(lacks("phone_number"))},
		{name: "create accepts a lead without list", breaks: "create.no-list", change: takes(lacks("list_uuid"))},
		{name: "create calls a missing number missing", breaks: "create.no-phone.text", change: says("phone_number is required", "phone_number is missing")},
		{name: "create calls a missing list missing", breaks: "create.no-list.text", change: says("list_uuid is required", "list_uuid is missing")},
		{name: "create stops at the first wrong field", breaks: "create.both-wrong",
			change: refuses("createLead", `{"error":[{"list_uuid":"String length must be greater than or equal to 36"}]}`,
				func(sent object) bool { return short(sent) && empty(sent) })},
		{name: "create accepts a number for a text", breaks: "create.number-as-phone", change: takes(isNumber("phone_number"))},
		{name: "create accepts null for a text", breaks: "create.null-phone",
			change: takes(func(sent object) bool { value, found := sent["phone_number"]; return found && value == nil })},
		{name: "create accepts a number for a name", breaks: "create.number-as-name", change: takes(isNumber("lead_name"))},
		{name: "create accepts a list that does not exist", breaks: "create.unknown-list",
			change: takes(func(sent object) bool { return len(text(sent, "list_uuid")) == 36 && sent["list_uuid"] != seedList })},
		{name: "create answers a body that is not JSON with a list", breaks: "create.malformed",
			change: on("createLead", func(c call, next server) answer {
				if got := next(c); got.ok() || c.object() != nil && !strings.HasSuffix(string(c.body), "b") {
					return got
				}
				return reply(400, `{"error":[{"(root)":"invalid JSON"}]}`)
			})},
		{name: "create reads JSON whatever its Content-Type", breaks: "create.other-content-type",
			change: on("createLead", func(c call, next server) answer {
				c.header = c.header.Clone()
				c.header.Set("Content-Type", "application/json")
				return next(c)
			})},
	}
}
