package control

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/leadapi/leadapi/mock"
)

// functions are the implementations of the document's operations, by operationId.
var functions = map[string]func(*call) (answer, *callError){
	"getHealth":         func(*call) (answer, *callError) { return answer{}, nil }, // answered before the document is read
	"resetSession":      resetSession,
	"exportState":       exportState,
	"importState":       importState,
	"listSnapshots":     listSnapshots,
	"saveNamedSnapshot": saveNamedSnapshot,
	"saveSnapshot":      func(c *call) (answer, *callError) { return saveSnapshot(c, c.path["name"]) },
	"restoreSnapshot":   restoreSnapshot,
	"deleteSnapshot":    deleteSnapshot,
	"deleteSnapshots":   func(c *call) (answer, *callError) { c.session.DeleteSnapshots(); return done() },
	"listSessions":      listSessions,
	"getSession":        getSession,
	"deleteSession":     deleteSession,
	"deleteSessions":    func(c *call) (answer, *callError) { c.server.EndSessions(); return done() },
	"listLists":         listLists,
	"createList":        createList,
	"listResources":     listResources,
	"listRecords":       listRecords,
	"createRecords":     createRecords,
	"updateRecords":     updateRecords,
	"deleteRecords":     deleteRecords,
	"getRecord":         getRecord,
	"updateRecord":      updateRecord,
	"deleteRecord":      deleteRecord,
	"makeLeads":         makeLeads,
	"listScenarios":     listScenarios,
	"getScenario":       getScenario,
	"setScenario":       setScenario,
	"releaseFault":      releaseFault,
	"listFaults":        listFaults,
	"addFault":          addFault,
	"getFault":          getFault,
	"deleteFault":       deleteFault,
	"deleteFaults":      func(c *call) (answer, *callError) { c.session.DeleteFaults(); return done() },
	"getClock":          func(c *call) (answer, *callError) { return ok(c.session.Clock()) },
	"setClock":          setClock,
	"getReadings":       func(c *call) (answer, *callError) { return ok(readingsOf(c.session)) },
	"setReadings":       setReadings,
	"listJobs":          listJobs,
	"setImports":        setImports,
	"waitForJobs":       waitForJobs,
	"findRequests":      findRequests,
	"deleteRequests":    func(c *call) (answer, *callError) { c.session.DeleteRequests(); return done() },
	"verifyRequests":    verifyRequests,
	"followRequests":    followRequests,
	"getUsage":          getUsage,
	"deleteUsage":       deleteUsage,
	"listOperations":    listOperations,
	"listDocuments":     listDocuments,
	"getDocument":       getDocument,
	"listAssumptions":   listAssumptions,
	"getMetrics":        getMetrics,
}

func ok(value any) (answer, *callError)      { return answer{http.StatusOK, value}, nil }
func created(value any) (answer, *callError) { return answer{http.StatusCreated, value}, nil }
func done() (answer, *callError)             { return answer{status: http.StatusNoContent}, nil }

// note adds a note to the reply of a call that does something else than it may seem.
func (c *call) note(text string) {
	if text != "" {
		c.writer.Header().Set("X-Mock-Note", text)
	}
}

func refuse(status int, format string, args ...any) (answer, *callError) {
	return answer{}, &callError{status, fmt.Sprintf(format, args...)}
}

// statusOf returns 409 if the input is valid but there is no room for it, and 400 otherwise.
func statusOf(err error) int {
	if errors.Is(err, mock.ErrFull) {
		return http.StatusConflict
	}
	return http.StatusBadRequest
}
