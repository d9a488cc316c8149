package control_test

import (
	"strings"
	"testing"
)

// A condition on a mistyped name never holds: a fault does not fire, and a count of 0 is right for the wrong reason.
func TestMistypedConditionsAreNoted(t *testing.T) {
	c := start(t)
	for match, says := range map[string]string{
		`{"query.phone_number": "0349719999"}`:                  "",
		`{"query.tenant": "7"}`:                                 "", // no name of the spec is near
		`{"body.phone_number": "1", "header.X-Phone": "1"}`:     "",
		`{"query.phone": "0349719999"}`:                         `match: "query.phone" is not in the spec; did you mean phone_number?`,
		`{"query.Limit": "1"}`:                                  "did you mean limit?",
		`{"body.phoneNumber": "1"}`:                             `match: "body.phoneNumber" is not in the spec; did you mean phone_number?`,
		`{"body.leadName.first": "1"}`:                          "did you mean lead_name?",
		`{"body.list_id": "1"}, "operation": "uploadLeads"`:     "did you mean list_uuid?",
		`{"query.limit": "1"}, "operation": "createLead"`:       `match: "query.limit": createLead takes no query`,
		`{"body.phone_number": "1"}, "operation": "deleteLead"`: `match: "body.phone_number": deleteLead takes no body`,
	} {
		fault := c.call("POST", "faults", `{"status": 500, "match": `+match+`}`)
		verified := c.call("POST", "requests/verify", `{"count": 0, "match": `+match+`}`)
		if fault.status != 201 || verified.status != 200 {
			t.Errorf("%s: got %d %s and %d %s, want 201 and 200", match, fault.status, fault.body, verified.status, verified.body)
		}
		for _, got := range []string{fault.header.Get("X-Mock-Note"), verified.header.Get("X-Mock-Note")} {
			if says == "" && got != "" || !strings.Contains(got, says) {
				t.Errorf("%s: got the note %q, want %q", match, got, says)
			}
		}
	}
}
