package mock

import (
	"bytes"
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
	place  string         // such as leads[3]
}

// seed makes the state at the start. A seed is a JSON object with an array of records for each resource, under its name
// and an s (lists, leads), and under "unlisted" the ids of records that stay off listings until something writes to them.
// now is the time of records that have none.
func (s *Server) seed(now int64) (*state, error) {
	st, err := s.decodeState(now)
	if err != nil {
		return nil, fmt.Errorf("seed %s: %w", s.config.seedName, err)
	}
	return st, nil
}

func (s *Server) decodeState(now int64) (*state, error) {
	raw, err := s.decodeSeed()
	if err != nil {
		return nil, err
	}
	ids := newIDs(s.config.idSeed, "seed")
	var all []seeded
	for _, res := range s.resources {
		var values []map[string]json.RawMessage
		if data := raw[res.plural]; data != nil {
			if err := json.Unmarshal(data, &values); err != nil {
				return nil, fmt.Errorf("%s: want an array of objects: %w", res.plural, err)
			}
		}
		for i, value := range values {
			one := seeded{res: res, place: fmt.Sprintf("%s[%d]", res.plural, i)}
			if err := one.decode(value, now, ids); err != nil {
				return nil, fmt.Errorf("%s: %w", one.place, err)
			}
			all = append(all, one)
		}
	}
	if err := unlist(all, raw["unlisted"]); err != nil {
		return nil, err
	}
	st := newState(s.resources)
	if err := s.insertSeeded(st, s.addLeads(all)); err != nil {
		return nil, err
	}
	return st, nil
}

// insertSeeded enters records from the oldest to the newest, so that lists show the newest first,
// and those that others copy from before the others.
func (s *Server) insertSeeded(st *state, all []seeded) error {
	slices.SortStableFunc(all, func(a, b seeded) int {
		return cmp.Or(cmp.Compare(len(a.res.copies), len(b.res.copies)), cmp.Compare(a.rec.created, b.rec.created))
	})
	for _, one := range all {
		if st.get(one.res, one.rec.id) != nil {
			return fmt.Errorf("%s: %s %s is there twice", one.place, one.res.fields[one.res.id].name, one.rec.id)
		}
		st.share(one.res, one.rec)
		st.insert(one.res, one.rec)
	}
	for _, one := range all {
		if err := s.checkSeeded(st, one); err != nil {
			return fmt.Errorf("%s: %w", one.place, err)
		}
	}
	return nil
}

func (s *Server) checkSeeded(st *state, one seeded) error {
	for _, rule := range one.res.copies {
		if value := one.res.stored(one.rec, rule.by); !s.config.anyList && st.target(rule, value) == nil {
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

func (s *Server) decodeSeed() (map[string]json.RawMessage, error) {
	raw := map[string]json.RawMessage{}
	if err := json.Unmarshal(s.config.seed, &raw); err != nil {
		if syntax, ok := err.(*json.SyntaxError); ok {
			line := 1 + bytes.Count(s.config.seed[:syntax.Offset], []byte("\n"))
			return nil, fmt.Errorf("line %d: %w", line, err)
		}
		return nil, fmt.Errorf("want a JSON object: %w", err)
	}
	known := map[string]bool{"unlisted": true}
	for _, res := range s.resources {
		known[res.plural] = true
	}
	for key := range raw {
		if !known[key] {
			return nil, fmt.Errorf("unknown key %q (%s)", key, sortedKeys(known))
		}
	}
	return raw, nil
}

// unlist takes the records with these ids off listings.
func unlist(all []seeded, ids json.RawMessage) error {
	var texts []string
	if ids != nil {
		if err := json.Unmarshal(ids, &texts); err != nil {
			return fmt.Errorf("unlisted: want an array of ids: %w", err)
		}
	}
	for i, text := range texts {
		id, valid := parseUUID(text)
		if !valid {
			return fmt.Errorf("unlisted[%d]: %q is no uuid in lower case", i, text)
		}
		found := slices.IndexFunc(all, func(one seeded) bool { return one.rec.id == id })
		if found < 0 {
			return fmt.Errorf("unlisted[%d]: there is no record %q", i, text)
		}
		all[found].rec.listed = false
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
	one.copied = map[int]string{}
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
	}
	if one.rec.updated == 0 {
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
	return at.UnixMicro(), nil
}

// decode holds a JSON value against the type of the field, and writes it as records have it.
func (f *field) decode(raw json.RawMessage) (string, error) {
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
	leads, lists := s.resource("lead"), s.resource("list")
	s.base.store.read(func(st *state) {
		for rec := range st.find(leads, nil, 1, 0).walk {
			lead, list = rec.id.String(), strings.Trim(leads.stored(rec, leads.ref), `"`)
		}
		for rec := range st.find(lists, nil, 1, 0).walk {
			list = rec.id.String()
		}
	})
	return lead, list
}
