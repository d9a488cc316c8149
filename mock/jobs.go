package mock

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/leadapi/leadapi/mock/internal/store"
)

// The states of a job.
const (
	JobWaiting   = "waiting"
	JobStoring   = "storing"
	JobDone      = "done"
	JobFailed    = "failed"    // nothing was imported; Error says why
	JobCancelled = "cancelled" // another state replaced the one that it was for, or the mock was closed
)

// Job is a CSV import.
type Job struct {
	ID        int        `json:"id"` // 1, 2, ... in a session
	State     string     `json:"state"`
	File      string     `json:"file"`
	List      string     `json:"list_uuid"`
	ReadsLeft int        `json:"reads_left,omitempty"`
	Read      int        `json:"read"` // rows in the file, without the header
	Stored    int        `json:"stored"`
	Skipped   int        `json:"skipped"`
	Skips     []Skip     `json:"skips"` // the first 1,000
	Warned    int        `json:"warned"`
	Warnings  []Warning  `json:"warnings"` // the first 1,000
	Error     string     `json:"error,omitempty"`
	Uploaded  time.Time  `json:"uploaded_at"`
	Ended     *time.Time `json:"ended_at,omitempty"`
}

// Skip is a row that is not imported.
type Skip struct {
	Line   int    `json:"line"` // in the file, starting at 1
	Reason string `json:"reason"`
}

// Warning is something odd about the header or about a row that is imported unchanged.
type Warning struct {
	Line   int    `json:"line"` // in the file, starting at 1
	Reason string `json:"reason"`
}

// importJob is a job and its work.
type importJob struct {
	Job
	epoch int32
	rows  int64 // bytes of the waiting rows
	timer *time.Timer
	work  func() (stored int, wrong string)
}

func (j *importJob) ended() bool { return j.State != JobWaiting && j.State != JobStoring }

const maxJobs = 100 // ended jobs that a session keeps

// jobs are the imports of a session.
type jobs struct {
	mu      sync.Mutex
	imports Imports
	list    []*importJob // oldest first
	lastID  int
	changed chan struct{} // closed when a job changes; nil if nobody waits for that
	closed  bool
	polled  atomic.Int32 // how many jobs wait for reads
	kept    func()       // called when the memory that the jobs take has changed
	epoch   atomic.Int32 // increases when jobs are cancelled, including those about to store
}

func (j *jobs) init(imports Imports, kept func()) { j.imports, j.kept = imports, kept }

// unlock ends a change of the jobs and reports it.
func (j *jobs) unlock() {
	j.mu.Unlock()
	j.kept()
}

// size returns the memory that the jobs take.
func (j *jobs) size() (bytes int64) {
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, job := range j.list {
		bytes += job.size()
	}
	return bytes
}

// add adds a job. start, called after the reply was written, starts it; a job that must be visible with its reply is done
// when add returns.
func (j *jobs) add(job *importJob) (start func()) {
	j.mu.Lock()
	j.lastID++
	job.ID, job.State, job.Uploaded, job.epoch = j.lastID, JobWaiting, stampNow(), j.epoch.Load()
	if job.Skips == nil {
		job.Skips = []Skip{}
	}
	if job.Warnings == nil {
		job.Warnings = []Warning{}
	}
	j.list = append(j.list, job)
	j.trim()
	imports, closed := j.imports, j.closed
	if closed {
		j.finish(job, JobCancelled, 0, "")
	} else if job.ReadsLeft = imports.AfterReads; job.ReadsLeft > 0 {
		j.polled.Add(1)
	}
	j.unlock()
	switch {
	case closed || imports.AfterReads > 0:
		return nil
	case imports.After == 0:
		j.run(job)
		return nil
	}
	return func() {
		j.mu.Lock()
		defer j.mu.Unlock()
		if job.State == JobWaiting {
			job.timer = time.AfterFunc(imports.After, func() { j.run(job) })
		}
	}
}

// trim forgets the oldest ended jobs. The caller must hold mu, as for finish.
func (j *jobs) trim() {
	ended := 0
	for _, job := range j.list {
		if job.ended() {
			ended++
		}
	}
	j.list = slices.DeleteFunc(j.list, func(job *importJob) bool {
		if !job.ended() || ended <= maxJobs {
			return false
		}
		ended--
		return true
	})
}

func (j *jobs) finish(job *importJob, state string, stored int, wrong string) {
	now := stampNow()
	job.State, job.Stored, job.Error, job.Ended, job.work, job.timer = state, stored, wrong, &now, nil, nil
	j.notify()
}

func (j *jobs) notify() {
	if j.changed != nil {
		close(j.changed)
		j.changed = nil
	}
}

// run does the work of a job that is still waiting.
func (j *jobs) run(job *importJob) {
	j.mu.Lock()
	if job.State != JobWaiting {
		j.mu.Unlock()
		return
	}
	job.State = JobStoring
	work := job.work
	j.notify()
	j.mu.Unlock()
	stored, wrong := work()
	j.mu.Lock()
	defer j.unlock()
	switch {
	case wrong == importCancelled:
		j.finish(job, JobCancelled, 0, "")
	case wrong != "":
		j.finish(job, JobFailed, 0, wrong)
	default:
		j.finish(job, JobDone, stored, "")
	}
}

// importCancelled is what work returns if the session was reset meanwhile.
const importCancelled = "cancelled"

// countRead counts a read of a list, and runs the jobs that have waited for it.
func (j *jobs) countRead() {
	if j.polled.Load() == 0 {
		return
	}
	var due []*importJob
	j.mu.Lock()
	for _, job := range j.list {
		if job.State != JobWaiting || job.ReadsLeft == 0 {
			continue
		}
		if job.ReadsLeft--; job.ReadsLeft == 0 {
			j.polled.Add(-1)
			due = append(due, job)
		}
	}
	j.notify()
	j.mu.Unlock()
	for _, job := range due {
		j.run(job)
	}
}

// reset cancels the waiting jobs and forgets all jobs. It does not report that, because its caller has locked the store.
func (j *jobs) reset(imports Imports) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.imports = imports
	j.epoch.Add(1)
	j.cancelWaiting()
	j.list, j.lastID = nil, 0
}

// cancel cancels the waiting jobs, because another state replaces the one that they were for.
func (j *jobs) cancel() {
	j.mu.Lock()
	defer j.unlock()
	j.epoch.Add(1)
	j.cancelWaiting()
}

// cancelWaiting cancels the waiting jobs. The caller must hold mu.
func (j *jobs) cancelWaiting() {
	for _, job := range j.list {
		if job.State != JobWaiting {
			continue
		}
		if job.timer != nil {
			job.timer.Stop()
		}
		if job.ReadsLeft > 0 {
			j.polled.Add(-1)
		}
		j.finish(job, JobCancelled, 0, "")
	}
}

// close cancels the waiting jobs, prevents new ones, and returns when no job is running.
func (j *jobs) close() {
	j.mu.Lock()
	j.closed = true
	j.cancelWaiting()
	j.unlock()
	_ = j.wait(context.Background(), false)
}

// wait returns when all jobs have ended. It waits for jobs that wait for reads only if polled is true.
func (j *jobs) wait(ctx context.Context, polled bool) error {
	for {
		j.mu.Lock()
		timed, reads := 0, 0
		for _, job := range j.list {
			switch {
			case job.ended():
			case job.ReadsLeft > 0:
				reads += job.ReadsLeft
			default:
				timed++
			}
		}
		if timed == 0 && (reads == 0 || !polled) {
			j.mu.Unlock()
			return nil
		}
		if j.changed == nil {
			j.changed = make(chan struct{})
		}
		changed := j.changed
		j.mu.Unlock()
		select {
		case <-changed:
		case <-ctx.Done():
			if timed == 0 {
				return fmt.Errorf("imports wait for %d more reads of the list", reads)
			}
			return fmt.Errorf("%d imports are still in progress", timed)
		}
	}
}

// stampNow returns the machine's time with the precision and zone of records. Imports take real time, whatever the session's
// clock shows.
func stampNow() time.Time { return time.Now().Truncate(time.Microsecond).In(store.Zone) }
