package mock

import (
	"sync"
	"time"
)

// jobs are the imports under way.
type jobs struct {
	mu      sync.Mutex
	idle    *sync.Cond
	running int
	closing chan struct{}
	closed  bool
}

func newJobs() *jobs {
	j := &jobs{closing: make(chan struct{})}
	j.idle = sync.NewCond(&j.mu)
	return j
}

// start runs work after a delay, unless the jobs are closed before.
func (j *jobs) start(delay time.Duration, work func()) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.closed {
		return
	}
	j.running++
	go func() {
		defer j.finish()
		timer := time.NewTimer(delay)
		defer timer.Stop()
		select {
		case <-timer.C:
			work()
		case <-j.closing:
		}
	}()
}

func (j *jobs) finish() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.running--
	j.idle.Broadcast()
}

func (j *jobs) wait() {
	j.mu.Lock()
	defer j.mu.Unlock()
	for j.running > 0 {
		j.idle.Wait()
	}
}

func (j *jobs) close() {
	j.mu.Lock()
	if !j.closed {
		j.closed = true
		close(j.closing)
	}
	j.mu.Unlock()
	j.wait()
}

// WaitForImports returns when no import is under way: all leads uploaded before are there.
func (s *Server) WaitForImports() { s.jobs.wait() }
