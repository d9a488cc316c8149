package contract

import (
	"fmt"
	"slices"
	"strings"

	"github.com/leadapi/leadapi/contract/report"
	"github.com/leadapi/leadapi/openapi"
)

// expected compares the determined readings with Config.Expect. What that file leaves open cannot fail a run; if the deployment now
// has a reading there, a note says so.
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

// told returns what is known about an assumption.
func told(all []report.Settled, id string) report.Settled {
	at := slices.IndexFunc(all, func(s report.Settled) bool { return s.ID == id })
	if at < 0 {
		return report.Settled{Settled: openapi.Settled{ID: id, Untold: "there is no such assumption"}}
	}
	return all[at]
}

func drift(before openapi.Settled, now report.Settled) report.Expected {
	result := report.Expected{ID: before.ID, Reading: before.Reading, Outcome: report.Holds}
	expected := fmt.Sprintf("%s: expected %s", before.ID, before.Reading)
	switch {
	case now.Untold != "":
		result.Outcome, result.Text = report.Error, expected+", but the reading could not be determined: "+now.Untold
	case now.Other != "":
		result.Outcome, result.Text = report.Broken, expected+", but the deployment now fits no reading: "+now.Other
	case now.Reading != before.Reading:
		result.Outcome, result.Text = report.Broken, fmt.Sprintf("%s, the deployment now has %s: %s", expected, now.Reading, strings.Join(now.Evidence, "; "))
	default:
		result.Text = expected + ", and the deployment has it"
	}
	return result
}

// ProfileOf returns the readings of a run as a profile for leadmock --as and Config.Expect.
func ProfileOf(whole report.Report) openapi.Profile {
	profile := openapi.Profile{Target: whole.Target, Date: whole.Started.UTC().Format("2006-01-02"), Run: whole.RunID}
	for _, settled := range whole.Profile {
		profile.Assumptions = append(profile.Assumptions, settled.Settled)
	}
	return profile
}
