package contract

import (
	"fmt"
	"mime"
	"net/http"
	"strings"
)

// replyRules judge all replies that the run has seen, so they come after the others.
func replyRules() []Rule {
	rules := []Rule{
		{ID: "replies.json", Provenance: implied, Section: createSection, Assumptions: []string{"A58"},
			Text: "Every reply is one JSON value in UTF-8, with each key once and nothing after it.",
			check: func(p *probe) {
				p.everyReply(func(a answered) string {
					if a.reply.NotJSON != nil {
						return a.reply.NotJSON.Error()
					}
					return strings.Join(a.reply.Problems, ", ")
				})
			}},
		{ID: "replies.declared", Provenance: assumed, Section: createSection, Assumptions: []string{"A09"},
			Text: "No reply of success has a field that the page does not show.",
			check: func(p *probe) {
				p.everyReply(func(a answered) string {
					if !a.reply.Succeeded() {
						return ""
					}
					return strings.Join(undeclared(p.judge.replies[a.call.Operation], a.reply.Value, ""), ", ")
				})
			}},
		{ID: "replies.errors", Provenance: implied, Section: createSection, Assumptions: []string{"A58"},
			Text: "Every error is a text, or a list of fields and texts, under the key error.",
			check: func(p *probe) {
				p.everyReply(func(a answered) string {
					_, isText := a.reply.Object()["error"].(string)
					_, isList := errorList(a.reply)
					if a.reply.Succeeded() || isText || isList {
						return ""
					}
					return a.reply.String()
				})
			}},
		{ID: "replies.content-type", Provenance: implied, Section: createSection,
			Text: "Every reply says that it is application/json.",
			check: func(p *probe) {
				p.everyReply(func(a answered) string {
					kind, _, err := mime.ParseMediaType(a.reply.Header.Get("Content-Type"))
					if err == nil && kind == jsonType {
						return ""
					}
					return fmt.Sprintf("Content-Type %q", a.reply.Header.Get("Content-Type"))
				})
			}},
		{ID: "replies.whole-numbers", Provenance: implied, Section: listSection,
			Text: "Whole numbers are written as the page prints them, 10 and not 10.0.",
			check: func(p *probe) {
				p.everyReply(func(a answered) string {
					if !a.reply.Succeeded() {
						return ""
					}
					var all []string
					for _, finding := range fractions(p.judge.replies[a.call.Operation], a.reply.Value, "") {
						all = append(all, finding.What+" is "+finding.Got)
					}
					return strings.Join(all, ", ")
				})
			}},
		{ID: "replies.no-server-error", Provenance: assumed, Section: createSection, Assumptions: []string{"A63"},
			Text:  "No request is answered with a status of 5xx.",
			check: func(p *probe) { p.everyReply(serverError) }},
	}
	for i := range rules {
		rules[i].when = lastOfAll
	}
	return rules
}

func serverError(a answered) string {
	if a.reply.Status < 500 {
		return ""
	}
	return fmt.Sprintf("status %d", a.reply.Status)
}

// everyReply notes the first reply of each operation with which something is wrong, and how many there are.
func (p *probe) everyReply(wrong func(answered) string) {
	if len(p.answered) < 2 { // the preflight
		p.sample()
	}
	first, times := map[string]string{}, map[string]int{}
	var order []string
	for _, a := range p.answered {
		if a.call.Method == http.MethodHead || a.reply.Busy() {
			continue
		}
		problem := wrong(a)
		if problem == "" {
			continue
		}
		if times[a.call.Operation]++; times[a.call.Operation] == 1 {
			order = append(order, a.call.Operation)
			p.exchanges, p.replies = append(p.exchanges, p.client.Record(a.call, a.reply, nil, 0)), append(p.replies, a.reply)
			first[a.call.Operation] = problem
		}
	}
	for _, operation := range order {
		p.find(fmt.Sprintf("replies to %s with which something is wrong: %d, of which the first", operation, times[operation]), "nothing wrong", first[operation])
	}
}
