package mock

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// Imports says when uploaded leads become visible: a time After the reply, 0 for immediately, or after a number of replies
// to listLeads without them.
type Imports struct {
	After      time.Duration
	AfterReads int // 0 for After
}

// WaitForJobs returns nil when all imports have ended, or an error if ctx ends first.
func (s *Session) WaitForJobs(ctx context.Context) error { return s.jobs.wait(ctx, true) }

// WaitForImports returns when no import is in progress, so that all leads uploaded before are there. It does not wait for
// imports that wait for reads of the list.
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

// Imports returns when uploads become visible.
func (s *Session) Imports() Imports {
	s.jobs.mu.Lock()
	defer s.jobs.mu.Unlock()
	return s.jobs.imports
}

// SetImports sets when later uploads become visible.
func (s *Session) SetImports(imports Imports) error {
	if err := imports.check(); err != nil {
		return err
	}
	s.changed.Store(true)
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
