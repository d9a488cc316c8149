package mock_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/leadapi/leadapi/mock"
	"github.com/leadapi/leadapi/openapi"
)

func scenario(t *testing.T, text string) mock.Scenario {
	t.Helper()
	made, err := mock.ReadScenario("mine", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return made
}

const everything = `
description: all of it
seed: {lists: [{list_name: Mine}]}
leads: 5
faults:
  - {operation: getLead, status: 404, times: 1}
clock: {now: 2024-01-02T03:04:05Z, frozen: true, id_seed: 3}
imports: {after_reads: 2}
readings: {A14: prefix}
`

// Each shipped scenario can be set, and has a description.
func TestShippedScenarios(t *testing.T) {
	c := start(t)
	all := c.server.Scenarios()
	if len(all) != 6 {
		t.Errorf("got %d scenarios, want 6", len(all))
	}
	for _, scenario := range all {
		_ = c.server.SetReadings(openapi.Readings{"A14": "suffix"})
		if err := c.server.SetScenario(scenario.Name); err != nil || scenario.Description == "" || c.server.Info().Scenario != scenario.Name {
			t.Errorf("got %+v: %v, want it set, with a description", scenario, err)
		}
		if played := c.server.Readings(); len(played) > 0 {
			t.Errorf("%s: got the readings %s, want those assumed", scenario.Name, played)
		}
	}
	if records := c.server.Info().Records["lead"]; records != 1004 { // thousand-leads is the last
		t.Errorf("got %d leads, want 1004", records)
	}
	c.server.Reset()
	if info := c.server.Info(); info.Records["lead"] != 4 || info.Scenario != "" || info.Faults != 0 {
		t.Errorf("got %+v, want 4 leads, no scenario and no faults", info)
	}
}

// Each session of a server with a scenario starts with it and returns to it; each has its own faults.
func TestWithScenario(t *testing.T) {
	c := start(t, mock.WithScenario(scenario(t, everything)))
	for _, session := range []*mock.Session{c.server.InSession(""), c.server.InSession("other")} {
		for range 2 {
			info, clock := session.Info(), session.Clock()
			if info.Records["lead"] != 5 || info.Records["list"] != 1 || info.Scenario != "mine" || info.Faults != 1 || !clock.Frozen || clock.Now.Format(time.RFC3339) != "2024-01-02T10:04:05+07:00" || session.Imports().AfterReads != 2 {
				t.Errorf("got %+v, %+v, %+v, want 5 leads, 1 list, 1 fault, the clock and the imports of the scenario mine", info, clock, session.Imports())
			}
			if played := session.Readings().String(); played != "A14=prefix" {
				t.Errorf("got the readings %q, want A14=prefix", played)
			}
			_ = session.SetReadings(openapi.Readings{"A14": "suffix"}) // which the reset takes back
			if used := session.Faults()[0].Used; used != 0 {
				t.Errorf("got a fault used %d times, want 0", used)
			}
			if session.Name() == "" {
				c.getUnchecked("/v3/lead/" + demo01)
			}
			session.DeleteFaults()
			session.Reset()
		}
	}
	made := func() string {
		c.server.Reset()
		lead, err := c.server.MakeLeads(1, "", false)
		return fmt.Sprintf("%s %v", lead, err)
	}
	if text, other := made(), made(); text != other {
		t.Errorf("the second time: got %s, want %s", other, text)
	}
}

// An error names the mistake, and nothing changes.
func TestScenariosThatAreRefused(t *testing.T) {
	for text, says := range map[string]string{
		"":                                  "scenario mine: want an object with seed",
		"[]":                                "want an object with seed",
		"a: [":                              "line 1: did not find expected node content",
		`{"seed":"full"}`:                   `seed: want documented, empty, or an object with records, not "full"`,
		"leds: 3":                           `unknown field "leds"; did you mean leads?`,
		"leads: 1\n---\nleads: 2":           "it is more than one YAML document",
		"leads: '3'":                        "leads: want a whole number, not string",
		"leads: 1.5":                        "leads: want a whole number, not number 1.5",
		"faults: {status: 500}":             "faults: want a list, not object",
		"faults: [{status: '500'}]":         "faults.status: want a whole number, not string",
		"imports: {after: 5}":               "imports.after: want a time such as 1.5s, not number",
		"clock: {now: yesterday}":           `clock: now: want a time such as 2023-03-08T16:00:00+07:00, not "yesterday"`,
		"leads: 2\nleads: 3":                `line 2: mapping key "leads" already defined at line 1`,
		"statuses: mixed":                   "statuses: needs leads, which is missing",
		"faults: [{status: 500, id: 1}]":    "faults[0]: id, used, seen and held are given by the mock",
		"readings: {A14: prefx}":            `readings: A14 has no reading "prefx" (exact, prefix, suffix, contains)`,
		"readings: [A14]":                   "readings: want an object, not array",
		"leads: -1":                         "leads: want 0 to 1000000, not -1",
		"statuses: old":                     `statuses: want new or mixed, not "old"`,
		"clock: {advance: 1 day}":           "want a time such as 1.5s",
		"clock: {wall: true, frozen: true}": "clock: wall is the machine's clock",
		"imports: {after: 2h}":              "imports: after: want a time from 0 to 1h0m0s",
		`{"leads":1} {}`:                    "something follows the object",
		"faults: [{statu: 500}]":            `unknown field "statu"; did you mean status?`,
		"faults: [{operaton: createLead}]":  `unknown field "operaton"; did you mean operation?`,
		"imports: {afterReads: 2}":          `unknown field "afterReads"; did you mean after_reads?`,
		"clock: {idseed: 2}":                `unknown field "idseed"; did you mean id_seed?`,
		"qqq: 2":                            `unknown field "qqq"`,
	} {
		if _, err := mock.ReadScenario("mine", []byte(text)); err == nil || !strings.HasPrefix(err.Error(), "scenario mine: ") || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: got %v, want %s", text, err, says)
		}
	}
	c := start(t)
	before := exported(t, c.server)
	for text, says := range map[string]string{
		"faults: [{status: 500}, {}]":           "scenario mine: faults[1]: nothing would go wrong",
		"faults: [{operation: x, status: 500}]": `scenario mine: faults[0]: operation: there is no "x"`,
		"seed: {leads: [{list_uuid: x}]}":       `seed of scenario mine:1: leads[0]: list_uuid "x" names no list of the seed`,
	} {
		refused := scenario(t, text)
		if err := c.server.ApplyScenario(refused); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: got %v, want %s", text, err, says)
		}
		if _, err := mock.New(mock.WithScenario(refused)); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("New with %s: got %v, want %s", text, err, says)
		}
	}
	if err := c.server.SetScenario("none"); err == nil || !strings.HasPrefix(err.Error(), `there is no scenario "none" (empty, expired-token,`) {
		t.Errorf("got %v, want an error with the scenarios there are", err)
	}
	if after := exported(t, c.server); after != before {
		t.Errorf("after a scenario that was refused: got\n%s\nwant, as before,\n%s", after, before)
	}
}
