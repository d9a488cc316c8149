package mock_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/leadapi/leadapi/mock"
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
			t.Errorf("%s is %v, want %v", field, lead[field], want)
		}
	}
	if lead["created_at"] != lead["updated_at"] || !strings.HasPrefix(lead["created_at"].(string), "2023-03-08T16:00:00.25") {
		t.Errorf("created_at %v, updated_at %v", lead["created_at"], lead["updated_at"])
	}
	if len(lead) != 37 {
		t.Errorf("%d fields", len(lead))
	}
}

// Same seed and clock, same ids and times.
func TestRepeatable(t *testing.T) {
	run := func(seed int64) string {
		c := start(t, mock.WithNow(time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)), mock.WithIDSeed(seed), mock.WithLeads(5))
		c.create("one", "0349719999")
		c.create("two", "0349719999")
		return c.send("GET", "/v3/lead", "").text()
	}
	if first, second := run(7), run(7); first != second {
		t.Errorf("differ:\n%s\n%s", first, second)
	}
	if run(7) == run(8) {
		t.Error("the seed makes no difference")
	}
}

func TestTimesDropTrailingZeros(t *testing.T) {
	for micros, want := range map[int]string{0: "16:00:00+07:00", 120_000: "16:00:00.12+07:00", 1: "16:00:00.000001+07:00"} {
		seed := fmt.Sprintf(`{"lists":[{"list_uuid":%q}],"leads":[{"lead_uuid":%q,"list_uuid":%q,"created_at":"2023-03-08T09:00:00.%06dZ"}]}`,
			documentedList, demo01, documentedList, micros)
		c := start(t, mock.WithSeed("times", []byte(seed)))
		if got := c.send("GET", "/v3/lead/"+demo01, "").decoded(t)["created_at"]; got != "2023-03-08T"+want {
			t.Errorf("%v, want %s", got, want)
		}
	}
}

// Each of the fields of the update table is stored under its own name; nothing else changes, here or in another lead.
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
					want = "2024-01-01T07:00:00.001+07:00" // the seed reads the clock once, the update is the next
				}
				if after[name] != want {
					t.Errorf("%s is %v, want %v", name, after[name], want)
				}
			}
			if c.send("GET", "/v3/lead/"+demo02, "").text() != other {
				t.Error("another lead changed")
			}
		})
	}
}

func TestUpdateKeepsWhatIsEmptyOrNotSent(t *testing.T) {
	c := start(t)
	c.expect("PUT", "/v3/lead/"+demo01, `{"lead_uuid":"","phone_number":"1","lead_name":"","province":"Huế"}`, 200, "")
	c.expect("PUT", "/v3/lead/"+demo01, `{"lead_uuid":"other","phone_number":"2"}`, 200, "") // A24: the path says which
	lead := c.send("GET", "/v3/lead/"+demo01, "").decoded(t)
	if lead["lead_name"] != "Demo01" || lead["province"] != "Huế" || lead["phone_number"] != "2" || lead["contract_number"] != "ABC123" {
		t.Errorf("%v", lead)
	}
	if found, _ := c.page("?phone_number=2"); names(found) != "Demo01" {
		t.Errorf("by the new number: %s", names(found))
	}
	if _, total := c.page("?phone_number=0349719999"); total != 0 {
		t.Errorf("by the old number: %d", total)
	}
}

// The two printed leads that the printed list lacks come onto listings when something writes to them (C05).
func TestUnlistedLeads(t *testing.T) {
	c := start(t)
	c.expect("PUT", "/v3/lead/"+testNe, `{"lead_uuid":"x","phone_number":"1"}`, 200, "")
	leads, total := c.page("")
	if total != 3 || names(leads) != "Demo02 Demo01 TestNe" {
		t.Errorf("%d: %s", total, names(leads))
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
		t.Errorf("%d: %s", total, names(leads))
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
		t.Errorf("%v", lead)
	}
	if leads, total := c.page("?list_uuid=" + unknownID); total != 1 || leads[0]["lead_uuid"] != id {
		t.Errorf("%d in the list", total)
	}
	c.expect("POST", "/v3/lead", fmt.Sprintf(`{"list_uuid":%q,"phone_number":"0349719999"}`, strings.Repeat("x", 36)), 404, "")
}

func TestBearer(t *testing.T) {
	operations := []struct{ method, path string }{
		{"POST", "/v3/lead"}, {"GET", "/v3/lead"}, {"POST", "/v3/lead/file"},
		{"GET", "/v3/lead/" + demo01}, {"PUT", "/v3/lead/" + demo01}, {"DELETE", "/v3/lead/" + demo01},
	}
	passes := func(auth, header string) bool {
		c := start(t, mock.WithAuth(auth))
		refused := 0
		for _, one := range operations {
			headers := http.Header{}
			if header != "" {
				headers.Set("Authorization", header)
			}
			got := c.sendWith(one.method, one.path, headers, nil)
			if got.status == 401 {
				refused++
				if got.text() != `{"error":"Unauthorized"}` || got.header.Get("WWW-Authenticate") != "Bearer" {
					t.Errorf("%s %s: %s", one.method, one.path, got.body)
				}
			}
		}
		if refused != 0 && refused != len(operations) {
			t.Errorf("auth %s, %q: %d of %d operations refuse", auth, header, refused, len(operations))
		}
		return refused == 0
	}
	for _, one := range []struct {
		auth, header string
		want         bool
	}{
		{"any", "", false}, {"any", "Bearer", false}, {"any", "Bearer  ", false}, {"any", "Basic eDp5", false}, {"any", "token", false},
		{"any", "Bearer x", true}, {"any", "bearer x", true},
		{"off", "", true}, {"off", "Basic eDp5", true},
		{"secret", "Bearer secret", true}, {"secret", "Bearer Secret", false}, {"secret", "Bearer secre", false}, {"secret", "", false},
	} {
		if got := passes(one.auth, one.header); got != one.want {
			t.Errorf("auth %s, Authorization %q: passes is %v", one.auth, one.header, got)
		}
	}
}

func TestMethods(t *testing.T) {
	c := start(t)
	for path, allow := range map[string]string{
		"/v3/lead":           "GET, HEAD, POST, OPTIONS",
		"/v3/lead/file":      "POST, OPTIONS",
		"/v3/lead/" + demo01: "GET, HEAD, PUT, DELETE, OPTIONS",
	} {
		got := c.expect("PATCH", path, "", 405, `{"error":"Method Not Allowed"}`) // A05
		if got.header.Get("Allow") != allow {
			t.Errorf("%s: Allow %q", path, got.header.Get("Allow"))
		}
		if got := c.send("OPTIONS", path, ""); got.status != 204 || got.header.Get("Allow") != allow {
			t.Errorf("OPTIONS %s: %d, Allow %q", path, got.status, got.header.Get("Allow"))
		}
	}
	c.expect("GET", "/v3/lead/file", "", 405, "")
	get := c.send("GET", "/v3/lead/"+demo01, "")
	head := c.send("HEAD", "/v3/lead/"+demo01, "") // A15
	if head.status != 200 || len(head.body) != 0 || head.header.Get("Content-Length") != fmt.Sprint(len(get.body)) {
		t.Errorf("HEAD: %d, %d bytes, Content-Length %s", head.status, len(head.body), head.header.Get("Content-Length"))
	}
}

func TestNearMisses(t *testing.T) {
	c := start(t)
	for path, near := range map[string]string{
		"GET /v3/leads":              "GET /v3/lead",
		"GET /v3/lead/":              "GET /v3/lead",
		"GET /":                      "GET /v3/lead",
		"POST /v3/lead/files":        "",
		"POST /v3/leads/file":        "POST /v3/lead/file",
		"PUT /v2/lead/" + demo01:     "PUT /v3/lead/{lead_uuid}",
		"DELETE /v3/leads/" + demo01: "DELETE /v3/lead/{lead_uuid}",
		"GET //v3/lead":              "GET /v3/lead",
		"GET /v3/lead/x/y":           "GET /v3/lead/{lead_uuid}",
	} {
		method, url, _ := strings.Cut(path, " ")
		got := c.send(method, url, "")
		if near == "" {
			if got.status != 405 {
				t.Errorf("%s: %d", path, got.status)
			}
			continue
		}
		if got.status != 404 || got.header.Get("X-Mock-Error") == "" { // A45
			t.Errorf("%s: %d, X-Mock-Error %q", path, got.status, got.header.Get("X-Mock-Error"))
			continue
		}
		if first := got.decoded(t)["near"].([]any)[0]; first != near {
			t.Errorf("%s: near %v, want %s", path, first, near)
		}
	}
}

func TestCORS(t *testing.T) {
	c := start(t)
	const origin = "http://localhost:5173"
	preflight := c.sendWith("OPTIONS", "/v3/lead/"+demo01, http.Header{
		"Origin": {origin}, "Access-Control-Request-Method": {"PUT"}, "Access-Control-Request-Headers": {"authorization,x-mock-session"},
	}, nil)
	if preflight.status != 204 || preflight.header.Get("Access-Control-Allow-Origin") != origin ||
		preflight.header.Get("Access-Control-Allow-Headers") != "authorization,x-mock-session" ||
		!strings.Contains(preflight.header.Get("Access-Control-Allow-Methods"), "PUT") ||
		preflight.header.Get("Access-Control-Allow-Credentials") != "true" {
		t.Errorf("%d %v", preflight.status, preflight.header)
	}
	got := c.sendWith("GET", "/v3/lead", http.Header{"Origin": {origin}}, nil)
	if got.status != 401 || got.header.Get("Access-Control-Allow-Origin") != origin || got.header.Get("Vary") != "Origin" {
		t.Errorf("an error must be readable too: %d %v", got.status, got.header)
	}
	if got := c.send("GET", "/v3/lead", ""); got.header.Get("Access-Control-Allow-Origin") != "" {
		t.Errorf("without Origin: %v", got.header)
	}
}

func TestOwnOperation(t *testing.T) {
	c := start(t, mock.WithOperation("deleteLead", func(r *http.Request) mock.Reply {
		return mock.Reply{Status: 404, Body: []byte(`{"error":"not ` + r.PathValue("lead_uuid") + `"}`)}
	}))
	c.expect("DELETE", "/v3/lead/"+demo01, "", 404, `{"error":"not `+demo01+`"}`)
	c.expect("GET", "/v3/lead/"+demo01, "", 200, "")
	if _, err := mock.New(mock.WithOperation("nothing", nil)); err == nil || !strings.Contains(err.Error(), `no page has an operation "nothing"`) {
		t.Errorf("%v", err)
	}
}

// A bug in a function must not look like a network failure.
func TestPanicIsJSON(t *testing.T) {
	c := start(t, mock.WithOperation("getLead", func(*http.Request) mock.Reply { panic("broken") }))
	got := c.getUnchecked("/v3/lead/" + demo01)
	if got.status != 500 || got.text() != `{"error":"the mock failed: broken"}` || got.header.Get("X-Mock-Error") == "" {
		t.Errorf("%d %s %v", got.status, got.body, got.header)
	}
}
