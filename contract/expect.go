package contract

import (
	"fmt"
	"slices"
	"strings"

	"github.com/leadapi/leadapi/contract/report"
	"github.com/leadapi/leadapi/openapi"
)

// expected holds what the tellers have told against Config.Expect. What that file leaves open cannot fail a run; a reading that is
// known now where the file has none is a note.
func (r *run) expected() []report.Expected {
	if r.cfg.Expect == nil || r.settled == nil {
		return nil
	}
	var all []report.Expected
	for _, before := range r.cfg.Expect.Assumptions {
		now := told(r.settled, before.ID)
		switch {
		case before.Reading != "":
			all = append(all, drift(before, now))
		case before.Other != "" && now.Reading != "":
			r.client.Note("%s: the expected profile has no reading for it, and the deployment now has %s: %s", now.ID, now.Reading, now.Says)
		}
	}
	return all
}

// told is what was told of an assumption.
func told(all []report.Settled, id string) report.Settled {
	at := slices.IndexFunc(all, func(s report.Settled) bool { return s.ID == id })
	if at < 0 {
		return report.Settled{ID: id, Untold: "there is no such assumption"}
	}
	return all[at]
}

func drift(before openapi.Settled, now report.Settled) report.Expected {
	one := report.Expected{ID: before.ID, Reading: before.Reading, Outcome: report.Holds}
	expected := fmt.Sprintf("%s: expected %s", before.ID, before.Reading)
	switch {
	case now.Untold != "":
		one.Outcome, one.Text = report.Error, expected+", and it could not be told: "+now.Untold
	case now.Other != "":
		one.Outcome, one.Text = report.Broken, expected+", and the deployment now does what has no reading: "+now.Other
	case now.Reading != before.Reading:
		one.Outcome, one.Text = report.Broken, fmt.Sprintf("%s, the deployment now has %s: %s", expected, now.Reading, strings.Join(now.Evidence, "; "))
	default:
		one.Text = expected + ", and the deployment has it"
	}
	return one
}

// ProfileOf returns what a run has told, as leadmock --as and Config.Expect take it.
func ProfileOf(whole report.Report) openapi.Profile {
	profile := openapi.Profile{Target: whole.Target, Date: whole.Started.UTC().Format("2006-01-02"), Run: whole.RunID}
	for _, s := range whole.Profile {
		profile.Assumptions = append(profile.Assumptions, openapi.Settled{
			ID: s.ID, Reading: s.Reading, Other: s.Other, Untold: s.Untold,
			Says: s.Says, Observations: s.Observations, Evidence: s.Evidence, Rules: s.Rules,
		})
	}
	return profile
}
