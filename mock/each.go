package mock

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/leadapi/leadapi/mock/internal/jsonvalue"
	"github.com/leadapi/leadapi/mock/internal/store"
	"github.com/leadapi/leadapi/openapi"
)

// each describes a body that has many records.
type each struct {
	field    string   // of the body; empty if the body itself is the array
	names    []string // the fields of a record in the body, and those that must be unique
	settable []settable
}

// compileEach is compileBody for a body with many records.
func (op *operation) compileEach(documented openapi.Operation) error {
	if err := op.compileBody(documented); err != nil {
		return err
	}
	op.answer, op.settable = createEach, nil
	_, field, _ := strings.Cut(documented.Mock.Each, ".")
	op.each = &each{field: field, names: slices.Clone(documented.Mock.EachFields)}
	for i, f := range op.res.Fields() {
		if at := slices.Index(op.each.names, f.Name); f.Settable() && at >= 0 {
			op.each.settable = append(op.each.settable, settable{field: i, sent: at})
		}
	}
	if err := op.checkTypes(documented, op.each.settable, op.each.names); err != nil {
		return err
	}
	for _, taken := range documented.Mock.Taken {
		if !slices.Contains(op.each.names, taken.Field) {
			op.each.names = append(op.each.names, taken.Field)
		}
	}
	return nil
}

// createEach stores the records of a body: all or none.
func createEach(c *call) Reply {
	records, body, refused := c.bodyWithMany()
	if refused != nil {
		return *refused
	}
	reply := reloaded
	c.write(func(st *store.State) {
		made, refused := c.createAll(st, records)
		if refused != nil {
			reply = *refused
			return
		}
		reply = c.successOfMany(st, made, body)
	})
	return reply
}

func (c *call) createAll(st *store.State, records []sent) (made []*store.Record, refused *Reply) {
	at := c.session.clock.tick()
	for i, record := range records {
		values := make([]string, len(c.res.Fields()))
		for _, to := range c.each.settable {
			values[to.field] = record.values[to.sent]
		}
		if refused := cmp.Or(c.checkReferences(st, values), c.checkTaken(st, record, nil)); refused != nil {
			refused.Why = fmt.Sprintf("[%d]: %s", i, refused.Why)
			for _, rec := range made {
				st.Delete(c.res, rec)
			}
			return nil, refused
		}
		made = append(made, st.Create(c.res, values, at))
	}
	return made, nil
}

// bodyWithMany reads and checks a body, and returns its records and its other fields.
func (c *call) bodyWithMany() (records []sent, body sent, refused *Reply) {
	refuse := func(reply Reply) ([]sent, sent, *Reply) { return nil, sent{}, &reply }
	if refused := c.checkContentType(); refused != nil {
		return refuse(*refused)
	}
	data, err := c.readBody()
	c.noteBody(data)
	c.noteEncoding(data)
	if err != nil {
		return refuse(c.unreadable(err))
	}
	value, err := jsonvalue.Decode(data)
	if err != nil {
		return refuse(errorReply(http.StatusBadRequest, err.Error())) // A02, A07
	}
	wrong, err := c.check.check(value)
	switch {
	case err != nil:
		return refuse(errorReply(http.StatusBadRequest, err.Error()))
	case len(wrong) > 0:
		return refuse(Reply{Status: http.StatusBadRequest, Body: encodeFieldErrors(wrong), Why: why(wrong)})
	}
	many := value
	if object, isObject := value.(map[string]any); isObject && c.each.field != "" {
		c.noteMembers(data, object)
		many, body = object[c.each.field], sentOf(c.check.names, object)
	}
	list, isList := many.([]any)
	if !isList && many != nil {
		return refuse(errorReply(http.StatusBadRequest, "want a JSON array"))
	}
	for i, value := range list {
		object, _ := value.(map[string]any) // the schema ensures the type
		c.noteElement(i, object)
		records = append(records, sentOf(c.each.names, object))
	}
	return records, body, nil
}

// noteElement notes the fields of a record in a body that are not stored.
func (c *call) noteElement(i int, object map[string]any) {
	for _, name := range sortedNames(object) {
		switch at := slices.Index(c.each.names, name); {
		case at < 0:
			c.note("body field %s is not known and was ignored%s", c.shown(c.each.place(i, name)), didYouMean(name, c.each.names))
		case !slices.ContainsFunc(c.each.settable, func(field settable) bool { return field.sent == at }):
			c.note("body field %s is checked, but not stored: a %s has no such field that can be set", c.shown(c.each.place(i, name)), c.res.Name())
		}
	}
}

// place returns the path of a record's field in the body.
func (e *each) place(i int, name string) string {
	place := strconv.Itoa(i) + "." + name
	if e.field == "" {
		return place
	}
	return e.field + "." + place
}

// sentOf returns the named values of an object.
func sentOf(names []string, object map[string]any) sent {
	made := sent{names, make([]string, len(names))}
	for i, name := range names {
		if value, there := object[name]; there {
			made.values[i] = jsonvalue.Encode(value)
		}
	}
	return made
}

// successOfMany fills in the reply to a batch.
func (c *call) successOfMany(st *store.State, made []*store.Record, body sent) Reply {
	encoder := st.Encoder(c.res)
	defer encoder.Release()
	var out []byte
	array := func(appendOne func([]byte, *store.Record) []byte) {
		out = append(out, '[')
		for i, rec := range made {
			if i > 0 {
				out = append(out, ',')
			}
			out = appendOne(out, rec)
		}
		out = append(out, ']')
	}
	for _, part := range c.parts {
		out = append(out, part.text...)
		switch {
		case part.variable == "":
		case part.ofBody:
			out = append(out, cmp.Or(body.value(part.variable), "null")...)
		case part.variable == "$ids":
			array(appendID)
		case part.variable == "$records":
			array(encoder.Append)
		case part.variable == "$count":
			out = strconv.AppendInt(out, int64(len(made)), 10)
		}
	}
	return Reply{Status: c.status, Body: out}
}
