package mock

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/leadapi/leadapi/mock/internal/store"
)

// The five verbs of x-mock. Each answers one call; none knows of HTTP beyond the request.

// create stores what the body says in a new record.
func create(c *call) Reply {
	body, refused := c.body()
	if refused != nil {
		return *refused
	}
	reply, values := reloaded, c.setValues(body)
	c.session.store.Write(c.spec.schema, func(st *store.State) {
		if refused := cmp.Or(c.checkReferences(st, values), c.checkTaken(st, body, nil)); refused != nil {
			reply = *refused
			return
		}
		reply = c.success(st, st.Create(c.res, values, c.session.clock.tick()), body)
	})
	return reply
}

// setValues are the fields of the record that the body sets, as JSON.
func (c *call) setValues(body sent) []string {
	values := sized(&c.values, len(c.res.Fields()))
	for _, one := range c.settable {
		values[one.field] = body.values[one.sent]
	}
	return values
}

// get replies with the record itself.
func get(c *call) Reply {
	reply := reloaded
	c.session.store.Read(c.spec.schema, func(st *store.State) {
		rec := st.Find(c.res, c.id)
		if rec == nil {
			reply = c.unknownID()
			return
		}
		buffer := buffers.Get().(*[]byte)
		records := st.Encoder(c.res)
		reply = c.pooled(buffer, records.Append(*buffer, rec)).about(rec)
		records.Release()
	})
	return reply
}

// merge stores what the body says in a record that exists, and puts it on listings.
// What is empty leaves the stored value (C11, A27), and so does what is not sent (A28).
func merge(c *call) Reply {
	body, refused := c.body() // before the record is looked for (A25)
	if refused != nil {
		return *refused
	}
	reply, values := reloaded, c.setValues(body)
	c.write(func(st *store.State) {
		old := st.Find(c.res, c.id)
		if old == nil {
			reply = c.unknownID()
			return
		}
		if refused := cmp.Or(c.checkReferences(st, values), c.checkTaken(st, body, old)); refused != nil {
			reply = *refused
			return
		}
		for i, value := range values {
			if isEmpty(value) {
				c.noteKept(st, old, i)
				values[i] = ""
			}
		}
		if sentID := body.value(c.res.ID()); sentID != "" && strings.Trim(sentID, `"`) != c.id {
			c.note("%s in the body is %s, which is not looked at; the path counts (A24)", c.res.ID(), c.shown(strings.Trim(sentID, `"`)))
		}
		reply = c.success(st, st.Merge(c.res, old, values, c.session.clock.tick()), body)
	})
	return reply
}

// noteKept notes a value that an empty one has left.
func (c *call) noteKept(st *store.State, rec *store.Record, field int) {
	if !isEmpty(st.Value(c.res, rec, field)) {
		c.note("%s is empty, and so left what is stored (A27)", c.res.Fields()[field].Name)
	}
}

// isEmpty reports whether a JSON value is the empty string, or a time that is not set as Go writes it: the samples in
// lead-api.md have it in place of "".
func isEmpty(value string) bool { return value == `""` || value == `"0001-01-01T00:00:00Z"` }

// remove deletes a record for good (A42).
func remove(c *call) Reply {
	reply := reloaded
	c.write(func(st *store.State) {
		rec := st.Find(c.res, c.id)
		if rec == nil {
			reply = c.unknownID()
			return
		}
		st.Delete(c.res, rec)
		reply = c.success(st, rec, sent{})
	})
	return reply
}

// write changes the state. A record that others copy from may move many of them, so readers go on meanwhile.
func (c *call) write(change func(st *store.State)) {
	if c.res.Copied() {
		c.session.store.WriteBeside(c.spec.schema, change)
		return
	}
	c.session.store.Write(c.spec.schema, change)
}

func (c *call) unknownID() Reply {
	reply := *c.unknown
	reply.Why = "no " + c.res.Name() + " " + shorten(c.id)
	if _, valid := store.ParseUUID(c.id); !c.noteID(c.res.ID(), c.id) && !valid {
		c.note("%s is %s, which is no uuid", c.res.ID(), c.shown(c.id))
	}
	return reply
}

// checkReferences refuses values that name a record to copy from which does not exist, if the document wants that refused
// (A11).
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
		reply := *c.unknown
		reply.Why = fmt.Sprintf("%s names no %s", c.res.Fields()[reference.By].Name, reference.To.Name())
		return &reply
	}
	return nil
}

// knows reports whether a reference may have a JSON value: it leads to a record, or any uuid is accepted.
func (s *Server) knows(st *store.State, reference store.Reference, value string) bool {
	if st.Target(reference, value) != nil {
		return true
	}
	_, valid := store.ParseUUID(strings.Trim(value, `"`))
	return valid && s.config.anyList
}

// checkTaken refuses a value that another record has in a field that must be unique.
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

// success fills in the reply that the document gives.
func (c *call) success(st *store.State, rec *store.Record, body sent) Reply {
	buffer := buffers.Get().(*[]byte)
	out := *buffer
	for _, part := range c.parts {
		out = append(out, part.text...)
		switch {
		case part.variable == "":
		case part.ofBody:
			out = append(out, cmp.Or(body.value(part.variable), "null")...)
		case part.variable == "$id":
			out = appendID(out, rec)
		case part.variable == "$record":
			records := st.Encoder(c.res)
			out = records.Append(out, rec)
			records.Release()
		}
	}
	return c.pooled(buffer, out).about(rec)
}

func appendID(out []byte, rec *store.Record) []byte {
	out = append(out, '"')
	out = rec.ID().Append(out)
	return append(out, '"')
}

// shorten keeps what a client sent from filling the log.
func shorten(text string) string {
	const most = 80
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + "..."
}
