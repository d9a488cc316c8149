package contract_test

// An example: the rules in a plain test.

import (
	"testing"

	"github.com/leadapi/leadapi/contract"
	"github.com/leadapi/leadapi/contract/report"
	"github.com/leadapi/leadapi/mock"
)

func TestDeployment(t *testing.T) {
	whole, err := contract.Run(t.Context(), contract.Config{
		URL:        mock.RunT(t).URL, // or https://staging.example.com
		Token:      "a-token-of-the-tests",
		ListUUID:   "c4869e79-f0fa-4c6a-9410-bc0defac375a", // may be written to
		Gate:       report.Implied,                         // implied rules fail the run as well
		IntentsDir: t.TempDir(),
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, result := range whole.Failed() {
		t.Errorf("%s is broken, want that it holds: %s\n%v", result.ID, result.Text, result.Findings)
	}
	for _, result := range whole.Errors() {
		t.Errorf("%s could not be checked, want that it holds: %s", result.ID, result.Reason)
	}
	for _, lead := range whole.Leftovers {
		t.Errorf("lead %s is left, want none: %s", lead.LeadUUID, lead.Why)
	}
}

// TestTwiceInOneProcess runs the rules twice, which suites that depend on Ginkgo's global state cannot do.
func TestTwiceInOneProcess(t *testing.T) {
	slow(t, "two whole runs")
	TestDeployment(t)
	TestDeployment(t)
}
