// Package report holds what a run of the contract suite found, and writes it down for its readers:
// a terminal, CI (JUnit, Markdown, annotations), programs (JSON), and a vendor (HTML, record, badge).
//
// It is data and renderers. It sends nothing, judges nothing, and knows no rule.
package report

import "time"

// Provenance says how far the vendor's page carries a rule.
type Provenance string

// The provenances, from the surest on.
const (
	Stated  Provenance = "stated"  // the page says it
	Implied Provenance = "implied" // it follows from the page's samples
	Assumed Provenance = "assumed" // the page is silent
)

// Provenances returns them all, the surest first.
func Provenances() []Provenance { return []Provenance{Stated, Implied, Assumed} }

// Outcome is what became of a rule.
type Outcome string

// The outcomes.
const (
	Holds   Outcome = "holds"
	Broken  Outcome = "broken"  // the rule is gated, and the target does otherwise
	Differs Outcome = "differs" // the target does otherwise, and the rule is not gated
	NotRun  Outcome = "not run" // Result.Reason says why
	Error   Outcome = "error"   // it could not be checked; Result.Reason says why
)

// Outcomes returns them all, in the order in which reports count them.
func Outcomes() []Outcome { return []Outcome{Holds, Broken, Differs, NotRun, Error} }

// Report is one run.
type Report struct {
	Version   string     `json:"version"` // of the suite
	RunID     string     `json:"run_id"`
	Target    string     `json:"target"` // URL without userinfo and query
	Document  Document   `json:"document"`
	Settings  Settings   `json:"settings"`
	Gate      Provenance `json:"gate"` // rules of this provenance and surer ones fail the run
	Started   time.Time  `json:"started"`
	Finished  time.Time  `json:"finished"`
	Requests  int        `json:"requests"` // sent in all
	Results   []Result   `json:"results"`  // in the order of the rules
	Profile   []Settled  `json:"profile"`  // how the target answers where the page is silent; empty if nobody asked
	Expected  []Expected `json:"expected"` // what it was expected to answer there
	Usage     []AppUse   `json:"usage"`    // what the run means for the apps that it was held against
	Coverage  Coverage   `json:"coverage"`
	Leftovers []Leftover `json:"leftovers"`
	// MoreLeftovers is how many there are beyond Leftovers.
	MoreLeftovers int      `json:"more_leftovers"`
	Notes         []string `json:"notes"`   // what is always shown: retries, rate limit waits, Retry-After
	Partial       bool     `json:"partial"` // a stated rule did not run
}

// Settings is what a run was asked for, beside its gate, so that it can be asked for again. No secret is in it.
type Settings struct {
	ListUUID      string        `json:"list_uuid"` // empty: the run only read
	CampaignUUID  string        `json:"campaign_uuid"`
	PhonePrefix   string        `json:"phone_prefix"`
	Seed          int64         `json:"seed"`
	Rate          float64       `json:"rate"` // requests a second; 0 for as many as go
	ImportTimeout time.Duration `json:"import_timeout_ns"`
	Settle        time.Duration `json:"settle_ns"`
	Timeout       time.Duration `json:"timeout_ns"` // 0 for a time by the number of rules
	UserAgent     string        `json:"user_agent"`
	Headers       []string      `json:"headers"` // the names of those that were added
}

// Document is the OpenAPI document that the target was held against.
type Document struct {
	Title   string `json:"title"`
	Version string `json:"version"`
}

// Result is what became of one rule.
type Result struct {
	ID          string     `json:"id"`        // such as create.phone-empty
	Operation   string     `json:"operation"` // operationId; empty for a rule about all of them
	Provenance  Provenance `json:"provenance"`
	Text        string     `json:"text"`        // the sentence that was checked
	Section     string     `json:"section"`     // its place on the vendor's page
	Assumptions []string   `json:"assumptions"` // numbers such as A01
	About       About      `json:"about"`
	Outcome     Outcome    `json:"outcome"`
	Gated       bool       `json:"gated"`     // a break of it fails the run
	Untouched   bool       `json:"untouched"` // it touches no app that the run was held against, so that it is not gated
	Reason      string     `json:"reason"`    // why it did not run, or the error
	Known       *Known     `json:"known"`     // the baseline's entry for it, if any
	Findings    []Finding  `json:"findings"`
	Exchanges   []Exchange `json:"exchanges"`
	// MoreFindings and MoreExchanges are how many there are beyond Findings and Exchanges.
	MoreFindings  int           `json:"more_findings"`
	MoreExchanges int           `json:"more_exchanges"`
	Duration      time.Duration `json:"duration_ns"`
}

// Known is a baseline's entry: a break that was looked at and put up with for a time.
type Known struct {
	Reason  string `json:"reason"`
	Expires string `json:"expires"` // the last day on which it covers the break, as 2006-01-02
}

// Finding is one difference between the document and the target.
type Finding struct {
	What     string `json:"what"` // the place, such as "data[0].status"
	Expected string `json:"expected"`
	Got      string `json:"got"`
	After    int    `json:"after"` // the number of the rule's exchanges at the time, the last of which showed it; 0 if unknown
}

// Exchange is one request and what came of it.
type Exchange struct {
	Operation string        `json:"operation"`
	Request   Request       `json:"request"`
	Response  *Response     `json:"response"` // nil after a transport error
	Error     string        `json:"error"`    // of the transport
	Duration  time.Duration `json:"duration_ns"`
	Curl      string        `json:"curl"` // repeats the request, with $TOKEN
}

// Request is what was sent, without the token.
type Request struct {
	Method string  `json:"method"`
	URL    string  `json:"url"`
	Header []Field `json:"header"`
	Body   string  `json:"body"`
}

// Response is what came back.
type Response struct {
	Status int     `json:"status"`
	Header []Field `json:"header"`
	Body   string  `json:"body"`
}

// Field is one line of a header.
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

// Coverage counts what of the document a run has exercised.
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

// LeftBehind is the number of leads that are left.
func (r Report) LeftBehind() int { return len(r.Leftovers) + r.MoreLeftovers }

// Counts counts rules by outcome and provenance.
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

// Failed returns the results that fail the run: gated, broken, and in no baseline.
func (r Report) Failed() []Result { return r.where(Result.failed) }

// Stale returns the results whose rule holds although a baseline lists it as broken. They fail the run as well,
// so that baselines shrink.
func (r Report) Stale() []Result { return r.where(Result.stale) }

// Errors returns the results of gated rules that could not be checked.
func (r Report) Errors() []Result {
	return r.where(func(result Result) bool { return result.Gated && result.Outcome == Error })
}

// Broken reports whether the deployment is not as it should be: a break, an assumption of an app that is not as its mock played it, a
// stale entry of a baseline, or an expected reading that has drifted.
func (r Report) Broken() bool {
	return len(r.Failed())+len(r.Hurt())+len(r.Stale())+len(r.Drifted()) > 0
}

// Passed reports whether nothing fails the run: the deployment is not Broken, each gated rule has an answer, each expected reading could
// be told, nothing is left behind.
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

// Interrupted is the reason of a rule that did not run because the run ended before.
const Interrupted = "the run was interrupted"

// NotFinished reports whether the run ended before the rule.
func (r Result) NotFinished() bool { return r.Outcome == NotRun && r.Reason == Interrupted }

func (r Result) failed() bool { return r.Gated && r.Outcome == Broken && r.Known == nil }
func (r Result) stale() bool  { return r.Known != nil && r.Outcome == Holds && !r.Untouched }
func (r Result) known() bool  { return r.Known != nil && (r.Outcome == Broken || r.Outcome == Differs) }
