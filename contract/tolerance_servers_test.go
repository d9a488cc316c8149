package contract_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/leadapi/leadapi/contract"
)

// tolerated is a server that follows the documentation but differs from the mock where the documentation is silent.
type tolerated struct {
	name    string
	differs string // rules that the report must show as differing; "" if no rule covers it
	change  change
	option  func(*contract.Config)
}

func toleratedServers() []tolerated {
	return []tolerated{
		{name: "the mock", change: same},
		{name: "201 for a create", differs: "create.status", change: statuses("createLead", 200, 201)},
		{name: "202 for an upload", differs: "import.status", change: statuses("uploadLeads", 200, 202)},
		{name: "422 for an error", differs: "create.empty-phone.status update.no-phone.status import.no-list.status", change: statuses("", 400, 422)},
		{name: "200 for an error", differs: "create.empty-phone.4xx update.no-phone.4xx import.no-list.4xx", change: statuses("", 400, 200)},
		{name: "400 for what is not found", differs: "get.unknown.status delete.unknown.status", change: statuses("", 404, 400)},
		{name: "200 for what is not found", differs: "get.unknown.4xx delete.unknown.4xx", change: statuses("", 404, 200)},
		{name: "more fields in a lead", differs: "replies.declared",
			change: shows(func(lead object) { lead["score"], lead["tags"], lead["deleted_at"] = 1, []any{}, nil })},
		{name: "more fields in a page and in the reply to a create", differs: "replies.declared",
			change: both(replies("listLeads", func(o object) { o["pages"] = 1 }), replies("createLead", func(o object) { o["code"] = "ok" }))},
		{name: "a limit over 50 refused", differs: "list.limit-large", change: on("listLeads", func(c call, next server) answer {
			if number(c.values().Get("limit"), 10) > 50 {
				return reply(400, `{"error":"limit must be at most 50"}`)
			}
			return next(c)
		})},
		{name: "total is that of the page", differs: "list.total list.limit-zero list.past-the-end", change: pages(func(all []object, limit, offset int) ([]object, int) {
			page := cut(all, limit, offset)
			return page, len(page)
		})},
		{name: "a line end accepted after a number", differs: "create.rejects.line-end",
			change: takes(phone(regexp.MustCompile(`\n$`).MatchString))},
		{name: "the body says which lead is updated", differs: "update.path-counts", change: bodyDecides()},
		{name: "a lead is assigned to a name", differs: "get.assigned-user", change: shows(func(lead object) { lead["assign_user_uuid"] = "agent 7" })},
		{name: "times with six decimals, zeros too", differs: "create.starts.trailing-zeros", change: shows(func(lead object) {
			lead["created_at"] = "2026-01-02T03:04:05.120000+07:00"
		})},
		{name: "leads found by the beginning of a number", differs: "list.part-of-a-number", change: prefixSearch()},
		{name: "leads found by any part of a number", differs: "list.part-of-a-number", change: searches(strings.Contains)},
		{name: "the oldest lead first", differs: "list.newest-first", change: pages(func(all []object, limit, offset int) ([]object, int) {
			slices.Reverse(all)
			return cut(all, limit, offset), len(all)
		})},
		{name: "leads in lists that do not exist", differs: "create.unknown-list",
			change: takes(func(sent object) bool { return len(text(sent, "list_uuid")) == 36 && sent["list_uuid"] != seedList })},
		{name: "an unknown list in the words of the body's errors", differs: "create.unknown-list import.unknown-list",
			change: says(`"Not Found"`, `[{"list_uuid":"does not exist"}]`).only("createLead", "uploadLeads")},
		{name: "one lead per number", differs: "create.same-number", change: oneANumber(false)},
		{name: "a second lead with a number is the first", differs: "create.same-number", change: oneANumber(true)},
		{name: "empty texts stored", differs: "update.keeps-on-empty",
			change: emptied(func(sent object, field string) bool { return sent[field] == "" }, "")},
		{name: "the zero time stored", differs: "update.keeps-on-zero-time",
			change: emptied(func(sent object, field string) bool { return sent[field] == zeroTime }, zeroTime)},
		{name: "fields emptied that an update does not send", differs: "update.keeps-unsent",
			change: emptied(func(sent object, field string) bool { return sent[field] == nil && field != "identity_issued_on" }, "")},
		{name: "errors of other fields first", change: reversesFields()},
		{name: "names trimmed", differs: "create.special-characters", change: rewrites("lead_name", strings.TrimSpace)},
		{name: "HTML escaped in names", differs: "create.special-characters",
			change: rewrites("lead_name", func(name string) string { return strings.ReplaceAll(name, "<", "&lt;") })},
		{name: "an after_day that is not a number imported as 0", differs: "import.bad-rows", change: cells("after_day", func(cell string) string {
			return strings.ReplaceAll(cell, "x", "0")
		})},
		{name: "no network, no additional in imported leads", differs: "import.additional import.other-column", change: shows(func(lead object) {
			if strings.Contains(text(lead, "additional"), "lead_code") {
				lead["additional"], lead["network"] = "", ""
			}
		})},
		{name: "a slow import", change: slowImport(12), option: func(cfg *contract.Config) { cfg.ImportTimeout = time.Minute }},
		{name: "other JSON", change: otherJSON()},
		{name: "uuids of version 7", change: versionSeven()},
		{name: "times in UTC", differs: "create.starts.format", change: shows(inUTC)},
		{name: "a dialer at work", differs: "create.starts.status create.starts.numbers update.leaves-dialer-fields", change: dialing()},
		{name: "another text for no token", differs: "create.other-credentials get.other-credentials",
			change: says(`"Unauthorized"`, `"token is expired"`)},
		{name: "403 for no token", differs: "list.other-credentials", change: statuses("", 401, 403)},
		{name: "no token needed", differs: "create.no-token get.no-token delete.no-token", change: withToken()},
		{name: "other texts for a wrong type", change: says("Invalid type. Expected: string, given: integer", "must be a string")},
		{name: "other texts for a missing field of a create", differs: "create.no-phone.text create.no-list.text",
			change: says(" is required", " is missing").only("createLead")},
		{name: "more headers", change: headers()},
		{name: "429 and Retry-After", change: limited()},
		{name: "ids shown in capitals, and known in either case", change: capitalIDs()},
		{name: "update answers with the whole lead", differs: "replies.declared", change: on("updateLead", func(c call, next server) answer {
			got := next(c)
			if got.ok() {
				return next(c.to("GET", "/v3/lead/"+c.id, nil))
			}
			return got
		})},
		{name: "HTML escaped in JSON", change: each(func(_ call, got answer) answer {
			got.body = bytes.ReplaceAll(bytes.ReplaceAll(got.body, []byte("<"), []byte(`\u003c`)), []byte("&"), []byte(`\u0026`))
			return got
		})},
		{name: "500 for what is not found", differs: "get.unknown.4xx replies.no-server-error", change: statuses("", 404, 500)},
		{name: "400 for an id that is not a UUID", differs: "get.no-uuid", change: on("getLead", func(c call, next server) answer {
			if len(c.id) < 36 {
				return reply(400, `{"error":"invalid UUID length: 1"}`)
			}
			return next(c)
		})},
	}
}

func same(next server) server { return next }

// only applies a change to some operations.
func (change change) only(operations ...string) change {
	return func(next server) server {
		changed := change(next)
		return func(c call) answer {
			if slices.Contains(operations, c.operation) {
				return changed(c)
			}
			return next(c)
		}
	}
}

// statuses answers an operation, or all with "", with another status.
func statuses(operation string, from, to int) change {
	return func(next server) server {
		return func(c call) answer {
			got := next(c)
			if got.status == from && (operation == "" || operation == c.operation) {
				got.status = to
			}
			return got
		}
	}
}

// reversesFields reverses the order of the fields in an error, but not within a field.
func reversesFields() change {
	return func(next server) server {
		return func(c call) answer {
			got := next(c)
			found := got.object()
			list, _ := found["error"].([]any)
			if len(list) < 2 {
				return got
			}
			name := func(item any) string {
				for field := range item.(object) {
					return field
				}
				return ""
			}
			slices.SortStableFunc(list, func(a, b any) int { return strings.Compare(name(b), name(a)) })
			return got.with(found)
		}
	}
}

// slowImport imports an upload only after a number of listings.
func slowImport(listings int) change {
	return func(next server) server {
		type waiting struct {
			call call
			left int
		}
		var queue []*waiting
		return func(c call) answer {
			if form := readUpload(c); c.operation == "uploadLeads" && form.list == seedList && form.hasFile && strings.HasPrefix(c.header.Get("Authorization"), "Bearer") {
				if strings.Contains(string(c.body), `filename="`) {
					queue = append(queue, &waiting{c, listings})
					return reply(200, `{"msg":"file upload is processing"}`)
				}
			}
			if c.operation == "listLeads" {
				for _, upload := range queue {
					if upload.left--; upload.left == 0 {
						next(upload.call)
					}
				}
			}
			return next(c)
		}
	}
}

// otherJSON writes replies with many lines, sorted keys and escaped letters.
func otherJSON() change {
	return each(func(_ call, got answer) answer {
		found := got.object()
		if found == nil {
			return got
		}
		text, err := json.MarshalIndent(found, "", "\t")
		must(err)
		var out strings.Builder
		for _, r := range string(text) {
			if r > 0x7f && r < 0x10000 {
				out.WriteString(`\u` + strings.Repeat("0", 4-len(strconv.FormatInt(int64(r), 16))) + strconv.FormatInt(int64(r), 16))
				continue
			}
			out.WriteRune(r)
		}
		got.body = []byte("\n" + out.String() + "\n")
		return got
	})
}

// dialing changes what a dialer writes with every read of a lead.
func dialing() change {
	reads := 0
	return shows(func(lead object) {
		reads++
		lead["status"], lead["alt_status"], lead["called_count"], lead["hopper_id"] = "NA", "na", reads, 7
		lead["last_call_time"] = time.Now().Format(time.RFC3339Nano)
	})
}

// withToken accepts every token.
func withToken() change {
	return func(next server) server {
		return func(c call) answer {
			c.header = c.header.Clone()
			c.header.Set("Authorization", "Bearer mutant")
			return next(c)
		}
	}
}

func headers() change {
	return each(func(_ call, got answer) answer {
		got.header = http.Header{
			"Content-Type": {"application/json; charset=utf-8"}, "Set-Cookie": {"a=b", "c=d"}, "X-Request-Id": {"1"}, "Server": {"nginx"},
		}
		return got
	})
}

// limited refuses every tenth read, and accepts it when it is sent again.
func limited() change {
	return func(next server) server {
		reads := 0
		return func(c call) answer {
			if c.method == "GET" {
				if reads++; reads%10 == 0 {
					got := reply(429, `{"error":"Too Many Requests"}`)
					got.header.Set("Retry-After", "0")
					return got
				}
			}
			return next(c)
		}
	}
}
