package mock

import (
	"cmp"
	"slices"
)

// convert makes a state for reloaded documents: the same records in the same order, packed as those say. Fields and
// resources that they do not have are dropped, and fields that they add have their defaults.
func (st *state) convert(to *spec) *state {
	made := newState(to)
	for _, res := range to.copiedFirst() {
		from := st.spec.resource(res.name)
		if from == nil {
			continue
		}
		same := fieldsIn(from, res)
		for _, old := range st.tables[from].inOrder() {
			rec := &record{id: old.id, created: old.created, updated: old.updated, listed: old.listed}
			repack(rec, res, from, old, same)
			made.share(res, rec)
			made.insert(res, rec)
		}
	}
	return made
}

// repack fills in the fields of a record that another resource's record has too.
func repack(rec *record, res, from *resource, old *record, same []int) {
	values := make([]string, len(res.fields))
	for i, value := range from.unpack(old) {
		if value != "" && same[i] >= 0 {
			values[same[i]] = value
		}
	}
	res.pack(rec, values)
}

// fieldsIn tells for each field of a resource which one it is in another resource; -1 for none of the same name and type.
func fieldsIn(from, res *resource) []int {
	same := make([]int, len(from.fields))
	for i, f := range from.fields {
		same[i] = -1
		if to, found := res.byName[f.name]; found && res.fields[to].typeName == f.typeName {
			same[i] = to
		}
	}
	return same
}

// inOrder are all records of a table, unlisted ones too, the oldest first.
func (t *table) inOrder() []*record {
	all := make([]*record, 0, t.byID.Len())
	t.byID.Scan(func(rec *record) bool {
		all = append(all, rec)
		return true
	})
	slices.SortFunc(all, func(a, b *record) int { return cmp.Compare(a.seq, b.seq) })
	return all
}

// copiedFirst are the resources, those that others copy from before the others.
func (sp *spec) copiedFirst() []*resource {
	sorted := slices.Clone(sp.resources)
	slices.SortStableFunc(sorted, func(a, b *resource) int { return cmp.Compare(len(a.copies), len(b.copies)) })
	return sorted
}
