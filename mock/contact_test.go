package mock_test

import (
	"strings"
	"testing"

	"github.com/leadapi/leadapi/mock"
	"github.com/leadapi/leadapi/openapi"
)

func startWithContacts(t *testing.T) *client {
	t.Helper()
	page, err := openapi.LoadFile("testdata/contact.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if err := page.Validate(); err != nil {
		t.Fatal(err)
	}
	c := start(t, mock.WithSpec(page))
	c.pages = append(c.pages, strictRouter(page))
	return c
}

// Variables can be anywhere in a reply; $record is the whole record.
func TestNestedReply(t *testing.T) {
	c := startWithContacts(t)
	got := c.expect("POST", "/v3/contact", `{"phone":"0349719999"}`, 200, "")
	id := recordsOf(t, c.server, "contact")[0]
	uuid := object(t, []byte(id))["contact_uuid"].(string)
	if want := `{"message":"success","data":{"id":"` + uuid + `","contact":` + id + `,"sent":["0349719999",{"vip":null}]}}`; got.text() != want {
		t.Errorf("\n got %s\nwant %s", got.body, want)
	}
}

// Many records are stored together or not at all.
func TestCreateMany(t *testing.T) {
	c := startWithContacts(t)
	got := c.expect("POST", "/v3/contact/batch", `{"source":"fair","contacts":[{"phone":"111","vip":true},{"phone":"222"}]}`, 200, "").decoded(t)
	if got["created"] != 2.0 || got["source"] != "fair" || len(got["ids"].([]any)) != 2 || got["contacts"].([]any)[0].(map[string]any)["vip"] != true {
		t.Errorf("got %v, want both contacts", got)
	}
	c.expect("POST", "/v3/contact/batch", `{"contacts":[]}`, 200, `{"created":0,"source":null,"ids":[],"contacts":[]}`)
	c.expect("POST", "/v3/contact/batch", `{"contacts":[{"phone":"333"},{"phone":"222"}]}`, 400, `{"error":"phone is exists"}`)
	c.expect("POST", "/v3/contact/batch", `{"contacts":[{"phone":"444"},{"phone":"444"}]}`, 400, `{"error":"phone is exists"}`)
	c.expect("POST", "/v3/contact/batch", `{"contacts":[{"phone":"555"},{"phone":"5"}]}`, 400, `{"error":[{"contacts.1.phone":"String length must be greater than or equal to 3"}]}`)
	c.expect("POST", "/v3/contact/batch", `{"contacts":{}}`, 400, `{"error":[{"contacts":"Invalid type. Expected: array, given: object"}]}`)
	if n := c.server.Info().Records["contact"]; n != 2 {
		t.Errorf("got %d contacts, want 2", n)
	}
	c.expect("POST", "/v3/contact/import", `[{"phone":"666"},{"phone":"777"},{"phone":"777"}]`, 201, `{"created":3}`)
	c.expect("POST", "/v3/contact/import", `{"phone":"888"}`, 400, `{"error":[{"(root)":"Invalid type. Expected: array, given: object"}]}`)
	noted(t, c, "POST", "/v3/contact/batch", "application/json", `{"contacts":[{"phone":"911"},{"phone":"912","isVip":true}],"sourse":"fair"}`,
		`body field "contacts.1.isVip" is not known and was ignored`, `body field "sourse" is not known and was ignored; did you mean source?`)
	noted(t, c, "POST", "/v3/contact/import", "application/json", `[{"phone":"913","name":"An"}]`, `body field "0.name" is not known and was ignored`)
	noted(t, c, "POST", "/v3/contact/batch", "application/json", `{"contacts":[{"phone":"914","vip":true}],"source":"fair"}`)
}

// An operation without x-mock answers with its documented example, and says so.
func TestWithoutXMock(t *testing.T) {
	c := startWithContacts(t)
	got := c.expect("GET", "/v3/contact/x/history", "", 200, `{"calls":3}`)
	if note := got.header.Get("X-Mock-Note"); note != "contactHistory has no x-mock; this is the documented example of 200" {
		t.Errorf("got note %q, want one on the missing x-mock", note)
	}
	got = c.expect("DELETE", "/v3/contact/x/history", "", 204, "")
	if note := got.header.Get("X-Mock-Note"); note != "forgetHistory has no x-mock, and its success no example" {
		t.Errorf("got note %q, want \"forgetHistory has no x-mock, and its success no example\"", note)
	}
	if found, _ := c.server.Requests(mock.RequestFilter{Operation: "contactHistory"}, 1); len(found[0].Notes) != 1 || !strings.HasPrefix(found[0].Notes[0], "contactHistory has no x-mock") {
		t.Errorf("got %+v, want the note", found)
	}
}

// A further spec may redefine operations of the lead API, such as its newest revision; the others stay.
func TestReplacedOperations(t *testing.T) {
	lead := readFile(t, "../openapi/lead.yaml")
	for name, change := range map[string]struct{ old, new string }{
		"as it is":       {"info:", "info:"},
		"its parameters": {"{lead_uuid}", "{lead_uuid}"},
	} {
		page, err := openapi.Load("newest.yaml", []byte(strings.ReplaceAll(lead, change.old, change.new)))
		if err != nil {
			t.Fatal(err)
		}
		c := start(t, mock.WithSpec(page))
		if n := len(c.server.Operations()); n != 6 {
			t.Errorf("%s: got %d operations, want 6", name, n)
		}
		c.expect("GET", "/v3/lead/"+demo01, "", 200, "")
	}
	page, err := openapi.Load("newest.yaml", []byte(`
openapi: 3.0.3
info: {title: newest, version: 3.1.0}
paths:
  /v3/lead/{id}:
    get:
      operationId: showLead
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {'200': {description: A lead., content: {application/json: {example: {newest: true}}}}}
`))
	if err != nil {
		t.Fatal(err)
	}
	c := start(t, mock.WithSpec(page))
	if got := c.getUnchecked("/v3/lead/" + demo01); got.text() != `{"newest":true}` {
		t.Errorf("got %s; want {\"newest\":true}", got.body)
	}
	c.fault(mock.Fault{Match: mock.Match{"path.id": demo01}, Status: 503, Times: 1})
	if got := c.getUnchecked("/v3/lead/" + demo01); got.status != 503 {
		t.Errorf("a parameter by its new name: got %d, want 503", got.status)
	}
	if got := c.send("DELETE", "/v3/lead/"+demo01, ""); got.status != 200 {
		t.Errorf("the other methods of the path: got %d %s; want 200", got.status, got.body)
	}
	if _, err := mock.New(mock.WithSpec(page), mock.WithSpec(page)); err == nil || !strings.Contains(err.Error(), "clashes with showLead (GET /v3/lead/{id})") {
		t.Errorf("two specs with the same paths: got %v, want a clash", err)
	}
}
