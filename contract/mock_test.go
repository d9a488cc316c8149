package contract_test

import (
	"context"
	"testing"

	"github.com/leadapi/leadapi/contract"
	"github.com/leadapi/leadapi/contract/report"
	"github.com/leadapi/leadapi/mock"
)

const (
	seedList     = "c4869e79-f0fa-4c6a-9410-bc0defac375a"
	seedCampaign = "7bbe986b-8a6e-404c-840b-781102b5aa07"
)

func TestMockHolds(t *testing.T) {
	server := mock.RunT(t)
	got, err := contract.Run(context.Background(), contract.Config{
		URL: server.URL, Token: "secret-token", ListUUID: seedList, Gate: report.Assumed, JournalDir: t.TempDir(),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d rules, %d requests, %s", len(got.Results), got.Requests, got.Finished.Sub(got.Started))
	for _, result := range got.Results {
		if result.Outcome != report.Holds {
			t.Logf("%s: %s %s", result.ID, result.Outcome, result.Reason)
			for _, f := range result.Findings {
				t.Logf("    %s\n      want %s\n      got %s", f.What, f.Expected, f.Got)
			}
		}
	}
	t.Log(got.Counts(), got.Leftovers, got.Notes)
}
