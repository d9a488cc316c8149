package control

import (
	"bytes"
	"net/http"

	"github.com/leadapi/leadapi/mock"
)

func resetSession(c *call) (answer, *callError) {
	c.session.Reset()
	return ok(c.session.Info())
}

func exportState(c *call) (answer, *callError) {
	c.writer.Header().Set("Content-Type", "application/json")
	_ = c.session.ExportState(c.writer) // the client is gone
	return answer{}, nil
}

func importState(c *call) (answer, *callError) {
	if err := c.session.ImportState("body", c.body); err != nil {
		return refuse(statusOf(err), "%v", err)
	}
	return ok(c.session.Info())
}

func listSnapshots(c *call) (answer, *callError) {
	return ok(map[string]any{"snapshots": c.session.Snapshots()})
}

func saveSnapshot(c *call, name string) (answer, *callError) {
	saved, err := c.session.SaveSnapshot(name)
	if err != nil {
		return refuse(statusOf(err), "%v", err)
	}
	return created(saved)
}

func noSnapshot(c *call) (answer, *callError) {
	var names []string
	for _, snapshot := range c.session.Snapshots() {
		names = append(names, snapshot.Name)
	}
	return refuse(http.StatusNotFound, "there is no snapshot %s (%s)", quote(c.path["name"]), listed(names))
}

func restoreSnapshot(c *call) (answer, *callError) {
	if !c.session.RestoreSnapshot(c.path["name"]) {
		return noSnapshot(c)
	}
	return ok(c.session.Info())
}

func deleteSnapshot(c *call) (answer, *callError) {
	if !c.session.DeleteSnapshot(c.path["name"]) {
		return noSnapshot(c)
	}
	return done()
}

func listSessions(c *call) (answer, *callError) {
	all := []mock.SessionInfo{}
	for _, session := range c.server.Sessions() {
		all = append(all, session.Info())
	}
	limit, idle := c.server.SessionLimits()
	return ok(map[string]any{"sessions": all, "limit": limit, "idle": idle.String()})
}

func getSession(c *call) (answer, *callError) {
	if c.path["session"] == c.session.Name() { // the call's own, which may be as a new one is
		return ok(c.session.Info())
	}
	found, there := c.server.FindSession(c.path["session"])
	if !there {
		return refuse(http.StatusNotFound, "there is no session %s", quote(c.path["session"]))
	}
	return ok(found.Info())
}

func deleteSession(c *call) (answer, *callError) {
	if !c.server.EndSession(c.path["session"]) {
		return refuse(http.StatusNotFound, "there is no session %s", quote(c.path["session"]))
	}
	return done()
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
