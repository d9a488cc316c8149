package mock_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/leadapi/leadapi/mock"
)

var threeRows = form{{"file", "three.csv", "phone_number\n1\n\n \n2\n"}, {"list_uuid", "", documentedList}}

func (c *client) imports(imports mock.Imports) {
	c.t.Helper()
	if err := c.server.SetImports(imports); err != nil {
		c.t.Fatal(err)
	}
}

// An immediate import is there with its reply.
func TestImportsAtOnce(t *testing.T) {
	c := start(t)
	c.imports(mock.Imports{})
	c.upload(t, threeRows)
	if total := totalOf(t, c); total != 4 {
		t.Errorf("got total %d, want 4", total)
	}
	job := c.server.Jobs()[0]
	if job.State != mock.JobDone || job.File != "three.csv" || job.List != documentedList || job.Read != 3 || job.Stored != 2 || job.Skipped != 1 ||
		fmt.Sprint(job.Skips) != "[{4 no phone_number}]" || job.Ended == nil || job.Ended.Before(job.Uploaded) {
		t.Errorf("got %+v, want one skip on line 4, and an end", job)
	}
}

// An import that waits for three reads is missing from three pages, and there on the fourth.
func TestImportsAfterReads(t *testing.T) {
	c := start(t)
	c.imports(mock.Imports{AfterReads: 3})
	c.upload(t, threeRows)
	var totals []string
	for range 4 {
		totals = append(totals, fmt.Sprint(totalOf(t, c), " left ", c.server.Jobs()[0].ReadsLeft))
	}
	if got := strings.Join(totals, ", "); got != "2 left 2, 2 left 1, 2 left 0, 4 left 0" {
		t.Errorf("got %s, want %s", got, "2 left 2, 2 left 1, 2 left 0, 4 left 0")
	}
	c.server.WaitForImports()
	c.upload(t, threeRows)
	c.server.WaitForImports() // it does not wait for jobs that wait for reads
	canceled, cancel := context.WithCancel(context.Background())
	cancel()
	if err := c.server.WaitForJobs(canceled); err == nil || err.Error() != "imports wait for 3 more reads of the list" {
		t.Errorf("got %v, want an error about 3 more reads", err)
	}
}

func TestWaitForJobs(t *testing.T) {
	c := start(t)
	c.imports(mock.Imports{After: time.Millisecond})
	c.upload(t, threeRows)
	if err := c.server.WaitForJobs(context.Background()); err != nil || totalOf(t, c) != 4 {
		t.Errorf("got %d leads, %v, want 4", totalOf(t, c), err)
	}
	c.imports(mock.Imports{After: time.Hour})
	c.upload(t, threeRows)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := c.server.WaitForJobs(ctx); err == nil || err.Error() != "1 imports are still in progress" {
		t.Errorf("got %v, want an error about 1 import in progress", err)
	}
}

func TestJobsThatFail(t *testing.T) {
	c := start(t)
	c.imports(mock.Imports{})
	c.upload(t, form{{"file", "no.csv", "name\nx\n"}, {"list_uuid", "", documentedList}})
	if job := c.server.Jobs()[0]; job.State != mock.JobFailed || job.Error != "the header has no column phone_number (it has name)" || job.Stored != 0 {
		t.Errorf("got %+v, want it failed without phone_number", job)
	}
}

// A session keeps the last 100 ended jobs; other sessions have their own.
func TestJobsAreBounded(t *testing.T) {
	c := start(t)
	c.imports(mock.Imports{})
	for range 103 {
		c.upload(t, threeRows)
	}
	jobs := c.server.Jobs()
	if len(jobs) > 101 || jobs[0].ID != 103 {
		t.Errorf("got %d jobs, the newest is %d, want at most 101 and 103", len(jobs), jobs[0].ID)
	}
	if other := c.server.InSession("other").Jobs(); len(other) != 0 {
		t.Errorf("got %+v, want none", other)
	}
}

func TestImportModesThatAreRefused(t *testing.T) {
	c := start(t)
	for says, imports := range map[string]mock.Imports{
		"after: want a time from 0 to 1h0m0s, not 2h0m0s": {After: 2 * time.Hour},
		"after_reads: want 1 to 1000, not 1001":           {AfterReads: 1001},
		"after, after_reads: want one of them":            {After: 1, AfterReads: 1},
	} {
		if err := c.server.SetImports(imports); err == nil || err.Error() != says {
			t.Errorf("got %v, want %s", err, says)
		}
	}
	if c.server.Imports() != (mock.Imports{After: 300 * time.Millisecond}) {
		t.Errorf("got %+v, want 300 ms", c.server.Imports())
	}
}
