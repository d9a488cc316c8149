package target

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

const testPhone = "030312345678"

// TestLookBeforeWrite creates a lead, then lets get show something else under its id before the delete.
func TestLookBeforeWrite(t *testing.T) {
	const id = "152a5c45-68f0-4ee7-85c0-32ae87bb611b"
	mark := func(change func(object)) object {
		lead := shownLead(id, "lc-test01-1", testPhone)
		change(lead)
		return lead
	}
	for _, test := range []struct {
		name    string
		status  int
		shown   object
		refusal string // "" if the delete may go out
	}{
		{"as it was created", 200, mark(func(object) {}), ""},
		{"without a list", 200, mark(func(l object) { delete(l, "list_uuid") }), ""},
		{"with a number cut short", 200, mark(func(l object) { l["phone_number"] = testPhone[:11] }), ""},
		{"with 84 for 0", 200, mark(func(l object) { l["phone_number"] = "84" + testPhone[1:] }), ""},
		{"without a number", 200, mark(func(l object) { l["phone_number"] = "" }), ""},
		{"without a code, by its number", 200, mark(func(l object) { l["lead_code"] = "" }), ""},
		{"with the code in capitals", 200, mark(func(l object) { l["lead_code"] = "LC-TEST01-1" }), ""},
		{"a customer", 200, mark(func(l object) { l["lead_code"], l["phone_number"] = "DP01", "0349719999" }), "as another client's"},
		{"a customer with the run's code", 200, mark(func(l object) { l["phone_number"] = "0349719999" }), "has not sent to it"},
		{"a customer with the run's number", 200, mark(func(l object) { l["lead_code"] = "DP01" }), "as another client's"},
		{"neither code nor number", 200, mark(func(l object) { l["lead_code"], l["phone_number"] = "", "" }), "does not carry this run's mark"},
		{"a lead of another run", 200, mark(func(l object) { l["lead_code"] = "lc-test012-1" }), "as another client's"},
		{"a code that was not sent", 200, mark(func(l object) { l["lead_code"] = "lc-test01-99" }), "is the code of another lead"},
		{"in another list", 200, mark(func(l object) { l["list_uuid"] = otherList }), "in the list"},
		{"another id", 200, mark(func(l object) { l["lead_uuid"] = otherList }), "under that id"},
		{"in an envelope", 200, object{"data": mark(func(object) {})}, "does not show it"},
		{"an error", 200, object{"error": "no"}, "does not show it"},
		{"a broken server", 500, object{"error": "no"}, "does not show it"},
		{"nothing", 404, object{"error": "Not Found"}, "does not show it"},
	} {
		synctest.Test(t, func(t *testing.T) {
			deleted := 0
			c := clientOf(t, func(request *http.Request, _ string) (int, any, map[string]string) {
				switch request.Method {
				case http.MethodPost:
					return 200, object{"created": true, "lead_uuid": id}, nil
				case http.MethodDelete:
					deleted++
					return 200, object{"lead_uuid": id}, nil
				}
				return test.status, test.shown, nil
			})
			if _, _, err := c.Send(t.Context(), createCall("lc-test01-1")); err != nil {
				t.Fatal(err)
			}
			_, _, err := c.Send(t.Context(), Delete(id))
			expectRefusal(t, test.name, err, test.refusal)
			if want := map[bool]int{true: 1}[test.refusal == ""]; deleted != want {
				t.Errorf("%s: %d deletes went out, want %d", test.name, deleted, want)
			}
		})
	}
}

// TestForeignIDIsNeverWrittenTo shows an id as a customer's once, and as the run's from then on.
func TestForeignIDIsNeverWrittenTo(t *testing.T) {
	c := clientOf(t, func(request *http.Request, _ string) (int, any, map[string]string) {
		switch {
		case request.Method == http.MethodPost:
			return 200, object{"created": true, "lead_uuid": "B7"}, nil
		case request.Method == http.MethodDelete:
			t.Error("a delete went out, want none")
		case request.URL.Path == createPath:
			return 200, page(shownLead("b7", "DP01", "0349719999")), nil
		}
		return 200, shownLead("B7", "lc-test01-1", testPhone), nil
	})
	for _, call := range []Call{firstPage(), createCall("lc-test01-1"), Get("B7")} {
		if _, _, err := c.Send(t.Context(), call); err != nil {
			t.Fatal(err)
		}
	}
	_, _, err := c.Send(t.Context(), Delete("B7"))
	expectRefusal(t, "a customer's id in another case", err, "as another client's")
}

// TestDeletedIDIsForgotten immediately reuses the id of a deleted lead for another client.
func TestDeletedIDIsForgotten(t *testing.T) {
	owner, deletes := "lc-test01-1", 0
	c := clientOf(t, func(request *http.Request, _ string) (int, any, map[string]string) {
		switch request.Method {
		case http.MethodPost:
			return 200, object{"created": true, "lead_uuid": "a1"}, nil
		case http.MethodDelete:
			deletes++
			owner = "KH7"
			return 200, object{"lead_uuid": "a1"}, nil
		}
		phone := testPhone
		if owner == "KH7" {
			phone = "0987654321"
		}
		return 200, shownLead("a1", owner, phone), nil
	})
	for _, call := range []Call{createCall("lc-test01-1"), Delete("a1")} {
		if _, _, err := c.Send(t.Context(), call); err != nil {
			t.Fatal(err)
		}
	}
	_, _, err := c.Send(t.Context(), Delete("a1"))
	expectRefusal(t, "the second delete", err, "as another client's")
	if deletes != 1 {
		t.Errorf("%d deletes went out, want 1", deletes)
	}
}

// TestLookIsTheRequestBefore shows that a get counts only for the next write.
func TestLookIsTheRequestBefore(t *testing.T) {
	var sent []string
	c := clientOf(t, func(request *http.Request, _ string) (int, any, map[string]string) {
		sent = append(sent, request.Method+" "+strings.TrimPrefix(request.URL.Path, createPath))
		switch {
		case request.Method == http.MethodPost:
			return 200, object{"created": true, "lead_uuid": "a1"}, nil
		case request.URL.Path == createPath:
			return 200, page(), nil
		}
		return 200, shownLead("a1", "lc-test01-1", testPhone), nil
	})
	update := Call{Operation: "updateLead", Method: http.MethodPut, Path: leadPath + "a1", Body: []byte(`{"lead_uuid":"a1","phone_number":"` + testPhone + `"}`)}
	for _, call := range []Call{createCall("lc-test01-1"), Get("a1"), update, update, Get("a1"), firstPage(), update} {
		if _, _, err := c.Send(t.Context(), call); err != nil {
			t.Fatal(err)
		}
	}
	want := "POST , GET /a1, PUT /a1, GET /a1, PUT /a1, GET /a1, GET , GET /a1, PUT /a1"
	if got := strings.Join(sent, ", "); got != want {
		t.Errorf("sent %s\nwant %s", got, want)
	}
}

// TestMadeUpID sends writes to invented ids.
func TestMadeUpID(t *testing.T) {
	for _, test := range []struct {
		name   string
		status int
		reply  any
		unsure bool
	}{
		{"Not Found", 404, object{"error": "Not Found"}, false},
		{"Not Found with 200", 200, object{"error": "Not Found"}, false},
		{"an empty 404", 404, "", false},
		{"400", 400, object{"error": "invalid"}, true},
		{"403", 403, object{"error": "Forbidden"}, true},
		{"null", 200, nil, true},
		{"a lead", 200, shownLead("a9", "lc-test01-1", testPhone), true},
		{"a lead with 404", 404, shownLead("a9", "DP01", "0349719999"), true},
	} {
		writes := 0
		c := clientOf(t, func(request *http.Request, _ string) (int, any, map[string]string) {
			if request.Method != http.MethodGet {
				writes++
			}
			return test.status, test.reply, nil
		})
		_, _, err := c.Send(t.Context(), Delete(c.MadeUp()))
		if IsUnsure(err) != test.unsure || (writes == 0) != test.unsure {
			t.Errorf("%s: %d writes, error %v; want it to be unsure: %t", test.name, writes, err, test.unsure)
		}
	}
}

// TestLookWaitsForAFreshLead serves a deployment whose reads lag behind its writes.
func TestLookWaitsForAFreshLead(t *testing.T) {
	for lag, refusal := range map[time.Duration]string{time.Second: "", 5 * time.Second: "does not show it"} {
		synctest.Test(t, func(t *testing.T) {
			var created time.Time
			c := clientOf(t, func(request *http.Request, _ string) (int, any, map[string]string) {
				switch {
				case request.Method == http.MethodPost:
					created = time.Now()
					return 200, object{"created": true, "lead_uuid": "a1"}, nil
				case request.Method == http.MethodDelete:
					return 200, object{"lead_uuid": "a1"}, nil
				case time.Since(created) < lag:
					return 404, object{"error": "Not Found"}, nil
				}
				return 200, shownLead("a1", "lc-test01-1", testPhone), nil
			})
			if _, _, err := c.Send(t.Context(), createCall("lc-test01-1")); err != nil {
				t.Fatal(err)
			}
			_, _, err := c.Send(t.Context(), Delete("a1"))
			expectRefusal(t, "a lag of "+lag.String(), err, refusal)
		})
	}
}

// TestLookTakesTheServersSpelling serves a deployment that answers a create in upper case and shows leads in lower case.
func TestLookTakesTheServersSpelling(t *testing.T) {
	const small, capitals = "152a5c45-68f0-4ee7-85c0-32ae87bb611b", "152A5C45-68F0-4EE7-85C0-32AE87BB611B"
	var deleted []string
	c := clientOf(t, func(request *http.Request, _ string) (int, any, map[string]string) {
		switch request.Method {
		case http.MethodPost:
			return 200, object{"created": true, "lead_uuid": capitals}, nil
		case http.MethodDelete:
			deleted = append(deleted, strings.TrimPrefix(request.URL.Path, leadPath))
			return 200, object{"lead_uuid": small}, nil
		}
		return 200, shownLead(small, "lc-test01-1", testPhone), nil
	})
	for _, call := range []Call{createCall("lc-test01-1"), Delete(capitals)} {
		if _, _, err := c.Send(t.Context(), call); err != nil {
			t.Fatal(err)
		}
	}
	if len(deleted) != 1 || deleted[0] != small {
		t.Errorf("deleted %v, want %s once", deleted, small)
	}
}

// TestCopyIsNotOurs lists another client's copy of a lead of the run, including its code and number.
func TestCopyIsNotOurs(t *testing.T) {
	c := clientOf(t, func(request *http.Request, _ string) (int, any, map[string]string) {
		switch {
		case request.Method == http.MethodPost:
			return 200, object{"created": true, "lead_uuid": "a1"}, nil
		case request.Method == http.MethodDelete:
			t.Errorf("%s was deleted, want no delete", request.URL.Path)
		case request.URL.Path == createPath:
			return 200, page(shownLead("b2", "lc-test01-1", testPhone), shownLead("a1", "lc-test01-1", testPhone)), nil
		}
		return 200, shownLead(strings.TrimPrefix(request.URL.Path, leadPath), "lc-test01-1", testPhone), nil
	})
	for _, call := range []Call{createCall("lc-test01-1"), firstPage()} {
		if _, _, err := c.Send(t.Context(), call); err != nil {
			t.Fatal(err)
		}
	}
	_, _, err := c.Send(t.Context(), Delete("b2"))
	expectRefusal(t, "a copy", err, "another client's copy")
}
