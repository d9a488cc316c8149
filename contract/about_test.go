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

// used returns the operations of the document, once, since loading it is slow.
var used = sync.OnceValue(func() []openapi.Operation {
	operations, err := document().Operations()
	must(err)
	return operations
})

// allUsed returns the usage of an app that uses everything in the document, and also leaves out everything optional.
func allUsed() openapi.Usage {
	var all openapi.Usage
	for _, operation := range used() {
		used := openapi.UsedOperation{Operation: operation.ID, Count: 9, Parameters: map[string]int64{}, Fields: map[string]int64{}}
		for _, parameter := range operation.Query {
			used.Parameters[parameter.Name] = 5
		}
		if operation.Body != nil {
			for _, field := range operation.Body.Fields {
				used.Fields[field] = 5
			}
		}
		for _, example := range operation.Examples {
			used.Replies = append(used.Replies, openapi.UsedReply{Status: statusOf(example), Example: example.Name, Count: 1})
		}
		all.Operations = append(all.Operations, used)
	}
	return all
}

func statusOf(example openapi.Example) int { return number(example.Status, 0) }

// part is a part of the document that an app may not use.
type part struct{ operation, kind, name string }

func (p part) String() string { return strings.TrimSpace(p.operation + " " + p.kind + " " + p.name) }

// parts returns all parts that an app may not use, including the operations.
var parts = sync.OnceValue(func() []part {
	var all []part
	for _, used := range allUsed().Operations {
		all = append(all, part{used.Operation, "", ""})
		for name := range used.Parameters {
			all = append(all, part{used.Operation, "parameter", name})
		}
		for name := range used.Fields {
			all = append(all, part{used.Operation, "field", name})
		}
		for _, reply := range used.Replies {
			all = append(all, part{used.Operation, "reply", reply.Example})
		}
	}
	slices.SortFunc(all, func(a, b part) int { return strings.Compare(a.String(), b.String()) })
	return all
})

// unused returns an app that uses everything except a part.
func unused(without part) report.App {
	usage := allUsed()
	for i := range usage.Operations {
		used := &usage.Operations[i]
		if used.Operation != without.operation {
			continue
		}
		switch without.kind {
		case "":
			used.Count = 0
		case "parameter":
			used.Parameters[without.name] = 0
		case "field":
			used.Fields[without.name] = 0
		case "reply":
			at := slices.IndexFunc(used.Replies, func(reply openapi.UsedReply) bool { return reply.Example == without.name })
			used.Replies[at].Count = 0
		}
	}
	return report.App{Name: "an app without " + without.String(), Usage: usage}
}

// only returns an app that uses only a part and what a request with it requires.
func only(with part) report.App {
	used := openapi.UsedOperation{Operation: with.operation, Count: 9, Parameters: map[string]int64{}, Fields: map[string]int64{}}
	for _, name := range []string{"lead_uuid", "list_uuid", "phone_number"} {
		used.Fields[name] = 9
	}
	switch with.kind {
	case "parameter":
		used.Parameters[with.name] = 9
	case "field":
		used.Fields[with.name] = 9
	}
	at := slices.IndexFunc(allUsed().Operations, func(other openapi.UsedOperation) bool { return other.Operation == with.operation })
	for _, reply := range allUsed().Operations[at].Replies {
		if with.kind == "reply" && reply.Example == with.name || with.kind != "reply" && reply.Status == http.StatusOK {
			used.Replies = append(used.Replies, reply)
		}
	}
	return report.App{Name: "an app with " + with.String() + " only", Usage: openapi.Usage{Operations: []openapi.UsedOperation{used}}}
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
				known := slices.ContainsFunc(parts(), func(known part) bool {
					return known.kind == kind.kind && slices.Contains(about.Operations, known.operation) && (known.name == name || known.operation == name)
				})
				if !known && name != report.AnyOperation && name != report.Success && name != report.Refused {
					t.Errorf("%s is about %s %q, want one that the document has", rule.ID, kind.kind, name)
				}
			}
		}
		for _, name := range about.Without {
			if !slices.ContainsFunc(parts(), func(known part) bool {
				return known.operation == rule.Operation && known.name == name && known.kind != "reply"
			}) {
				t.Errorf("%s is about requests without %q, want a parameter or a field of %s", rule.ID, name, rule.Operation)
			}
		}
	}
}

// showsAbout expects that the requests that showed a break used what its rule is about.
func showsAbout(t *testing.T, result report.Result) {
	t.Helper()
	last := 0
	for _, finding := range result.Findings {
		last = max(last, finding.After)
	}
	sent := result.Exchanges[:last]
	some := func(what string, shows func(report.Exchange) bool) {
		if !slices.ContainsFunc(sent, shows) && result.MoreExchanges == 0 {
			t.Errorf("%s is about %s: none of the %d requests that show its break use it, want one that does", result.ID, what, len(sent))
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

// broken returns a deployment that does one part wrong.
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
				return next(c) // that is wrong in itself
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
		case "listLeads": // without any page, the suite reports a wrong URL
			return pages(func(all []object, limit, offset int) ([]object, int) { return cut(all, limit, offset), -1 })(next)(c)
		case "uploadLeads": // may refuse a file with another template
			return reply(http.StatusOK, `{"msg":"thank you"}`)
		}
		return reply(http.StatusOK, `{"error":"database is locked"}`)
	})
}

// isReply reports whether an answer is the documented one, with any values.
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

// cannotDo reports whether an app must use the part, or no rule checks it.
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

// alsoBreaks lists rules that break with a part that they are not about, because they use it to check: a get shows what was
// created, the filter phone_number finds the leads that a rule has created.
var alsoBreaks = map[string]string{
	"getLead":                          "create.printed create.required-only create.takes.05 create.takes.ten-digits",
	"listLeads parameter phone_number": "import.lead list.pages list.total list.newest-first list.past-the-end list.limit-zero list.limit-large",
	"listLeads parameter list_uuid":    "create.starts.list",
	"listLeads parameter limit":        "list.newest-first",
	"listLeads parameter offset":       "list.newest-first list.total",

	"createLead reply list_uuid_short": "create.both-wrong", // has an error of each
	"createLead reply phone_empty":     "create.both-wrong",
}

// rulesAbout returns the ids of the rules about an operation.
func rulesAbout(operation string) (ids []string) {
	for _, rule := range contract.Rules() {
		if slices.Contains(rule.About.Operations, operation) {
			ids = append(ids, rule.ID)
		}
	}
	return ids
}

// TestOnlyWhatAnAppUsesCounts breaks one part of a deployment at a time. That must fail the run for an app that uses everything or only that
// part, and not for an app that uses everything else. It does not notice a rule that claims too many parts, if other rules are about each of
// them.
func TestOnlyWhatAnAppUsesCounts(t *testing.T) {
	kinds := map[string]bool{}
	for _, tested := range parts() {
		if tested.cannotDo() {
			continue
		}
		seen := kinds[tested.kind]
		if kinds[tested.kind] = true; seen && testing.Short() {
			continue // rest says so
		}
		t.Run(tested.String(), func(t *testing.T) {
			t.Parallel()
			bubble(t, func(t *testing.T) {
				whole := runAgainst(t, tested.broken(), func(cfg *contract.Config) {
					if testing.Short() {
						cfg.Focus = onlyRules(rulesAbout(tested.operation)) // rest says so
					}
				})
				for _, app := range []report.App{{Name: "an app that uses everything", Usage: allUsed()}, only(tested)} {
					if len(whole.For([]report.App{app}).Failed()) == 0 {
						t.Errorf("%s: got no broken rule, want one", app.Name)
					}
				}
				for _, result := range whole.For([]report.App{unused(tested)}).Failed() {
					known := slices.Contains(strings.Fields(alsoBreaks[tested.String()]), result.ID)
					known = known || tested.kind == "reply" && result.ID == "replies.errors" // it does not distinguish the errors of an operation
					if !known {
						t.Errorf("an app that does not use it: got %s broken, want none: %+v", result.ID, result.Findings[0])
					}
				}
			})
		})
	}
	rest(t, "all but one part of each kind, and the rules about other operations")
}
