package contract

import (
	"strings"
	"testing"
)

func TestDecodeStrict(t *testing.T) {
	for _, test := range []struct{ name, body, problem, failure string }{
		{"one object", `{"a":1,"b":[{"a":2}]}`, "", ""},
		{"white space around it", " \n{}\r\n", "", ""},
		{"a key twice", `{"a":1,"a":2}`, "a is there twice", ""},
		{"a key twice, inside", `{"data":[{},{"a":1,"b":2,"a":1}]}`, "data[1].a is there twice", ""},
		{"the same key at two places", `{"a":{"a":1}}`, "", ""},
		{"bytes after it", `{} x`, "", "not one JSON value"},
		{"a second value", `{}{}`, "", "not one JSON value"},
		{"cut off", `{"a":`, "", "not one JSON value"},
		{"HTML", `<html>`, "", "not one JSON value"},
		{"nothing", " ", "", "empty"},
		{"text cut at a byte", "{\"a\":\"Nguy\xe1\xbb\"}", "", "not UTF-8"},
		{"nested without end", strings.Repeat(`[`, 60) + strings.Repeat(`]`, 60), "", "nested deeper"},
	} {
		_, problems, err := decodeStrict([]byte(test.body))
		if got := strings.Join(problems, ", "); got != test.problem {
			t.Errorf("%s: problems %q, want %q", test.name, got, test.problem)
		}
		if (err != nil) != (test.failure != "") || err != nil && !strings.Contains(err.Error(), test.failure) {
			t.Errorf("%s: error %v, want %q", test.name, err, test.failure)
		}
	}
}

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
		value, _, err := decodeStrict([]byte(test.body))
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
	value, _, _ := decodeStrict([]byte(`{"data":[{"Lead_Name":"a","score":1,"ward":"w"}],"limit":1,"offset":0,"total":1,"next":""}`))
	got := strings.Join(undeclared(j.replies["listLeads"], value, ""), ", ")
	if want := "next, data[0].Lead_Name (the document has lead_name), data[0].score"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
