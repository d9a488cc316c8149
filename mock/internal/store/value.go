package store

// Value returns the JSON value of any field, copied ones included.
func (st *State) Value(res *Resource, rec *Record, index int) string {
	f := &res.fields[index]
	switch f.kind {
	case idField:
		return rec.id.json()
	case createdField:
		return string(appendStamp(nil, rec.created))
	case updatedField:
		return string(appendStamp(nil, rec.updated))
	case copiedField:
		return st.copied(res, f, st.Target(res.copies[f.copied], res.stored(rec, res.copies[f.copied].By)))
	}
	return res.stored(rec, index)
}

// Target returns the record that a reference with a JSON value identifies, or nil.
func (st *State) Target(reference Reference, value string) *Record {
	id, valid := parseJSON(value)
	if !valid {
		return nil
	}
	return st.tables[reference.To.at].get(id)
}

// copied returns the JSON value of a copied field; its default if there is nothing to copy from (A40).
func (st *State) copied(res *Resource, f *Field, target *Record) string {
	if target == nil {
		return f.fallback
	}
	return st.Value(res.copies[f.copied].To, target, f.source)
}
