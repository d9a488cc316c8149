package control

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/leadapi/leadapi/mock"
)

func listFaults(c *call) (answer, *callError) {
	return ok(map[string]any{"faults": c.session.Faults()})
}

func addFault(c *call) (answer, *callError) {
	var fault mock.Fault
	if wrong := c.decode(&fault); wrong != nil {
		return answer{}, wrong
	}
	made, err := c.session.AddFault(fault)
	if err != nil {
		return refuse(statusOf(err), "%v", err)
	}
	c.note(c.session.NoteMatch(fault.Operation, fault.Match))
	return created(made)
}

func getFault(c *call) (answer, *callError) {
	for _, fault := range c.session.Faults() {
		if strconv.Itoa(fault.ID) == c.path["id"] {
			return ok(fault)
		}
	}
	return refuse(http.StatusNotFound, "there is no fault %s", c.path["id"])
}

func deleteFault(c *call) (answer, *callError) {
	id, err := strconv.Atoi(c.path["id"])
	if err != nil || !c.session.DeleteFault(id) {
		return refuse(http.StatusNotFound, "there is no fault %s", c.path["id"])
	}
	return done()
}

// releaseFault releases what a fault holds, now or as soon as it is held.
func releaseFault(c *call) (answer, *callError) {
	var wanted struct {
		Count   int
		Timeout *mock.Duration
	}
	if len(c.body) > 0 {
		if wrong := c.decode(&wanted); wrong != nil {
			return answer{}, wrong
		}
	}
	id, _ := strconv.Atoi(c.path["id"]) // the document ensures that it is a number
	release := func() (int, error) { return c.session.Release(id, wanted.Count) }
	if wanted.Timeout != nil {
		timeout, wrong := waitOf(*wanted.Timeout)
		if wrong != nil {
			return answer{}, wrong
		}
		ctx, cancel := context.WithTimeout(c.request.Context(), timeout)
		defer cancel()
		release = func() (int, error) { return c.session.ReleaseWhenHeld(ctx, id, wanted.Count) }
	}
	released, err := release()
	switch {
	case errors.Is(err, mock.ErrNoFault):
		return refuse(http.StatusNotFound, "%v", err)
	case errors.Is(err, mock.ErrNoHold):
		return refuse(http.StatusBadRequest, "%v", err)
	case err != nil:
		text := strings.TrimSuffix(err.Error(), ": "+context.DeadlineExceeded.Error())
		return refuse(http.StatusGatewayTimeout, "%s after %s; none was released", text, wanted.Timeout)
	}
	return ok(map[string]int{"released": released})
}

// waitOf checks how long a call waits.
func waitOf(given mock.Duration) (time.Duration, *callError) {
	if timeout := time.Duration(given); timeout <= time.Hour {
		return timeout, nil
	}
	return 0, &callError{http.StatusBadRequest, "timeout: want a time from 0 to 1h, not " + given.String()}
}
