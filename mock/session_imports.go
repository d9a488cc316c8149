package mock

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// Imports says when what is uploaded becomes visible: After a time, 0 for with the reply, or after a number of replies to
// listLeads that were without it.
type Imports struct {
	After      time.Duration
	AfterReads int // 0 for after a time
}

// WaitForJobs returns when all imports are done, or with an error when ctx is.
func (s *Session) WaitForJobs(ctx context.Context) error { return s.jobs.wait(ctx, true) }

// WaitForImports returns when no import is under way: all leads uploaded before are there. Imports that wait for reads of
// the list are not waited for.
func (s *Session) WaitForImports() { _ = s.jobs.wait(context.Background(), false) }

// Jobs returns the imports, newest first.
func (s *Session) Jobs() []Job {
	s.jobs.mu.Lock()
	defer s.jobs.mu.Unlock()
	all := []Job{}
	for _, job := range slices.Backward(s.jobs.list) {
		all = append(all, job.Job)
	}
	return all
}

// Imports tells when uploads become visible.
func (s *Session) Imports() Imports {
	s.jobs.mu.Lock()
	defer s.jobs.mu.Unlock()
	return s.jobs.imports
}

// SetImports says when uploads from now on become visible.
func (s *Session) SetImports(imports Imports) error {
	if err := imports.check(); err != nil {
		return err
	}
	s.jobs.mu.Lock()
	defer s.jobs.mu.Unlock()
	s.jobs.imports = imports
	return nil
}

func (imports Imports) check() error {
	if imports.AfterReads < 0 || imports.AfterReads > 1000 {
		return fmt.Errorf("after_reads: want 1 to 1000, not %d", imports.AfterReads)
	}
	if imports.AfterReads > 0 && imports.After > 0 {
		return errors.New("after, after_reads: want one of them")
	}
	return checkWait("after", imports.After)
}
