package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/leadapi/leadapi/openapi"
)

// About says which parts of the API a rule is about. A rule touches an app that uses all of them.
type About struct {
	Operations []string `json:"operations"` // operationIds, all of which the app must use, or AnyOperation
	Replies    []string `json:"replies"`    // the app must have met one of these: documented examples, Success or Refused; empty for any
	Parameters []string `json:"parameters"` // query parameters, all of which it must have sent
	Fields     []string `json:"fields"`     // body fields, all of which it must have sent
	Without    []string `json:"without"`    // parameters and fields, each of which some request must have left out
}

// Names in an About that the document does not have.
const (
	AnyOperation = "any"     // the rule judges every operation and counts for those that the app uses
	Success      = "success" // a 2xx reply
	Refused      = "refused" // a 4xx reply to a request that is wrong in itself: not 401, 403, 404 or 413
)

// App is an app and what it has used of the API.
type App struct {
	Name  string // name of its usage file, without the extension
	Usage openapi.Usage
}

// AppUse is what a run means for an app. A fact is a gated rule that touches the app, or an assumption with several readings that
// the app relies on.
type AppUse struct {
	App       string   `json:"app"`
	Facts     []string `json:"facts"`     // the ids of all facts
	Broken    []Fact   `json:"broken"`    // those that fail the run
	Known     []Fact   `json:"known"`     // breaks that the baseline accepts
	Unsettled []Fact   `json:"unsettled"` // those that the run could not settle; they do not fail it
}

// Fact is one of an app's facts that may not hold.
type Fact struct {
	ID         string `json:"id"`         // of a rule, or the number of an assumption
	Assumption bool   `json:"assumption"` // it is one
	Text       string `json:"text"`       // what does not hold, or why it is not settled
}

// For returns the report as it counts for apps: a rule that touches none of them does not fail the run. It does not matter for which
// apps the report was written.
func (r Report) For(apps []App) Report {
	r.Results = slices.Clone(r.Results)
	for i, result := range r.Results {
		r.Results[i] = result.For(r.Gate, apps)
	}
	r.Usage = nil
	for _, app := range apps {
		use := AppUse{App: app.Name}
		for _, result := range r.Results {
			if r.Gate.covers(result.Provenance) && result.touches(app.Usage) {
				use.rule(result)
			}
		}
		for _, id := range app.Usage.ReliedOn() {
			if choice, several := openapi.FindChoice(id); several {
				use.assumption(choice, played(app.Usage, choice), r.Profile)
			}
		}
		r.Usage = append(r.Usage, use)
	}
	return r
}

// For is like Report.For for one result.
func (r Result) For(gate Provenance, apps []App) Result {
	r.Untouched = !slices.ContainsFunc(apps, func(app App) bool { return r.touches(app.Usage) })
	r.Gated = gate.covers(r.Provenance) && !r.Untouched
	switch {
	case r.Outcome == Broken && !r.Gated:
		r.Outcome = Differs
	case r.Outcome == Differs && r.Gated:
		r.Outcome = Broken
	}
	return r
}

// covers reports whether rules with a provenance can fail a run with this gate.
func (gate Provenance) covers(p Provenance) bool {
	return slices.Index(Provenances(), p) <= max(slices.Index(Provenances(), gate), 0)
}

// touches reports whether the rule counts for an app. A rule requires the first reading of an assumption, so it does not count if the app
// was built on another one.
func (r Result) touches(u openapi.Usage) bool {
	for _, id := range r.Assumptions {
		choice, several := openapi.FindChoice(id)
		if names := played(u, choice); several && len(names) > 0 && !slices.Contains(names, choice.Readings[0].Name) {
			return false
		}
	}
	return r.About.usedBy(u) && (!r.About.any() || r.showsIn(u))
}

// showsIn reports whether there are no findings, or one is about a reply of an operation that the app uses.
func (r Result) showsIn(u openapi.Usage) bool {
	return len(r.Findings) == 0 || slices.ContainsFunc(r.Findings, func(f Finding) bool {
		return f.After < 1 || f.After > len(r.Exchanges) ||
			(About{Operations: []string{r.Exchanges[f.After-1].Operation}}).usedBy(u)
	})
}

func (a About) any() bool { return slices.Contains(a.Operations, AnyOperation) }

// usedBy reports whether an app uses all parts.
func (a About) usedBy(u openapi.Usage) bool {
	var used []openapi.UsedOperation
	for _, operation := range u.Operations {
		if operation.Count > 0 && (a.any() || slices.Contains(a.Operations, operation.Operation)) {
			used = append(used, operation)
		}
	}
	if len(used) == 0 || !a.any() && len(used) < len(a.Operations) {
		return false
	}
	each := func(names []string, has func(openapi.UsedOperation, string) bool) bool {
		return !slices.ContainsFunc(names, func(name string) bool {
			return !slices.ContainsFunc(used, func(operation openapi.UsedOperation) bool { return has(operation, name) })
		})
	}
	met := func(name string) bool {
		return slices.ContainsFunc(used, func(operation openapi.UsedOperation) bool { return hasMet(operation, name) })
	}
	return each(a.Parameters, func(operation openapi.UsedOperation, name string) bool { return operation.Parameters[name] > 0 }) &&
		each(a.Fields, func(operation openapi.UsedOperation, name string) bool { return operation.Fields[name] > 0 }) &&
		each(a.Without, func(operation openapi.UsedOperation, name string) bool {
			return operation.Parameters[name]+operation.Fields[name] < operation.Count
		}) &&
		(len(a.Replies) == 0 || slices.ContainsFunc(a.Replies, met))
}

// hasMet reports whether the operation has got a reply with a name at least once.
func hasMet(operation openapi.UsedOperation, name string) bool {
	return slices.ContainsFunc(operation.Replies, func(reply openapi.UsedReply) bool {
		named := reply.Example == name
		switch name {
		case Success:
			named = reply.Status/100 == 2
		case Refused:
			named = reply.Status/100 == 4 && !slices.Contains([]int{401, 403, 404, 413}, reply.Status)
		}
		return named && reply.Count > 0
	})
}

// played returns the readings that the app was built on, or none if it does not rely on the assumption.
func played(u openapi.Usage, choice openapi.Choice) (names []string) {
	for _, relied := range u.Assumptions {
		if relied.ID == choice.ID && len(choice.Readings) > 0 {
			names = append(names, openapi.Readings{relied.ID: relied.Reading}.Of(choice))
		}
	}
	return names
}

// rule adds a rule to the facts.
func (use *AppUse) rule(r Result) {
	use.Facts = append(use.Facts, r.ID)
	switch {
	case r.Outcome == Broken && r.Known != nil:
		use.Known = append(use.Known, Fact{ID: r.ID, Text: r.Text})
	case r.Outcome == Broken:
		use.Broken = append(use.Broken, Fact{ID: r.ID, Text: r.Text})
	case r.Outcome == NotRun, r.Outcome == Error:
		use.Unsettled = append(use.Unsettled, Fact{ID: r.ID, Text: firstLine(r.Reason)})
	}
}

// assumption adds an assumption to the facts. It holds if the deployment has one of the readings that the app was built on.
func (use *AppUse) assumption(choice openapi.Choice, played []string, profile []Settled) {
	use.Facts = append(use.Facts, choice.ID)
	built := "the app was built on " + strings.Join(played, " and ")
	fact := func(format string, values ...any) Fact {
		return Fact{ID: choice.ID, Assumption: true, Text: built + "; " + fmt.Sprintf(format, values...)}
	}
	at := slices.IndexFunc(profile, func(settled Settled) bool { return settled.ID == choice.ID })
	switch {
	case at < 0:
		use.Unsettled = append(use.Unsettled, fact("the run did not determine this deployment's reading: run with --profile FILE or --usage FILE"))
	case profile[at].Untold != "":
		use.Unsettled = append(use.Unsettled, fact("this deployment's reading could not be determined: %s", profile[at].Untold))
	case profile[at].Other != "":
		use.Broken = append(use.Broken, fact("this deployment does something else: %s", profile[at].Other))
	case !slices.Contains(played, profile[at].Reading):
		reading, _ := choice.Reading(profile[at].Reading)
		use.Broken = append(use.Broken, fact("this deployment has %s: %s", profile[at].Reading, reading.Says))
	}
}

// Verdict returns in a sentence what the run means for the app.
func (use AppUse) Verdict() string {
	broken := "none"
	if n := len(use.Broken); n > 0 {
		broken = fmt.Sprint(n)
	}
	text := fmt.Sprintf("This deployment breaks %s of the %s that %s relies on", broken, plural(len(use.Facts), "fact"), OneLine(use.App))
	if n := len(use.Known); n > 0 {
		text += fmt.Sprintf("; %s", plural(n, "known break"))
	}
	if n := len(use.Unsettled); n > 0 {
		text += fmt.Sprintf("; %d not settled", n)
	}
	return text + "."
}

// untouched is the remark of reports on a rule that touches no app.
const untouched = "touches no app"

// Lines returns the facts that may not hold, one per line.
func (use AppUse) Lines() (lines []string) {
	for _, part := range []struct {
		word  string
		facts []Fact
	}{{"breaks ", use.Broken}, {"known break ", use.Known}, {"not settled ", use.Unsettled}} {
		for _, fact := range part.facts {
			lines = append(lines, part.word+fact.ID+": "+OneLine(fact.Text))
		}
	}
	return lines
}

// Hurt returns the apps with a broken fact.
func (r Report) Hurt() (apps []AppUse) {
	for _, use := range r.Usage {
		if len(use.Broken) > 0 {
			apps = append(apps, use)
		}
	}
	return apps
}
