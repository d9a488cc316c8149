package contract_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/leadapi/leadapi/contract"
	"github.com/leadapi/leadapi/contract/report"
)

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
