package mock

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"slices"
	"strconv"
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
		values := make([]string, len(c.res.fields))
		for _, i := range c.fields {
			if value, sent := body[c.res.fields[i].name]; sent {
				values[i] = jsonValue(value)
			}
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
		reply = c.pooled(buffer, st.encoder(c.res).append(*buffer, rec)).about(rec)
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
			if value, sent := body[c.res.fields[i].name]; sent && !isEmpty(value) {
				values[i] = jsonValue(value)
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

// zeroTime is how Go writes a time that is not set; the page's samples have it where other fields are "".
const zeroTime = "0001-01-01T00:00:00Z"

func isEmpty(value any) bool { return value == "" || value == zeroTime }

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
		reply = c.success(rec, nil)
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
func (c *call) checkReferences(st *state, body map[string]any) *Reply {
	if c.unknown == nil {
		return nil
	}
	for _, rule := range c.res.copies {
		name := c.res.fields[rule.by].name
		value, sent := body[name]
		if !sent || !slices.Contains(c.fields, rule.by) || st.target(rule, jsonValue(value)) != nil {
			continue
		}
		text, _ := value.(string)
		if _, valid := parseUUID(text); valid && c.server.config.anyList {
			continue
		}
		reply := *c.unknown
		reply.Why = fmt.Sprintf("%s names no %s", name, rule.from.name)
		return &reply
	}
	return nil
}

// checkTaken refuses a value that another record has in a field that must be unique.
func (c *call) checkTaken(st *state, body map[string]any, self *record) *Reply {
	for _, unique := range c.taken {
		value, sent := body[unique.name]
		if !sent {
			continue
		}
		for _, rec := range st.havingValue(st.tables[c.res], unique.field, jsonValue(value)) {
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
func (c *call) success(rec *record, body map[string]any) Reply {
	out := make([]byte, 0, 128)
	for _, part := range c.parts {
		out = append(out, part.text...)
		switch part.variable {
		case "":
		case "$id":
			out = append(out, '"')
			out = rec.id.append(out)
			out = append(out, '"')
		default:
			out = append(out, jsonValue(body[part.variable])...)
		}
	}
	return Reply{Status: c.status, Body: out}.about(rec)
}

// body reads and checks the JSON object that the operation takes.
func (c *call) body() (map[string]any, *Reply) {
	refuse := func(reply Reply) (map[string]any, *Reply) { return nil, &reply }
	if refused := c.checkContentType(); refused != nil {
		return refuse(*refused)
	}
	data, err := readAll(http.MaxBytesReader(nil, c.request.Body, c.server.config.maxBody), c.request.ContentLength)
	c.kept(data)
	if err != nil {
		return refuse(unreadable(err))
	}
	value, err := decodeJSON(data)
	if err != nil {
		return refuse(problem(http.StatusBadRequest, err.Error())) // A02, A07
	}
	object, _ := value.(map[string]any)
	for _, missing := range c.missing {
		if _, sent := object[missing.name]; object != nil && !sent {
			reply := missing.reply
			reply.Why = missing.name + " is missing"
			return refuse(reply)
		}
	}
	wrong, err := c.check.check(value)
	if err != nil {
		return refuse(problem(http.StatusBadRequest, err.Error()))
	}
	if len(wrong) > 0 {
		why := make([]string, len(wrong))
		for i, one := range wrong {
			why[i] = one.field + ": " + one.message
		}
		return refuse(Reply{Status: http.StatusBadRequest, Body: encodeFieldErrors(wrong), Why: strings.Join(why, "; ")})
	}
	if object == nil {
		return refuse(problem(http.StatusBadRequest, "want a JSON object"))
	}
	return object, nil
}

// readAll reads a body whose length is known in one piece, if it is.
func readAll(body io.Reader, length int64) ([]byte, error) {
	var buffer bytes.Buffer
	if length > 0 && length < 1<<20 {
		buffer.Grow(int(length) + bytes.MinRead)
	}
	_, err := buffer.ReadFrom(body)
	return buffer.Bytes(), err
}

// unreadable answers a body that ends too early or is too long (A06, A07).
func unreadable(err error) Reply {
	var tooLong *http.MaxBytesError
	if errors.As(err, &tooLong) {
		reply := tooLarge
		reply.Why = "the body is over " + strconv.FormatInt(tooLong.Limit, 10) + " bytes"
		return reply
	}
	return problem(http.StatusBadRequest, shorten(err.Error()))
}

// checkContentType refuses another type than JSON (A08).
func (c *call) checkContentType() *Reply {
	header := c.request.Header.Get("Content-Type")
	if header == "application/json" || header == "" {
		return nil
	}
	kind, _, err := mime.ParseMediaType(header)
	if err == nil && kind == "application/json" {
		return nil
	}
	reply := problem(http.StatusBadRequest, "Content-Type must be application/json, not "+strconv.Quote(shorten(header)))
	if hint := contentTypeHints[c.operation.id][kind]; hint != "" {
		reply = reply.own(hint)
		reply.Why = hint
	}
	return &reply
}

// shorten keeps what a client sent from filling the log.
func shorten(text string) string {
	const most = 80
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + "..."
}
