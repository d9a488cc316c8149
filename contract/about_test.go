package contract_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/leadapi/leadapi/contract"
	"github.com/leadapi/leadapi/contract/report"
	"github.com/leadapi/leadapi/openapi"
)

// used are the operations of the document, which takes long to read.
var used = sync.OnceValue(func() []openapi.Operation {
	operations, err := document().Operations()
	must(err)
	return operations
})

// allUsed is an app that uses all that the document has, and also leaves out what it can.
func allUsed() openapi.Usage {
	var all openapi.Usage
	for _, operation := range used() {
		one := openapi.UsedOperation{Operation: operation.ID, Count: 9, Parameters: map[string]int64{}, Fields: map[string]int64{}}
		for _, parameter := range operation.Query {
			one.Parameters[parameter.Name] = 5
		}
		if operation.Body != nil {
			for _, field := range operation.Body.Fields {
				one.Fields[field] = 5
			}
		}
		for _, example := range operation.Examples {
			one.Replies = append(one.Replies, openapi.UsedReply{Status: statusOf(example), Example: example.Name, Count: 1})
		}
		all.Operations = append(all.Operations, one)
	}
	return all
}

func statusOf(example openapi.Example) int { return number(example.Status, 0) }

// part is a piece of the document that an app may leave unused.
type part struct{ operation, kind, name string }

func (p part) String() string { return strings.TrimSpace(p.operation + " " + p.kind + " " + p.name) }

// parts are all pieces that an app may leave unused, the operations themselves among them.
var parts = sync.OnceValue(func() []part {
	var all []part
	for _, one := range allUsed().Operations {
		all = append(all, part{one.Operation, "", ""})
		for name := range one.Parameters {
			all = append(all, part{one.Operation, "parameter", name})
		}
		for name := range one.Fields {
			all = append(all, part{one.Operation, "field", name})
		}
		for _, reply := range one.Replies {
			all = append(all, part{one.Operation, "reply", reply.Example})
		}
	}
	slices.SortFunc(all, func(a, b part) int { return strings.Compare(a.String(), b.String()) })
	return all
})

// unused is an app that uses all but a part.
func unused(without part) report.App {
	usage := allUsed()
	for i := range usage.Operations {
		one := &usage.Operations[i]
		if one.Operation != without.operation {
			continue
		}
		switch without.kind {
		case "":
			one.Count = 0
		case "parameter":
			one.Parameters[without.name] = 0
		case "field":
			one.Fields[without.name] = 0
		case "reply":
			at := slices.IndexFunc(one.Replies, func(reply openapi.UsedReply) bool { return reply.Example == without.name })
			one.Replies[at].Count = 0
		}
	}
	return report.App{Name: "an app without " + without.String(), Usage: usage}
}

// only is an app that uses a part, what a request with it needs, and nothing else.
func only(with part) report.App {
	one := openapi.UsedOperation{Operation: with.operation, Count: 9, Parameters: map[string]int64{}, Fields: map[string]int64{}}
	for _, name := range []string{"lead_uuid", "list_uuid", "phone_number"} {
		one.Fields[name] = 9
	}
	switch with.kind {
	case "parameter":
		one.Parameters[with.name] = 9
	case "field":
		one.Fields[with.name] = 9
	}
	at := slices.IndexFunc(allUsed().Operations, func(other openapi.UsedOperation) bool { return other.Operation == with.operation })
	for _, reply := range allUsed().Operations[at].Replies {
		if with.kind == "reply" && reply.Example == with.name || with.kind != "reply" && reply.Status == http.StatusOK {
			one.Replies = append(one.Replies, reply)
		}
	}
	return report.App{Name: "an app with " + with.String() + " only", Usage: openapi.Usage{Operations: []openapi.UsedOperation{one}}}
}

func TestRulesSayWhatTheyAreAbout(t *testing.T) {
	for _, rule := range contract.Rules() {
		about := rule.About
		if len(about.Operations) == 0 || rule.Operation != "" && !slices.Contains(about.Operations, rule.Operation) {
			t.Errorf("%s is about the operations %v, want %s among them", rule.ID, about.Operations, rule.Operation)
		}
		for _, kind := range []struct {
			kind  string
			names []string
		}{{"", about.Operations}, {"parameter", about.Parameters}, {"field", about.Fields}, {"reply", about.Replies}} {
			for _, name := range kind.names {
				known := slices.ContainsFunc(parts(), func(one part) bool {
					return one.kind == kind.kind && slices.Contains(about.Operations, one.operation) && (one.name == name || one.operation == name)
				})
				if !known && name != report.AnyOperation && name != report.Success && name != report.Refused {
					t.Errorf("%s is about %s %q, which the document does not have", rule.ID, kind.kind, name)
				}
			}
		}
		for _, name := range about.Without {
			if !slices.ContainsFunc(parts(), func(one part) bool { return one.operation == rule.Operation && one.name == name && one.kind != "reply" }) {
				t.Errorf("%s is about requests without %q, which %s does not have", rule.ID, name, rule.Operation)
			}
		}
	}
}

// showsAbout expects that a break was shown by requests of what its rule is about.
func showsAbout(t *testing.T, result report.Result) {
	t.Helper()
	last := 0
	for _, finding := range result.Findings {
		last = max(last, finding.After)
	}
	sent := result.Exchanges[:last]
	some := func(what string, shows func(report.Exchange) bool) {
		if !slices.ContainsFunc(sent, shows) && result.MoreExchanges == 0 {
			t.Errorf("%s is about %s, and none of the %d requests that show its break is", result.ID, what, len(sent))
		}
	}
	about := func(e report.Exchange) bool {
		return slices.Contains(result.About.Operations, e.Operation) || slices.Contains(result.About.Operations, report.AnyOperation)
	}
	for _, operation := range result.About.Operations {
		some(operation, func(e report.Exchange) bool { return operation == report.AnyOperation || e.Operation == operation })
	}
	for _, name := range slices.Concat(result.About.Parameters, result.About.Fields) {
		some(name, func(e report.Exchange) bool { return about(e) && carries(e, name) })
	}
	for _, name := range result.About.Without {
		some("requests without "+name, func(e report.Exchange) bool { return about(e) && !carries(e, name) })
	}
}

// carries reports whether a request has a parameter or a field.
func carries(e report.Exchange, name string) bool {
	if address, err := url.Parse(e.Request.URL); err == nil && address.Query().Has(name) {
		return true
	}
	var body map[string]any
	if json.Unmarshal([]byte(e.Request.Body), &body) == nil {
		_, has := body[name]
		return has
	}
	return strings.Contains(e.Request.Body, `name="`+name+`"`) || strings.Contains(e.Request.Body, `"`+name+`":`)
}

// broken is a deployment that does one part wrong.
func (p part) broken() change {
	return on(p.operation, func(c call, next server) answer {
		switch p.kind {
		case "parameter":
			query := c.values()
			if !query.Has(p.name) {
				return next(c)
			}
			query.Del(p.name)
			return next(c.ask(query))
		case "field":
			sent := c.object()
			if sent == nil || !json.Valid(c.body) {
				return next(c) // which is wrong in itself
			}
			delete(sent, p.name)
			return next(c.with(sent))
		case "reply":
			got := next(c)
			if p.isReply(got) {
				return reply(got.status, `{"msg":"something else"}`)
			}
			return got
		}
		switch p.operation {
		case "listLeads": // without any page, the suite takes the URL for a wrong one
			return pages(func(all []object, limit, offset int) ([]object, int) { return cut(all, limit, offset), -1 })(next)(c)
		case "uploadLeads": // which may refuse a file that is not of its template
			return reply(http.StatusOK, `{"msg":"thank you"}`)
		}
		return reply(http.StatusOK, `{"error":"database is locked"}`)
	})
}

// isReply reports whether an answer is the documented one, whatever its values are.
func (p part) isReply(got answer) bool {
	text := string(got.body)
	switch p.name {
	case "phone_empty":
		return strings.Contains(text, `"phone_number"`) && strings.Contains(text, "greater than or equal to 1")
	case "list_uuid_short":
		return strings.Contains(text, `"list_uuid"`) && strings.Contains(text, "greater than or equal to 36")
	case "phone_missing":
		return strings.Contains(text, "phone_number is required")
	case "list_uuid_missing":
		return strings.Contains(text, "list_uuid is missing")
	case "file_missing":
		return strings.Contains(text, "no such file")
	case "limit_invalid":
		return got.status == http.StatusBadRequest && strings.Contains(text, "limit must")
	case "unauthorized":
		return got.status == http.StatusUnauthorized
	case "not_found":
		return got.status == http.StatusNotFound
	}
	return false
}

// cannotDo are parts that an app cannot leave unused, or that no rule looks at.
func (p part) cannotDo() bool {
	switch p.kind {
	case "field":
		return p.operation == "uploadLeads" || slices.Contains([]string{"lead_uuid", "list_uuid", "phone_number"}, p.name) // required
	case "reply":
		return !slices.Contains([]string{
			"phone_empty", "list_uuid_short", "phone_missing", "list_uuid_missing", "file_missing", "limit_invalid", "unauthorized", "not_found",
		}, p.name)
	}
	return false
}

// alsoBreaks are rules that break with a part although they are not about it, since it is how they find out: a get shows what was
// created, the filter phone_number finds the leads that a rule has made.
var alsoBreaks = map[string]string{
	"getLead":                          "create.printed create.required-only create.takes.05 create.takes.ten-digits",
	"listLeads parameter phone_number": "import.lead list.pages list.total list.newest-first list.past-the-end list.limit-zero list.limit-large",
	"listLeads parameter list_uuid":    "create.starts.list",
	"listLeads parameter limit":        "list.newest-first",
	"listLeads parameter offset":       "list.newest-first list.total",

	"createLead reply list_uuid_short": "create.both-wrong", // which has one error of each
	"createLead reply phone_empty":     "create.both-wrong",
}

// TestOnlyWhatAnAppUsesCounts breaks each part of a deployment alone. That fails the run for an app which uses everything or just that part,
// and none for an app that uses everything else. It cannot tell what a rule claims beside the parts that it needs, if other rules are about each of
// them alone.
func TestOnlyWhatAnAppUsesCounts(t *testing.T) {
	for _, one := range parts() {
		if one.cannotDo() {
			continue
		}
		t.Run(one.String(), func(t *testing.T) {
			t.Parallel()
			bubble(t, func(t *testing.T) {
				whole := runAgainst(t, one.broken())
				for _, app := range []report.App{{Name: "an app that uses everything", Usage: allUsed()}, only(one)} {
					if len(whole.For([]report.App{app}).Failed()) == 0 {
						t.Errorf("%s is not hurt", app.Name)
					}
				}
				for _, result := range whole.For([]report.App{unused(one)}).Failed() {
					known := slices.Contains(strings.Fields(alsoBreaks[one.String()]), result.ID)
					known = known || one.kind == "reply" && result.ID == "replies.errors" // it does not tell the errors of an operation apart
					if !known {
						t.Errorf("an app that does not use it is hurt by %s: %+v", result.ID, result.Findings[0])
					}
				}
			})
		})
	}
}
