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
	res   *resource
	rec   *record
	place string // such as leads[3]
}

// seed makes the state at the start. A seed is a JSON object with an array of records for each resource, under its name
// and an s (lists, leads), and under "unlisted" the ids of records that stay off listings until something writes to them.
// now is the time of records that have none.
func (s *Server) seed(now int64) (*state, error) {
	fail := func(err error) (*state, error) { return nil, fmt.Errorf("seed %s: %w", s.config.seedName, err) }
	raw, err := s.decodeSeed()
	if err != nil {
		return fail(err)
	}
	unlisted, err := decodeUnlisted(raw["unlisted"])
	if err != nil {
		return fail(err)
	}
	ids := newIDs(s.config.idSeed, "seed")
	st := newState(s.resources)
	var all []seeded
	for _, res := range s.resources {
		var values []map[string]json.RawMessage
		if data := raw[res.plural]; data != nil {
			if err := json.Unmarshal(data, &values); err != nil {
				return fail(fmt.Errorf("%s: want an array of objects: %w", res.plural, err))
			}
		}
		for i, value := range values {
			rec, err := res.seedRecord(value, now, ids)
			if err != nil {
				return fail(fmt.Errorf("%s[%d]: %w", res.plural, i, err))
			}
			rec.listed = !unlisted[rec.id]
			all = append(all, seeded{res, rec, fmt.Sprintf("%s[%d]", res.plural, i)})
		}
	}
	if all, err = s.addLeads(all); err != nil {
		return fail(err)
	}
	if err := s.insertSeeded(st, all); err != nil {
		return fail(err)
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
		st.share(one.res, one.rec)
		if st.get(one.res, one.rec.id) != nil {
			return fmt.Errorf("%s: %s %s is there twice", one.place, one.res.fields[one.res.id].name, one.rec.id)
		}
		st.insert(one.res, one.rec)
	}
	for _, one := range all {
		for _, rule := range one.res.copies {
			if value := one.res.stored(one.rec, rule.by); rule.from.name == "list" && !s.config.anyList && st.target(rule, value) == nil {
				return fmt.Errorf("%s: %s %s names no %s of the seed", one.place, one.res.fields[rule.by].name, value, rule.from.name)
			}
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

func decodeUnlisted(data json.RawMessage) (map[uuid]bool, error) {
	var texts []string
	if data != nil {
		if err := json.Unmarshal(data, &texts); err != nil {
			return nil, fmt.Errorf("unlisted: want an array of ids: %w", err)
		}
	}
	unlisted := map[uuid]bool{}
	for i, text := range texts {
		id, valid := parseUUID(text)
		if !valid {
			return nil, fmt.Errorf("unlisted[%d]: %q is no uuid in lower case", i, text)
		}
		unlisted[id] = true
	}
	return unlisted, nil
}

// seedRecord makes a record of its JSON fields; those that it lacks have their defaults.
func (res *resource) seedRecord(fields map[string]json.RawMessage, now int64, ids *ids) (*record, error) {
	for name := range fields {
		if _, known := res.byName[name]; !known {
			names := make([]string, len(res.fields))
			for i, f := range res.fields {
				names[i] = f.name
			}
			return nil, fmt.Errorf("unknown field %q (%s)", name, strings.Join(names, ", "))
		}
	}
	rec := &record{created: now, updated: now}
	values := make([]string, len(res.fields))
	stamped := map[fieldKind]int64{}
	for i := range res.fields {
		f := &res.fields[i]
		raw, given := fields[f.name]
		if !given {
			if f.kind == idField {
				rec.id = ids.next()
			}
			continue
		}
		if err := res.seedField(rec, f, raw, values, i, stamped); err != nil {
			return nil, fmt.Errorf("%s: %w", f.name, err)
		}
	}
	if created, given := stamped[createdField]; given {
		rec.created, rec.updated = created, created
	}
	if updated, given := stamped[updatedField]; given {
		rec.updated = updated
	}
	res.pack(rec, values)
	return rec, nil
}

func (res *resource) seedField(rec *record, f *field, raw json.RawMessage, values []string, index int, stamped map[fieldKind]int64) error {
	var text string
	isText := json.Unmarshal(raw, &text) == nil
	switch f.kind {
	case idField:
		id, valid := parseUUID(text)
		if !valid {
			return fmt.Errorf("%s is no uuid in lower case", raw)
		}
		rec.id = id
	case createdField, updatedField:
		at, err := time.Parse(time.RFC3339, text)
		if err != nil {
			return fmt.Errorf("%s is no RFC 3339 time", raw)
		}
		stamped[f.kind] = at.UnixMicro()
	case plainField:
		if f.text && (!isText || string(raw) == "null") {
			return fmt.Errorf("want a string, not %s", raw)
		}
		if f.text {
			values[index] = jsonText(text)
			return nil
		}
		var compact bytes.Buffer
		if err := json.Compact(&compact, raw); err != nil {
			return err
		}
		values[index] = compact.String()
	case copiedField:
		// The record that it is copied from says it.
	}
	return nil
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
