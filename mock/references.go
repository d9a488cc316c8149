package mock

import (
	"fmt"
	"strings"

	"github.com/leadapi/leadapi/mock/internal/store"
)

// checkReferences refuses values that name a record which does not exist, if the spec wants that (A11).
func (c *call) checkReferences(st *store.State, values []string) *Reply {
	if c.unknown == nil {
		return nil
	}
	for _, reference := range c.res.References() {
		value := values[reference.By]
		if value == "" || c.server.knows(st, reference, value) {
			continue
		}
		c.noteUnknown(reference, value)
		reply := c.noReference(c.res.Fields()[reference.By].Name, reference.To.Name())
		reply.Why = fmt.Sprintf("%s names no %s", c.res.Fields()[reference.By].Name, reference.To.Name())
		return &reply
	}
	return nil
}

// noReference returns the reply for a reference to nothing (A11).
func (c *call) noReference(field, resource string) Reply {
	c.rests.add(a11)
	if c.as.listInvalid {
		return c.refusal(field + " is invalid")
	}
	c.rests.add(a03)
	if c.as.listNamed {
		return errorReply(c.as.notFound, resource+" is not found")
	}
	return *c.unknown
}

// knows reports whether a reference may have a JSON value: it identifies a record, or any uuid is accepted.
func (s *Server) knows(st *store.State, reference store.Reference, value string) bool {
	if st.Target(reference, value) != nil {
		return true
	}
	_, valid := store.ParseUUID(strings.Trim(value, `"`))
	return valid && s.config.anyList
}

// checkTaken refuses a value that another record already has in a unique field.
func (c *call) checkTaken(st *store.State, body sent, self *store.Record) *Reply {
	for _, unique := range c.taken {
		if value := body.value(unique.name); value != "" && st.Taken(c.res, unique.field, value, self) {
			reply := unique.reply
			reply.Why = unique.name + " is taken"
			return &reply
		}
	}
	return nil
}
