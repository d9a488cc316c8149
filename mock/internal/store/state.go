package store

import "strings"

// State is the content of a store: a table for each resource. The cost of copying does not depend on the number of records;
// copy and original are then independent.
type State struct {
	schema *Schema
	tables []*table // in the order of schema.resources
	ids    *IDs     // of the records that Create adds
	log    *changes // of writes while an import is built; nil if there is no import
	added  int64    // bytes of the records that are not of a shared seed
	values []string // memory that Merge reuses
}

// newState returns an empty state.
func newState(schema *Schema, ids *IDs) *State {
	st := &State{schema: schema, ids: ids, tables: make([]*table, len(schema.resources))}
	for i, res := range schema.resources {
		st.tables[i] = newTable(res)
	}
	return st
}

// Copy returns a copy, whose IDs continue like those of the original. It changes the bookkeeping of the original, so it
// needs the same lock as a write.
func (st *State) Copy() *State {
	twin := &State{schema: st.schema, tables: make([]*table, len(st.tables)), added: st.added}
	if st.ids != nil {
		twin.ids = st.ids.copy()
	}
	for i, t := range st.tables {
		twin.tables[i] = t.copy()
	}
	return twin
}

// SetIDs replaces the sequence of IDs.
func (st *State) SetIDs(ids *IDs) { st.ids = ids }

// ContinueIDs continues the IDs of another state, which this one replaces. They may include IDs that are taken.
func (st *State) ContinueIDs(of *State) {
	st.ids = of.ids
	st.ids.repeatable = true
}

// Count returns the number of records by resource.
func (st *State) Count() map[string]int {
	counts := make(map[string]int, len(st.tables))
	for _, t := range st.tables {
		counts[t.res.name] = t.ids.count
	}
	return counts
}

// Find returns the record with an ID, or nil. id can be any text.
func (st *State) Find(res *Resource, id string) *Record {
	parsed, valid := ParseUUID(id)
	if !valid {
		return nil
	}
	return st.tables[res.at].get(parsed)
}

// has reports whether a record of any resource has an ID.
func (st *State) has(id UUID) bool {
	for _, t := range st.tables {
		if t.get(id) != nil {
			return true
		}
	}
	return false
}

// Create adds a record as the newest, with JSON values by field; an empty value means the default. The ID is the next of the
// state's IDs; at is the time in microseconds since 1970.
func (st *State) Create(res *Resource, values []string, at int64) *Record {
	rec := &Record{id: st.ids.nextFor(st), created: at, updated: at, listed: true, data: res.Pack(values)}
	st.setRef(res, rec, values)
	st.insert(res, rec)
	return rec
}

// Stored returns the JSON values of a record by field, without the ID, stamps and copied fields; those of defaults are empty.
// The slice is valid until the next call of Stored or Merge.
func (st *State) Stored(res *Resource, rec *Record) []string {
	st.values = res.unpack(st.values[:0], rec)
	return st.values
}

// Merge replaces the stored values of a record, as Stored has returned them, by those that are not empty, and lists the
// record (A29). It returns the record that replaces the old one.
func (st *State) Merge(res *Resource, old *Record, stored, values []string, at int64) *Record {
	merged := stored
	for i, value := range values {
		if value != "" {
			merged[i] = value
		}
	}
	rec := &Record{id: old.id, seq: old.seq, created: old.created, updated: at, listed: true, ref: old.ref, data: res.Pack(merged)}
	if res.ref >= 0 && merged[res.ref] != old.ref {
		st.setRef(res, rec, merged)
	}
	st.apply(change{res, old, rec})
	return rec
}

// Delete removes a record permanently (A42).
func (st *State) Delete(res *Resource, rec *Record) { st.apply(change{res, rec, nil}) }

// insert adds a record as the newest.
func (st *State) insert(res *Resource, rec *Record) {
	t := st.tables[res.at]
	t.lastSeq++
	rec.seq = t.lastSeq
	st.apply(change{res, nil, rec})
}

// setRef makes a record share the copy of its ref in the index, so that a million leads of one list do not store its ID a
// million times.
func (st *State) setRef(res *Resource, rec *Record, values []string) {
	if res.ref < 0 || values[res.ref] == "" {
		return
	}
	rec.ref = st.shared(res, values[res.ref])
}

func (st *State) shared(res *Resource, ref string) string {
	for i, indexed := range res.indexed {
		if indexed == res.ref {
			if found := st.tables[res.at].indexes[i].find(ref); found.value != "" {
				return found.value
			}
		}
	}
	return strings.Clone(ref) // it may be a piece of a larger text
}
