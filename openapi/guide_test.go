package openapi_test

import (
	"fmt"
	"os"
	"regexp"
	"testing"
)

// The guide states the numbers of fields that the document has.
func TestGuideCountsFields(t *testing.T) {
	guide, err := os.ReadFile("../docs/api.md")
	if err != nil {
		t.Fatal(err)
	}
	for operation, schema := range map[string]string{"listLeads": "Lead", "getLead": "Lead", "updateLead": "LeadChange"} {
		found := regexp.MustCompile(`\| ` + operation + ` \|.* (\d+) fields`).FindSubmatch(guide)
		if found == nil {
			t.Errorf("docs/api.md: got no number of fields for %s, want one", operation)
			continue
		}
		if got, want := string(found[1]), fmt.Sprint(len(lead(t).Fields(schema))); got != want {
			t.Errorf("docs/api.md: %s: got %s fields, want %s: those of %s", operation, got, want, schema)
		}
	}
}
