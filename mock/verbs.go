package mock

import (
	"cmp"
	"net/http"
	"strings"

	"github.com/leadapi/leadapi/mock/internal/store"
)

// The five verbs of x-mock. Each answers one call, and uses only the request of HTTP.

// create stores the body as a new record.
func create(c *call) Reply {
	body, refused := c.body()
	if refused != nil {
		return *refused
	}
	reply, values := reloaded, c.setValues(body)
	international := c.readPhone(values)
	c.session.store.Write(c.spec.schema, func(st *store.State) {
		if refused := cmp.Or(c.checkReferences(st, values), c.checkTaken(st, body, nil), c.checkPhone(st, values)); refused != nil {
			reply = *refused
			return
		}
		c.rests.add(a01)
		c.rests.addIf(international, a54)
		reply = c.success(st, st.Create(c.res, values, c.session.clock.tick()), body)
	})
	c.session.countRecords()
	return reply
}

// readPhone converts the number of a new lead under A54. It reports whether A54 is about the number.
func (c *call) readPhone(values []string) (international bool) {
	if c.phone < 0 {
		return false
	}
	local, international := strings.CutPrefix(values[c.phone], `"84`)
	if international && c.as.localPhone {
		values[c.phone] = `"0` + local
	}
	return international
}

// checkPhone refuses a number that the list already has, under A13.
func (c *call) checkPhone(st *store.State, values []string) *Reply {
	if c.phone < 0 || !st.Repeats(c.res, c.phone, values[c.phone], values[c.res.References()[0].By]) {
		return nil
	}
	c.rests.add(a13)
	const text = leadPhone + " is exists"
	switch {
	case c.as.samePhoneRefused:
		reply := c.refusal(text)
		return &reply
	case c.as.samePhoneConflict:
		reply := errorReply(http.StatusConflict, text)
		return &reply
	}
	return nil
}

// setValues returns the fields of the record that the body sets, as JSON.
func (c *call) setValues(body sent) []string {
	values := sized(&c.values, len(c.res.Fields()))
	for _, field := range c.settable {
		values[field.field] = body.values[field.sent]
	}
	return values
}

// get replies with the record.
func get(c *call) Reply {
	reply := reloaded
	c.session.store.Read(c.spec.schema, func(st *store.State) {
		rec := c.find(st)
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

// find returns the record of the path; IDs are compared as text unless A23 is played otherwise.
func (c *call) find(st *store.State) *store.Record {
	rec := st.Find(c.res, c.id)
	if rec != nil || c.source > 0 {
		return rec
	}
	lower := strings.ToLower(c.id)
	if c.notUUID() {
		c.rests.add(a23)
		return nil
	}
	if rec = st.Find(c.res, lower); rec == nil {
		return nil
	}
	c.rests.add(a23)
	if !c.as.anyCase {
		return nil
	}
	return rec
}

// notUUID reports whether the ID of the path is not a uuid, ignoring case.
func (c *call) notUUID() bool {
	_, valid := store.ParseUUID(strings.ToLower(c.id))
	return !valid
}

// remove deletes a record permanently (A42).
func remove(c *call) Reply {
	reply := reloaded
	c.write(func(st *store.State) {
		rec := c.find(st)
		if rec == nil {
			reply = c.unknownID()
			return
		}
		st.Delete(c.res, rec)
		reply = c.success(st, rec, sent{})
	})
	return reply
}

// write changes the state. If others copy from the resource, a change may move many of them, so it does not block readers.
func (c *call) write(change func(st *store.State)) {
	defer c.session.countRecords()
	if c.res.Copied() {
		c.session.store.WriteBeside(c.spec.schema, change)
		return
	}
	c.session.store.Write(c.spec.schema, change)
}

func (c *call) unknownID() Reply {
	if c.as.idRefused && c.notUUID() {
		return errorReply(http.StatusBadRequest, c.res.ID()+" is invalid")
	}
	c.rests.add(a03)
	reply := *c.unknown
	reply.Why = "no " + c.res.Name() + " " + shorten(c.id)
	if _, valid := store.ParseUUID(c.id); !c.noteID(c.res.ID(), c.id) && !valid {
		c.note("%s is %s, which is not a uuid", c.res.ID(), c.shown(c.id))
	}
	return reply
}

// success fills in the documented reply.
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

// shorten bounds what a client adds to the log.
func shorten(text string) string {
	const limit = 80
	if len(text) <= limit {
		return text
	}
	return strings.ToValidUTF8(text[:limit], "") + "..."
}
