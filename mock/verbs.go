package mock

import (
	"cmp"
	"fmt"
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
		reply := problem(http.StatusConflict, text)
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

// merge stores the body in an existing record and lists it. Empty values leave what is stored (C11, A27), and so do missing
// ones (A28).
func merge(c *call) Reply {
	body, refused := c.body() // before the record is looked up (A25)
	if refused == nil {
		refused = c.checkOtherID(body)
	}
	if refused != nil {
		return c.refusedMerge(*refused)
	}
	reply, values := reloaded, c.setValues(body)
	c.write(func(st *store.State) {
		old := c.find(st)
		if old == nil {
			reply = c.unknownID()
			return
		}
		if refused := cmp.Or(c.checkReferences(st, values), c.checkTaken(st, body, old)); refused != nil {
			reply = *refused
			return
		}
		c.keepStored(st, old, values)
		at := c.session.clock.tick()
		if c.changesNothing(st, old, values) {
			if c.rests.add(a29, a59); c.as.unchangedStays {
				at = old.Updated()
			}
		}
		reply = c.success(st, st.Merge(c.res, old, values, at), body)
	})
	return reply
}

// checkOtherID notes that the body names another record than the path, or refuses it under A24.
func (c *call) checkOtherID(body sent) *Reply {
	named := strings.Trim(body.value(c.res.ID()), `"`)
	if named == c.id || body.value(c.res.ID()) == "" {
		return nil
	}
	other := !strings.EqualFold(named, c.id)
	c.rests.addIf(other, a24)
	if other && c.as.otherIDRefused {
		reply := c.refusal(c.res.ID() + " is invalid")
		return &reply
	}
	c.note("%s in the body is %s, which is ignored; the path decides (A24)", c.res.ID(), c.shown(named))
	return nil
}

// refusedMerge returns the reply for a refused body: under A25 Not Found takes precedence.
func (c *call) refusedMerge(refused Reply) Reply {
	known := false
	c.session.store.Read(c.spec.schema, func(st *store.State) { known = st.Find(c.res, c.id) != nil || c.as.leadFirst && c.find(st) != nil })
	if known {
		return refused
	}
	if c.as.leadFirst {
		c.rests = restsOn{}
		refused = c.unknownID()
	}
	c.rests.add(a25)
	return refused
}

// keepStored removes those of values that leave what is stored.
func (c *call) keepStored(st *store.State, old *store.Record, values []string) {
	for _, field := range c.settable {
		i, value := field.field, values[field.field]
		if value != "" && !isEmpty(value) {
			continue
		}
		stored, replaces := st.Value(c.res, old, i), false
		switch {
		case value == "" && (c.phone < 0 || c.res.Fields()[i].Format == "date-time"): // not text
		case value == "":
			c.rests.addIf(stored != emptyText, a28)
			if replaces = c.as.unsentEmptied; replaces {
				values[i] = emptyText
			}
		case value == zeroTime:
			c.rests.addIf(stored != zeroTime, a27)
			replaces = c.as.zeroTimeStored
		case i == c.phone: // A26
		default:
			c.rests.addIf(stored != emptyText, c11)
			replaces = c.as.emptied
		}
		if value != "" && !replaces {
			c.noteKept(st, old, i)
			values[i] = ""
		}
	}
}

// changesNothing reports whether a record already has all values.
func (c *call) changesNothing(st *store.State, rec *store.Record, values []string) bool {
	for i, value := range values {
		if value != "" && value != st.Value(c.res, rec, i) {
			return false
		}
	}
	return true
}

// noteKept notes an empty value that was ignored.
func (c *call) noteKept(st *store.State, rec *store.Record, field int) {
	if !isEmpty(st.Value(c.res, rec, field)) {
		c.note("%s is empty, so the stored value stays (A27)", c.res.Fields()[field].Name)
	}
}

// isEmpty reports whether a JSON value is the empty string or Go's zero time, which the samples in lead-api.md have instead
// of "".
func isEmpty(value string) bool { return value == emptyText || value == zeroTime }

const (
	emptyText = `""`
	zeroTime  = `"0001-01-01T00:00:00Z"`
)

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
