package mock_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/leadapi/leadapi/mock"
)

const otherID = "22222222-2222-4222-8222-222222222222"

func object(t testing.TB, record []byte) map[string]any {
	t.Helper()
	var decoded map[string]any
	if err := json.Unmarshal(record, &decoded); err != nil {
		t.Fatalf("%v: %s", err, record)
	}
	return decoded
}

// What is created in Go is what the API shows, and vice versa.
func TestRecordsAreThoseOfTheAPI(t *testing.T) {
	c := start(t, mock.WithNow(time.Date(2024, 5, 6, 7, 8, 9, 0, time.UTC)), mock.WithIDSeed(1))
	leads := c.server.Records("lead")
	made, err := leads.Create([]byte(`{"lead_uuid":"` + otherID + `","list_uuid":"` + documentedList + `","phone_number":"not a phone","status":"CALLED","called_count":3,"created_at":"2020-01-01T00:00:00Z"}`))
	if err != nil {
		t.Fatal(err)
	}
	c.expect("GET", "/v3/lead/"+otherID, "", 200, string(made))
	lead := object(t, made)
	for field, want := range map[string]any{"status": "CALLED", "called_count": 3.0, "phone_number": "not a phone", "created_at": "2020-01-01T07:00:00+07:00", "updated_at": "2020-01-01T07:00:00+07:00", "campaign_name": "Campaign Autodialer", "alt_status": "new"} {
		if lead[field] != want {
			t.Errorf("%s: got %v, want %v", field, lead[field], want)
		}
	}
	if page, total := c.page("?limit=1"); total != 3 || page[0]["lead_uuid"] != otherID {
		t.Errorf("got %d, the newest %v, want 3, the newest %s", total, page[0]["lead_uuid"], otherID)
	}
	id := c.create("by HTTP", "0349710001")
	got, err := leads.Get(id)
	if err != nil || string(got) != c.getUnchecked("/v3/lead/"+id).text() {
		t.Errorf("got %s %v, want what the API shows", got, err)
	}
	changed, err := leads.Update(id, []byte(`{"lead_name":"","province":"Huế"}`))
	if err != nil {
		t.Fatal(err)
	}
	c.expect("GET", "/v3/lead/"+id, "", 200, string(changed))
	if lead := object(t, changed); lead["lead_name"] != "" || lead["province"] != "Huế" || lead["phone_number"] != "0349710001" || lead["updated_at"] != "2024-05-06T14:08:09.003+07:00" {
		t.Errorf("got %s, want only the given fields changed", changed)
	}
	if err := leads.Delete(id); err != nil {
		t.Error(err)
	}
	c.expect("GET", "/v3/lead/"+id, "", 404, "")
	if _, n := c.server.Requests(mock.RequestFilter{}, 0); n != 6 {
		t.Errorf("got %d requests in the request log, want the 6 of HTTP", n)
	}
}

// A lead can be written back as it was read.
func TestRecordsRoundTrip(t *testing.T) {
	c := start(t)
	leads := c.server.Records("lead")
	lead, err := leads.Get(testNe)
	if err != nil {
		t.Fatal(err)
	}
	again, err := leads.Update(testNe, lead)
	if err != nil || string(again) != string(lead) {
		t.Errorf("%v\ngot  %s\nwant %s", err, again, lead)
	}
	if total := totalOf(t, c); total != 3 { // any write lists a lead
		t.Errorf("got %d leads, want 3", total)
	}
	all := recordsOf(t, c.server, "lead")
	c.server.Reset()
	for _, text := range all {
		id := object(t, []byte(text))["lead_uuid"].(string)
		if err := leads.Delete(id); err != nil {
			t.Fatal(err)
		}
	}
	var raw []json.RawMessage
	for i := range all {
		raw = append(raw, json.RawMessage(all[len(all)-1-i]))
	}
	made, err := leads.CreateAll(raw)
	if err != nil || len(made) != 4 {
		t.Fatalf("got %v, %d made, want 4", err, len(made))
	}
	if now := recordsOf(t, c.server, "lead"); strings.Join(now, "\n") != strings.Join(all, "\n") {
		t.Errorf("got  %s\nwant %s", now, all)
	}
}

// An error names the mistake, and nothing changes.
func TestRecordsRefuse(t *testing.T) {
	c := start(t)
	before := exported(t, c.server)
	leads, lists := c.server.Records("lead"), c.server.Records("list")
	in := func(fields string) string { return fmt.Sprintf(`{"list_uuid":%q,%s}`, documentedList, fields) }
	for _, test := range []struct {
		records *mock.Records
		body    string
		says    string
	}{
		{leads, in(`"after_day":"1"`), `after_day: want integer, not "1"`},
		{leads, in(`"phone":"1"`), `unknown field "phone" (domain_uuid, lead_uuid`},
		{leads, in(`"lead_uuid":"x"`), `lead_uuid: "x" is not a uuid in lower case`},
		{leads, in(`"lead_uuid":"` + demo01 + `"`), "lead_uuid: there is already a lead " + demo01},
		{leads, in(`"updated_at":"yesterday"`), `updated_at: "yesterday" is not an RFC 3339 time`},
		{leads, in(`"updated_at":"9999-12-31T23:59:59Z"`), "updated_at: the time would be outside of the years 1 to 9999"},
		{leads, in(`"list_name":"another"`), `list_name is "another", but the list has "List Autodialer"`},
		{leads, in(`"address":null`), "address: want string, not null"},
		{leads, `{"list_uuid":"` + otherID + `"}`, `list_uuid "` + otherID + `" names no list`},
		{leads, `{}`, `list_uuid is missing; it must name a list`},
		{lists, `{"list_name":7}`, "list_name: want string, not 7"},
		{lists, `{"list_name":"a"`, "want a JSON object: unexpected end of JSON input"},
		{lists, `[]`, "want a JSON object, not []"},
		{lists, ``, "want a JSON object: unexpected end of JSON input"},
		{c.server.Records("contacts"), `{}`, `there is no resource "contacts" (lead, list)`},
	} {
		if _, err := test.records.Create([]byte(test.body)); err == nil || !strings.HasPrefix(err.Error(), test.says) {
			t.Errorf("create %s: got %v, want %s", test.body, err, test.says)
		}
		first := json.RawMessage(in(`"lead_name":"good"`))
		if test.records == lists {
			first = json.RawMessage(`{"list_name":"good"}`)
		}
		says := "[1]: " + test.says
		if strings.HasPrefix(test.says, "there is no resource") {
			says = test.says
		}
		if _, err := test.records.CreateAll([]json.RawMessage{first, []byte(test.body)}); err == nil || !strings.HasPrefix(err.Error(), says) {
			t.Errorf("create all %s: got %v, want %s", test.body, err, says)
		}
	}
	for body, says := range map[string]string{
		`{"lead_uuid":"` + otherID + `"}`:  "lead_uuid: is " + demo01 + ", and cannot become " + otherID,
		`{"list_uuid":"` + otherID + `"}`:  `list_uuid "` + otherID + `" names no list`,
		`{"campaign_name":"x"}`:            `campaign_name is "x", but the list has "Campaign Autodialer"`,
		`{"called_count":1.5}`:             "called_count: want integer, not 1.5",
		`7`:                                "want a JSON object, not 7",
		`{"created_at":"2020-01-01"}`:      `created_at: "2020-01-01" is not an RFC 3339 time`,
		`{"lead_name":"a","lead_name":{}}`: "lead_name: want string, not {}",
	} {
		if _, err := leads.Update(demo01, []byte(body)); err == nil || err.Error() != says {
			t.Errorf("update %s: got %v, want %s", body, err, says)
		}
	}
	unknown := c.server.Records("carrier")
	_, get := unknown.Get(demo01)
	_, update := unknown.Update(demo01, []byte(`{}`))
	var all error
	for _, err := range unknown.All() {
		all = err
	}
	for _, err := range []error{get, update, unknown.Delete(demo01), all} {
		if err == nil || err.Error() != `there is no resource "carrier" (lead, list)` {
			t.Errorf("got %v, want an error about the resource carrier", err)
		}
	}
	_, get = leads.Get(otherID)
	_, update = leads.Update(otherID, []byte(`{}`))
	for _, err := range []error{get, update, leads.Delete(otherID)} {
		if !errors.Is(err, mock.ErrNotFound) || err.Error() != "lead "+otherID+": not found" {
			t.Errorf("got %v, want lead %s: not found", err, otherID)
		}
	}
	if after := exported(t, c.server); after != before {
		t.Errorf("the state: got\n%s\nwant, as before,\n%s", after, before)
	}
}

// All shows one moment, and its loop may be left at any time.
func TestAllWhileRecordsChange(t *testing.T) {
	c := start(t)
	leads := c.server.Records("lead")
	seen := 0
	for lead, err := range leads.All() {
		if err != nil {
			t.Fatal(err)
		}
		id := object(t, lead)["lead_uuid"].(string)
		if err := leads.Delete(id); err != nil {
			t.Error(err)
		}
		c.create("another", "0349710001")
		seen++
	}
	if seen != 4 || totalOf(t, c) != 4 {
		t.Errorf("got %d leads seen, %d there; want 4 and 4", seen, totalOf(t, c))
	}
}

// With WithAnyList leads may name lists that do not exist, in Go as by HTTP.
func TestRecordsOfAnyList(t *testing.T) {
	c := start(t, mock.WithAnyList())
	if _, err := c.server.Records("lead").Create([]byte(`{"list_uuid":"` + otherID + `"}`)); err != nil {
		t.Error(err)
	}
}

// A function gets the session of the request, and its reply can have headers.
func TestOperationHasSessionAndHeaders(t *testing.T) {
	after := make(chan string, 2)
	c := start(t, mock.WithOperation("getLead", func(c *mock.Call) mock.Reply {
		n := 0
		for _, err := range c.Session.Records("lead").All() {
			if err != nil {
				return mock.Reply{Status: http.StatusInternalServerError, Why: err.Error()}
			}
			n++
		}
		return mock.Reply{
			Status: http.StatusOK,
			Header: http.Header{"x-count": {fmt.Sprint(n)}, "Set-Cookie": {"a=1", "b=2"}},
			Body:   []byte(`{"session":"` + c.Session.Name() + `"}`),
			After:  func() { after <- c.Session.Name() },
		}
	}))
	if err := c.server.InSession("a").Records("lead").Delete(demo01); err != nil {
		t.Fatal(err)
	}
	for session, count := range map[string]string{"": "4", "a": "3"} {
		_, got := c.exchange("GET", "/v3/lead/"+demo01, http.Header{"Authorization": {"Bearer test"}, "X-Mock-Session": {session}}, nil)
		if got.text() != `{"session":"`+session+`"}` || got.header.Get("X-Count") != count || len(got.header["Set-Cookie"]) != 2 {
			t.Errorf("session %q: got %s %v, want its session, %s and both cookies", session, got.body, got.header, count)
		}
		if ran := <-after; ran != session {
			t.Errorf("After: got session %q, want %q", ran, session)
		}
	}
}
