package control

import (
	"net/http"
	"strconv"

	"github.com/leadapi/leadapi/mock"
)

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
