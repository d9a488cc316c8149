package contract_test

import (
	"bytes"
	"net/http"
	"strings"
)

// Mutants that are wrong in form: JSON, headers, statuses, tokens.

// each changes every reply.
func each(edit func(c call, got answer) answer) change {
	return func(next server) server {
		return func(c call) answer { return edit(c, next(c)) }
	}
}

func page(status int, body string) answer {
	return answer{status, http.Header{"Content-Type": {"text/html; charset=utf-8"}}, []byte(body)}
}

func replyMutants() []mutant {
	html := func(operation string, status int, body string) change {
		return on(operation, func(call, server) answer { return page(status, body) })
	}
	return []mutant{
		{name: "a second value follows the reply", breaks: "replies.json",
			change: on("getLead", func(c call, next server) answer {
				got := next(c)
				got.body = append(got.body, "{}"...)
				return got
			})},
		{name: "a lead has its status twice", breaks: "replies.json get.reply",
			change: on("getLead", func(c call, next server) answer {
				got := next(c)
				got.body = bytes.Replace(got.body, []byte(`"status":`), []byte(`"status":"OLD","status":`), 1)
				return got
			})},
		{name: "a reply starts with a byte order mark", breaks: "replies.json",
			change: on("getLead", func(c call, next server) answer {
				got := next(c)
				got.body = append([]byte("\ufeff"), got.body...)
				return got
			})},
		{name: "replies are in Latin-1", breaks: "replies.json", change: on("getLead", func(c call, next server) answer {
			got := next(c)
			got.body = bytes.ReplaceAll(got.body, []byte("ồ"), []byte{0xea})
			return got
		})},
		{name: "errors are pages of HTML", breaks: "replies.json import.no-list create.empty-phone",
			change: each(func(_ call, got answer) answer {
				if got.ok() {
					return got
				}
				return page(got.status, "<html><h1>Error</h1></html>")
			})},
		{name: "errors are under message", breaks: "replies.errors delete.unknown import.no-list",
			change: each(func(_ call, got answer) answer {
				got.body = bytes.Replace(got.body, []byte(`{"error":`), []byte(`{"message":`), 1)
				return got
			})},
		{name: "errors are objects", breaks: "replies.errors delete.unknown", change: says(`"Not Found"`, `{"text":"Not Found"}`)},
		{name: "replies are text/plain", breaks: "replies.content-type",
			change: each(func(_ call, got answer) answer {
				got.header = http.Header{"Content-Type": {"text/plain; charset=utf-8"}}
				return got
			})},
		{name: "an unknown lead is a server error", breaks: "replies.no-server-error get.unknown.4xx", change: unknown("getLead", 500, notFoundError)},
		{name: "leads have an undocumented field", breaks: "replies.declared", change: shows(func(lead object) { lead["deleted_at"] = "" })},
		{name: "a lead has its fields in capitals as well", breaks: "replies.declared", change: gets(func(lead object) { lead["Status"] = lead["status"] })},
		{name: "delete is a server error", breaks: "delete.reply replies.no-server-error", change: html("deleteLead", 500, "Internal Server Error")},
		{name: "an upload is answered with an empty body", breaks: "import.reply replies.json",
			change: on("uploadLeads", func(c call, next server) answer {
				got := next(c)
				got.body = nil
				return got
			})},
		{name: "a reply breaks off", breaks: "replies.json get.reply",
			change: on("getLead", func(c call, next server) answer {
				got := next(c)
				got.body = got.body[:len(got.body)/2]
				return got
			})},
	}
}

// statusMutants send the right replies with wrong statuses.
func statusMutants() []mutant {
	succeeds := func(operation, rule string) mutant {
		return mutant{name: operation + " succeeds with 202", breaks: rule + ".status", change: on(operation, func(c call, next server) answer {
			got := next(c)
			if got.ok() {
				got.status = 202
			}
			return got
		})}
	}
	fails := func(operation, rule string, from, status int) mutant {
		return mutant{name: strings.Join([]string{operation, http.StatusText(from), "is", http.StatusText(status)}, " "), breaks: rule,
			change: on(operation, func(c call, next server) answer {
				got := next(c)
				if got.status == from {
					got.status = status
				}
				return got
			})}
	}
	return []mutant{
		succeeds("createLead", "create"), succeeds("uploadLeads", "import"), succeeds("listLeads", "list"),
		succeeds("getLead", "get"), succeeds("updateLead", "update"), succeeds("deleteLead", "delete"),
		fails("createLead", "create.empty-phone.4xx create.empty-phone.status", 400, 200),
		fails("updateLead", "update.no-phone.4xx update.no-phone.status", 400, 200),
		fails("uploadLeads", "import.no-list.4xx import.no-list.status", 400, 200),
		fails("getLead", "get.unknown.4xx get.unknown.status", 404, 200),
		fails("updateLead", "update.unknown.4xx update.unknown.status", 404, 200),
		fails("deleteLead", "delete.unknown.4xx delete.unknown.status", 404, 200),
		fails("deleteLead", "delete.unknown.status", 404, 410),
		fails("createLead", "create.empty-phone.status", 400, 422),
	}
}

// tokenMutants do not check the token, or its type, on one operation each.
func tokenMutants() []mutant {
	var all []mutant
	for operation, rule := range map[string]string{
		"createLead": "create", "uploadLeads": "import", "listLeads": "list", "getLead": "get", "updateLead": "update", "deleteLead": "delete",
	} {
		let := func(passes func(authorization string) bool) change {
			return on(operation, func(c call, next server) answer {
				if passes(c.header.Get("Authorization")) {
					c.header = c.header.Clone()
					c.header.Set("Authorization", "Bearer mutant")
				}
				return next(c)
			})
		}
		all = append(all,
			mutant{name: operation + " needs no token", breaks: rule + ".no-token",
				change: let(func(authorization string) bool { return authorization == "" })},
			mutant{name: operation + " takes any credentials", breaks: rule + ".other-credentials",
				change: let(func(authorization string) bool { return strings.HasPrefix(authorization, "Basic") })})
	}
	return all
}
