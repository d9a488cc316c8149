package openapi_test

import (
	"fmt"
	"os"
	"regexp"
	"testing"
)

// The numbers of fields in the guide are those of the document.
func TestGuideCountsFields(t *testing.T) {
	guide, err := os.ReadFile("../docs/api.md")
	if err != nil {
		t.Fatal(err)
	}
	for operation, schema := range map[string]string{"listLeads": "Lead", "getLead": "Lead", "updateLead": "LeadChange"} {
		found := regexp.MustCompile(`\| ` + operation + ` \|.* (\d+) fields`).FindSubmatch(guide)
		if found == nil {
			t.Errorf("docs/api.md says of %s not how many fields there are", operation)
			continue
		}
		if got, want := string(found[1]), fmt.Sprint(len(lead(t).Fields(schema))); got != want {
			t.Errorf("docs/api.md says that %s has %s fields, want %s: those of %s", operation, got, want, schema)
		}
	}
}
