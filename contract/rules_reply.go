package contract

import (
	"fmt"
	"mime"
	"strings"

	"github.com/leadapi/leadapi/contract/report"
)

// replyRules returns rules about all replies of the run, so they run last. Their checks are in replyChecks.
func replyRules() []Rule {
	rules := []Rule{
		{ID: "replies.json", Provenance: implied, Section: createSection, Assumptions: []string{"A58"},
			Text: "Every reply is one JSON value in UTF-8, with each key once and nothing after it."},
		{ID: "replies.declared", Provenance: assumed, Section: createSection, Assumptions: []string{"A09"},
			Text: "No success reply has an undocumented field."},
		{ID: "replies.errors", Provenance: implied, Section: createSection, Assumptions: []string{"A58"},
			Text: "Every error is a text, or a list of fields and texts, under the key error."},
		{ID: "replies.content-type", Provenance: implied, Section: createSection,
			Text: "Every reply has the Content-Type application/json."},
		{ID: "replies.whole-numbers", Provenance: implied, Section: listSection,
			Text: "Whole numbers are written as documented, 10 and not 10.0."},
		{ID: "replies.no-server-error", Provenance: assumed, Section: createSection, Assumptions: []string{"A63"},
			Text: "No request is answered with a status of 5xx."},
	}
	for i, rule := range rules {
		rules[i].About, rules[i].when = aboutOperations(report.AnyOperation), lastOfAll
		rules[i].check = func(p *probe) { p.everyReply(rule.ID) }
	}
	return rules
}

// replyChecks returns what is wrong with a reply, or "", by rule.
var replyChecks = map[string]func(*judge, call, *reply) string{
	"replies.json": func(_ *judge, _ call, got *reply) string {
		if got.NotJSON != nil {
			return got.NotJSON.Error()
		}
		return strings.Join(got.Problems, ", ")
	},
	"replies.declared": func(j *judge, call call, got *reply) string {
		if !got.Succeeded() {
			return ""
		}
		return strings.Join(undeclared(j.replies[call.Operation], got.Value, ""), ", ")
	},
	"replies.errors": func(_ *judge, _ call, got *reply) string {
		_, isText := got.Object()["error"].(string)
		_, isList := errorList(got)
		if got.Succeeded() || isText || isList {
			return ""
		}
		return got.String()
	},
	"replies.content-type": func(_ *judge, _ call, got *reply) string {
		kind, _, err := mime.ParseMediaType(got.Header.Get("Content-Type"))
		if err == nil && kind == jsonType {
			return ""
		}
		return fmt.Sprintf("Content-Type %q", got.Header.Get("Content-Type"))
	},
	"replies.whole-numbers": func(j *judge, call call, got *reply) string {
		if !got.Succeeded() {
			return ""
		}
		var all []string
		for _, finding := range fractions(j.replies[call.Operation], got.Value, "") {
			all = append(all, finding.What+" is "+finding.Got)
		}
		return strings.Join(all, ", ")
	},
	"replies.no-server-error": func(_ *judge, _ call, got *reply) string {
		if got.Status < 500 {
			return ""
		}
		return fmt.Sprintf("status %d", got.Status)
	},
}

// everyReply finds the first wrong reply of each operation, and how many there are.
func (p *probe) everyReply(rule string) {
	if len(p.answered) < 2 { // the preflight
		p.sample()
	}
	for _, b := range p.wrong[rule] {
		p.exchanges, p.replies = append(p.exchanges, b.exchange), append(p.replies, 0)
		p.find(fmt.Sprintf("the first of %[2]d wrong replies to %[1]s", b.operation, b.times), "nothing wrong", b.first)
	}
}
