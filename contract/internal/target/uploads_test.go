package target

import (
	"context"
	"net/http"
	"os"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// importing is a deployment with slow imports. Rows become leads in the order of the file.
type importing struct {
	delay     time.Duration // until the first row
	between   time.Duration // two rows
	elsewhere bool          // a row's cells go into other fields
	uploaded  time.Time
	deleted   map[string]bool
	rows      []object
}

func (d *importing) fake(request *http.Request, body string) (int, any, map[string]string) {
	if d.deleted == nil {
		d.deleted = map[string]bool{}
	}
	id := strings.TrimPrefix(request.URL.Path, leadPath)
	switch request.URL.Path {
	case uploadPath:
		d.uploaded = time.Now()
		for i := range 4 {
			lead := shownLead("row"+strconv.Itoa(i), "lc-test01-"+strconv.Itoa(i), "03031234560"+strconv.Itoa(i))
			if d.elsewhere {
				lead["lead_code"], lead["phone_number"] = "Trần Văn Đức", "VIP"
			}
			d.rows = append(d.rows, lead)
		}
		return 200, object{"msg": "file upload is processing"}, nil
	case createPath:
		var found []object
		for i, row := range d.rows {
			number := request.URL.Query().Get("phone_number")
			if d.there(i) && (number == "" || row["phone_number"] == number) {
				found = append([]object{row}, found...)
			}
		}
		return 200, page(found...), nil
	}
	for i, row := range d.rows {
		if row["lead_uuid"] == id && d.there(i) {
			if request.Method == http.MethodDelete {
				d.deleted[id] = true
			}
			return 200, row, nil
		}
	}
	return 404, object{"error": "Not Found"}, nil
}

func (d *importing) there(i int) bool {
	return time.Since(d.uploaded) >= d.delay+time.Duration(i)*d.between && !d.deleted["row"+strconv.Itoa(i)]
}

func uploadRows() Call {
	file := "lead_name,lead_code,phone_number\n"
	for i := range 4 {
		file += "Trần Văn Đức,lc-test01-" + strconv.Itoa(i) + ",03031234560" + strconv.Itoa(i) + "\n"
	}
	return uploadCall(file)
}

// TestLateImport clears up right after an upload.
func TestLateImport(t *testing.T) {
	for _, test := range []struct {
		name           string
		delay, between time.Duration
		interrupted    bool
		left           int // rows that the clear-up names
		kept           bool
	}{
		{"at once", 0, 0, false, 0, false},
		{"one row per second", 0, time.Second, false, 0, false},
		{"after 50 s", 50 * time.Second, 0, false, 0, false},
		{"after 5 s, interrupted", 5 * time.Second, 0, true, 0, false},
		{"after an hour, interrupted", time.Hour, 0, true, 4, true},
	} {
		synctest.Test(t, func(t *testing.T) {
			d := importing{delay: test.delay, between: test.between}
			c := clientOf(t, d.fake)
			if err := c.Begin(t.Context()); err != nil {
				t.Fatal(err)
			}
			if _, _, err := c.Send(t.Context(), uploadRows()); err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			if test.interrupted {
				cancel()
			}
			left := c.ClearUp(ctx, false)
			if len(left) != test.left {
				t.Errorf("%s: left %v, want %d rows", test.name, left, test.left)
			}
			for _, row := range left {
				if !strings.HasPrefix(row.PhoneNumber, "03031234560") || !strings.Contains(row.Why, "leads.csv") || !strings.Contains(row.Why, "sweep --run "+testRun) {
					t.Errorf("%s: got %+v, want the number, the file and the sweep named", test.name, row)
				}
			}
			if _, err := os.Stat(c.intents.path); (err == nil) != test.kept {
				t.Errorf("%s: the intents are kept: %t, want %t", test.name, err == nil, test.kept)
			}
			if !test.kept {
				if len(d.deleted) != 4 {
					t.Errorf("%s: deleted %v, want all four", test.name, d.deleted)
				}
				return
			}
			time.Sleep(2 * test.delay) // of the bubble's clock
			o := c.options
			o.ListUUID = "" // the intents have it
			deleted, left, err := Sweep(t.Context(), o)
			if err != nil || len(deleted) != 4 || len(left) > 0 {
				t.Errorf("%s: swept %v, left %v, error %v; want all four deleted", test.name, deleted, left, err)
			}
			if _, err := os.Stat(c.intents.path); err == nil {
				t.Errorf("%s: the intents are there after the sweep, want none", test.name)
			}
		})
	}
}

// TestCellsElsewhere serves a deployment with another template: imported leads show neither code nor number.
func TestCellsElsewhere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := importing{elsewhere: true}
		c := clientOf(t, d.fake)
		if err := c.Begin(t.Context()); err != nil {
			t.Fatal(err)
		}
		if _, _, err := c.Send(t.Context(), uploadRows()); err != nil {
			t.Fatal(err)
		}
		left := c.ClearUp(t.Context(), false)
		if len(left) != 4 || left[3].LeadUUID == "" || !strings.Contains(left[0].Why, "cells put elsewhere") {
			t.Errorf("got %+v, want the four leads that came meanwhile", left)
		}
		if len(d.deleted) > 0 {
			t.Errorf("deleted %v, want none, since their owner is unknown", d.deleted)
		}
	})
}

// TestNothingImported serves a deployment that accepts a file but does not import it.
func TestNothingImported(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := importing{delay: 24 * time.Hour}
		c := clientOf(t, d.fake)
		if err := c.Begin(t.Context()); err != nil {
			t.Fatal(err)
		}
		if _, _, err := c.Send(t.Context(), uploadRows()); err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		if left := c.ClearUp(t.Context(), false); len(left) > 0 {
			t.Errorf("left %v, want none: nothing has come for a minute", left)
		}
		if waited := time.Since(began); waited < time.Minute || waited > 2*time.Minute {
			t.Errorf("it waited %s, want a minute or so", waited)
		}
		if notes := strings.Join(c.Notes(), "\n"); !strings.Contains(notes, "030312345600, ") || !strings.Contains(notes, "sweep --run "+testRun) {
			t.Errorf("got the notes %q, want the numbers that may still come, and the sweep", notes)
		}
		if _, err := os.Stat(c.intents.path); err != nil {
			t.Errorf("got %v, want the intents, for a sweep", err)
		}
	})
}

// TestClearUpNamesWhatIsLeft shows that the clear-up names the leads that the deployment still shows.
func TestClearUpNamesWhatIsLeft(t *testing.T) {
	for _, test := range []struct {
		name   string
		status int // of a delete, which deletes nothing
		why    string
	}{
		{"deletes nothing", 200, "still shows it"},
		{"refuses deletes", 500, "status 500"},
		{"does not answer deletes", 502, "no answer"},
	} {
		synctest.Test(t, func(t *testing.T) {
			c := clientOf(t, func(request *http.Request, _ string) (int, any, map[string]string) {
				switch {
				case request.Method == http.MethodPost:
					return 200, object{"created": true, "lead_uuid": "a1"}, nil
				case request.Method == http.MethodDelete:
					return test.status, object{"lead_uuid": "a1"}, nil
				case request.URL.Path == createPath:
					return 200, page(shownLead("a1", "lc-test01-1", testPhone)), nil
				}
				return 200, shownLead("a1", "lc-test01-1", testPhone), nil
			})
			if err := c.Begin(t.Context()); err != nil {
				t.Fatal(err)
			}
			if _, _, err := c.Send(t.Context(), createCall("lc-test01-1")); err != nil {
				t.Fatal(err)
			}
			left := c.ClearUp(t.Context(), false)
			if len(left) != 1 || left[0].LeadUUID != "a1" || left[0].LeadCode != "lc-test01-1" || left[0].PhoneNumber != testPhone || !strings.Contains(left[0].Why, test.why) {
				t.Errorf("%s: got %+v, want the lead and %q", test.name, left, test.why)
			}
			if _, err := os.Stat(c.intents.path); err != nil {
				t.Errorf("%s: got %v, want the intents", test.name, err)
			}
		})
	}
}
