package contract_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/leadapi/leadapi/contract"
	"github.com/leadapi/leadapi/contract/report"
	"github.com/leadapi/leadapi/mock"
	"github.com/leadapi/leadapi/openapi"
)

// playing returns a Config for a run against the mock with readings, in this process.
func playing(t *testing.T, played openapi.Readings) (contract.Config, *mock.Server) {
	t.Helper()
	behind, err := mock.New(mock.WithReadings(played), mock.WithSeed("two lists", twoLists()))
	must(err)
	cfg := config(t, "http://127.0.0.1")
	cfg.Gate, cfg.PhonePrefix, cfg.Seed, cfg.Profile = report.Stated, sampleBlock, 1, true
	cfg.Client = &http.Client{Transport: inProcess{behind}}
	return cfg, behind
}

// mustTell fails the test for each assumption whose determined reading is not the one that was played.
func mustTell(t *testing.T, played openapi.Readings, told []report.Settled) {
	t.Helper()
	if len(told) != len(openapi.Choices()) {
		t.Errorf("got %d assumptions, want %d", len(told), len(openapi.Choices()))
	}
	for _, settled := range told {
		choice, _ := openapi.FindChoice(settled.ID)
		want := played.Of(choice)
		if settled.Reading != want {
			t.Errorf("%s: want %s, which is played with %v\n\tgot reading %q, other %q, untold %q %q",
				settled.ID, want, played.Changed(), settled.Reading, settled.Other, settled.Untold, settled.Evidence)
		}
	}
}

// TestRoundTrip plays each alternative of each assumption separately: the default gate holds, and the profile has that reading and
// no other difference.
func TestRoundTrip(t *testing.T) {
	slow(t, "a run for each reading")
	var rows []string
	for _, choice := range openapi.Choices() {
		for _, reading := range choice.Readings[1:] {
			played := openapi.Readings{choice.ID: reading.Name}
			t.Run(played.String(), func(t *testing.T) {
				bubble(t, func(t *testing.T) {
					cfg, behind := playing(t, played)
					defer func() { _ = behind.Close() }()
					whole, err := contract.Run(t.Context(), cfg)
					must(err)
					mustPass(t, whole)
					mustTell(t, played, whole.Profile)
				})
			})
			rows = append(rows, played.String())
		}
	}
	t.Logf("%d choices, %d alternatives: %s", len(openapi.Choices()), len(rows), strings.Join(rows, " "))
}

// TestRoundTripOfAll plays random readings of all assumptions together. Some of them also run the rules.
func TestRoundTripOfAll(t *testing.T) {
	slow(t, "a run for each of many mixtures of readings")
	const combinations, eachWhole = 200, 25
	for seed := range uint64(combinations) {
		played := openapi.VaryReadings(seed, nil)
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				cfg, behind := playing(t, played)
				defer func() { _ = behind.Close() }()
				run := contract.Tell
				if seed%eachWhole == 0 {
					run = contract.Run
				}
				whole, err := run(t.Context(), cfg)
				must(err)
				mustPass(t, whole)
				mustTell(t, played, whole.Profile)
			})
		})
	}
}

// TestProfileWithoutConsent writes nothing without a list and sends no diallable number without a block: assumptions that need them
// are untold.
func TestProfileWithoutConsent(t *testing.T) {
	slow(t, "two whole runs with a profile")
	for _, test := range []struct {
		name   string
		change func(*contract.Config)
		untold []string
	}{
		{"without a block of numbers", func(cfg *contract.Config) { cfg.PhonePrefix = "" }, []string{"A30", "A66"}},
		{"without a list", func(cfg *contract.Config) { cfg.ListUUID, cfg.PhonePrefix = "", "" }, strings.Fields(
			"A01 A02 A07 A08 A09 A10 A11 A12 A13 A24 A25 A26 A27 A28 A29 A30 A31 A32 A33 A34 A35 A36 A37 A49 A54 A56 A61 A65 A66 C11")},
	} {
		t.Run(test.name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				cfg, behind := playing(t, nil)
				defer func() { _ = behind.Close() }()
				test.change(&cfg)
				whole, err := contract.Run(t.Context(), cfg)
				must(err)
				for _, told := range whole.Profile {
					if wanted := slices.Contains(test.untold, told.ID); (told.Untold != "") != wanted || !wanted && !told.AsAssumed {
						t.Errorf("%+v, want it untold: %t", told, wanted)
					}
				}
			})
		})
	}
}

// TestProfileIsTheSame profiles a deployment twice. Only date and run may differ, so a profile in a repository does not change daily.
func TestProfileIsTheSame(t *testing.T) {
	slow(t, "two whole runs with a profile")
	var files []string
	for range 2 {
		bubble(t, func(t *testing.T) {
			cfg, behind := playing(t, openapi.VaryReadings(7, nil))
			defer func() { _ = behind.Close() }()
			cfg.Seed = 0
			whole, err := contract.Run(context.WithoutCancel(t.Context()), cfg)
			must(err)
			profile := contract.ProfileOf(whole)
			profile.Date, profile.Run = time.Now().Format(time.DateOnly), "same"
			text, err := profile.YAML()
			must(err)
			files = append(files, string(text))
		})
	}
	if files[0] != files[1] {
		t.Errorf("two profiles of one deployment: got\n%s\nwant\n%s", files[1], files[0])
	}
}
