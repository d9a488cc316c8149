package store

// convert makes a state for reloaded documents: the same records in the same order, packed for the new schema. Fields and
// resources that it lacks are dropped; fields that it adds have their defaults.
func (st *State) convert(to *Schema) *State {
	made := newState(to, st.ids)
	for _, res := range to.copiedFirst() {
		from := st.schema.Resource(res.name)
		if from == nil {
			continue
		}
		same := fieldsIn(from, res)
		t := made.tables[res.at]
		var records []*Record
		var ref string // of the previous record, so that records with the same ref share it
		st.tables[from.at].inOrder(func(old *Record) bool {
			rec := &Record{id: old.id, seq: uint64(len(records) + 1), created: old.created, updated: old.updated, listed: old.listed, seeded: old.seeded}
			if rec.data, rec.ref = repack(res, from, old, same); rec.ref == ref {
				rec.ref = ref
			}
			ref = rec.ref
			records = append(records, rec)
			return true
		})
		made.setAll(t, records)
	}
	return made
}

// repack packs the fields of a record that both resources have.
func repack(res, from *Resource, old *Record, same []int) (data, ref string) {
	values := make([]string, len(res.fields))
	for i, value := range from.unpack(nil, old) {
		if value != "" && same[i] >= 0 {
			values[same[i]] = value
		}
	}
	if res.ref >= 0 {
		ref = values[res.ref]
	}
	return res.Pack(values), ref
}

// fieldsIn returns, for each field of a resource, the index of the same field in another resource, or -1 if there is none of
// the same name and type.
func fieldsIn(from, res *Resource) []int {
	same := make([]int, len(from.fields))
	for i, f := range from.fields {
		same[i] = -1
		if to, found := res.byName[f.Name]; found && res.fields[to].Type == f.Type {
			same[i] = to
		}
	}
	return same
}
