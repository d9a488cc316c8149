// Package report holds the findings of a run of the contract suite and renders them for a terminal, for CI (JUnit, Markdown,
// annotations), for programs (JSON), and for a vendor (HTML, record, badge).
//
// It contains only data and renderers: it sends nothing, judges nothing, and does not know the rules.
package report

import "time"

// Provenance says how well the vendor's documentation supports a rule.
type Provenance string

// The provenances, surest first.
const (
	Stated  Provenance = "stated"  // the documentation says it
	Implied Provenance = "implied" // it follows from the documentation's samples
	Assumed Provenance = "assumed" // the documentation is silent
)

// Provenances returns all provenances, surest first.
func Provenances() []Provenance { return []Provenance{Stated, Implied, Assumed} }

// Outcome is the outcome of a rule.
type Outcome string

// The outcomes.
const (
	Holds   Outcome = "holds"
	Broken  Outcome = "broken"  // the target breaks the rule, and the rule is gated
	Differs Outcome = "differs" // the target breaks the rule, and the rule is not gated
	NotRun  Outcome = "not run" // Result.Reason says why
	Error   Outcome = "error"   // it could not be checked; Result.Reason says why
)

// Outcomes returns all outcomes, in the order of reports.
func Outcomes() []Outcome { return []Outcome{Holds, Broken, Differs, NotRun, Error} }

// Report is the report of a run.
type Report struct {
	Version   string     `json:"version"` // of the suite
	RunID     string     `json:"run_id"`
	Target    string     `json:"target"` // URL without userinfo and query
	Document  Document   `json:"document"`
	Settings  Settings   `json:"settings"`
	Gate      Provenance `json:"gate"` // rules of this provenance or a surer one fail the run
	Started   time.Time  `json:"started"`
	Finished  time.Time  `json:"finished"`
	Requests  int        `json:"requests"` // number of requests sent
	Results   []Result   `json:"results"`  // in the order of the rules
	Profile   []Settled  `json:"profile"`  // the target's readings of assumptions; empty if not requested
	Expected  []Expected `json:"expected"` // the readings that were expected
	Usage     []AppUse   `json:"usage"`    // what the run means for each app
	Coverage  Coverage   `json:"coverage"`
	Leftovers []Leftover `json:"leftovers"`
	// MoreLeftovers is how many are not in Leftovers.
	MoreLeftovers int      `json:"more_leftovers"`
	Notes         []string `json:"notes"`   // always shown: retries, rate limit waits, Retry-After
	Partial       bool     `json:"partial"` // a stated rule did not run
}

// Settings holds the settings of a run besides its gate, so that it can be repeated. It contains no secrets.
type Settings struct {
	ListUUID      string        `json:"list_uuid"` // if empty, the run only read
	CampaignUUID  string        `json:"campaign_uuid"`
	PhonePrefix   string        `json:"phone_prefix"`
	Seed          int64         `json:"seed"`
	Rate          float64       `json:"rate"` // requests per second; 0: unlimited
	ImportTimeout time.Duration `json:"import_timeout_ns"`
	Settle        time.Duration `json:"settle_ns"`
	Timeout       time.Duration `json:"timeout_ns"` // 0: the default
	UserAgent     string        `json:"user_agent"`
	Headers       []string      `json:"headers"` // names of the added ones
}

// Document is the OpenAPI document that the target was checked against.
type Document struct {
	Title   string `json:"title"`
	Version string `json:"version"`
}

// Result is the result of one rule.
type Result struct {
	ID          string     `json:"id"`        // for example create.phone-empty
	Operation   string     `json:"operation"` // operationId; "" for a rule about all operations
	Provenance  Provenance `json:"provenance"`
	Text        string     `json:"text"`        // the sentence
	Section     string     `json:"section"`     // its place in the vendor's documentation
	Assumptions []string   `json:"assumptions"` // for example A01
	About       About      `json:"about"`
	Outcome     Outcome    `json:"outcome"`
	Gated       bool       `json:"gated"`     // a break fails the run
	Untouched   bool       `json:"untouched"` // the rule touches none of the run's apps, so it is not gated
	Reason      string     `json:"reason"`    // why the rule did not run, or the error
	Known       *Known     `json:"known"`     // the baseline's entry, if any
	Findings    []Finding  `json:"findings"`
	Exchanges   []Exchange `json:"exchanges"`
	// MoreFindings and MoreExchanges are how many are not in Findings and Exchanges.
	MoreFindings  int           `json:"more_findings"`
	MoreExchanges int           `json:"more_exchanges"`
	Duration      time.Duration `json:"duration_ns"`
}

// Known is a baseline's entry: a break that is accepted for a time.
type Known struct {
	Reason  string `json:"reason"`
	Expires string `json:"expires"` // last day on which it covers the break, as 2006-01-02
}

// Finding is one difference between the document and the target.
type Finding struct {
	What     string `json:"what"` // the place, for example "data[0].status"
	Expected string `json:"expected"`
	Got      string `json:"got"`
	After    int    `json:"after"` // the rule's number of exchanges so far, the last of which showed it; 0 if unknown
}

// Exchange is a request and its reply or error.
type Exchange struct {
	Operation string        `json:"operation"`
	Request   Request       `json:"request"`
	Response  *Response     `json:"response"` // nil after a transport error
	Error     string        `json:"error"`    // transport error
	Duration  time.Duration `json:"duration_ns"`
	Curl      string        `json:"curl"` // command that repeats the request, with $TOKEN
}

// Request is a sent request, without the token.
type Request struct {
	Method string  `json:"method"`
	URL    string  `json:"url"`
	Header []Field `json:"header"`
	Body   string  `json:"body"`
}

// Response is a received reply.
type Response struct {
	Status int     `json:"status"`
	Header []Field `json:"header"`
	Body   string  `json:"body"`
}

// Field is a header line.
type Field struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Leftover is a lead that the run created and could not delete.
type Leftover struct {
	LeadUUID    string `json:"lead_uuid"`
	LeadCode    string `json:"lead_code"`
	PhoneNumber string `json:"phone_number"`
	Why         string `json:"why"`
}

// Coverage counts which parts of the document a run has exercised.
type Coverage struct {
	Operations []Covered `json:"operations"`
	Replies    []Covered `json:"replies"`
	Fields     []Covered `json:"fields"`
	Parameters []Covered `json:"parameters"`
}

// Covered is one part of the document.
type Covered struct {
	Name  string `json:"name"`
	Times int    `json:"times"`
	Why   string `json:"why"` // why it was not exercised, if Times is 0
}

// LeftBehind returns the number of leads that are left.
func (r Report) LeftBehind() int { return len(r.Leftovers) + r.MoreLeftovers }

// Counts holds the number of rules by outcome and provenance.
type Counts map[Outcome]map[Provenance]int

// Counts counts the results.
func (r Report) Counts() Counts {
	counts := Counts{}
	for _, outcome := range Outcomes() {
		counts[outcome] = map[Provenance]int{Stated: 0, Implied: 0, Assumed: 0}
	}
	for _, result := range r.Results {
		if counts[result.Outcome] == nil {
			counts[result.Outcome] = map[Provenance]int{}
		}
		counts[result.Outcome][result.Provenance]++
	}
	return counts
}

// Of returns the number of rules with an outcome.
func (c Counts) Of(outcome Outcome) int {
	sum := 0
	for _, n := range c[outcome] {
		sum += n
	}
	return sum
}

// Failed returns the results that fail the run: gated, broken, and not in the baseline.
func (r Report) Failed() []Result { return r.where(Result.failed) }

// Stale returns the results whose rule holds although the baseline lists it as broken. They fail the run as well,
// so baselines shrink.
func (r Report) Stale() []Result { return r.where(Result.stale) }

// Errors returns the results of gated rules that could not be checked.
func (r Report) Errors() []Result {
	return r.where(func(result Result) bool { return result.Gated && result.Outcome == Error })
}

// Broken reports whether the deployment is not as it should be: a rule is broken, an app's assumption has another reading than its mock
// played, a baseline entry is stale, or an expected reading has drifted.
func (r Report) Broken() bool {
	return len(r.Failed())+len(r.Hurt())+len(r.Stale())+len(r.Drifted()) > 0
}

// Passed reports whether nothing fails the run: the deployment is not Broken, every gated rule was checked, every expected reading is
// known, and nothing is left behind.
func (r Report) Passed() bool {
	return !r.Broken() && len(r.Errors())+len(r.Untold())+r.LeftBehind() == 0
}

func (r Report) where(keep func(Result) bool) []Result {
	var kept []Result
	for _, result := range r.Results {
		if keep(result) {
			kept = append(kept, result)
		}
	}
	return kept
}

// Interrupted is the reason of a rule that did not run because the run ended first.
const Interrupted = "the run was interrupted"

// NotFinished reports whether the run ended before the rule ran.
func (r Result) NotFinished() bool { return r.Outcome == NotRun && r.Reason == Interrupted }

func (r Result) failed() bool { return r.Gated && r.Outcome == Broken && r.Known == nil }
func (r Result) stale() bool  { return r.Known != nil && r.Outcome == Holds && !r.Untouched }
func (r Result) known() bool  { return r.Known != nil && (r.Outcome == Broken || r.Outcome == Differs) }
