package contract

import (
	"fmt"
	"mime"
	"strings"

	"github.com/leadapi/leadapi/contract/report"
)

// replyRules judge all replies that the run has seen, so they come after the others. What they look for is in replyChecks.
func replyRules() []Rule {
	rules := []Rule{
		{ID: "replies.json", Provenance: implied, Section: createSection, Assumptions: []string{"A58"},
			Text: "Every reply is one JSON value in UTF-8, with each key once and nothing after it."},
		{ID: "replies.declared", Provenance: assumed, Section: createSection, Assumptions: []string{"A09"},
			Text: "No reply of success has a field that the page does not show."},
		{ID: "replies.errors", Provenance: implied, Section: createSection, Assumptions: []string{"A58"},
			Text: "Every error is a text, or a list of fields and texts, under the key error."},
		{ID: "replies.content-type", Provenance: implied, Section: createSection,
			Text: "Every reply says that it is application/json."},
		{ID: "replies.whole-numbers", Provenance: implied, Section: listSection,
			Text: "Whole numbers are written as the page prints them, 10 and not 10.0."},
		{ID: "replies.no-server-error", Provenance: assumed, Section: createSection, Assumptions: []string{"A63"},
			Text: "No request is answered with a status of 5xx."},
	}
	for i, rule := range rules {
		rules[i].About, rules[i].when = aboutOperations(report.AnyOperation), lastOfAll
		rules[i].check = func(p *probe) { p.everyReply(rule.ID) }
	}
	return rules
}

// replyChecks say what is wrong with a reply, or "", by the rule that says so.
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

// everyReply finds the first reply of each operation with which something is wrong, and how many there are.
func (p *probe) everyReply(rule string) {
	if len(p.answered) < 2 { // the preflight
		p.sample()
	}
	for _, b := range p.wrong[rule] {
		p.exchanges, p.replies = append(p.exchanges, b.exchange), append(p.replies, 0)
		p.find(fmt.Sprintf("replies to %s with which something is wrong: %d, of which the first", b.operation, b.times), "nothing wrong", b.first)
	}
}
