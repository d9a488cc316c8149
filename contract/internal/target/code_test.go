package target

import (
	"encoding/json"
	"net/http"
	"testing"
	"testing/synctest"
)

// TestCodeOfTheDeployment creates a lead without lead_code, and lets get show one that the run has not sent.
func TestCodeOfTheDeployment(t *testing.T) {
	const id = "152a5c45-68f0-4ee7-85c0-32ae87bb611b"
	for _, test := range []struct {
		name    string
		shown   object
		refusal string // "" if the delete may go out
	}{
		{"the number that was sent", shownLead(id, "KH000017", testPhone), ""},
		{"a customer's number", shownLead(id, "KH000017", "0349719999"), "as another client's"},
		{"another undiallable number", shownLead(id, "KH000017", "030387654321"), "as another client's"},
		{"another list", object{"lead_uuid": id, "list_uuid": otherList, "lead_code": "KH000017", "phone_number": testPhone}, "in the list"},
	} {
		synctest.Test(t, func(t *testing.T) {
			c := clientOf(t, func(request *http.Request, _ string) (int, any, map[string]string) {
				if request.Method == http.MethodPost {
					return 200, object{"created": true, "lead_uuid": id}, nil
				}
				return 200, test.shown, nil
			})
			create := createCall("")
			create.Body, _ = json.Marshal(object{"list_uuid": testList, "phone_number": testPhone})
			create.Unmarked = true
			if _, _, err := c.Send(t.Context(), create); err != nil {
				t.Fatal(err)
			}
			_, _, err := c.Send(t.Context(), Delete(id))
			expectRefusal(t, test.name, err, test.refusal)
		})
	}
}
