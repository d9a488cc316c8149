package control

import (
	"errors"
	"net/http"

	"github.com/leadapi/leadapi/mock"
)

type scenarioInfo struct {
	Name        string `json:"name"`
	Description string `json:"description"`
}

func listScenarios(c *call) (answer, *callError) {
	var all []scenarioInfo
	for _, scenario := range c.server.Scenarios() {
		all = append(all, scenarioInfo{scenario.Name, scenario.Description})
	}
	return ok(map[string]any{"scenarios": all})
}

func getScenario(c *call) (answer, *callError) {
	var names []string
	for _, scenario := range c.server.Scenarios() {
		if scenario.Name == c.path["name"] {
			return ok(scenario)
		}
		names = append(names, scenario.Name)
	}
	return refuse(http.StatusNotFound, "there is no scenario %s (%s)", quote(c.path["name"]), listed(names))
}

// setScenario accepts only the names of scenarios that the mock has; it never looks for a file.
func setScenario(c *call) (answer, *callError) {
	err := c.session.SetScenario(c.path["name"])
	switch {
	case errors.Is(err, mock.ErrNoScenario):
		return refuse(http.StatusNotFound, "%v", err)
	case err != nil:
		return refuse(statusOf(err), "%v", err)
	}
	return ok(c.session.Info())
}
