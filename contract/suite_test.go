package contract_test

// An example: the rules as specs in your Ginkgo suite. Replace the mock by a deployment.

import (
	"os"
	"testing"
	"time"

	"github.com/onsi/ginkgo/v2"
	"github.com/onsi/gomega"

	"github.com/leadapi/leadapi/contract"
	"github.com/leadapi/leadapi/contract/report"
	"github.com/leadapi/leadapi/mock"
	"github.com/leadapi/leadapi/openapi"
)

func TestSuite(t *testing.T) {
	url := os.Getenv("SUITE_TARGET") // set by tests of Describe
	if url == "" {
		url = mock.RunT(t).URL
	}
	cfg := contract.Config{
		URL: url, Token: "a-token-of-the-tests", ListUUID: "c4869e79-f0fa-4c6a-9410-bc0defac375a",
		Gate: report.Implied, IntentsDir: t.TempDir(), ImportTimeout: suiteImportTimeout,
		Settle: 100 * time.Millisecond, // the mock shows writes at once; leave it out for a deployment
	}
	if file := os.Getenv("SUITE_EXPECT"); file != "" { // written by leadcontract --profile
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		profile, err := openapi.ReadProfile(file, data)
		if err != nil {
			t.Fatal(err)
		}
		cfg.Expect = &profile
	}
	if file := os.Getenv("SUITE_USAGE"); file != "" { // that leadmock --usage has written
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		used, err := openapi.ReadUsage(file, data)
		if err != nil {
			t.Fatal(err)
		}
		cfg.Usage = []report.App{{Name: "our app", Usage: used}}
	}
	ginkgo.Describe("our deployment", func() { contract.Describe(cfg) })

	gomega.RegisterFailHandler(ginkgo.Fail)
	ginkgo.RunSpecs(t, "Lead API")
}
