package control

import (
	"encoding/json"
	"net/http"
)

// The calls here do what others do, for scripts that have them.

func saveNamedSnapshot(c *call) (answer, *callError) {
	var wanted struct{ Name string }
	if wrong := c.decode(&wanted); wrong != nil {
		return answer{}, wrong
	}
	return saveSnapshot(c, wanted.Name)
}

func listLists(c *call) (answer, *callError) {
	lists := []json.RawMessage{}
	for list, err := range c.session.Records("list").All() {
		if err != nil {
			return refuse(http.StatusInternalServerError, "%v", err)
		}
		lists = append(lists, list)
	}
	return ok(map[string]any{"lists": lists})
}

func createList(c *call) (answer, *callError) {
	made, err := c.session.Records("list").Create(c.body)
	if err != nil {
		return refuse(statusOf(err), "%v", err)
	}
	return created(made)
}
