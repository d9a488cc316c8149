package mock_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/leadapi/leadapi/mock"
)

// The messages are those of gojsonschema; (root) comes first, then fields in the order of the documentation's table (A12).
func TestBodyErrors(t *testing.T) {
	const list = `"list_uuid":"` + documentedList + `"`
	const pattern = `Does not match pattern '^(84|0[3|5|7|8|9])+([0-9]{8})$'`
	create := []struct{ name, body, want string }{
		{"nothing", `{}`, `[{"(root)":"list_uuid is required"},{"(root)":"phone_number is required"}]`},
		{"no phone", `{` + list + `}`, `[{"(root)":"phone_number is required"}]`},
		{"missing before wrong", `{"list_uuid":"x"}`,
			`[{"(root)":"phone_number is required"},{"list_uuid":"String length must be greater than or equal to 36"}]`},
		{"two fields", `{"list_uuid":"x","phone_number":""}`,
			`[{"list_uuid":"String length must be greater than or equal to 36"},{"phone_number":"String length must be greater than or equal to 1"},{"phone_number":"` + pattern + `"}]`},
		{"types", `{"list_uuid":1,"lead_name":true,"lead_code":null,"phone_number":[]}`,
			`[{"list_uuid":"Invalid type. Expected: string, given: integer"},{"lead_name":"Invalid type. Expected: string, given: boolean"},{"lead_code":"Invalid type. Expected: string, given: null"},{"phone_number":"Invalid type. Expected: string, given: array"}]`},
		{"an array", `[]`, `[{"(root)":"Invalid type. Expected: object, given: array"}]`},
		{"null", `null`, `[{"(root)":"Invalid type. Expected: object, given: null"}]`},
		{"a text", `"lead"`, `[{"(root)":"Invalid type. Expected: object, given: string"}]`},
		{"changed case", `{"LIST_UUID":"` + documentedList + `","Phone_Number":"0349719999"}`,
			`[{"(root)":"list_uuid is required"},{"(root)":"phone_number is required"}]`},
		{"a letter", `{` + list + `,"phone_number":"03497199a9"}`, `[{"phone_number":"` + pattern + `"}]`},
		{"the update sample's number", `{` + list + `,"phone_number":"03497191211"}`, `[{"phone_number":"` + pattern + `"}]`},
		{"84 and nine digits", `{` + list + `,"phone_number":"84349719999"}`, `[{"phone_number":"` + pattern + `"}]`},
	}
	update := []struct{ name, body, want string }{
		{"nothing", `{}`, `[{"(root)":"lead_uuid is required"},{"(root)":"phone_number is required"}]`},
		{"empty phone", `{"lead_uuid":"x","phone_number":""}`, `[{"phone_number":"String length must be greater than or equal to 1"}]`},
		{"types in the order of the table", `{"additional":{},"ward":1.5,"lead_uuid":"x","phone_number":"1","address":[]}`,
			`[{"address":"Invalid type. Expected: string, given: array"},{"ward":"Invalid type. Expected: string, given: number"},{"additional":"Invalid type. Expected: string, given: object"}]`},
	}
	for range 20 { // the library orders fields at random per compile
		c := start(t)
		for _, test := range create {
			c.expect("POST", "/v3/lead", test.body, 400, `{"error":`+test.want+`}`)
		}
		for _, test := range update {
			c.expect("PUT", "/v3/lead/"+demo01, test.body, 400, `{"error":`+test.want+`}`)
		}
		if _, total := c.page(""); total != 2 {
			t.Fatalf("got total %d after refusals, want 2", total)
		}
		_ = c.server.Close()
	}
}

// The documented pattern, exactly as printed: its bars are part of the class, and its group repeats (C04).
func TestPatternTakes(t *testing.T) {
	c := start(t)
	for _, phone := range []string{
		"0349719999", "0549719999", "0749719999", "0849719999", "0949719999", "0|12345678",
		"8412345678", "030312345678", "848412345678", "840312345678", "0305070809" + "12345678",
	} {
		c.create("x", phone)
		if leads, total := c.page("?phone_number=" + strings.ReplaceAll(phone, "|", "%7C")); total < 1 || leads[0]["phone_number"] != phone {
			t.Errorf("%s: got %d found, want it first", phone, total)
		}
	}
}

func TestIdentityIssuedOn(t *testing.T) {
	c := start(t)
	update := func(value string) reply {
		return c.send("PUT", "/v3/lead/"+demo01, `{"lead_uuid":"x","phone_number":"1","identity_issued_on":"`+value+`"}`)
	}
	stored := func() any { return c.send("GET", "/v3/lead/"+demo01, "").decoded(t)["identity_issued_on"] }
	const issued = "2015-06-01T00:00:00+07:00"
	for _, refused := range []string{"", "2015-06-01", "yesterday", "2015-13-01T00:00:00Z", "2015-06-01T00:00:00"} {
		if got := update(refused); got.status != 400 || !strings.Contains(got.text(), `{"identity_issued_on":"Does not match`) {
			t.Errorf("%q: got %d %s, want 400 for its format", refused, got.status, got.body)
		}
	}
	update(issued)
	if stored() != issued {
		t.Errorf("got %v, want %v", stored(), issued)
	}
	update("0001-01-01T00:00:00Z") // A27
	if stored() != issued {
		t.Errorf("after the zero time: got %v, want, as before, %v", stored(), issued)
	}
}

// All unreadable bodies get the same error text, and nothing is stored.
func TestUnreadableBodies(t *testing.T) {
	const lead = `{"list_uuid":"` + documentedList + `","phone_number":"0349719999"}`
	c := start(t, mock.WithMaxBody(300_000))
	bad := []struct {
		name, body string
		status     int
		says       string
	}{
		{"empty", "", 400, "unexpected end of JSON input"},
		{"white space", " \n", 400, "unexpected end of JSON input"},
		{"cut off", lead[:40], 400, "unexpected end of JSON input"},
		{"malformed", "{list_uuid: 1}", 400, "invalid character 'l' looking for beginning of object key string"},
		{"trailing value", lead + lead, 400, "unexpected text after the JSON value"},
		{"trailing bracket", lead + "}", 400, "unexpected text after the JSON value"},
		{"bad UTF-8", `{"lead_name":"` + "\xff\xfe" + `"}`, 400, "invalid UTF-8"},
		{"100,000 brackets", strings.Repeat("[", 100_000), 400, "exceeded max depth"},
		{"100,000 closed brackets", strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000), 400, "exceeded max depth"},
		{"over the limit", `{"lead_name":"` + strings.Repeat("x", 300_000) + `"}`, 413, "Request Entity Too Large"},
	}
	header := http.Header{"Authorization": {"Bearer x"}, "Content-Type": {"application/json"}}
	for _, test := range bad {
		for _, request := range []struct{ method, path string }{{"POST", "/v3/lead"}, {"PUT", "/v3/lead/" + demo01}} {
			got := c.sendWith(request.method, request.path, header.Clone(), strings.NewReader(test.body))
			if got.status != test.status || !strings.Contains(got.decoded(t)["error"].(string), test.says) {
				t.Errorf("%s, %s: got %d %s, want %d with %s", request.method, test.name, got.status, got.body, test.status, test.says)
			}
		}
	}
	if leads, total := c.page(""); total != 2 || leads[1]["lead_name"] != "Demo01" {
		t.Errorf("got %d leads after refusals: %s, want 2, Demo01 last", total, names(leads))
	}
}

func TestContentType(t *testing.T) {
	const lead = `{"list_uuid":"` + documentedList + `","phone_number":"0349719999"}`
	c := start(t)
	for contentType, status := range map[string]int{
		"application/json":                200,
		"application/json; charset=utf-8": 200,
		"Application/JSON":                200,
		"text/plain":                      400,
		"application/xml":                 400,
		"application/json-patch+json":     400,
		"/;;":                             400,
	} {
		header := http.Header{"Authorization": {"Bearer x"}, "Content-Type": {contentType}}
		if got := c.sendWith("POST", "/v3/lead", header, strings.NewReader(lead)); got.status != status {
			t.Errorf("%q: got %d %s, want %d", contentType, got.status, got.body, status)
		}
	}
	if got := c.sendWith("POST", "/v3/lead", http.Header{"Authorization": {"Bearer x"}}, strings.NewReader(lead)); got.status != 200 {
		t.Errorf("without Content-Type: got %d %s, want 200", got.status, got.body)
	}
}

func TestUndeclaredAndRepeatedFields(t *testing.T) {
	c := start(t)
	id := c.expect("POST", "/v3/lead", fmt.Sprintf(
		`{"list_uuid":%q,"phone_number":"0349719999","province":"Huế","status":"DONE","lead_name":"first","lead_name":"last"}`, documentedList),
		200, "").decoded(t)["lead_uuid"].(string)
	lead := c.send("GET", "/v3/lead/"+id, "").decoded(t)
	if lead["province"] != "" || lead["status"] != "NEW" { // A09
		t.Errorf("after a create with more fields: got %v, want province \"\" and status NEW", lead)
	}
	if lead["lead_name"] != "last" { // A10
		t.Errorf("got lead_name %v, want last", lead["lead_name"])
	}
}

// The rest of a body that is read after the reply, by a handler around the mock, is in no other request's log.
func TestRestOfABodyStaysOut(t *testing.T) {
	server, err := mock.New()
	if err != nil {
		t.Fatal(err)
	}
	serve := func(method, path, body string) {
		request := httptest.NewRequest(method, path, strings.NewReader(body))
		request.Header.Set("Authorization", "Bearer x")
		request.Header.Set("Content-Type", "application/json")
		server.ServeHTTP(httptest.NewRecorder(), request)
		_, _ = io.Copy(io.Discard, request.Body)
	}
	for range 10 { // exchanges are recycled by chance
		serve("POST", "/v3/lead/file", `{"rest":"of a refused upload"}`)
		serve("GET", "/v3/lead", "")
	}
	found, _ := server.Requests(mock.RequestFilter{Method: "GET"}, 10)
	for _, request := range found {
		if request.Body != "" || request.BodyBytes != 0 {
			t.Errorf("GET %d: got a body %q of %d bytes, want none", request.ID, request.Body, request.BodyBytes)
		}
	}
}
