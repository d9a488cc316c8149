package control

import (
	"context"
	"net/http"
	"time"

	"github.com/leadapi/leadapi/mock"
)

func setClock(c *call) (answer, *callError) {
	var change mock.ClockChange
	if wrong := c.decode(&change); wrong != nil {
		return answer{}, wrong
	}
	set, err := c.session.SetClock(change)
	if err != nil {
		return refuse(http.StatusBadRequest, "%v", err)
	}
	return ok(set)
}

// imports is mock.Imports as the document has it: one of the two fields.
type imports struct {
	After      *mock.Duration `json:"after,omitempty"`
	AfterReads int            `json:"after_reads,omitempty"`
}

func importsOf(s *mock.Session) imports {
	set := s.Imports()
	if set.AfterReads > 0 {
		return imports{AfterReads: set.AfterReads}
	}
	after := mock.Duration(set.After)
	return imports{After: &after}
}

func jobsOf(s *mock.Session) map[string]any {
	return map[string]any{"imports": importsOf(s), "jobs": s.Jobs()}
}

func listJobs(c *call) (answer, *callError) { return ok(jobsOf(c.session)) }

func setImports(c *call) (answer, *callError) {
	var wanted imports
	if wrong := c.decode(&wanted); wrong != nil {
		return answer{}, wrong
	}
	set := mock.Imports{AfterReads: wanted.AfterReads}
	if wanted.After != nil {
		set.After = time.Duration(*wanted.After)
	}
	if err := c.session.SetImports(set); err != nil {
		return refuse(http.StatusBadRequest, "%v", err)
	}
	return ok(importsOf(c.session))
}

// defaultWait is how long waitForJobs waits if the call does not say.
const defaultWait = 30 * time.Second

func waitForJobs(c *call) (answer, *callError) {
	wanted := struct{ Timeout mock.Duration }{mock.Duration(defaultWait)}
	if len(c.body) > 0 {
		if wrong := c.decode(&wanted); wrong != nil {
			return answer{}, wrong
		}
	}
	timeout, wrong := waitOf(wanted.Timeout)
	if wrong != nil {
		return answer{}, wrong
	}
	ctx, cancel := context.WithTimeout(c.request.Context(), timeout)
	defer cancel()
	if err := c.session.WaitForJobs(ctx); err != nil {
		return refuse(http.StatusGatewayTimeout, "after %s %v", wanted.Timeout, err)
	}
	return ok(jobsOf(c.session))
}
