package contract

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/leadapi/leadapi/fixtures"
)

// TestPrintedTexts compares the texts in the rules with those in the documentation.
func TestPrintedTexts(t *testing.T) {
	printed := map[string]map[string]any{}
	for _, exchange := range fixtures.Cases() {
		var reply, request map[string]any
		if err := json.Unmarshal(exchange.Reply, &reply); err != nil {
			t.Fatal(err)
		}
		printed[exchange.Operation+"."+exchange.Name] = reply
		if exchange.Request != nil && json.Unmarshal(exchange.Request, &request) == nil {
			printed[exchange.Operation+"."+exchange.Name+".request"] = request
		}
	}
	for name, want := range map[string]string{
		"createLead.phone_empty":        `[{"phone_number":"` + emptyMessage + `"},{"phone_number":"` + patternMessage + `"}]`,
		"createLead.list_uuid_short":    `[{"list_uuid":"` + shortListMessage + `"}]`,
		"updateLead.phone_missing":      `[{"(root)":"phone_number is required"}]`,
		"uploadLeads.list_uuid_missing": `"list_uuid is missing"`,
		"uploadLeads.file_missing":      `"http: no such file"`,
		"deleteLead.not_found":          `"Not Found"`,
	} {
		if got := show(printed[name]["error"]); got != want {
			t.Errorf("%s: got %s in the documentation, want %s as in the rules", name, got, want)
		}
	}
	if !strings.Contains(patternMessage, "'"+printedPattern.String()+"'") {
		t.Errorf("got the pattern %s, want that of the message %q", printedPattern, patternMessage)
	}
	j, err := newJudge()
	if err != nil {
		t.Fatal(err)
	}
	for _, operation := range []string{"createLead", "updateLead"} {
		if got, want := show(j.printed(operation)), show(printed[operation+".printed.request"]); got != want {
			t.Errorf("%s: the document's example is %s, want %s as in the documentation", operation, got, want)
		}
	}
	for _, known := range likelyForms {
		if !slices.Contains(j.takes("updateLead"), known.name) {
			t.Errorf("there is a value for %s, want only fields that an update accepts", known.name)
		}
	}
	var additional map[string]any
	shown, _ := printed["getLead.printed"]["additional"].(string)
	if err := json.Unmarshal([]byte(shown), &additional); err != nil {
		t.Fatal(err)
	}
	for column := range additional {
		if !slices.Contains(columns, column) {
			t.Errorf("the printed row has the column %s, want only %v", column, columns)
		}
	}
}
