package control

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/leadapi/leadapi/mock"
)

// functions answer the operations of the document, by operationId.
var functions = map[string]func(*call) (answer, *problem){
	"getHealth":         func(*call) (answer, *problem) { return answer{}, nil }, // answered before the document is read
	"resetSession":      resetSession,
	"exportState":       exportState,
	"importState":       importState,
	"listSnapshots":     listSnapshots,
	"saveNamedSnapshot": saveNamedSnapshot,
	"saveSnapshot":      func(c *call) (answer, *problem) { return saveSnapshot(c, c.path["name"]) },
	"getSnapshot":       getSnapshot,
	"restoreSnapshot":   restoreSnapshot,
	"deleteSnapshot":    deleteSnapshot,
	"deleteSnapshots":   func(c *call) (answer, *problem) { c.session.DeleteSnapshots(); return done() },
	"listSessions":      listSessions,
	"getSession":        getSession,
	"deleteSession":     deleteSession,
	"deleteSessions":    func(c *call) (answer, *problem) { c.server.EndSessions(); return done() },
	"listLists":         listLists,
	"createList":        createList,
	"listFaults":        listFaults,
	"addFault":          addFault,
	"getFault":          getFault,
	"deleteFault":       deleteFault,
	"deleteFaults":      func(c *call) (answer, *problem) { c.session.DeleteFaults(); return done() },
	"getClock":          func(c *call) (answer, *problem) { return ok(c.session.Clock()) },
	"setClock":          setClock,
	"listJobs":          listJobs,
	"setImports":        setImports,
	"waitForJobs":       waitForJobs,
	"findRequests":      findRequests,
	"deleteRequests":    func(c *call) (answer, *problem) { c.session.DeleteRequests(); return done() },
	"verifyRequests":    verifyRequests,
	"followRequests":    followRequests,
	"listOperations":    listOperations,
	"listDocuments":     listDocuments,
	"getDocument":       getDocument,
	"listAssumptions":   listAssumptions,
	"getMetrics":        getMetrics,
}

func ok(value any) (answer, *problem)      { return answer{http.StatusOK, value}, nil }
func created(value any) (answer, *problem) { return answer{http.StatusCreated, value}, nil }
func done() (answer, *problem)             { return answer{status: http.StatusNoContent}, nil }

func refuse(status int, format string, args ...any) (answer, *problem) {
	return answer{}, &problem{status, fmt.Sprintf(format, args...)}
}

// statusOf tells bad input from input that is good, but for which there is no room.
func statusOf(err error) int {
	if errors.Is(err, mock.ErrFull) {
		return http.StatusConflict
	}
	return http.StatusBadRequest
}

func resetSession(c *call) (answer, *problem) {
	c.session.Reset()
	return ok(c.session.Info())
}

func exportState(c *call) (answer, *problem) {
	c.writer.Header().Set("Content-Type", "application/json")
	_ = c.session.ExportState(c.writer) // the client is gone; there is nobody to tell
	return answer{}, nil
}

func importState(c *call) (answer, *problem) {
	if err := c.session.ImportState("body", c.body); err != nil {
		return refuse(http.StatusBadRequest, "%v", err)
	}
	return ok(c.session.Info())
}

func listSnapshots(c *call) (answer, *problem) {
	return ok(map[string]any{"snapshots": c.session.Snapshots()})
}

func saveNamedSnapshot(c *call) (answer, *problem) {
	var wanted struct{ Name string }
	if wrong := c.decode(&wanted); wrong != nil {
		return answer{}, wrong
	}
	return saveSnapshot(c, wanted.Name)
}

func saveSnapshot(c *call, name string) (answer, *problem) {
	saved, err := c.session.SaveSnapshot(name)
	if err != nil {
		return refuse(statusOf(err), "%v", err)
	}
	return created(saved)
}

func noSnapshot(c *call) (answer, *problem) {
	var names []string
	for _, one := range c.session.Snapshots() {
		names = append(names, one.Name)
	}
	return refuse(http.StatusNotFound, "there is no snapshot %s (%s)", quote(c.path["name"]), listed(names))
}

func getSnapshot(c *call) (answer, *problem) {
	for _, one := range c.session.Snapshots() {
		if one.Name == c.path["name"] {
			return ok(one)
		}
	}
	return noSnapshot(c)
}

func restoreSnapshot(c *call) (answer, *problem) {
	if !c.session.RestoreSnapshot(c.path["name"]) {
		return noSnapshot(c)
	}
	return ok(c.session.Info())
}

func deleteSnapshot(c *call) (answer, *problem) {
	if !c.session.DeleteSnapshot(c.path["name"]) {
		return noSnapshot(c)
	}
	return done()
}

func listSessions(c *call) (answer, *problem) {
	all := []mock.SessionInfo{}
	for _, one := range c.server.Sessions() {
		all = append(all, one.Info())
	}
	most, idle := c.server.SessionLimits()
	return ok(map[string]any{"sessions": all, "limit": most, "idle": idle.String()})
}

func getSession(c *call) (answer, *problem) {
	found, there := c.server.FindSession(c.path["session"])
	if !there {
		return refuse(http.StatusNotFound, "there is no session %s", quote(c.path["session"]))
	}
	return ok(found.Info())
}

func deleteSession(c *call) (answer, *problem) {
	if !c.server.EndSession(c.path["session"]) {
		return refuse(http.StatusNotFound, "there is no session %s", quote(c.path["session"]))
	}
	return done()
}

func listLists(c *call) (answer, *problem) {
	return ok(map[string]any{"lists": c.session.Lists()})
}

func createList(c *call) (answer, *problem) {
	made, err := c.session.CreateList(c.body)
	if err != nil {
		return refuse(http.StatusBadRequest, "%v", err)
	}
	return created(made)
}

func setClock(c *call) (answer, *problem) {
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

func listFaults(c *call) (answer, *problem) {
	return ok(map[string]any{"faults": c.session.Faults()})
}

func addFault(c *call) (answer, *problem) {
	var fault mock.Fault
	if wrong := c.decode(&fault); wrong != nil {
		return answer{}, wrong
	}
	made, err := c.session.AddFault(fault)
	if err != nil {
		return refuse(statusOf(err), "%v", err)
	}
	return created(made)
}

func getFault(c *call) (answer, *problem) {
	for _, one := range c.session.Faults() {
		if strconv.Itoa(one.ID) == c.path["id"] {
			return ok(one)
		}
	}
	return refuse(http.StatusNotFound, "there is no fault %s", c.path["id"])
}

func deleteFault(c *call) (answer, *problem) {
	id, err := strconv.Atoi(c.path["id"])
	if err != nil || !c.session.DeleteFault(id) {
		return refuse(http.StatusNotFound, "there is no fault %s", c.path["id"])
	}
	return done()
}

// imports is mock.Imports as the document has it: one of the two.
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

func listJobs(c *call) (answer, *problem) { return ok(jobsOf(c.session)) }

func setImports(c *call) (answer, *problem) {
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

// defaultWait is how long waitForJobs waits without a word on it.
const defaultWait = 30 * time.Second

func waitForJobs(c *call) (answer, *problem) {
	wanted := struct{ Timeout mock.Duration }{mock.Duration(defaultWait)}
	if len(c.body) > 0 {
		if wrong := c.decode(&wanted); wrong != nil {
			return answer{}, wrong
		}
	}
	ctx, cancel := context.WithTimeout(c.request.Context(), time.Duration(wanted.Timeout))
	defer cancel()
	if err := c.session.WaitForJobs(ctx); err != nil {
		return refuse(http.StatusGatewayTimeout, "after %s %v", wanted.Timeout, err)
	}
	return ok(jobsOf(c.session))
}

// verification is what requests are counted by, and how many there should be.
type verification struct {
	Operation, Method, Path, Body string
	Status                        int
	Count                         *int
	AtLeast                       *int `json:"at_least"`
	AtMost                        *int `json:"at_most"`
}

func verifyRequests(c *call) (answer, *problem) {
	var wanted verification
	if wrong := c.decode(&wanted); wrong != nil {
		return answer{}, wrong
	}
	if wanted.Count == nil && wanted.AtLeast == nil && wanted.AtMost == nil {
		return refuse(http.StatusBadRequest, "want count, at_least or at_most")
	}
	_, total := c.session.Requests(mock.RequestFilter{Operation: wanted.Operation, Method: wanted.Method, Status: wanted.Status, Path: wanted.Path, Body: wanted.Body}, 0)
	if err := wanted.holds(total); err != nil {
		return answer{http.StatusConflict, map[string]any{"error": err.Error(), "count": total}}, nil
	}
	return ok(map[string]int{"count": total})
}

func (v verification) holds(total int) error {
	switch {
	case v.Count != nil && total != *v.Count:
		return fmt.Errorf("want %d requests, and there are %d", *v.Count, total)
	case v.AtLeast != nil && total < *v.AtLeast:
		return fmt.Errorf("want at least %d requests, and there are %d", *v.AtLeast, total)
	case v.AtMost != nil && total > *v.AtMost:
		return fmt.Errorf("want at most %d requests, and there are %d", *v.AtMost, total)
	}
	return nil
}

func listed(names []string) string {
	if len(names) == 0 {
		return "none"
	}
	var out bytes.Buffer
	for i, name := range names {
		if i > 0 {
			out.WriteString(", ")
		}
		out.WriteString(quote(name))
	}
	return out.String()
}
