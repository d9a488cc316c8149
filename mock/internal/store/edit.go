package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"iter"
)

// Edit writes records given as JSON objects, which may set any field as in a seed.
type Edit struct {
	State    *State
	Resource *Resource
	At       func() int64 // returns the time of a write, in microseconds since 1970
	Loose    bool         // whether references may name records that do not exist
}

// Create adds a record as the newest. ID and stamps are generated unless given.
func (e Edit) Create(object []byte) (*Record, error) {
	res := e.Resource
	said, err := e.decode(object)
	if err != nil {
		return nil, err
	}
	rec := &Record{id: said.id, listed: true, data: res.Pack(said.values)}
	t := e.State.tables[res.at]
	if !said.given[res.id] {
		rec.id = e.State.ids.nextFor(e.State)
	} else if t.get(rec.id) != nil {
		return nil, fmt.Errorf("%s: there is already a %s %s", res.ID(), res.name, rec.id)
	}
	rec.created, rec.updated = said.times(res, e.At())
	e.State.setRef(res, rec, said.values)
	if err := e.State.check(res, rec, said.copied, e.mayLeadNowhere); err != nil {
		return nil, err
	}
	e.State.insert(res, rec)
	return rec, nil
}

// Update replaces the given fields of a record and lists it. It returns the record that replaces the old one.
func (e Edit) Update(old *Record, object []byte) (*Record, error) {
	res := e.Resource
	said, err := e.decode(object)
	if err != nil {
		return nil, err
	}
	if said.given[res.id] && said.id != old.id {
		return nil, fmt.Errorf("%s: is %s, and cannot become %s", res.ID(), old.id, said.id)
	}
	values := res.unpack(nil, old)
	rec := &Record{id: old.id, seq: old.seq, created: old.created, updated: e.At(), listed: true}
	for i := range res.fields {
		switch f := &res.fields[i]; {
		case !said.given[i]:
		case f.kind == plainField:
			values[i] = said.values[i]
		case f.kind == createdField:
			rec.created = said.created
		case f.kind == updatedField:
			rec.updated = said.updated
		}
	}
	rec.data = res.Pack(values)
	e.State.setRef(res, rec, values)
	if err := e.State.check(res, rec, said.copied, e.mayLeadNowhere); err != nil {
		return nil, err
	}
	e.State.apply(change{res, old, rec})
	return rec, nil
}

// Add adds a record as the newest, with JSON values by field; an empty value means the default. The times are in
// microseconds since 1970.
func (e Edit) Add(values []string, created, updated int64) *Record {
	rec := &Record{id: e.State.ids.nextFor(e.State), created: created, updated: updated, listed: true, data: e.Resource.Pack(values)}
	e.State.setRef(e.Resource, rec, values)
	e.State.insert(e.Resource, rec)
	return rec
}

// Undo replaces the record that Update returned by the old one.
func (e Edit) Undo(old, rec *Record) { e.State.apply(change{e.Resource, rec, old}) }

// IDOf returns the ID in an object, or "".
func (e Edit) IDOf(object []byte) (string, error) {
	said, err := e.decode(object)
	if err != nil || !said.given[e.Resource.id] {
		return "", err
	}
	return said.id.String(), nil
}

// Newest returns when the newest record was created, in microseconds since 1970; 0 if there is none.
func (e Edit) Newest() int64 {
	for rec := range e.State.All(e.Resource) {
		return rec.created
	}
	return 0
}

// DrawID returns the next ID of the state's sequence.
func (e Edit) DrawID() UUID { return e.State.ids.Next() }

func (e Edit) decode(object []byte) (*decoded, error) {
	if !json.Valid(object) {
		return nil, fmt.Errorf("want a JSON object: %w", json.Unmarshal(object, &json.RawMessage{}))
	}
	from := &scanner{data: object}
	if from.peek() != '{' {
		return nil, errors.New("want a JSON object, not " + shorten(string(object)))
	}
	said := newDecoded(e.Resource)
	if err := said.read(e.Resource, from); err != nil {
		return said, err
	}
	return said, said.checkTimes(e.Resource)
}

// checkTimes returns an error for a text in a time field that is not a time. An import skips this check, because the API
// itself may have stored such texts.
func (d *decoded) checkTimes(res *Resource) error {
	for i := range res.fields {
		f := &res.fields[i]
		if f.kind != plainField || f.Format != "date-time" || !d.given[i] || d.values[i] == f.fallback || d.values[i] == `""` || d.values[i] == "null" {
			continue
		}
		if _, err := decodeTime([]byte(d.values[i])); err != nil {
			return fmt.Errorf("%s: %w", f.Name, err)
		}
	}
	return nil
}

// All yields all records of a resource, newest first, unlisted ones included. The state must not change meanwhile.
func (st *State) All(res *Resource) iter.Seq[*Record] {
	return func(yield func(*Record) bool) { st.tables[res.at].newestFirst(yield) }
}

// mayLeadNowhere reports whether a reference may have a value that identifies no record.
func (e Edit) mayLeadNowhere(string) bool { return e.Loose }
