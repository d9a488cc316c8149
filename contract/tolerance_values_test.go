package contract_test

import (
	"encoding/json"
	"regexp"
	"strings"
	"time"

	"github.com/leadapi/leadapi/contract"
)

// Correct servers that are strict about values, or show them in another format.

// choosy refuses creates and updates with certain values in a field. It accepts empty values.
func choosy(field, message string, takes func(value string) bool) change {
	refuse := func(c call, next server) answer {
		if value := text(c.object(), field); value != "" && value != zeroTime && !takes(value) && c.header.Get("Authorization") != "" {
			return reply(400, string(write(object{"error": []object{{field: message}}})))
		}
		return next(c)
	}
	return both(on("createLead", refuse), on("updateLead", refuse))
}

func matches(pattern string) func(string) bool { return regexp.MustCompile(pattern).MatchString }

func isObject(text string) bool { return parse([]byte(text)) != nil && json.Valid([]byte(text)) }

// reads changes the format of a non-empty field wherever a lead is shown.
func reads(field string, edit func(string) string) change {
	return shows(func(lead object) {
		if shown := text(lead, field); shown != "" {
			lead[field] = edit(shown)
		}
	})
}

// redated writes a day in another format.
func redated(from, to string) func(string) string {
	return func(day string) string {
		at, err := time.Parse(from, day)
		if err != nil {
			return day
		}
		return at.Format(to)
	}
}

func hasChanged(stored, sent object) bool {
	for field, value := range sent {
		if stored[field] != value && value != "" && value != zeroTime {
			return true
		}
	}
	return false
}

func valueServers() []tolerated {
	const noDay = "Does not match format 'date'"
	provinces := func(name string) bool {
		return strings.Contains("|Hà Nội|Bắc Ninh|Huế|Đà Nẵng|Hải Phòng|Cần Thơ|Hồ Chí Minh|Thành phố Hồ Chí Minh|Nghệ An|", "|"+strings.TrimPrefix(name, "Tỉnh ")+"|")
	}
	upper := func(fields ...string) func(object) {
		return func(lead object) {
			for _, field := range fields {
				lead[field] = strings.ToUpper(text(lead, field))
			}
		}
	}
	ids := []string{"lead_uuid", "list_uuid", "campaign_uuid", "domain_uuid"}
	point := func(fields ...string) func(object) {
		return func(o object) {
			for _, field := range fields {
				if number, isNumber := o[field].(json.Number); isNumber {
					o[field] = json.Number(number.String() + ".0")
				}
			}
		}
	}
	local := func(number string) string {
		if rest, found := strings.CutPrefix(number, "84"); found && matches(`^(84|0[35789])+[0-9]{8}$`)(number) {
			return "0" + rest
		}
		return number
	}
	return []tolerated{
		{name: "identity_number has 12 digits", change: choosy("identity_number", "Does not match pattern '^[0-9]{12}$'", matches(`^[0-9]{12}$`))},
		{name: "identity_number has 9 or 12 digits", change: choosy("identity_number", "invalid", matches(`^([0-9]{9}|[0-9]{12})$`))},
		{name: "identity_number has 9 digits", change: choosy("identity_number", "invalid", matches(`^[0-9]{9}$`))},
		{name: "additional is JSON", change: choosy("additional", "invalid JSON", func(text string) bool { return json.Valid([]byte(text)) })},
		{name: "additional is an object", change: choosy("additional", "invalid JSON", isObject)},
		{name: "additional is stored as JSON", change: both(choosy("additional", "invalid JSON", isObject),
			reads("additional", func(text string) string {
				if isObject(text) {
					return string(write(parse([]byte(text))))
				}
				return text
			}))},
		{name: "date_of_birth is YYYY-MM-DD", change: choosy("date_of_birth", noDay, matches(`^\d{4}-\d\d-\d\d$`))},
		{name: "date_of_birth is DD/MM/YYYY", change: choosy("date_of_birth", noDay, matches(`^\d\d/\d\d/\d{4}$`))},
		{name: "date_of_birth is a time", change: choosy("date_of_birth", "Does not match format 'date-time'", matches(`^\d{4}-\d\d-\d\dT`))},
		{name: "date_of_birth is shown as DD/MM/YYYY", change: reads("date_of_birth", redated(time.DateOnly, "02/01/2006"))},
		{name: "date_of_birth is shown as DD-MM-YYYY", change: reads("date_of_birth", redated(time.DateOnly, "02-01-2006"))},
		{name: "date_of_birth is shown as a time", change: reads("date_of_birth", redated(time.DateOnly, time.RFC3339))},
		{name: "identity_issued_on is shown as midnight here", change: reads("identity_issued_on", func(at string) string {
			if strings.HasPrefix(at, "0001") {
				return at
			}
			return strings.TrimSuffix(at, "Z") + "+07:00"
		})},
		{name: "identity_issued_on is shown in another zone", change: reads("identity_issued_on", func(at string) string {
			if strings.HasPrefix(at, "0001") {
				return at
			}
			return redatedZone(at)
		})},
		{name: "provinces are those of a table", change: choosy("province", "unknown province", provinces)},
		{name: "texts have no digits", change: choosy("identity_issued_at", "invalid", matches(`^[^0-9]*$`))},
		{name: "contract_number is letters, digits and dashes", change: choosy("contract_number", "invalid", matches(`^[A-Za-z0-9-]{1,20}$`))},
		{name: "contract_number is letters and digits", change: choosy("contract_number", "invalid", matches(`^[A-Za-z0-9]{1,20}$`))},
		{name: "names have at most 50 letters", change: choosy("lead_name", "String length must be less than or equal to 50",
			func(name string) bool { return len([]rune(name)) <= 50 })},
		{name: "names have at most 50 bytes", change: choosy("lead_name", "String length must be less than or equal to 50",
			func(name string) bool { return len(name) <= 50 })},
		{name: "names longer than 40 letters are cut", differs: "", change: rewrites("lead_name", func(name string) string {
			letters := []rune(name)
			return string(letters[:min(40, len(letters))])
		})},
		{name: "addresses have at most 60 letters", change: choosy("address", "too long", func(text string) bool { return len([]rune(text)) <= 60 })},
		{name: "lead_code has at most 20 characters", change: choosy("lead_code", "too long", func(text string) bool { return len(text) <= 20 })},
		{name: "updated numbers have the pattern of create or 11 digits", change: choosy("phone_number", "invalid", matches(`^((84|0[35789])+[0-9]{8}|0[0-9]{10}|84.*|.{0,7}|.*[^0-9].*|.*)$`))},
		{name: "a number that starts with 84 is stored with 0", change: both(rewrites("phone_number", local), on("listLeads", func(c call, next server) answer {
			query := c.values()
			if query.Has("phone_number") {
				query.Set("phone_number", local(query.Get("phone_number")))
				c = c.ask(query)
			}
			return next(c)
		}))},
		{name: "an update that changes nothing is refused", change: idleUpdates(400, `{"error":"nothing to update"}`)},
		{name: "an update that changes nothing is 304", change: idleUpdates(304, ``)},
		{name: "mobile numbers only, with a block of them", change: choosy("phone_number", "Does not match pattern '^(84|0[3|5|7|8|9])+([0-9]{8})$'", func(number string) bool {
			return !matches(`^(84|0[35789])+[0-9]{8}$`)(number) || matches(`^0[35789][0-9]{8}$`)(number)
		}).only("createLead"), option: func(cfg *contract.Config) { cfg.PhonePrefix = sampleBlock }},
		{name: "ids in capitals in listings", change: lists(upper(ids...))},
		{name: "ids in capitals in gets", change: gets(upper(ids...))},
		{name: "the list's id in capitals", change: shows(upper("list_uuid"))},
		{name: "the campaign's and the domain's id in capitals", change: shows(upper("campaign_uuid", "domain_uuid"))},
		{name: "ids in capitals from create, update and delete", change: both(replies("createLead", upper("lead_uuid")),
			both(replies("updateLead", upper("lead_uuid")), both(replies("deleteLead", upper("lead_uuid")), lowered())))},
		{name: "10.0 for 10 in a page", change: replies("listLeads", point("limit", "offset", "total"))},
		{name: "1e1 for 10 in a page", change: replies("listLeads", func(page object) {
			if text(page, "limit") == "10" {
				page["limit"] = json.Number("1e1")
			}
		})},
		{name: "0.0 for 0 in a lead", change: shows(point("after_day", "called_count", "hopper_id"))},
		{name: "times without decimals", change: shows(func(lead object) {
			for _, field := range []string{"created_at", "updated_at"} {
				lead[field] = regexp.MustCompile(`\.\d+`).ReplaceAllString(text(lead, field), "")
			}
		})},
		{name: "times with nine decimals, in another zone", change: shows(func(lead object) {
			for _, field := range []string{"created_at", "updated_at"} {
				at, err := time.Parse(time.RFC3339Nano, text(lead, field))
				must(err)
				lead[field] = at.In(time.FixedZone("", 8*3600)).Format("2006-01-02T15:04:05.000000000Z07:00")
			}
		})},
		{name: "another text for no time", change: shows(func(lead object) {
			for _, field := range []string{"identity_issued_on", "other_identity_issued_on"} {
				if text(lead, field) == zeroTime {
					lead[field] = "0001-01-01T00:00:00+00:00"
				}
			}
			lead["last_call_time"] = "1970-01-01T00:00:01Z"
		})},
		{name: "a list without a campaign", change: shows(func(lead object) { lead["campaign_uuid"], lead["campaign_name"] = "", "" })},
		{name: "leads that are assigned at once", change: shows(func(lead object) {
			lead["assign_user_uuid"], lead["assign_username"] = "66666666-7777-4888-9999-AAAAAAAAAAAA", "agent7"
		})},
	}
}

// redatedZone writes a time in the zone of New York, which can change the day.
func redatedZone(text string) string {
	at, err := time.Parse(time.RFC3339Nano, text)
	must(err)
	return at.In(time.FixedZone("", -5*3600)).Format(time.RFC3339Nano)
}

// idleUpdates refuses updates that would not change the lead.
func idleUpdates(status int, body string) change {
	return on("updateLead", func(c call, next server) answer {
		stored, sent := next(c.to("GET", "/v3/lead/"+c.id, nil)), c.object()
		if stored.ok() && sent["lead_uuid"] != nil && sent["phone_number"] != nil && c.header.Get("Authorization") != "" && !hasChanged(stored.object(), sent) {
			return reply(status, body)
		}
		return next(c)
	})
}

// lowered accepts ids in any case.
func lowered() change {
	return func(next server) server {
		return func(c call) answer {
			c.path = strings.Replace(c.path, c.id, strings.ToLower(c.id), 1)
			if sent := c.object(); sent["lead_uuid"] != nil {
				sent["lead_uuid"] = strings.ToLower(text(sent, "lead_uuid"))
				c = c.with(sent)
			}
			return next(c)
		}
	}
}
