package control

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"

	"github.com/leadapi/leadapi/mock"
)

// maxRecords bounds the body of a call with many records.
const maxRecords = 64 << 20

func listResources(c *call) (answer, *callError) {
	return ok(map[string]any{"resources": c.session.Resources()})
}

// records returns the records of the resource in the path.
func (c *call) records() *mock.Records { return c.session.Records(c.path["resource"]) }

// refuseRecords returns 404 if a resource or record does not exist, 409 if there is no room, and 400 for an invalid record.
func refuseRecords(err error) (answer, *callError) {
	if errors.Is(err, mock.ErrNotFound) || errors.Is(err, mock.ErrNoResource) {
		return refuse(http.StatusNotFound, "%v", err)
	}
	return refuse(statusOf(err), "%v", err)
}

func listRecords(c *call) (answer, *callError) {
	found, total, err := c.records().Page(c.number("limit", 100), c.number("offset", 0))
	if err != nil {
		return refuseRecords(err)
	}
	return ok(map[string]any{"records": found, "total": total})
}

func createRecords(c *call) (answer, *callError) {
	if !c.hasArray() {
		made, err := c.records().Create(c.body)
		if err != nil {
			return refuseRecords(err)
		}
		return created(made)
	}
	many, wrong := c.array()
	if wrong != nil {
		return answer{}, wrong
	}
	made, err := c.records().CreateAll(many)
	if err != nil {
		return refuseRecords(err)
	}
	return created(made)
}

func updateRecords(c *call) (answer, *callError) {
	many, wrong := c.array()
	if wrong != nil {
		return answer{}, wrong
	}
	made, err := c.records().UpdateAll(many)
	if err != nil {
		return refuseRecords(err)
	}
	return ok(made)
}

func deleteRecords(c *call) (answer, *callError) {
	if err := c.records().DeleteAll(); err != nil {
		return refuseRecords(err)
	}
	return done()
}

func getRecord(c *call) (answer, *callError) {
	found, err := c.records().Get(c.path["id"])
	if err != nil {
		return refuseRecords(err)
	}
	return ok(found)
}

func updateRecord(c *call) (answer, *callError) {
	made, err := c.records().Update(c.path["id"], c.body)
	if err != nil {
		return refuseRecords(err)
	}
	return ok(made)
}

func deleteRecord(c *call) (answer, *callError) {
	if err := c.records().Delete(c.path["id"]); err != nil {
		return refuseRecords(err)
	}
	return done()
}

func makeLeads(c *call) (answer, *callError) {
	query := c.request.URL.Query()
	made, err := c.session.MakeLeads(c.number("count", 1), query.Get("list_uuid"), query.Get("statuses") == "mixed")
	if err != nil {
		return refuse(statusOf(err), "%v", err)
	}
	return created(map[string]any{"leads": made})
}

// number returns a parameter of the query, which the document ensures to be a number if it is given.
func (c *call) number(name string, fallback int) int {
	value, err := strconv.Atoi(c.request.URL.Query().Get(name))
	if err != nil {
		return fallback
	}
	return value
}

// hasArray reports whether the body is an array; it has passed the check.
func (c *call) hasArray() bool {
	for _, b := range c.body {
		if b != ' ' && b != '\t' && b != '\n' && b != '\r' {
			return b == '['
		}
	}
	return false
}

func (c *call) array() (many []json.RawMessage, wrong *callError) {
	return many, c.decode(&many)
}
