package control

import (
	"errors"
	"fmt"
	"net/http"

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
	"deleteFaults":      func(c *call) (answer, *problem) { c.session.DeleteFaults(); return done() },
	"getClock":          func(c *call) (answer, *problem) { return ok(c.session.Clock()) },
	"setClock":          setClock,
	"getReadings":       func(c *call) (answer, *problem) { return ok(readingsOf(c.session)) },
	"setReadings":       setReadings,
	"listJobs":          listJobs,
	"setImports":        setImports,
	"waitForJobs":       waitForJobs,
	"findRequests":      findRequests,
	"deleteRequests":    func(c *call) (answer, *problem) { c.session.DeleteRequests(); return done() },
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
