package mock

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// The five verbs of x-mock. Each answers one call; none knows of HTTP beyond the request.

// create stores what the body says in a new record.
func create(c *call) Reply {
	body, refused := c.body()
	if refused != nil {
		return *refused
	}
	reply := reloaded
	c.session.store.write(c.spec, func(st *state) {
		if refused := cmp.Or(c.checkReferences(st, body), c.checkTaken(st, body, nil)); refused != nil {
			reply = *refused
			return
		}
		values := sized(&c.values, len(c.res.fields))
		for _, i := range c.fields {
			values[i] = c.own(i, body.value(c.res.fields[i].name))
		}
		now := c.session.clock.tick()
		rec := &record{id: c.session.ids.nextFor(st, c.res), created: now, updated: now, listed: true}
		c.res.pack(rec, values)
		st.share(c.res, rec)
		st.insert(c.res, rec)
		reply = c.success(rec, body)
	})
	return reply
}

// get replies with the record itself.
func get(c *call) Reply {
	reply := reloaded
	c.session.store.read(c.spec, func(st *state) {
		rec := c.find(st)
		if rec == nil {
			reply = c.unknownID()
			return
		}
		buffer := buffers.Get().(*[]byte)
		records := st.encoder(c.res)
		reply = c.pooled(buffer, records.append(*buffer, rec)).about(rec)
		records.release()
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
	reply := reloaded
	c.write(func(st *state) {
		old := c.find(st)
		if old == nil {
			reply = c.unknownID()
			return
		}
		if refused := cmp.Or(c.checkReferences(st, body), c.checkTaken(st, body, old)); refused != nil {
			reply = *refused
			return
		}
		values := c.res.unpack(old)
		for _, i := range c.fields {
			if value := body.value(c.res.fields[i].name); !isEmpty(value) {
				values[i] = c.own(i, value)
			}
		}
		rec := &record{id: old.id, created: old.created, updated: c.session.clock.tick(), listed: true} // A29
		c.res.pack(rec, values)
		st.share(c.res, rec)
		st.replace(c.res, old, rec)
		reply = c.success(rec, body)
	})
	return reply
}

// own keeps a record from holding on to the whole body for the field that it does not pack.
func (c *call) own(field int, value string) string {
	if field == c.res.ref {
		return strings.Clone(value)
	}
	return value
}

// zeroTime is how Go writes a time that is not set; the page's samples have it where other fields are "".
const zeroTime = `"0001-01-01T00:00:00Z"`

// isEmpty says that a value leaves the stored one: it is not sent, or it is empty.
func isEmpty(value string) bool { return value == "" || value == `""` || value == zeroTime }

// remove deletes a record for good (A42).
func remove(c *call) Reply {
	reply := reloaded
	c.write(func(st *state) {
		rec := c.find(st)
		if rec == nil {
			reply = c.unknownID()
			return
		}
		st.delete(c.res, rec)
		reply = c.success(rec, sent{})
	})
	return reply
}

// write changes the state. A record that others copy from may move many of them, so readers go on meanwhile.
func (c *call) write(change func(st *state)) {
	if c.res.copiedFrom {
		c.session.store.writeBeside(c.spec, change)
		return
	}
	c.session.store.write(c.spec, change)
}

func (c *call) find(st *state) *record {
	id, valid := parseUUID(c.id)
	if !valid {
		return nil
	}
	return st.get(c.res, id)
}

func (c *call) unknownID() Reply {
	reply := *c.unknown
	reply.Why = "no " + c.res.name + " " + shorten(c.id)
	return reply
}

// checkReferences refuses a body that names a record to copy from which does not exist, where the document wants that
// refused (A11).
func (c *call) checkReferences(st *state, body sent) *Reply {
	if c.unknown == nil {
		return nil
	}
	for _, rule := range c.res.copies {
		name := c.res.fields[rule.by].name
		value := body.value(name)
		if value == "" || !slices.Contains(c.fields, rule.by) || st.target(rule, value) != nil {
			continue
		}
		if _, valid := parseUUID(strings.Trim(value, `"`)); valid && c.server.config.anyList {
			continue
		}
		reply := *c.unknown
		reply.Why = fmt.Sprintf("%s names no %s", name, rule.from.name)
		return &reply
	}
	return nil
}

// checkTaken refuses a value that another record has in a field that must be unique.
func (c *call) checkTaken(st *state, body sent, self *record) *Reply {
	for _, unique := range c.taken {
		value := body.value(unique.name)
		if value == "" {
			continue
		}
		for _, rec := range st.havingValue(st.tables[c.res], unique.field, value) {
			if rec != self {
				reply := unique.reply
				reply.Why = unique.name + " is taken"
				return &reply
			}
		}
	}
	return nil
}

// success fills in the reply that the document gives.
func (c *call) success(rec *record, body sent) Reply {
	buffer := buffers.Get().(*[]byte)
	out := *buffer
	for _, part := range c.parts {
		out = append(out, part.text...)
		switch part.variable {
		case "":
		case "$id":
			out = append(out, '"')
			out = rec.id.append(out)
			out = append(out, '"')
		default:
			out = append(out, cmp.Or(body.value(part.variable), "null")...)
		}
	}
	return c.pooled(buffer, out).about(rec)
}

// shorten keeps what a client sent from filling the log.
func shorten(text string) string {
	const most = 80
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + "..."
}
