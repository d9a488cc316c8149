package contract

import (
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/leadapi/leadapi/contract/internal/target"
	"github.com/leadapi/leadapi/contract/report"
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
		{"a total of 0.0, which is a whole number", "listLeads", `{"data":[],"limit":10,"offset":0,"total":0.0}`, "", ""},
		{"a total of a half", "listLeads", `{"data":[],"limit":10,"offset":0,"total":0.5}`, "total", "0.5"},
		{"another message", "uploadLeads", `{"msg":"done"}`, "msg", `"done"`},
		{"null for a lead", "listLeads", `{"data":[null],"limit":10,"offset":0,"total":0}`, "data[0]", "null"},
		{"a number of 2 MB", "createLead", `{"created":true,"lead_uuid":"` + strings.Repeat("1", 2<<20) + `"}`, "lead_uuid", `"` + strings.Repeat("1", maxText) + `"`},
	} {
		value, _, err := target.DecodeStrict([]byte(test.body))
		if err != nil {
			t.Fatal(err)
		}
		findings := j.visit(j.replies[test.operation], value, "")
		if test.what == "" {
			if len(findings) > 0 {
				t.Errorf("%s: got %v, want no finding", test.name, findings)
			}
			continue
		}
		if len(findings) != 1 || findings[0].What != test.what || findings[0].Got != test.got {
			t.Errorf("%s: got %v, want one finding at %s: %s", test.name, findings, test.what, test.got)
		}
	}
}

func TestFractions(t *testing.T) {
	j, err := newJudge()
	if err != nil {
		t.Fatal(err)
	}
	value, _, _ := target.DecodeStrict([]byte(`{"data":[{"after_day":1e0,"called_count":0}],"limit":10,"offset":0,"total":0.0}`))
	var got []string
	for _, finding := range fractions(j.replies["listLeads"], value, "") {
		got = append(got, finding.What+" "+finding.Got)
	}
	if want := []string{"data[0].after_day 1e0", "total 0.0"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
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

// TestVisitEachItem breaks one field of one lead on a page of many, for every position on the page.
func TestVisitEachItem(t *testing.T) {
	j, err := newJudge()
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile("../fixtures/getLead.printed.reply.json")
	if err != nil {
		t.Fatal(err)
	}
	value, _, err := target.DecodeStrict(text)
	if err != nil {
		t.Fatal(err)
	}
	good := value.(map[string]any)
	for i := range 40 {
		data := slices.Repeat([]any{good}, 40)
		broken := lead(good).With("updated_at", "yesterday")
		data[i] = map[string]any(broken)
		got := j.visit(j.replies["listLeads"], map[string]any{"data": data, "limit": 40.0, "offset": 0.0, "total": 40.0}, "")
		want := fmt.Sprintf("data[%d].updated_at", i)
		for _, finding := range got {
			if finding.What != want {
				t.Fatalf("got %v, want findings at %s only", got, want)
			}
		}
		if len(got) == 0 {
			t.Errorf("got no finding at %s, want one", want)
		}
	}
}

// TestVisitIsBounded judges pages that once took gigabytes, with a finding for each field of each {}.
func TestVisitIsBounded(t *testing.T) {
	j, err := newJudge()
	if err != nil {
		t.Fatal(err)
	}
	for name, body := range map[string]string{
		"many leads without a field": `{"data":[` + strings.Repeat("{},", 90_000) + `{}],"limit":1,"offset":0,"total":1}`,
		"many leads that are none":   `{"data":[` + strings.Repeat("1,", 90_000) + `1],"limit":1,"offset":0,"total":1}`,
		"a lead with many fields":    `{"data":[{` + strings.Repeat(`"a":1,`, 90_000) + `"b":1}],"limit":1,"offset":0,"total":1}`,
	} {
		value, _, err := target.DecodeStrict([]byte(body))
		if err != nil {
			t.Fatal(err)
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		findings := j.visit(j.replies["listLeads"], value, "")
		runtime.ReadMemStats(&after)
		if took, most := after.TotalAlloc-before.TotalAlloc, uint64(40<<20); took > most {
			t.Errorf("%s: %d MB allocated, want at most %d", name, took>>20, most>>20)
		}
		if last := findings[len(findings)-1]; len(findings) != report.MaxFindings || !strings.Contains(last.Got, "checking stopped") {
			t.Errorf("%s: %d findings, the last %v, want %d, and that checking stopped", name, len(findings), last, report.MaxFindings)
		}
	}
}

func TestUndeclaredIsBounded(t *testing.T) {
	j, err := newJudge()
	if err != nil {
		t.Fatal(err)
	}
	object := map[string]any{}
	for i := range 5000 {
		object[fmt.Sprintf("%0200d", i)+strings.Repeat("k", 10_000)] = nil
	}
	got := undeclared(j.lead, object, "")
	if last := got[len(got)-1]; len(got) != report.MaxFindings+1 || last != "and 4980 more" {
		t.Errorf("got %d names, the last %q; want %d, and 4980 more", len(got), last, report.MaxFindings+1)
	}
	if n := len(strings.Join(got, ", ")); n > 100_000 {
		t.Errorf("%d bytes of names, want at most 100,000", n)
	}
}
