package mock_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/leadapi/leadapi/mock"
)

// A snapshot restores records, IDs and clock, any number of times.
func TestSnapshots(t *testing.T) {
	c := start(t, mock.WithIDSeed(7), mock.WithNow(time.Date(2023, 3, 8, 9, 0, 0, 0, time.UTC)))
	kept := c.create("kept", "0349710001")
	if _, err := c.server.SaveSnapshot("base"); err != nil {
		t.Fatal(err)
	}
	run := func() string {
		c.expect("DELETE", "/v3/lead/"+kept, "", 200, "")
		return c.expect("GET", "/v3/lead/"+c.create("new", "0349710002"), "", 200, "").text()
	}
	first := run()
	for range 2 {
		if !c.server.RestoreSnapshot("base") {
			t.Fatal("got no snapshot base, want one")
		}
		if leads, total := c.page(""); total != 3 || names(leads[:1]) != "kept" {
			t.Errorf("got %d leads, the first is %s, want 3 and kept", total, names(leads[:1]))
		}
		if again := run(); again != first {
			t.Errorf("after it was restored: got\n %s\nwant, as before,\n %s", again, first)
		}
	}
}

func TestSnapshotNames(t *testing.T) {
	c := start(t)
	save := func(name string) error { _, err := c.server.SaveSnapshot(name); return err }
	for _, name := range []string{"", strings.Repeat("x", 201)} {
		if err := save(name); err == nil || !strings.Contains(err.Error(), "name: want 1 to 200 bytes") {
			t.Errorf("%q: got %v, want an error on the name", name, err)
		}
	}
	for i := range 100 {
		if err := save(fmt.Sprintf("snapshot %02d", i)); err != nil {
			t.Fatal(err)
		}
	}
	c.create("x", "0349710001")
	if err := save("snapshot 07"); err != nil {
		t.Errorf("a snapshot of the same name: got %v, want it replaced", err)
	}
	if err := save("one more"); err == nil {
		t.Error("a 101st snapshot: got no error, want one")
	}
	all := c.server.Snapshots()
	if all[6].Records["lead"] != 4 || all[7].Name != "snapshot 07" || all[7].Records["lead"] != 5 {
		t.Errorf("got %+v, want 4 leads, then 5 in snapshot 07", all[6:8])
	}
	if !c.server.DeleteSnapshot("snapshot 07") || c.server.DeleteSnapshot("snapshot 07") || c.server.RestoreSnapshot("snapshot 07") {
		t.Error("got another number of deletes, want one, after which the snapshot is gone")
	}
	c.server.DeleteSnapshots()
	if n := len(c.server.Snapshots()); n != 0 {
		t.Errorf("got %d snapshots, want 0", n)
	}
}

// Restoring cancels an import that was uploaded after the snapshot.
func TestRestoreCancelsImports(t *testing.T) {
	c := start(t, mock.WithImportDelay(time.Hour))
	if _, err := c.server.SaveSnapshot("base"); err != nil {
		t.Fatal(err)
	}
	c.upload(t, form{{"file", "a.csv", "phone_number\n1\n"}, {"list_uuid", "", documentedList}})
	c.server.RestoreSnapshot("base")
	if jobs := c.server.Jobs(); jobs[0].State != mock.JobCancelled {
		t.Errorf("got %+v, want the import cancelled", jobs)
	}
}
