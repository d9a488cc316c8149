package mock_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/leadapi/leadapi/mock"
)

const noteName = "X-Mock-Note"

// noted sends a request and checks its notes: each of says is in them; without says there must be none.
func noted(t *testing.T, c *client, method, path, contentType, body string, says ...string) reply {
	t.Helper()
	header := http.Header{"Authorization": {"Bearer x"}}
	if contentType != "" {
		header.Set("Content-Type", contentType)
	}
	got := c.sendWith(method, path, header, strings.NewReader(body))
	checkNote(t, method+" "+path+" "+body, got, says...)
	return got
}

func checkNote(t *testing.T, what string, got reply, says ...string) {
	t.Helper()
	note := got.header.Get(noteName)
	if len(says) == 0 && note != "" {
		t.Errorf("%s\n got the note %s\nwant none", what, note)
	}
	for _, text := range says {
		if !strings.Contains(note, text) {
			t.Errorf("%s\n got the note %q\nwant one with  %q", what, note, text)
		}
	}
}

func TestQueryIsNoted(t *testing.T) {
	c := start(t)
	for query, says := range map[string][]string{
		"":                                nil,
		"limit=1&offset=0":                nil,
		"phone_number=0349719999&limit=2": nil,
		"phone_number=%30349719999":       nil,
		"list_uuid=" + documentedList:     nil,
		"phone=0349719999":                {`query parameter "phone" is not known and was ignored; did you mean phone_number?`},
		"page=2":                          {`"page"`, "did you mean offset?"},
		"per_page=5&pageSize=5":           {`"per_page"`, `"pageSize"`, "did you mean limit?"},
		"phoneNumber=0":                   {"did you mean phone_number?"},
		"PHONE_NUMBER=0":                  {"did you mean phone_number?"},
		"list_id=0":                       {"did you mean list_uuid?"},
		"ofset=3":                         {"did you mean offset?"},
		"_=1700000000":                    {`query parameter "_" is not known and was ignored; there are list_uuid, campaign_uuid, phone_number, limit, offset`},
		"status=NEW":                      {`"status"`},
		"%C4%91i%E1%BB%87n=1":             {`"\u0111i\u1ec7n"`},
		"%F0%9F%98%80=1":                  {`"\ud83d\ude00"`},
		"limit=1&limit=2":                 {`query parameter "limit" is sent 2 times; the first wins`},
		"phone_number=":                   {`query parameter "phone_number" is empty and was ignored`},
		"phone_number=&phone_number=03":   {"the first wins, which is empty"},
		"list_uuid=%20" + documentedList:  {"has a space around it", "did you mean " + documentedList + "?"},
		"list_uuid=C4869E79-F0FA-4C6A-9410-bc0defac375a": {"has capitals", "did you mean " + documentedList + "?"},
		"phone_number=+84349719999":                      {`phone_number is " 84349719999", which has a space around it`},
		"so_dien_thoai=03":                               {"did you mean phone_number?"},
		"%C4%91i%E1%BB%87n_tho%E1%BA%A1i=03":             {"did you mean phone_number?"},
		"list_ids=1":                                     {"did you mean list_uuid?"},
		"list_uuid=" + unknownID:                         {`list_uuid "` + unknownID + `" names no list`},
		"phone_number=84349719999":                       {`phone_number is compared as text (A14): no lead has "84349719999", but there are 1 with 0349719999`},
		"phone_number=%2B84349719999":                    {"with 0349719999"},
		"phone_number=0349.719.999":                      {"with 0349719999"},
		"phone_number=%220349719999%22":                  {`no lead has "\"0349719999\"", but there are 1 with 0349719999`},
		"phone_number=349719999":                         {"with 0349719999"},
		"phone_number=0911111111":                        nil,
		"campaign_uuid=undefined":                        {`campaign_uuid is "undefined", which is not a value`},
		strings.Repeat("a=1&b=2&c=3&", 1) + "d=1&e=1&f=1&g=1&h=1&i=1&j=1&k=1&l=1": {"2 more notes were left out"},
	} {
		got := noted(t, c, "GET", "/v3/lead?"+query, "", "", says...)
		if got.status != 200 {
			t.Errorf("%s: got %d %s; want 200", query, got.status, got.body)
		}
	}
	noted(t, c, "GET", "/v3/lead/"+demo01+"?verbose=1", "", "", `query parameter "verbose" is ignored: getLead takes none`)
	noted(t, c, "DELETE", "/v3/lead/"+unknownID+"?force=true", "", "", `"force"`, "deleteLead takes none")
	noted(t, c, "GET", "/v3/lead?__delay=0s&limit=1", "", "")
}

func TestBodyIsNoted(t *testing.T) {
	c := start(t)
	whole := `"list_uuid":"` + documentedList + `","phone_number":"0349719999"`
	for further, says := range map[string][]string{
		``:                                 nil,
		`,"lead_name":"A \" : {"`:          nil,
		`,"leadName":"An"`:                 {`body field "leadName" is not known and was ignored; did you mean lead_name?`},
		`,"name":"An"`:                     {"did you mean lead_name?"},
		`,"customerName":"An"`:             {"did you mean lead_name?"},
		`,"họ_tên":"An"`:                   {"did you mean lead_name?"},
		`,"province":"Huế"`:                {`body field "province" is ignored by createLead; updateLead (PUT /v3/lead/{lead_uuid}) takes it`},
		`,"status":"CALLED"`:               {`body field "status" is ignored: a request cannot set this field of a lead`},
		`,"zzz":{"phone_number":1}`:        {`"zzz"`, "there are list_uuid"},
		`,"lead_name":"a","lead_name":"b"`: {"the body has 4 fields but only 3 names; the last value of a repeated name wins"},
		`,"Phone_Number":"1"`:              {"did you mean phone_number?"},
	} {
		got := noted(t, c, "POST", "/v3/lead", "application/json", "{"+whole+further+"}", says...)
		if got.status != 200 {
			t.Errorf("%s: got %d %s; want 200", further, got.status, got.body)
		}
	}
	refused := noted(t, c, "POST", "/v3/lead", "application/json", `{"list_uuid":"`+documentedList+`","phoneNumber":"0349719999"}`, `"phoneNumber"`, "did you mean phone_number?")
	if want := `{"error":[{"(root)":"phone_number is required"}]}`; refused.status != 400 || refused.text() != want {
		t.Errorf("got %d %s, want 400 %s: a note changes no reply", refused.status, refused.body, want)
	}
	noted(t, c, "POST", "/v3/lead", "application/json", `{"list_uuid":"`+strings.ToUpper(documentedList)+`","phone_number":"0349719999"}`, "has capitals")
	noted(t, c, "POST", "/v3/lead", "application/json", `{"list_uuid":"`+unknownID+`","phone_number":"0349719999"}`, `list_uuid "`+unknownID+`" names no list`)
	noted(t, c, "POST", "/v3/lead", "application/json", "{"+whole+",\"lead_name\":\"Nguy\xean\"}", "the body is not UTF-8")
	noted(t, c, "POST", "/v3/lead", "application/json", "\ufeff{"+whole+"}", "byte order mark")
	noted(t, c, "GET", "/v3/lead", "application/json", `{"limit":1}`, "the body is ignored: listLeads takes none")
	noted(t, c, "GET", "/v3/lead/"+strings.ToUpper(demo01), "", "", "lead_uuid is", "has capitals", "did you mean "+demo01)
	noted(t, c, "GET", "/v3/lead/{"+demo01+"}", "", "", "is more than the bare uuid")
	noted(t, c, "GET", "/v3/lead/"+unknownID, "", "")
	noted(t, c, "GET", "/v3/lead/1", "", "", `lead_uuid is "1", which is not a uuid`)
	for _, placeholder := range []string{":lead_uuid", "{lead_uuid}", "{{lead_uuid}}", "%3Clead_uuid%3E", "$id", "%25s"} {
		noted(t, c, "GET", "/v3/lead/"+placeholder, "", "", "is a placeholder")
	}
}

// Mistyped headers and headers without a token are noted; the vendor's server ignores them too.
func TestHeadersAreNoted(t *testing.T) {
	c := start(t)
	for _, test := range []struct{ name, value, says string }{
		{"X-Mock-Sesion", "a", `header "X-Mock-Sesion" is not known and was ignored; did you mean X-Mock-Session?`},
		{"X-Mock-Code", "404", `header "X-Mock-Code" is not known and was ignored; there are X-Mock-Session`},
		{"X-Mock-Session", "a", ""},
		{"Prefer", "cod=404", `"cod" in the header Prefer is not known and was ignored; did you mean code?`},
		{"Prefer", "delay=0s, exampel=page", "did you mean example?"},
		{"Prefer", "status=404", `"status" in the header Prefer is not known and was ignored; did you mean code?`},
		{"Prefer", "statusCode=404", "did you mean code?"},
		{"Prefer", "response=404", "did you mean code?"},
		{"Prefer", "return=minimal, respond-async, wait=10, handling=lenient, dynamic=true", ""},
		{"Authorization", "Bearer x", ""},
		{"Authorization", "x-token", "has no bearer token; want Authorization: Bearer TOKEN"},
		{"Authorization", "Basic eDp5", "has no bearer token"},
	} {
		header := http.Header{"Authorization": {"Bearer x"}}
		header.Set(test.name, test.value)
		got := c.sendWith("GET", "/v3/lead", header, nil)
		if test.says == "" {
			checkNote(t, test.name+": "+test.value, got)
			continue
		}
		checkNote(t, test.name+": "+test.value, got, test.says)
		if strings.Contains(got.header.Get(noteName), "x-token") {
			t.Errorf("%s: got the note %s, want no token in it", test.value, got.header.Get(noteName))
		}
	}
}

func TestUpdateIsNoted(t *testing.T) {
	c := start(t)
	update := func(id, further string, says ...string) {
		t.Helper()
		noted(t, c, "PUT", "/v3/lead/"+demo01, "application/json", `{"lead_uuid":"`+id+`","phone_number":"0349719999"`+further+`}`, says...)
	}
	update(demo01, `,"province":"","identity_issued_on":"0001-01-01T00:00:00Z"`) // nothing is stored there
	update(demo01, `,"province":"Huế"`)
	update(demo01, `,"province":""`, "province is empty, so the stored value stays (C11)")
	update(demo01, `,"identity_issued_on":"2020-01-01T00:00:00Z"`)
	update(demo01, `,"identity_issued_on":"0001-01-01T00:00:00Z"`, "identity_issued_on is empty, so the stored value stays (A27)")
	update(demo02, "", "lead_uuid in the body is", "the path decides (A24)")
	update(demo01, `,"list_uuid":"x"`, `body field "list_uuid" is ignored by updateLead; createLead`)
}

func TestFormIsNoted(t *testing.T) {
	file, list := part{"file", "leads.csv", "phone_number\n0300000001\n"}, part{"list_uuid", "", documentedList}
	for name, test := range map[string]struct {
		form form
		says []string
	}{
		"whole":               {form{file, list}, nil},
		"brackets":            {form{{"file[]", "leads.csv", "x"}, list}, []string{`file part "file[]" was ignored; the file is the part "file"`}},
		"capital":             {form{{"File", "leads.csv", "x"}, list}, []string{`"File"`}},
		"no file name":        {form{{"file", "", "phone_number\n1\n"}, list}, []string{`part "file" has no file name, so it is not a file`}},
		"another list name":   {form{file, {"listUuid", "", documentedList}}, []string{`part "listUuid" was ignored; did you mean list_uuid?`}},
		"a list as a file":    {form{file, {"list_uuid", "blob", documentedList}}, []string{`part "list_uuid" has a file name`}},
		"two files":           {form{file, file, list}, []string{`part "file" is repeated; the first wins`}},
		"two lists":           {form{file, list, list}, []string{`part "list_uuid" is repeated`}},
		"with further parts":  {form{file, list, {"note", "", "x"}}, []string{`part "note" was ignored; there are list_uuid, file`}},
		"quotes":              {form{file, {"list_uuid", "", `"` + documentedList + `"`}}, []string{"has quotes", `\"` + documentedList, "did you mean " + documentedList}},
		"a space":             {form{file, {"list_uuid", "", documentedList + " "}}, []string{"has a space around it"}},
		"a line end":          {form{file, {"list_uuid", "", documentedList + "\r\n"}}, []string{"has a line end"}},
		"capitals":            {form{file, {"list_uuid", "", strings.ToUpper(documentedList)}}, []string{"has capitals", strings.ToUpper(documentedList)}},
		"a placeholder":       {form{file, {"list_uuid", "", "{{LIST_UUID}}"}}, []string{"is a placeholder"}},
		"an unknown list":     {form{file, {"list_uuid", "", unknownID}}, []string{`list_uuid "` + unknownID + `" names no list`}},
		"an invisible letter": {form{file, {"list_uuid", "", "\u200b" + documentedList}}, []string{"has an invisible character", "did you mean " + documentedList}},
	} {
		c := start(t, mock.WithImportDelay(0))
		checkNote(t, name, c.upload(t, test.form), test.says...)
	}
	c := start(t)
	header := http.Header{"Authorization": {"Bearer x"}, "Content-Type": {"multipart/form-data; boundary=other"}}
	checkNote(t, "another boundary", c.sendWith("POST", "/v3/lead/file", header, strings.NewReader("--x\r\nContent-Disposition: form-data; name=\"list_uuid\"\r\n\r\n1\r\n--x--\r\n")), `no line of the body is "--other", the boundary in Content-Type`)
	header.Set("Content-Type", "multipart/form-data; boundary=x")
	checkNote(t, "base64", c.sendWith("POST", "/v3/lead/file", header, strings.NewReader("--x\r\nContent-Disposition: form-data; name=\"list_uuid\"\r\nContent-Transfer-Encoding: base64\r\n\r\nYWJj\r\n--x--\r\n")), `part "list_uuid" has Content-Transfer-Encoding: "base64", which is not decoded`)
	header.Set("Content-Type", "multipart/form-data")
	checkNote(t, "no boundary", c.sendWith("POST", "/v3/lead/file", header, strings.NewReader("x")), "lacks the boundary")
	header.Set("Content-Type", "text/csv")
	checkNote(t, "a bare file", c.sendWith("POST", "/v3/lead/file", header, strings.NewReader("x")), `this body is "text/csv"`)
	header.Set("Content-Encoding", "gzip")
	checkNote(t, "gzip", c.sendWith("POST", "/v3/lead/file", header, strings.NewReader("x")), `Content-Encoding: "gzip"`)
	header = http.Header{"Authorization": {"Bearer x"}, "Content-Type": {"application/json"}, "Content-Encoding": {"br"}}
	checkNote(t, "br", c.sendWith("POST", "/v3/lead", header, strings.NewReader("x")), `Content-Encoding: "br"`)
	header.Del("Content-Encoding")
	checkNote(t, "bytes of gzip", c.sendWith("POST", "/v3/lead", header, strings.NewReader("\x1f\x8b\x08")), "compressed by gzip")
}

// The hints about the vendor's curls appear only for what those send.
func TestHintsOnlyWhereTheCurlIs(t *testing.T) {
	c := start(t)
	const urlencoded = "application/x-www-form-urlencoded"
	for _, test := range []struct{ contentType, body, hint, note string }{
		{urlencoded, "", "C02", ""},
		{urlencoded, "list_uuid=" + documentedList, "", "the body is a form; send JSON"},
		{urlencoded, `{"list_uuid":"x"}`, "", "the body is a form; send JSON"},
		{"text/plain", "", "", ""},
		{"multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n\r\n--x--\r\n", "C01", ""},
		{"multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"lead_name\"\r\n\r\nAn\r\n--x--\r\n", "", ""},
	} {
		header := http.Header{"Authorization": {"Bearer x"}, "Content-Type": {test.contentType}}
		got := c.sendWith("POST", "/v3/lead", header, strings.NewReader(test.body))
		if hint := got.header.Get("X-Mock-Error"); got.status != 400 || test.hint == "" && hint != "" || !strings.Contains(hint, test.hint) {
			t.Errorf("%s %q: got %d with the hint %q, want 400 with %q", test.contentType, test.body, got.status, hint, test.hint)
		}
		if note := got.header.Get(noteName); (note != "") != (test.note != "") || !strings.Contains(note, test.note) {
			t.Errorf("%s %q: got the note %q, want %q", test.contentType, test.body, note, test.note)
		}
	}
}

// Notes are in the log and the request log too, and none has a token.
func TestNotesEverywhere(t *testing.T) {
	var entries []mock.Entry
	c := start(t, mock.WithLog(func(e mock.Entry) { entries = append(entries, e) }))
	const token = "a-token-that-nobody-may-see"
	header := http.Header{"Authorization": {"Bearer " + token}}
	got := c.sendWith("GET", "/v3/lead?phone=1&"+token+"=2%0A", header, nil)
	found, _ := c.server.Requests(mock.RequestFilter{}, 1)
	if len(found) != 1 || len(found[0].Notes) != 2 || !strings.Contains(found[0].Notes[1], "did you mean phone_number?") {
		t.Fatalf("the request log: got %+v, want 1 with 2 notes", found)
	}
	if len(entries) != 1 || fmt.Sprint(entries[0].Notes) != fmt.Sprint(found[0].Notes) {
		t.Errorf("the log: got %v, want, as in the request log, %v", entries[0].Notes, found[0].Notes)
	}
	if all := fmt.Sprint(got.header, found, entries); strings.Contains(all, token) {
		t.Errorf("got\n%s\nwant no token in it", all)
	}
	if plain := c.send("GET", "/v3/lead", ""); plain.text() != got.text() {
		t.Errorf("with a note: got\n%s\nwant\n%s", got.body, plain.body)
	}
}

// Without notes there is no header and no allocation: a plain request allocates only the header map and the slice, as
// before.
func TestNoNoteCostsNothing(t *testing.T) {
	server, err := mock.New()
	if err != nil {
		t.Fatal(err)
	}
	count := func(path string) float64 {
		request := httptest.NewRequest("GET", path, nil)
		request.Header.Set("Authorization", "Bearer bench")
		writer := &nothing{header: http.Header{}}
		return testing.AllocsPerRun(200, func() {
			clear(writer.header)
			request.Body = io.NopCloser(bytes.NewReader(nil))
			server.ServeHTTP(writer, request)
		})
	}
	bare, asked := count("/v3/lead"), count("/v3/lead?limit=10&offset=0")
	if asked > bare {
		t.Errorf("a list with parameters: got %v allocations, want at most %v, as without them", asked, bare)
	}
}
