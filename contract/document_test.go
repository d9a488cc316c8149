package contract_test

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/leadapi/leadapi/contract"
	"github.com/leadapi/leadapi/contract/report"
	"github.com/leadapi/leadapi/openapi"
)

// document returns the embedded document, once, since loading it is slow.
var document = sync.OnceValue(func() *openapi.Document {
	page, err := openapi.Lead()
	must(err)
	return page
})

// fieldsOf returns the fields of a schema in the document.
func fieldsOf(schema string) []string { return document().Fields(schema) }

// moreFields returns the document with two more fields: nickname, which create and update accept, and score, which a lead starts with.
func moreFields(t *testing.T) *openapi.Document {
	t.Helper()
	data, err := os.ReadFile("../openapi/lead.yaml")
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	for _, field := range []struct{ before, add string }{
		{"        phone_number:\n          {type: string, minLength: 1, pattern:", "        nickname: {type: string, x-provenance: stated}\n"},
		{"        contract_number:\n          {type: string, description:", "        nickname: {type: string, x-provenance: implied}\n"},
		{"        hopper_id:\n          {type: integer, default: 0,", "        score: {type: integer, default: 5, x-provenance: stated, x-except: {default: implied}}\n" +
			"        nickname: {type: string, default: '', x-provenance: stated}\n"},
		{" hopper_id, comment,", " score, nickname,"},
	} {
		if strings.Count(text, field.before) != 1 {
			t.Fatalf("lead.yaml has %q %d times, want once", field.before, strings.Count(text, field.before))
		}
		text = strings.Replace(text, field.before, field.add+field.before, 1)
	}
	document, err := openapi.Load("lead.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return document
}

// A field that is added to the document gets rules with the document's provenance, and they are checked.
func TestFieldOfTheDocumentHasItsRules(t *testing.T) {
	slow(t, "a whole run with two more fields")
	document := moreFields(t)
	rules, err := contract.RulesOf(document)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]report.Provenance{}
	texts := map[string]string{}
	known := contract.Rules()
	for _, rule := range rules {
		if texts[rule.ID] = rule.Text; !slices.ContainsFunc(known, func(embedded contract.Rule) bool { return embedded.ID == rule.ID }) {
			got[rule.ID] = rule.Provenance
		}
	}
	want := map[string]report.Provenance{
		"create.field.nickname": report.Stated, "update.field.nickname": report.Implied,
		"get.field.nickname": report.Stated, "get.field.score": report.Stated,
	}
	if len(got) != len(want) {
		t.Errorf("got the new rules %v, want %v", got, want)
	}
	for id, provenance := range want {
		if got[id] != provenance {
			t.Errorf("%s is %q, want %q", id, got[id], provenance)
		}
	}
	for id, part := range map[string]string{
		"list.lead":             fmt.Sprintf("%d fields", len(fieldsOf("Lead"))+2),
		"update.all":            fmt.Sprintf("all %d fields", len(fieldsOf("LeadChange"))+1),
		"create.starts.numbers": "score 5",
	} {
		if !strings.Contains(texts[id], part) {
			t.Errorf("%s says %q, want %q in it", id, texts[id], part)
		}
	}
	ofDocument := func(cfg *contract.Config) {
		*cfg = contract.WithDocument(*cfg, document)
		cfg.Gate = report.Implied
		cfg.Focus = regexp.MustCompile(`nickname|score|^list\.lead$|^update\.all$|^create\.starts\.numbers$`)
	}
	for _, test := range []struct {
		server  string
		change  change
		outcome report.Outcome
	}{{"with the fields", nicknames, report.Holds}, {"without them", same, report.Broken}} {
		whole := runAgainst(t, test.change, ofDocument)
		if len(whole.Results) != 7 {
			t.Errorf("%d rules ran, want 7", len(whole.Results))
		}
		for _, result := range whole.Results {
			if result.Outcome != test.outcome {
				t.Errorf("a server %s: %s: %s %s %v, want %s", test.server, result.ID, result.Outcome, result.Reason, result.Findings, test.outcome)
			}
		}
	}
}

// nicknames keeps a nickname for each lead, and shows it with a score.
func nicknames(next server) server {
	names := map[string]string{}
	keeping := func(c call) answer {
		got := next(c)
		if name := text(c.object(), "nickname"); got.ok() && name != "" {
			names[text(got.object(), "lead_uuid")] = name
		}
		return got
	}
	return shows(func(lead object) { lead["nickname"], lead["score"] = names[text(lead, "lead_uuid")], 5 })(keeping)
}
