package mock

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// seeded is a record of a seed on its way into a state.
type seeded struct {
	res    *resource
	rec    *record
	copied map[int]string // what the seed says of fields that are another record's, to be held against it
	index  int            // in the array of its resource
	offset int64          // of its first byte in the seed
}

// readSeed makes the state that sessions begin with: that of the seed, and the leads of WithLeads.
func (sp *spec) readSeed(c config) (*state, error) {
	reader := sp.newSeedReader(c.seed, c.startTime().UnixMicro(), newIDs(c.idSeed, "seed"))
	err := reader.read()
	if err == nil {
		reader.all = sp.addLeads(reader.all)
	}
	return reader.finish(c.seedName, err)
}

// insertSeeded enters records from the oldest to the newest, so that lists show the newest first, and those that others copy
// from before the others.
func (r *seedReader) insertSeeded() (*state, error) {
	st := newState(r.spec)
	slices.SortStableFunc(r.all, func(a, b seeded) int {
		byTime := 0
		if !r.ordered {
			byTime = cmp.Compare(a.rec.created, b.rec.created)
		}
		return cmp.Or(cmp.Compare(len(a.res.copies), len(b.res.copies)), byTime)
	})
	for i := range r.all {
		one := &r.all[i]
		if st.get(one.res, one.rec.id) != nil {
			return nil, r.at(one, fmt.Errorf("%s %s is there twice", one.res.fields[one.res.id].name, one.rec.id))
		}
		st.share(one.res, one.rec)
		st.insert(one.res, one.rec)
	}
	for i := range r.all {
		if err := r.spec.checkSeeded(st, &r.all[i]); err != nil {
			return nil, r.at(&r.all[i], err)
		}
	}
	return st, nil
}

func (sp *spec) checkSeeded(st *state, one *seeded) error {
	for _, rule := range one.res.copies {
		if value := one.res.stored(one.rec, rule.by); !sp.server.config.anyList && st.target(rule, value) == nil {
			return fmt.Errorf("%s %s names no %s of the seed", one.res.fields[rule.by].name, value, rule.from.name)
		}
	}
	for i, given := range one.copied {
		if is := st.value(one.res, one.rec, i); is != given {
			f := &one.res.fields[i]
			return fmt.Errorf("%s is %s, but the %s has %s", f.name, given, one.res.copies[f.copied].from.name, is)
		}
	}
	return nil
}

// decode makes the record of its JSON fields; those that it lacks have their defaults.
func (one *seeded) decode(fields map[string]json.RawMessage, now int64, ids *ids) error {
	res := one.res
	for name := range fields {
		if _, known := res.byName[name]; !known {
			return fmt.Errorf("unknown field %q (%s)", name, strings.Join(res.fieldNames(), ", "))
		}
	}
	one.rec = &record{created: now, listed: true}
	updated := false
	values := make([]string, len(res.fields))
	for i := range res.fields {
		f := &res.fields[i]
		raw, given := fields[f.name]
		if !given {
			if f.kind == idField {
				one.rec.id = ids.next()
			}
			continue
		}
		if err := one.set(i, f, raw, values); err != nil {
			return fmt.Errorf("%s: %w", f.name, err)
		}
		updated = updated || f.kind == updatedField
	}
	if !updated {
		one.rec.updated = one.rec.created
	}
	res.pack(one.rec, values)
	return nil
}

func (one *seeded) set(index int, f *field, raw json.RawMessage, values []string) (err error) {
	switch f.kind {
	case idField:
		one.rec.id, err = decodeID(raw)
	case createdField:
		one.rec.created, err = decodeTime(raw)
	case updatedField:
		one.rec.updated, err = decodeTime(raw)
	case plainField:
		values[index], err = f.decode(raw)
	case copiedField:
		if one.copied == nil {
			one.copied = map[int]string{}
		}
		one.copied[index], err = f.decode(raw)
	}
	return err
}

func decodeID(raw json.RawMessage) (uuid, error) {
	var text string
	_ = json.Unmarshal(raw, &text) // what is no text is no uuid
	id, valid := parseUUID(text)
	if !valid {
		return id, fmt.Errorf("%s is no uuid in lower case", raw)
	}
	return id, nil
}

func decodeTime(raw json.RawMessage) (int64, error) {
	var at time.Time
	if err := json.Unmarshal(raw, &at); err != nil || string(raw) == "null" {
		return 0, fmt.Errorf("%s is no RFC 3339 time", raw)
	}
	return at.UnixMicro(), checkYear(at)
}

// decode holds a JSON value against the type of the field, and writes it as records have it.
func (f *field) decode(raw json.RawMessage) (string, error) {
	if raw[0] == '"' && f.typeName == "string" && isPlain(string(raw[1:len(raw)-1])) {
		return string(raw), nil // as most texts are, of a million leads
	}
	value, err := decodeJSON(raw)
	if err != nil {
		return "", err
	}
	fits := false
	switch value := value.(type) {
	case nil:
		fits = f.nullable
	case string:
		fits = f.typeName == "string"
	case bool:
		fits = f.typeName == "boolean"
	case json.Number:
		_, err := value.Int64()
		fits = f.typeName == "number" || f.typeName == "integer" && err == nil
	case []any:
		fits = f.typeName == "array"
	case map[string]any:
		fits = f.typeName == "object"
	}
	if !fits {
		return "", fmt.Errorf("want %s, not %s", f.typeName, raw)
	}
	return jsonValue(value), nil
}

// leadLists are the ids of the seed's lists, which generated leads are spread over.
func leadLists(all []seeded) []string {
	var lists []string
	for _, one := range all {
		if one.res.name == "list" {
			lists = append(lists, `"`+one.rec.id.String()+`"`)
		}
	}
	slices.Sort(lists)
	return lists
}

// Example returns the ids of the newest lead and of its list, for a first request; empty where there is none.
func (s *Server) Example() (lead, list string) {
	spec := s.spec.Load()
	leads, lists := spec.resource("lead"), spec.resource("list")
	s.store.read(spec, func(st *state) {
		for rec := range st.find(leads, nil, 1, 0).walk {
			lead, list = rec.id.String(), strings.Trim(leads.stored(rec, leads.ref), `"`)
		}
		for rec := range st.find(lists, nil, 1, 0).walk {
			list = rec.id.String()
		}
	})
	return lead, list
}
