package contract_test

import (
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/leadapi/leadapi/contract"
	"github.com/leadapi/leadapi/contract/report"
	"github.com/leadapi/leadapi/mock"
	"github.com/leadapi/leadapi/openapi"
)

// cutting returns a mock that reduces every limit by one.
func cutting(t *testing.T) string {
	url, _ := front(t, func(w http.ResponseWriter, request *http.Request, next http.Handler) {
		if query := request.URL.Query(); query.Get("limit") == "2" {
			query.Set("limit", "1")
			request.URL.RawQuery = query.Encode()
		}
		next.ServeHTTP(w, request)
	})
	return url
}

func TestGate(t *testing.T) {
	url := cutting(t)
	for gate, want := range map[report.Provenance]map[string]report.Outcome{
		report.Stated:  {"list.limit": report.Broken, "list.newest-first": report.Differs},
		report.Implied: {"list.limit": report.Broken, "list.newest-first": report.Broken},
	} {
		cfg := config(t, url)
		cfg.Gate, cfg.Focus = gate, regexp.MustCompile(`^list\.(limit|newest-first)$`)
		whole, err := contract.Run(t.Context(), cfg)
		if err != nil {
			t.Fatal(err)
		}
		for _, result := range whole.Results {
			if result.Outcome != want[result.ID] {
				t.Errorf("gate %s: %s %s, want %s", gate, result.ID, result.Outcome, want[result.ID])
			}
			if len(result.Findings) == 0 || len(result.Exchanges) == 0 {
				t.Errorf("%s: %d findings and %d exchanges, want both", result.ID, len(result.Findings), len(result.Exchanges))
			}
		}
	}
}

// TestNullThatStays shows null instead of all empty texts. That breaks the rules about these fields, but no rule that compares
// a lead with its earlier state.
func TestNullThatStays(t *testing.T) {
	slow(t, "a whole run against a server that shows null")
	whole := runAgainst(t, shows(func(lead object) {
		for field, value := range lead {
			if value == "" {
				lead[field] = nil
			}
		}
	}), func(cfg *contract.Config) { cfg.Gate = report.Stated })
	outcomes := outcomesOf(whole)
	for rule, want := range map[string]report.Outcome{
		"get.field.contract_number": report.Broken, "create.leaves-others": report.Holds, "update.field.ward": report.Holds,
	} {
		if outcomes[rule] != want {
			t.Errorf("%s: %s, want %s", rule, outcomes[rule], want)
		}
	}
}

func TestBaseline(t *testing.T) {
	path := filepath.Join(t.TempDir(), "baseline.yaml")
	text := "- {rule: list.limit, reason: off by one, expires: 2999-12-31}\n- {rule: list.total, reason: was wrong once, expires: 2999-12-31}\n"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	cfg := config(t, cutting(t))
	var err error
	if cfg.Baseline, err = contract.LoadBaseline(path); err != nil {
		t.Fatal(err)
	}
	cfg.Focus = regexp.MustCompile(`^list\.(limit|total)$`)
	whole, err := contract.Run(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	if failed := whole.Failed(); len(failed) != 0 {
		t.Errorf("a listed break fails: %v, want none", failed)
	}
	if stale := whole.Stale(); len(stale) != 1 || stale[0].ID != "list.total" || stale[0].Reason == "" {
		t.Errorf("listed rules that hold again: got %v, want list.total with a reason", stale)
	}
}

// TestFindingsAreEvidence checks a break from its reader's view.
func TestFindingsAreEvidence(t *testing.T) {
	cfg := config(t, cutting(t))
	cfg.Focus = regexp.MustCompile(`^list\.limit$`)
	whole, err := contract.Run(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	broken := whole.Failed()[0]
	if want := []report.Finding{{What: "the number of leads for limit 2", Expected: "2", Got: "1", After: 9}}; !slices.Equal(broken.Findings, want) {
		t.Errorf("got %v, want %v", broken.Findings, want)
	}
	last := broken.Exchanges[broken.Findings[0].After-1]
	if last.Operation != "listLeads" || last.Response.Status != 200 || !strings.Contains(last.Response.Body, `"limit":1`) {
		t.Errorf("got the exchange %+v, want the list with limit 1", last)
	}
	curl := regexp.MustCompile(`^curl -sS -i 'http://127\.0\.0\.1:\d+/v3/lead\?limit=2&offset=0&phone_number=0303\d{8}' \\\n  -H "Authorization: Bearer \$TOKEN"$`)
	if !curl.MatchString(last.Curl) {
		t.Errorf("got %s, want %s", last.Curl, curl)
	}
}

// TestEvidenceIsTheReply checks breaks that show in a reply that is not the last one: the card must have that exchange.
func TestEvidenceIsTheReply(t *testing.T) {
	slow(t, "a whole run whose replies are compared with the evidence")
	whole := runAgainst(t, both(statuses("deleteLead", 200, 204), replies("listLeads", func(page object) { page["total"] = text(page, "total") })),
		func(cfg *contract.Config) { cfg.Gate = report.Implied })
	want := map[string]struct{ method, expected, got string }{
		"delete.reply":       {"DELETE", "success: a status of 2xx and a JSON body without error", "status 204 and no body"},
		"list.nothing-found": {"GET", "0", `"0"`},
	}
	for _, result := range whole.Failed() {
		wanted, looked := want[result.ID]
		if !looked {
			continue
		}
		delete(want, result.ID)
		finding := result.Findings[0]
		shown := result.Exchanges[finding.After-1]
		if shown.Request.Method != wanted.method || finding.Expected != wanted.expected || finding.Got != wanted.got {
			t.Errorf("%s: %s, expected %q, got %q; want %v", result.ID, shown.Request.Method, finding.Expected, finding.Got, wanted)
		}
	}
	if len(want) > 0 {
		t.Errorf("not broken are %v, want none", want)
	}
	if whole.Requests >= 400 || len(whole.Leftovers) > 0 {
		t.Errorf("%d requests, left behind: %v; want under 400 and none, since a delete that answers 204 has deleted", whole.Requests, whole.Leftovers)
	}
}

func TestCoverage(t *testing.T) {
	slow(t, "a whole run whose requests are counted by operation and field")
	cfg := config(t, mock.RunT(t, mock.WithImportDelay(0)).URL)
	whole, err := contract.Run(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	var missed []string
	for _, part := range slices.Concat(whole.Coverage.Operations, whole.Coverage.Replies, whole.Coverage.Fields, whole.Coverage.Parameters) {
		if part.Times == 0 {
			missed = append(missed, part.Name)
		}
		if (part.Times == 0) != (part.Why != "") {
			t.Errorf("%s: %d times, why %q; want a reason for 0 only", part.Name, part.Times, part.Why)
		}
	}
	if want := []string{"createLead 413", "uploadLeads 413", "updateLead 413"}; !slices.Equal(missed, want) {
		t.Errorf("not exercised: %v, want %v", missed, want)
	}
	fields, parameters := 0, 0
	for _, schema := range []string{"NewLead", "Upload", "LeadChange", "Lead"} {
		fields += len(fieldsOf(schema))
	}
	operations, err := document().Operations()
	must(err)
	for _, operation := range operations {
		parameters += len(operation.Query) + strings.Count(operation.Path, "{")
	}
	got := []int{len(whole.Coverage.Operations), len(whole.Coverage.Fields), len(whole.Coverage.Parameters)}
	if want := []int{len(operations), fields, parameters}; !slices.Equal(got, want) {
		t.Errorf("%v operations, fields and parameters, want %v", got, want)
	}
}

// TestRepliesAreJudgedLast shows that the rules about all replies, and the one about ids, see the replies of every other rule.
func TestRepliesAreJudgedLast(t *testing.T) {
	slow(t, "a whole run for the order of rules")
	cfg := config(t, mock.RunT(t, mock.WithImportDelay(0)).URL)
	var order []string
	cfg.Progress = func(result report.Result) { order = append(order, result.ID) }
	if _, err := contract.Run(t.Context(), cfg); err != nil {
		t.Fatal(err)
	}
	last := func(id string) bool { return strings.HasPrefix(id, "replies.") || id == "create.new-id" }
	first := slices.IndexFunc(order, last)
	for _, id := range order[first:] {
		if !last(id) {
			t.Fatalf("%s came after %s, want it before", id, order[first])
		}
	}
}

// TestRules checks the rules as data.
func TestRules(t *testing.T) {
	seen, numbers := map[string]bool{}, assumptionNumbers(t)
	for _, rule := range contract.Rules() {
		if seen[rule.ID] {
			t.Errorf("two rules are called %s, want one", rule.ID)
		}
		seen[rule.ID] = true
		if !regexp.MustCompile(`^[a-z]+(\.[a-z0-9_-]+)+$`).MatchString(rule.ID) || !strings.HasSuffix(rule.Text, ".") || rule.Section == "" {
			t.Errorf("%s: text %q, section %q; want a plain id, a sentence and a section", rule.ID, rule.Text, rule.Section)
		}
		if rule.Provenance == report.Assumed && len(rule.Assumptions) == 0 {
			t.Errorf("%s is assumed and names no assumption, want one", rule.ID)
		}
		for _, number := range rule.Assumptions {
			if _, several := openapi.FindChoice(number); !several && !numbers[number] {
				t.Errorf("%s rests on %s, want an assumption or a contradiction with readings", rule.ID, number)
			}
		}
	}
}
