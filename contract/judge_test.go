package contract

import (
	"strings"
	"testing"

	"github.com/leadapi/leadapi/contract/internal/target"
)

func TestJudge(t *testing.T) {
	j, err := newJudge()
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ name, operation, body, what, got string }{
		{"good", "createLead", `{"created":true,"lead_uuid":"152a5c45-68f0-4ee7-85c0-32ae87bb611b"}`, "", ""},
		{"a uuid of version 7", "createLead", `{"created":true,"lead_uuid":"01890a5d-ac96-774b-bcce-b302099a8057"}`, "", ""},
		{"no uuid", "createLead", `{"created":true,"lead_uuid":"7"}`, "lead_uuid", `"7"`},
		{"null", "createLead", `{"created":true,"lead_uuid":null}`, "lead_uuid", "null"},
		{"false", "createLead", `{"created":false,"lead_uuid":"152a5c45-68f0-4ee7-85c0-32ae87bb611b"}`, "created", "false"},
		{"missing", "createLead", `{"created":true}`, "lead_uuid", "it is missing"},
		{"null for a page", "listLeads", `{"data":null,"limit":10,"offset":0,"total":0}`, "data", "null"},
		{"a total as text", "listLeads", `{"data":[],"limit":10,"offset":0,"total":"0"}`, "total", `"0"`},
		{"a total as a fraction", "listLeads", `{"data":[],"limit":10,"offset":0,"total":0.0}`, "total", "0.0"},
		{"another message", "uploadLeads", `{"msg":"done"}`, "msg", `"done"`},
	} {
		value, _, err := target.DecodeStrict([]byte(test.body))
		if err != nil {
			t.Fatal(err)
		}
		findings := j.visit(j.replies[test.operation], value, "")
		if test.what == "" {
			if len(findings) > 0 {
				t.Errorf("%s: %v", test.name, findings)
			}
			continue
		}
		if len(findings) != 1 || findings[0].What != test.what || findings[0].Got != test.got {
			t.Errorf("%s: got %v, want one finding at %s: %s", test.name, findings, test.what, test.got)
		}
	}
}

func TestUndeclared(t *testing.T) {
	j, err := newJudge()
	if err != nil {
		t.Fatal(err)
	}
	value, _, _ := target.DecodeStrict([]byte(`{"data":[{"Lead_Name":"a","score":1,"ward":"w"}],"limit":1,"offset":0,"total":1,"next":""}`))
	got := strings.Join(undeclared(j.replies["listLeads"], value, ""), ", ")
	if want := "next, data[0].Lead_Name (the document has lead_name), data[0].score"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
