package report

import (
	"slices"
	"strings"
	"testing"

	"github.com/leadapi/leadapi/openapi"
)

// app has created leads with a phone_number and without a lead_name, met the error phone_empty once, and searched by phone_number.
func app() openapi.Usage {
	return openapi.Usage{
		Version: 1,
		Operations: []openapi.UsedOperation{
			{Operation: "createLead", Count: 3, Fields: map[string]int64{"phone_number": 3, "lead_code": 3}, Replies: []openapi.UsedReply{
				{Status: 200, Example: "created", Count: 2}, {Status: 400, Example: "phone_empty", Count: 1}, {Status: 400, Example: "list_uuid_short"}, {Status: 404, Example: "not_found"},
			}},
			{Operation: "listLeads", Count: 2, Parameters: map[string]int64{"phone_number": 1}, Replies: []openapi.UsedReply{{Status: 200, Example: "page", Count: 2}, {Status: 400, Example: "limit_invalid"}}},
			{Operation: "getLead", Replies: []openapi.UsedReply{{Status: 200, Example: "lead"}}},
		},
		Assumptions: []openapi.ReliedOn{{ID: "A14", Reading: "prefix", Count: 1}, {ID: "A46", Count: 1}},
	}
}

func TestWhatTouchesAnApp(t *testing.T) {
	for name, test := range map[string]struct {
		about About
		want  bool
	}{
		"an operation that it uses":           {About{Operations: []string{"createLead"}}, true},
		"one that it has never used":          {About{Operations: []string{"getLead"}}, false},
		"one that the file does not have":     {About{Operations: []string{"deleteLead"}}, false},
		"two of which it uses one":            {About{Operations: []string{"createLead", "getLead"}}, false},
		"two that it uses":                    {About{Operations: []string{"createLead", "listLeads"}}, true},
		"any operation":                       {About{Operations: []string{AnyOperation}}, true},
		"a field that it sends":               {About{Operations: []string{"createLead"}, Fields: []string{"phone_number"}}, true},
		"a field that it does not send":       {About{Operations: []string{"createLead"}, Fields: []string{"phone_number", "lead_name"}}, false},
		"a field that it leaves out":          {About{Operations: []string{"createLead"}, Without: []string{"lead_name"}}, true},
		"a field that it never leaves out":    {About{Operations: []string{"createLead"}, Without: []string{"lead_name", "lead_code"}}, false},
		"a parameter that it sends":           {About{Operations: []string{"listLeads"}, Parameters: []string{"phone_number"}}, true},
		"a parameter of another operation":    {About{Operations: []string{"createLead"}, Parameters: []string{"phone_number"}}, false},
		"a parameter that it does not send":   {About{Operations: []string{"listLeads"}, Parameters: []string{"limit"}}, false},
		"a parameter that it also leaves out": {About{Operations: []string{"listLeads"}, Without: []string{"phone_number"}}, true},
		"a reply that it has met":             {About{Operations: []string{"createLead"}, Replies: []string{"phone_empty"}}, true},
		"a reply that it has not met":         {About{Operations: []string{"createLead"}, Replies: []string{"not_found"}}, false},
		"one of two replies":                  {About{Operations: []string{"createLead"}, Replies: []string{"not_found", "phone_empty"}}, true},
		"a success":                           {About{Operations: []string{"createLead"}, Replies: []string{Success}}, true},
		"a refusal":                           {About{Operations: []string{"createLead"}, Replies: []string{Refused}}, true},
		"a refusal that it has not met":       {About{Operations: []string{"listLeads"}, Replies: []string{Refused}}, false},
	} {
		if got := test.about.usedBy(app()); got != test.want {
			t.Errorf("%s: touched is %t, want %t", name, got, test.want)
		}
	}
}

// TestNotFoundIsNoRefusal distinguishes a wrong request from one for a missing lead.
func TestNotFoundIsNoRefusal(t *testing.T) {
	for status, want := range map[int]bool{200: false, 400: true, 401: false, 404: false, 413: false, 422: true, 500: false} {
		one := openapi.UsedOperation{Replies: []openapi.UsedReply{{Status: status, Count: 1}}}
		if got := hasMet(one, Refused); got != want {
			t.Errorf("status %d is a refusal: %t, want %t", status, got, want)
		}
	}
}

func TestForApps(t *testing.T) {
	known := &Known{Reason: "ticket 1", Expires: "2026-04-30"}
	create, get := About{Operations: []string{"createLead"}}, About{Operations: []string{"getLead"}}
	wrongAt := func(operation string) Result {
		return Result{About: About{Operations: []string{AnyOperation}}, Outcome: Broken, Findings: []Finding{{After: 1}}, Exchanges: []Exchange{{Operation: operation}}}
	}
	for name, test := range map[string]struct {
		result           Result
		outcome          Outcome
		gated, untouched bool
	}{
		"a break that touches it":           {Result{About: create, Outcome: Broken}, Broken, true, false},
		"a break that does not":             {Result{About: get, Outcome: Broken, Gated: true}, Differs, false, true},
		"a break that was another app's":    {Result{About: create, Outcome: Differs, Untouched: true}, Broken, true, false},
		"a difference below the gate":       {Result{About: create, Outcome: Differs, Provenance: Implied}, Differs, false, false},
		"what holds":                        {Result{About: get, Outcome: Holds, Gated: true}, Holds, false, true},
		"no answer":                         {Result{About: get, Outcome: Error, Gated: true}, Error, false, true},
		"a known break that holds":          {Result{About: get, Outcome: Holds, Known: known}, Holds, false, true},
		"a reply of an operation it uses":   {wrongAt("createLead"), Broken, true, false},
		"a reply of one that it does not":   {wrongAt("getLead"), Differs, false, true},
		"a reading it was not built on":     {Result{About: create, Outcome: Broken, Assumptions: []string{"A14"}}, Differs, false, true},
		"an assumption with one reading":    {Result{About: create, Outcome: Broken, Assumptions: []string{"A46"}}, Broken, true, false},
		"an assumption it does not rely on": {Result{About: create, Outcome: Broken, Assumptions: []string{"A01"}}, Broken, true, false},
	} {
		if test.result.Provenance == "" {
			test.result.Provenance = Stated
		}
		whole := Report{Gate: Stated, Results: []Result{test.result}}.For([]App{{"app", app()}})
		got := whole.Results[0]
		if got.Outcome != test.outcome || got.Gated != test.gated || got.Untouched != test.untouched {
			t.Errorf("%s: %s, gated %t, untouched %t; want %s, %t, %t", name, got.Outcome, got.Gated, got.Untouched, test.outcome, test.gated, test.untouched)
		}
		if hurt := test.outcome == Broken; whole.Passed() == hurt || len(whole.Hurt()) > 0 != hurt {
			t.Errorf("%s: passed is %t, and %d apps are hurt; want a pass and none: %t", name, whole.Passed(), len(whole.Hurt()), !hurt)
		}
	}
}

func TestAssumptionsOfAnApp(t *testing.T) {
	for name, test := range map[string]struct {
		played    []string
		profile   []Settled
		broken    string
		unsettled string
	}{
		"as it was played":       {[]string{"prefix"}, []Settled{{Settled: openapi.Settled{ID: "A14", Reading: "prefix"}}}, "", ""},
		"as one of two":          {[]string{"exact", "prefix"}, []Settled{{Settled: openapi.Settled{ID: "A14", Reading: "prefix"}}}, "", ""},
		"the first one, unnamed": {[]string{""}, []Settled{{Settled: openapi.Settled{ID: "A14", Reading: "exact"}}}, "", ""},
		"otherwise":              {[]string{"exact"}, []Settled{{Settled: openapi.Settled{ID: "A14", Reading: "prefix"}}}, "the app was built on exact; this deployment has prefix: The filter finds leads whose number begins with that text.", ""},
		"otherwise than both":    {[]string{"exact", "suffix"}, []Settled{{Settled: openapi.Settled{ID: "A14", Reading: "prefix"}}}, "the app was built on exact and suffix; this deployment has prefix: The filter finds leads whose number begins with that text.", ""},
		"without a reading":      {[]string{"exact"}, []Settled{{Settled: openapi.Settled{ID: "A14", Other: "it finds nothing"}}}, "the app was built on exact; this deployment does something else: it finds nothing", ""},
		"untold":                 {[]string{"exact"}, []Settled{{Settled: openapi.Settled{ID: "A14", Untold: "no lead was created"}}}, "", "the app was built on exact; this deployment's reading could not be determined: no lead was created"},
		"a report without them":  {[]string{"exact"}, nil, "", "the app was built on exact; the run did not determine this deployment's reading: run with --profile FILE or --usage FILE"},
		"a report with others":   {[]string{"exact"}, []Settled{{Settled: openapi.Settled{ID: "A01", Reading: "created"}}}, "", "the app was built on exact; the run did not determine this deployment's reading: run with --profile FILE or --usage FILE"},
	} {
		usage := app()
		usage.Assumptions = []openapi.ReliedOn{{ID: "A46", Count: 1}} // has one reading, so every deployment has it
		for _, reading := range test.played {
			usage.Assumptions = append(usage.Assumptions, openapi.ReliedOn{ID: "A14", Reading: reading, Count: 1})
		}
		whole := Report{Gate: Stated, Profile: test.profile}.For([]App{{"app", usage}})
		use := whole.Usage[0]
		if !slices.Equal(use.Facts, []string{"A14"}) {
			t.Errorf("%s: facts %v, want A14", name, use.Facts)
		}
		if got := textOf(use.Broken); got != test.broken {
			t.Errorf("%s: broken %q, want %q", name, got, test.broken)
		}
		if got := textOf(use.Unsettled); got != test.unsettled {
			t.Errorf("%s: unsettled %q, want %q", name, got, test.unsettled)
		}
		if whole.Passed() != (test.broken == "") {
			t.Errorf("%s: passed is %t, want %t", name, whole.Passed(), test.broken == "")
		}
	}
}

func textOf(facts []Fact) string {
	var texts []string
	for _, fact := range facts {
		texts = append(texts, fact.Text)
	}
	return strings.Join(texts, "\n")
}

// ofApps returns a run with a break that hurts one app, a known break, unsettled facts, an assumption with another reading, and a second app
// that nothing hurts.
func ofApps() Report {
	r := sample()
	for i := range r.Results {
		result := &r.Results[i]
		result.About.Operations = []string{result.Operation}
		if result.Operation == "" {
			result.About.Operations = []string{AnyOperation}
		}
	}
	r.Profile = []Settled{{Settled: openapi.Settled{ID: "A14", Reading: "contains", Says: "x", Observations: 2, Evidence: []string{hostile}, Rules: []string{"list.part-of-a-number"}}}}
	uploader := openapi.Usage{Version: 1, Operations: []openapi.UsedOperation{{Operation: "deleteLead", Count: 1}}}
	return r.For([]App{{"shop", app()}, {"uploader" + hostile, uploader}})
}

func TestReportsLeadWithTheApps(t *testing.T) {
	const shop = "This deployment breaks 4 of the 7 facts that shop relies on; 1 known break."
	whole := ofApps()
	if !strings.HasPrefix(whole.Verdict(), shop+" This deployment breaks none of the 2 facts that uploader") {
		t.Errorf("got %q, want that none of the 2 facts is broken", whole.Verdict())
	}
	for name, parts := range map[string][]string{
		"terminal":    {"\n" + shop, "breaks A14: the app was built on prefix; this deployment has contains: ", "breaks create.phone-empty: ", "known break list.total: "},
		"markdown":    {"## leadcontract: " + shop, "<code>shop</code>", "- breaks A14: "},
		"html":        {"<h1>" + strings.ReplaceAll(shop, "'", "&#39;"), "<p>breaks A14: "},
		"junit":       {`name="assumptions of shop"`, `<failure type="assumption" message="the app was built on prefix; this deployment has contains`},
		"annotations": {"::error title=A14 is not as shop relies on it::the app was built on prefix"},
		"json":        {`"app": "shop"`, `"passed": false`},
	} {
		text := render(t, name, whole)
		for _, part := range parts {
			if !strings.Contains(text, part) {
				t.Errorf("%s: got no %q, want it", name, part)
			}
		}
		if obeyed.MatchString(text) && name != "annotations" {
			t.Errorf("%s lets the target execute %q, want it escaped", name, obeyed.FindString(text))
		}
	}
	for _, fault := range schemaFaults(t, render(t, "json", whole)) {
		t.Errorf("got %s, want a report that fits the schema", fault)
	}
}

func TestVerdictOfAppsThatNothingHurts(t *testing.T) {
	create := About{Operations: []string{"createLead"}}
	use := func(outcome Outcome, known *Known) string {
		return Report{Gate: Stated, Results: []Result{{Provenance: Stated, About: create, Outcome: outcome, Reason: "why", Known: known}}}.For([]App{{"app", openapi.Usage{
			Operations: []openapi.UsedOperation{{Operation: "createLead", Count: 1}},
		}}}).Verdict()
	}
	known := &Known{}
	for _, test := range []struct {
		got, want string
	}{
		{use(Holds, nil), "This deployment breaks none of the 1 fact that app relies on."},
		{use(NotRun, nil), "This deployment breaks none of the 1 fact that app relies on; 1 not settled."},
		{use(Error, nil), "This deployment breaks none of the 1 fact that app relies on; 1 not settled. 1 of 1 stated rule could not be checked."},
		{use(Holds, known), "This deployment breaks none of the 1 fact that app relies on. 1 known break holds again: remove fixed entries from the baseline."},
	} {
		if test.got != test.want {
			t.Errorf("got %q, want %q", test.got, test.want)
		}
	}
}
