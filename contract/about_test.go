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
