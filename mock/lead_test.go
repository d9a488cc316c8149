package mock_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/leadapi/leadapi/mock"
	"github.com/leadapi/leadapi/openapi"
)

func TestCreateStartsALead(t *testing.T) {
	now := time.Date(2023, 3, 8, 16, 0, 0, 250_818_000, time.FixedZone("", 7*60*60))
	c := start(t, mock.WithNow(now), mock.WithIDSeed(1))
	id := c.create("Nguyễn Thị Ánh 😀 <b>&", "0349719999")
	lead := c.expect("GET", "/v3/lead/"+id, "", 200, "").decoded(t)
	for field, want := range map[string]any{
		"lead_uuid": id, "lead_name": "Nguyễn Thị Ánh 😀 <b>&", "lead_code": "", "phone_number": "0349719999",
		"list_uuid": documentedList, "list_name": "List Autodialer", "campaign_uuid": documentedCampaign, "campaign_name": "Campaign Autodialer",
		"status": "NEW", "alt_status": "new", "contract_number": "", "additional": "", "network": "", "called_count": 0.0,
		"last_call_time": "1970-01-01T08:00:01+08:00", "identity_issued_on": "0001-01-01T00:00:00Z",
	} {
		if lead[field] != want {
			t.Errorf("%s: got %v, want %v", field, lead[field], want)
		}
	}
	if lead["created_at"] != lead["updated_at"] || !strings.HasPrefix(lead["created_at"].(string), "2023-03-08T16:00:00.25") {
		t.Errorf("got created_at %v and updated_at %v, want both at 2023-03-08T16:00:00.25", lead["created_at"], lead["updated_at"])
	}
	page, err := openapi.Lead()
	if err != nil {
		t.Fatal(err)
	}
	if want := len(page.Fields("Lead")); len(lead) != want {
		t.Errorf("got %d fields, want %d", len(lead), want)
	}
}

// The same seed and clock give the same IDs and times.
func TestRepeatable(t *testing.T) {
	run := func(seed int64) string {
		c := start(t, mock.WithNow(time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)), mock.WithIDSeed(seed), mock.WithLeads(5))
		c.create("one", "0349719999")
		c.create("two", "0349719999")
		return c.send("GET", "/v3/lead", "").text()
	}
	if first, second := run(7), run(7); first != second {
		t.Errorf("with the same seed: got\n%s\nwant\n%s", second, first)
	}
	if run(7) == run(8) {
		t.Error("two seeds: got the same ids, want different ones")
	}
}

func TestTimesDropTrailingZeros(t *testing.T) {
	for micros, want := range map[int]string{0: "16:00:00+07:00", 120_000: "16:00:00.12+07:00", 1: "16:00:00.000001+07:00"} {
		seed := fmt.Sprintf(`{"lists":[{"list_uuid":%q}],"leads":[{"lead_uuid":%q,"list_uuid":%q,"created_at":"2023-03-08T09:00:00.%06dZ"}]}`,
			documentedList, demo01, documentedList, micros)
		c := start(t, mock.WithSeed("times", []byte(seed)))
		if got := c.send("GET", "/v3/lead/"+demo01, "").decoded(t)["created_at"]; got != "2023-03-08T"+want {
			t.Errorf("got %v, want %s", got, want)
		}
	}
}

// Each field of the update table is stored under its own name; nothing else changes, in this lead or another.
func TestUpdateStoresEachField(t *testing.T) {
	for _, field := range []string{"lead_name", "lead_code", "phone_number", "contract_number", "identity_number", "identity_issued_at",
		"identity_issued_on", "address", "province", "district", "ward", "date_of_birth", "additional"} {
		t.Run(field, func(t *testing.T) {
			c := start(t, mock.WithNow(time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)))
			before := c.send("GET", "/v3/lead/"+demo01, "").decoded(t)
			other := c.send("GET", "/v3/lead/"+demo02, "").text()
			value := "giá trị của " + field
			if field == "identity_issued_on" {
				value = "2015-06-01T00:00:00+07:00"
			}
			change := map[string]string{"lead_uuid": demo01, "phone_number": "0349719999", field: value}
			var body []string
			for name, text := range change {
				body = append(body, fmt.Sprintf("%q:%q", name, text))
			}
			c.expect("PUT", "/v3/lead/"+demo01, "{"+strings.Join(body, ",")+"}", 200, `{"lead_uuid":"`+demo01+`"}`)
			after := c.send("GET", "/v3/lead/"+demo01, "").decoded(t)
			for name := range after {
				want := before[name]
				switch name {
				case field:
					want = value
				case "updated_at":
					want = "2024-01-01T07:00:00.001+07:00" // the seed reads the clock once; the update comes next
				}
				if after[name] != want {
					t.Errorf("%s: got %v, want %v", name, after[name], want)
				}
			}
			if got := c.send("GET", "/v3/lead/"+demo02, "").text(); got != other {
				t.Errorf("another lead: got\n%s\nwant, as before,\n%s", got, other)
			}
		})
	}
}

func TestUpdateKeepsWhatIsEmptyOrNotSent(t *testing.T) {
	c := start(t)
	c.expect("PUT", "/v3/lead/"+demo01, `{"lead_uuid":"","phone_number":"1","lead_name":"","province":"Huế"}`, 200, "")
	c.expect("PUT", "/v3/lead/"+demo01, `{"lead_uuid":"other","phone_number":"2"}`, 200, "") // A24: the path decides
	lead := c.send("GET", "/v3/lead/"+demo01, "").decoded(t)
	if lead["lead_name"] != "Demo01" || lead["province"] != "Huế" || lead["phone_number"] != "2" || lead["contract_number"] != "ABC123" {
		t.Errorf("got %v, want Demo01 with the changes", lead)
	}
	if found, _ := c.page("?phone_number=2"); names(found) != "Demo01" {
		t.Errorf("by the new number: got %s; want Demo01", names(found))
	}
	if _, total := c.page("?phone_number=0349719999"); total != 0 {
		t.Errorf("by the old number: got %d, want 0", total)
	}
}

// The two printed leads that the printed list lacks are listed once something writes to them (C05).
func TestUnlistedLeads(t *testing.T) {
	c := start(t)
	c.expect("PUT", "/v3/lead/"+testNe, `{"lead_uuid":"x","phone_number":"1"}`, 200, "")
	leads, total := c.page("")
	if total != 3 || names(leads) != "Demo02 Demo01 TestNe" {
		t.Errorf("got %d: %s, want 3: Demo02 Demo01 TestNe", total, names(leads))
	}
}

func TestDelete(t *testing.T) {
	c := start(t)
	c.expect("DELETE", "/v3/lead/"+demo01, "", 200, `{"lead_uuid":"`+demo01+`"}`)
	c.expect("DELETE", "/v3/lead/"+demo01, "", 404, `{"error":"Not Found"}`)
	c.expect("GET", "/v3/lead/"+demo01, "", 404, `{"error":"Not Found"}`)
	c.expect("PUT", "/v3/lead/"+demo01, `{"lead_uuid":"x","phone_number":"1"}`, 404, `{"error":"Not Found"}`)
	leads, total := c.page("?list_uuid=" + documentedList)
	if total != 1 || names(leads) != "Demo02" {
		t.Errorf("got %d: %s, want 1: Demo02", total, names(leads))
	}
}

func TestUnknownIDs(t *testing.T) {
	c := start(t)
	for _, id := range []string{unknownID, "x", "1", strings.ToUpper(demo01), "%7B" + demo01 + "%7D", strings.Repeat("a", 5000), // A23
		demo01 + "%2F", "..%2F..%2Fetc%2Fpasswd", "%2F", "%00", "%ff", "%C3%A9", demo01[:35], demo01 + "0", "%20" + demo01} {
		c.expect("GET", "/v3/lead/"+id, "", 404, `{"error":"Not Found"}`)
		c.expect("DELETE", "/v3/lead/"+id, "", 404, `{"error":"Not Found"}`)
		c.expect("PUT", "/v3/lead/"+id, `{"lead_uuid":"x","phone_number":"1"}`, 404, `{"error":"Not Found"}`)
		c.expect("PUT", "/v3/lead/"+id, `{}`, 400, "") // A25
	}
}

// An unnecessary escape identifies the same lead.
func TestEscapedID(t *testing.T) {
	start(t).expect("GET", fmt.Sprintf("/v3/lead/%%%x%s", demo01[0], demo01[1:]), "", 200, "")
}

func TestUnknownList(t *testing.T) {
	c := start(t)
	for _, list := range []string{unknownID, strings.ToUpper(documentedList), strings.Repeat("x", 36), strings.Repeat("x", 5000)} {
		c.expect("POST", "/v3/lead", fmt.Sprintf(`{"list_uuid":%q,"phone_number":"0349719999"}`, list), 404, `{"error":"Not Found"}`) // A11
	}
}

func TestAnyList(t *testing.T) {
	c := start(t, mock.WithAnyList())
	body := fmt.Sprintf(`{"list_uuid":%q,"phone_number":"0349719999"}`, unknownID)
	id := c.expect("POST", "/v3/lead", body, 200, "").decoded(t)["lead_uuid"].(string)
	lead := c.send("GET", "/v3/lead/"+id, "").decoded(t)
	if lead["list_uuid"] != unknownID || lead["list_name"] != "" || lead["campaign_uuid"] != "" {
		t.Errorf("got %v, want an unknown list without names", lead)
	}
	if leads, total := c.page("?list_uuid=" + unknownID); total != 1 || leads[0]["lead_uuid"] != id {
		t.Errorf("got %d in the list, want 1, lead %s", total, id)
	}
	c.expect("POST", "/v3/lead", fmt.Sprintf(`{"list_uuid":%q,"phone_number":"0349719999"}`, strings.Repeat("x", 36)), 404, "")
}
