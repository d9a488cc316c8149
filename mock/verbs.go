package mock

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"github.com/leadapi/leadapi/mock/internal/jsonvalue"
	"github.com/leadapi/leadapi/mock/internal/store"
)

// The five verbs of x-mock. Each answers one call; none knows of HTTP beyond the request.

// create stores what the body says in a new record.
func create(c *call) Reply {
	body, refused := c.body()
	if refused != nil {
		return *refused
	}
	reply, values := reloaded, c.values(body)
	c.session.store.Write(c.spec.schema, func(st *store.State) {
		if refused := cmp.Or(c.checkReferences(st, values), c.checkTaken(st, values, nil)); refused != nil {
			reply = *refused
			return
		}
		reply = c.success(st.Create(c.res, values, c.session.clock.tick()), body)
	})
	return reply
}

// values are the fields of the record that the body sets, as JSON.
func (c *call) values(body map[string]any) []string {
	values := make([]string, len(c.res.Fields()))
	for _, i := range c.fields {
		if value, sent := body[c.res.Fields()[i].Name]; sent {
			values[i] = jsonvalue.Encode(value)
		}
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
		reply = c.pooled(buffer, st.Encoder(c.res).Append(*buffer, rec)).about(rec)
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
	reply, values := reloaded, c.values(body)
	c.write(func(st *store.State) {
		old := st.Find(c.res, c.id)
		if old == nil {
			reply = c.unknownID()
			return
		}
		if refused := cmp.Or(c.checkReferences(st, values), c.checkTaken(st, values, old)); refused != nil {
			reply = *refused
			return
		}
		for i, value := range values {
			if isEmpty(value) {
				values[i] = ""
			}
		}
		reply = c.success(st.Merge(c.res, old, values, c.session.clock.tick()), body)
	})
	return reply
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
		reply = c.success(rec, nil)
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
func (c *call) checkTaken(st *store.State, values []string, self *store.Record) *Reply {
	for _, unique := range c.taken {
		if value := values[unique.field]; value != "" && st.Taken(c.res, unique.field, value, self) {
			reply := unique.reply
			reply.Why = unique.name + " is taken"
			return &reply
		}
	}
	return nil
}

// success fills in the reply that the document gives.
func (c *call) success(rec *store.Record, body map[string]any) Reply {
	out := make([]byte, 0, 128)
	for _, part := range c.parts {
		out = append(out, part.text...)
		switch part.variable {
		case "":
		case "$id":
			out = append(out, '"')
			out = rec.ID().Append(out)
			out = append(out, '"')
		default:
			out = append(out, jsonvalue.Encode(body[part.variable])...)
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
	value, err := jsonvalue.Decode(data)
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
