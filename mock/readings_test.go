package mock_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/leadapi/leadapi/fixtures"
	"github.com/leadapi/leadapi/mock"
	"github.com/leadapi/leadapi/openapi"
)

const (
	unknownList = "00000000-0000-4000-8000-00000000000f"
	csvHeader   = "lead_name,phone_number\n"
)

// alternatives has, for each reading that is not the first, requests that show it and a text that only its replies have. The
// printed leads have the numbers 0349719988 (Demo02) and 0349719999 (Demo01).
var alternatives = []struct {
	reading string
	steps   []step
	want    string
}{
	{"A01=created", []step{creatingWith("")}, "201 "},
	{"A01=created-accepted", []step{creatingWith(""), uploading(documentedList, csvHeader+"An,0349710002\n")}, "\n202 "},
	{"A02=unprocessable", []step{creatingWith(`,"lead_name":7`), uploading("", "x"), creating("{")}, "422 "},
	{"A03=bad-request", []step{getting("/v3/lead/" + unknownID)}, `400 {"error":"Not Found"}`},
	{"A04=forbidden", []step{{method: "GET", path: "/v3/lead", noToken: true}}, `403 {"error":"Forbidden"}`},
	{"A05=not-found", []step{{method: "PATCH", path: "/v3/lead"}}, "404 404 page not found"},
	{"A07=decoder", []step{creating("{"), {method: "POST", path: "/v3/lead", contentType: "application/json"}}, `{"error":"unexpected EOF"}` + "\n400 " + `{"error":"EOF"}`},
	{"A08=read", []step{{"POST", "/v3/lead", "text/plain", creatingWith("").body, false}}, "200 "},
	{"A09=stored", []step{creatingWith(`,"province":"Huế"`), listing("limit=1")}, `"province":"Huế"`},
	{"A09=refused", []step{creatingWith(`,"province":"Huế"`), updating(`,"x":1`)}, `Additional property x is not allowed`},
	{"A10=first", []step{creatingWith(`,"lead_name":"One","lead_name":"Two"`), listing("limit=1")}, `"lead_name":"One"`},
	{"A10=refused", []step{creatingWith(`,"lead_name":"One","lead_name":"Two"`)}, `400 {"error":"a key of the body is repeated"}`},
	{"A11=named", []step{creating(`{"list_uuid":"` + unknownList + `","phone_number":"0349710001"}`), uploading(unknownList, "x")}, `404 {"error":"list is not found"}` + "\n" + `404 {"error":"list is not found"}`},
	{"A11=invalid", []step{creating(`{"list_uuid":"` + unknownList + `","phone_number":"0349710001"}`), uploading(unknownList, "x")}, `400 {"error":"list_uuid is invalid"}` + "\n" + `400 {"error":"list_uuid is invalid"}`},
	{"A12=reversed", []step{creating(`{"list_uuid":"x","phone_number":""}`)}, `[{"phone_number":"String length must be greater than or equal to 1"},{"phone_number":"Does not match pattern '^(84|0[3|5|7|8|9])+([0-9]{8})$'"},{"list_uuid":`},
	{"A13=refused", []step{creatingWith(""), creatingWith("")}, `400 {"error":"phone_number is exists"}`},
	{"A13=conflict", []step{creatingWith(""), creatingWith("")}, `409 {"error":"phone_number is exists"}`},
	{"A14=prefix", []step{listing("phone_number=034971")}, `"total":2}`},
	{"A14=suffix", []step{listing("phone_number=9999")}, `"total":1}`},
	{"A14=contains", []step{listing("phone_number=97199")}, `"total":2}`},
	{"A15=not-found", []step{{method: "HEAD", path: "/v3/lead/" + demo01}}, "404 "},
	{"A16=default", []step{listing("limit=ten&offset=-1")}, `"limit":10,"offset":0,"total":2}`},
	{"A17=capped", []step{listing("limit=100000")}, `"limit":50000`},
	{"A17=zero-is-all", []step{listing("limit=0")}, `Demo02`},
	{"A17=capped-zero-is-all", []step{listing("limit=0"), listing("limit=100000")}, `"limit":50000`},
	{"A18=last", []step{listing("limit=1&limit=2")}, `"limit":2`},
	{"A19=value", []step{listing("phone_number=")}, `"total":0}`},
	{"A20=not-found", []step{listing("campaign_uuid=" + unknownList)}, `404 {"error":"Not Found"}`},
	{"A21=not-found", []step{listing("offset=2")}, `404 {"error":"Not Found"}`},
	{"A22=refused", []step{listing("_=1")}, `400 {"error":"_ is invalid"}`},
	{"A23=any-case", []step{getting("/v3/lead/" + strings.ToUpper(demo01))}, `200 {`},
	{"A23=parsed", []step{getting("/v3/lead/x"), getting("/v3/lead/" + strings.ToUpper(demo01))}, `400 {"error":"lead_uuid is invalid"}` + "\n200 "},
	{"A24=refused", []step{{method: "PUT", path: "/v3/lead/" + demo01, body: `{"lead_uuid":"` + unknownID + `","phone_number":"0349719999"}`}}, `400 {"error":"lead_uuid is invalid"}`},
	{"A25=lead-first", []step{{method: "PUT", path: "/v3/lead/" + unknownID, body: `{}`}}, `404 {"error":"Not Found"}`},
	{"A26=kept", []step{{method: "PUT", path: "/v3/lead/" + demo01, body: `{"lead_uuid":"` + demo01 + `","phone_number":""}`}, getting("/v3/lead/" + demo01)},
		`200 {"lead_uuid":"` + demo01 + `"}` + "\n" + `200 {"domain_uuid":"c275b950-9885-4775-b1bd-09fc865afa48","lead_uuid":"` + demo01 + `","lead_name":"Demo01","lead_code":"DP01","list_uuid":"` + documentedList + `","phone_number":"0349719999"`},
	{"A27=overwritten", []step{updating(`,"identity_issued_on":"2020-01-02T00:00:00Z"`), updating(`,"identity_issued_on":"0001-01-01T00:00:00Z"`), getting("/v3/lead/" + demo01)}, `"identity_issued_on":"0001-01-01T00:00:00Z"`},
	{"A28=emptied", []step{updating(""), getting("/v3/lead/" + demo01)}, `"lead_name":""`},
	{"A29=on-change", []step{updating(""), getting("/v3/lead/" + demo01)}, `"updated_at":"2023-03-08T15:27:00.709533+07:00"`},
	{"A30=none", []step{uploading(documentedList, csvHeader+"An,0349710002\n"), listing("limit=1")}, `"network":""`},
	{"A30=carriers", []step{uploading(documentedList, csvHeader+"An,0909710002\nBe,0919710002\nCa,0599710002\nDu,0289710002\n"), listing("limit=4")}, `"network":"offnet"`},
	{"A31=dropped", []step{uploading(documentedList, "phone_number,colour\n0349710002,red\n"), listing("limit=1")}, `"additional":"{\"after_day\":0,\"contract_number\":\"\",\"lead_code\":\"\",\"lead_name\":\"\",\"phone_number\":\"0349710002\"}"`},
	{"A32=by-length", []step{uploading(documentedList, csvHeader+"An,034971\nBe,0349710002\n"), listing("")}, `"total":3}`},
	{"A33=reversed", []step{uploading(documentedList, csvHeader+"An,0349710002\nBe,0349710003\n"), listing("limit=1")}, `"lead_name":"An"`},
	{"A34=zero", []step{uploading(documentedList, "phone_number,after_day\n0349710002,x\n"), listing("")}, `"total":3}`},
	{"A35=refused", []step{uploading(documentedList, "PK\x03\x04")}, `400 {"error":"file is invalid"}`},
	{"A36=comma", []step{uploading(documentedList, "lead_name;phone_number\nAn;0349710002\n"), listing("")}, `"total":2}`},
	{"A37=file-first", []step{uploading("", "")}, `400 {"error":"http: no such file"}`},
	{"A44=dropped", []step{listing("limit=1&offset=%zz")}, `"limit":1,"offset":0`},
	{"A49=file", []step{uploading(documentedList, csvHeader+"An,\nBe,0349710002\n"), listing("")}, `"total":2}`},
	{"A51=unfiltered", []step{listing("phone_number=0349719999")}, `"total":2}`},
	{"A51=page", []step{listing("limit=1")}, `"total":1}`},
	{"A52=null-data", []step{listing("phone_number=1")}, `200 {"data":null,"limit":10,"offset":0,"total":0}`},
	{"A54=local", []step{creating(`{"list_uuid":"` + documentedList + `","phone_number":"84349710001"}`), creating(`{"list_uuid":"` + documentedList + `","phone_number":"8412345678"}`), listing("limit=1")}, `"phone_number":"012345678"`},
	{"A56=limited", []step{creatingWith(`,"lead_name":"` + strings.Repeat("ữ", 256) + `"`)}, `{"lead_name":"String length must be less than or equal to 255"}`},
	{"A61=converted", []step{creatingWith(`,"lead_name":7,"lead_code":true`), listing("limit=1")}, `"lead_name":"7","lead_code":"true"`},
	{"A65=oldest-first", []step{listing("limit=1")}, "Demo01"},
	{"A65=updated-first", []step{updating(`,"lead_code":"new"`), listing("limit=1")}, `200 {"data":[{"domain_uuid":"c275b950-9885-4775-b1bd-09fc865afa48","lead_uuid":"` + demo01},
	{"A66=leading-zero", []step{uploading(documentedList, csvHeader+"An,349710002\n"), listing("limit=1")}, `"phone_number":"0349710002"`},
	{"C11=emptied", []step{updating(`,"lead_name":""`), getting("/v3/lead/" + demo01)}, `"lead_name":""`},
}

// Every alternative is played: its requests get other replies than as assumed.
func TestEveryAlternativeIsPlayed(t *testing.T) {
	cases := map[string]bool{}
	for _, test := range alternatives {
		cases[test.reading] = true
		readings, err := openapi.ParseReadings(test.reading)
		if err != nil {
			t.Fatal(err)
		}
		assumedReplies := onStage(t).play(test.steps)
		replies := onStage(t, mock.WithReadings(readings)).play(test.steps)
		if strings.Contains(assumedReplies, test.want) || !strings.Contains(replies, test.want) {
			t.Errorf("%s: got\n%s\nand as assumed\n%s\nwant %q in the first only", test.reading, replies, assumedReplies, test.want)
		}
	}
	for _, choice := range openapi.Choices() {
		for _, reading := range choice.Readings[1:] {
			name := choice.ID + "=" + reading.Name
			if !cases[name] {
				t.Errorf("%s: got no case, want one", name)
			}
			delete(cases, name)
		}
	}
	for name := range cases {
		t.Errorf("%s: got a case, want none, because it is not an alternative", name)
	}
}

// notPrinted are the printed replies that a reading changes, and why that breaks no stated fact.
var notPrinted = map[string]string{
	"A13=refused createLead.printed":     "the seed has the very lead that this request makes",
	"A13=conflict createLead.printed":    "the seed has the very lead that this request makes",
	"A65=oldest-first listLeads.printed": "the order of the sample is implied, not stated",
}

// Every printed request gets its printed reply in every reading, because readings are only about what the documentation does
// not state.
func TestPrintedRepliesInEveryReading(t *testing.T) {
	leadID := regexp.MustCompile(`"lead_uuid":"[^"]*"`)
	changed := map[string]bool{}
	for _, test := range alternatives {
		readings, err := openapi.ParseReadings(test.reading)
		if err != nil {
			t.Fatal(err)
		}
		stage := onStage(t, mock.WithReadings(readings))
		for _, printed := range fixtures.Cases() {
			name := printed.Operation + "." + printed.Name // also a session with the seed
			request := step{method: requestOf[name].method, path: requestOf[name].path, body: string(printed.Request)}
			if printed.Operation == "uploadLeads" {
				body, contentType := formOf(t, printed.Name).encode(t)
				request = step{"POST", "/v3/lead/file", contentType, string(body), false}
			}
			_, got, _ := strings.Cut(stage.send(name, request), " ")
			want := string(compact(t, printed.Reply)) + "\n"
			if name == "createLead.printed" { // the ID is the server's own
				want, got = leadID.ReplaceAllString(want, ""), leadID.ReplaceAllString(got, "")
			}
			if got == want {
				continue
			}
			changed[test.reading+" "+name] = true
			if notPrinted[test.reading+" "+name] == "" {
				t.Errorf("%s: %s: got\n%swant\n%s", test.reading, name, got, want)
			}
		}
	}
	for name := range notPrinted {
		if !changed[name] {
			t.Errorf("%s: got an exception, want none, because it is as printed", name)
		}
	}
}

// A session has its own readings and seed until it is reset; other choices are as at the start, and a reload changes none of
// this.
func TestReadingsOfSessions(t *testing.T) {
	stage := onStage(t, mock.WithReadings(openapi.Readings{"A02": "unprocessable"}))
	session := stage.server.InSession("own")
	refused, found := creating("{}"), listing("phone_number=034971")
	expect := func(when, name, refusal, total string) {
		t.Helper()
		if got := stage.send(name, refused); !strings.HasPrefix(got, refusal) {
			t.Errorf("%s: a refused body: got %swant %s", when, got, refusal)
		}
		if got := stage.send(name, found); !strings.Contains(got, total) {
			t.Errorf("%s: a search by a part of the number: got %swant %s in it", when, got, total)
		}
	}
	if err := session.SetReadings(openapi.Readings{"A14": "prefix"}); err != nil {
		t.Fatal(err)
	}
	expect("with a reading", "own", "422", `"total":2`)
	expect("another session", "other", "422", `"total":0`)
	if got := session.Readings().String(); got != "A02=unprocessable,A14=prefix" {
		t.Errorf("the session: got %s, want A02=unprocessable,A14=prefix", got)
	}
	if err := stage.server.Reload(mock.WithSpec(listPage(t))); err != nil {
		t.Fatal(err)
	}
	expect("after a reload", "own", "422", `"total":2`)
	if got := stage.send("own", getting("/v3/list")); !strings.HasPrefix(got, "200") {
		t.Errorf("the page that was loaded: got %s, want 200", got)
	}
	if err := session.SetReadings(openapi.Readings{"A02": "bad-request"}); err != nil {
		t.Fatal(err)
	}
	expect("with another one", "own", "400", `"total":0`)
	if err := session.SetReadings(openapi.Readings{"A14": "prefx"}); err == nil || !strings.Contains(err.Error(), `no reading "prefx" (exact, prefix`) {
		t.Errorf("a reading that does not exist: got %v, want an error with those that do", err)
	}
	expect("after a mistake", "own", "400", `"total":0`)
	session.Vary(3)
	want := openapi.VaryReadings(3, nil)
	want["A02"] = "unprocessable"
	if got := session.Readings().String(); got != want.Changed().String() {
		t.Errorf("seed 3: got %s, want %s", got, want.Changed())
	}
	if seed, varied := session.Seed(); seed != 3 || !varied {
		t.Errorf("the seed: got %d %v, want 3 true", seed, varied)
	}
	session.Reset()
	expect("after a reset", "own", "422", `"total":0`)
	if _, varied := session.Seed(); varied {
		t.Error("after a reset: got a seed, want none")
	}
}

// A further spec compiles in every reading, and answers as its own document says.
func TestFurtherPageInEveryReading(t *testing.T) {
	page := listPage(t)
	made := step{method: "POST", path: "/v3/list", body: `{"campaign_uuid":"x","list_name":"New"}`}
	assumedReplies := onStage(t, mock.WithSpec(page)).play([]step{made, made, getting("/v3/list")})
	for _, test := range alternatives {
		readings, err := openapi.ParseReadings(test.reading)
		if err != nil {
			t.Fatal(err)
		}
		if got := onStage(t, mock.WithSpec(page), mock.WithReadings(readings)).play([]step{made, made, getting("/v3/list")}); got != assumedReplies {
			t.Errorf("%s: the further spec: got\n%swant\n%s", test.reading, got, assumedReplies)
		}
	}
}

// The refusal of a converted value must not be remembered for another value of the same type.
func TestConvertedValuesAreLookedAt(t *testing.T) {
	stage := onStage(t, mock.WithReadings(openapi.Readings{"A61": "converted"}))
	create := func(phone string) step {
		return creating(`{"list_uuid":"` + documentedList + `","phone_number":` + phone + `}`)
	}
	for _, test := range []struct{ phone, want string }{
		{"7", `400 {"error":[{"phone_number":"Does not match pattern`},
		{"7", `400 {"error":[{"phone_number":"Does not match pattern`},
		{"8412345678", `200 {"created":true,`},
	} {
		if got := stage.send("", create(test.phone)); !strings.HasPrefix(got, test.want) {
			t.Errorf("the number %s: got %swant %s", test.phone, got, test.want)
		}
	}
}

// WithVaryOnly restricts a seed to what an app relies on.
func TestVaryOnly(t *testing.T) {
	server := onStage(t, mock.WithVary(5), mock.WithVaryOnly([]string{"A14", "A65"}), mock.WithReadings(openapi.Readings{"A65": "oldest-first"})).server
	want := openapi.Readings{"A65": "oldest-first"}
	if name := openapi.VaryReadings(5, nil)["A14"]; name != "exact" {
		want["A14"] = name
	}
	if got := server.Readings(); got.String() != want.String() {
		t.Errorf("the mock: got %s, want %s", got, want)
	}
	if _, err := mock.New(mock.WithReadings(openapi.Readings{"A99": "x"})); err == nil {
		t.Error("A99: got no error, want one")
	}
}
