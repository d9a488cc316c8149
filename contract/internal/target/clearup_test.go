package target

import (
	"net/http"
	"os"
	"strings"
	"testing"
	"testing/synctest"
)

// TestUnreadableListings clears up after a create without an id and an upload. Only a listing that can be read shows that they made no lead.
func TestUnreadableListings(t *testing.T) {
	for _, test := range []struct {
		name    string
		listing object
		left    int // the lead and the four rows
	}{
		{"an empty page", page(), 0},
		{"null for no leads", object{"data": nil, "total": 0}, 0},
		{"no leads are Not Found", object{"error": "Not Found"}, 0},
		{"a page in a page", object{"data": page()}, 5},
		{"leads under another key", object{"leads": []object{}}, 5},
	} {
		synctest.Test(t, func(t *testing.T) {
			c := clientOf(t, func(request *http.Request, _ string) (int, any, map[string]string) {
				if request.Method == http.MethodPost {
					return 200, object{"data": object{"created": true, "lead_uuid": "a1"}}, nil
				}
				return 200, test.listing, nil
			})
			if err := c.Begin(t.Context()); err != nil {
				t.Fatal(err)
			}
			for _, call := range []Call{createCall("lc-test01-9"), uploadRows()} {
				if _, _, err := c.Send(t.Context(), call); err != nil {
					t.Fatal(err)
				}
			}
			left := c.ClearUp(t.Context(), false)
			if len(left) != test.left {
				t.Errorf("%s: left %+v, want %d", test.name, left, test.left)
			}
			for _, one := range left {
				if one.PhoneNumber == "" || !strings.Contains(one.Why, "sweep --run "+testRun) {
					t.Errorf("%s: got %+v, want the number and the sweep named", test.name, one)
				}
			}
			if test.left > 0 && (len(left) == 0 || left[0].LeadCode != "lc-test01-9") {
				t.Errorf("%s: got %+v, want the create without an id first", test.name, left)
			}
			if _, err := os.Stat(c.intents.path); err != nil {
				t.Errorf("%s: got %v, want the intents, since no row was seen", test.name, err)
			}
		})
	}
}
