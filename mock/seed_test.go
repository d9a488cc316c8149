package mock_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/leadapi/leadapi/mock"
)

func TestSeedErrors(t *testing.T) {
	list := fmt.Sprintf(`"lists":[{"list_uuid":%q}]`, documentedList)
	lead := func(fields string) string {
		return fmt.Sprintf(`{%s,"leads":[{"list_uuid":%q,%s}]}`, list, documentedList, fields)
	}
	for name, test := range map[string]struct{ seed, says string }{
		"no JSON":            {"{\n\"leads\":\n nothing}", "seed my.json:3: invalid character 'o'"},
		"an array":           {"[]", "seed my.json:1: want a JSON object"},
		"an unknown key":     {`{"lead":[]}`, `seed my.json:1: unknown key "lead" (leads, lists, ordered, unlisted)`},
		"no array":           {`{"leads":{}}`, `seed my.json:1: leads: want an array of objects`},
		"an unknown field":   {lead(`"phone":"1"`), `seed my.json:1: leads[0]: unknown field "phone" (domain_uuid, lead_uuid`},
		"no uuid":            {lead(`"lead_uuid":"1"`), `seed my.json:1: leads[0]: lead_uuid: "1" is not a uuid in lower case`},
		"no text":            {lead(`"lead_name":1`), `seed my.json:1: leads[0]: lead_name: want string, not 1`},
		"null":               {lead(`"lead_name":null`), `seed my.json:1: leads[0]: lead_name: want string, not null`},
		"no number":          {lead(`"after_day":"1"`), `seed my.json:1: leads[0]: after_day: want integer, not "1"`},
		"a year too late":    {lead(`"created_at":"9999-12-31T23:59:59Z"`), `seed my.json:1: leads[0]: created_at: the time would be outside of the years 1 to 9999`},
		"no time":            {lead(`"created_at":"today"`), `seed my.json:1: leads[0]: created_at: "today" is not an RFC 3339 time`},
		"an unknown list":    {fmt.Sprintf(`{"leads":[{"list_uuid":%q}]}`, unknownID), `seed my.json:1: leads[0]: list_uuid "` + unknownID + `" names no list of the seed`},
		"no list":            {`{"leads":[{}]}`, `list_uuid is missing; it must name a list of the seed`},
		"the same id twice":  {fmt.Sprintf(`{"lists":[{"list_uuid":%q},{"list_uuid":%q}]}`, documentedList, documentedList), `is repeated`},
		"a bad unlisted id":  {`{"unlisted":["x"]}`, `seed my.json:1: unlisted[0]: "x" is not a uuid in lower case`},
		"an unlisted nobody": {fmt.Sprintf(`{"unlisted":[%q]}`, unknownID), `seed my.json:1: unlisted[0]: there is no record "` + unknownID + `"`},
		"another name":       {lead(`"list_name":"other"`), `seed my.json:1: leads[0]: list_name is "other", but the list has ""`},
	} {
		_, err := mock.New(mock.WithSeed("my.json", []byte(test.seed)))
		if err == nil || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%s: got %v, want %s", name, err, test.says)
		}
	}
}

func TestSeedFillsIn(t *testing.T) {
	seed := fmt.Sprintf(`{"leads":[{"list_uuid":%q,"lead_name":"old","created_at":"2020-01-01T00:00:00Z"},{"list_uuid":%q,"lead_name":"new"}],
		"lists":[{"list_uuid":%q,"list_name":"L"}]}`, documentedList, documentedList, documentedList)
	c := start(t, mock.WithSeed("my.json", []byte(seed)))
	leads, _ := c.page("")
	if names(leads) != "new old" || leads[1]["created_at"] != "2020-01-01T07:00:00+07:00" || leads[1]["updated_at"] != leads[1]["created_at"] || leads[0]["list_name"] != "L" {
		t.Errorf("got %v, want new and old with their times", leads)
	}
}

func TestEmptySeed(t *testing.T) {
	c := start(t, mock.WithEmptySeed())
	c.expect("GET", "/v3/lead", "", 200, `{"data":[],"limit":10,"offset":0,"total":0}`)
	c.expect("POST", "/v3/lead", fmt.Sprintf(`{"list_uuid":%q,"phone_number":"0349719999"}`, documentedList), 404, "")
}

func TestGeneratedLeads(t *testing.T) {
	c := start(t, mock.WithLeads(200))
	leads, total := c.page("?limit=300")
	if total != 202 || leads[0]["lead_name"] != "Demo02" || leads[1]["lead_name"] != "Demo01" {
		t.Errorf("got %d leads, the first are %s, want 202, Demo02 and Demo01 first", total, names(leads[:2]))
	}
	phone := regexp.MustCompile(`^0[35789]\d{8}$`)
	people := map[any]bool{}
	for _, lead := range leads[2:] {
		if !phone.MatchString(lead["phone_number"].(string)) || lead["province"] == "" || lead["list_name"] != "List Autodialer" {
			t.Errorf("got %v, want a phone number, a province and a list", lead)
		}
		people[lead["lead_name"]] = true
	}
	if len(people) < 50 {
		t.Errorf("got %d different people, want at least 50", len(people))
	}
	if _, total := start(t, mock.WithEmptySeed(), mock.WithLeads(3)).page(""); total != 3 {
		t.Errorf("got %d leads in a list of their own, want 3", total)
	}
	two := fmt.Sprintf(`{"lists":[{"list_uuid":%q},{"list_uuid":%q}]}`, documentedList, unknownID)
	c = start(t, mock.WithSeed("two lists", []byte(two)), mock.WithLeads(10))
	for _, list := range []string{documentedList, unknownID} {
		if _, total := c.page("?list_uuid=" + list); total != 5 {
			t.Errorf("got %d leads in list %s, want 5", total, list)
		}
	}
	if _, err := mock.New(mock.WithLeads(-1)); err == nil {
		t.Error("-1 leads: got no error, want one")
	}
}
