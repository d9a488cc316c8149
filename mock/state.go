package mock

import (
	"slices"
	"strings"
	"sync"

	"github.com/tidwall/btree"
)

// state is all that a session holds: one table a resource. Its copy is O(1) in the number of records,
// and copy and original can then be changed apart.
type state struct {
	spec   *spec // the documents that say how records are packed
	tables map[*resource]*table
}

// table holds the records of one resource in counted B-trees: by id, by order of creation,
// and by value for each field that lists are filtered by. The last two hold listed records only.
type table struct {
	res     *resource
	byID    *btree.BTreeG[*record]
	order   *btree.BTreeG[*record]
	indexes []*btree.BTreeG[entry] // in the order of res.indexed
	lastSeq uint64
}

// entry stands in an index at a place given by value, then by order of creation.
type entry struct {
	value string // as JSON
	rec   *record
}

func byID(a, b *record) bool  { return string(a.id[:]) < string(b.id[:]) }
func bySeq(a, b *record) bool { return a.seq < b.seq }

func byValue(a, b entry) bool {
	if c := strings.Compare(a.value, b.value); c != 0 {
		return c < 0
	}
	return a.rec.seq < b.rec.seq
}

func newState(of *spec) *state {
	st := &state{spec: of, tables: map[*resource]*table{}}
	unlocked := btree.Options{NoLocks: true} // the store has the lock
	for _, res := range of.resources {
		t := &table{res: res}
		t.byID = btree.NewBTreeGOptions(byID, unlocked)
		t.order = btree.NewBTreeGOptions(bySeq, unlocked)
		for range res.indexed {
			t.indexes = append(t.indexes, btree.NewBTreeGOptions(byValue, unlocked))
		}
		st.tables[res] = t
	}
	return st
}

// copy shares all nodes with the original; both copy on write from here on.
// It changes the original's bookkeeping, so that it needs the same lock as a write.
func (st *state) copy() *state {
	twin := &state{spec: st.spec, tables: make(map[*resource]*table, len(st.tables))}
	for res, t := range st.tables {
		c := &table{res: res, byID: t.byID.Copy(), order: t.order.Copy(), lastSeq: t.lastSeq}
		for _, index := range t.indexes {
			c.indexes = append(c.indexes, index.Copy())
		}
		twin.tables[res] = c
	}
	return twin
}

// count tells how many records there are, by resource.
func (st *state) count() map[string]int {
	counts := map[string]int{}
	for res, t := range st.tables {
		counts[res.name] = t.byID.Len()
	}
	return counts
}

func (st *state) get(res *resource, id uuid) *record {
	wanted := probes.Get().(*record)
	wanted.id = id
	rec, _ := st.tables[res].byID.Get(wanted)
	probes.Put(wanted)
	return rec
}

// probes are records to search with: the tree takes nothing else.
var probes = sync.Pool{New: func() any { return new(record) }}

// lowest stands before all records of a value.
var lowest = &record{}

// insert adds a record as the newest.
func (st *state) insert(res *resource, rec *record) {
	t := st.tables[res]
	t.lastSeq++
	rec.seq = t.lastSeq
	st.changing(res, rec.id, func() {
		t.byID.Set(rec)
		st.enter(t, rec)
	})
}

// replace puts a changed record in the place of the old one.
func (st *state) replace(res *resource, old, rec *record) {
	t := st.tables[res]
	rec.seq = old.seq
	st.changing(res, rec.id, func() {
		st.leave(t, old)
		t.byID.Set(rec)
		st.enter(t, rec)
	})
}

func (st *state) delete(res *resource, rec *record) {
	t := st.tables[res]
	st.changing(res, rec.id, func() {
		st.leave(t, rec)
		t.byID.Delete(rec)
	})
}

// enter puts a record into what lists read.
func (st *state) enter(t *table, rec *record) {
	if !rec.listed {
		return
	}
	t.order.Set(rec)
	for i, index := range t.indexes {
		index.Set(entry{st.value(t.res, rec, t.res.indexed[i]), rec})
	}
}

func (st *state) leave(t *table, rec *record) {
	if !rec.listed {
		return
	}
	t.order.Delete(rec)
	for i, index := range t.indexes {
		index.Delete(entry{st.value(t.res, rec, t.res.indexed[i]), rec})
	}
}

// changing makes a change to a record that others may copy fields from. Where lists are filtered by such a field,
// the others leave their indexes before the change and enter them again after it.
func (st *state) changing(res *resource, id uuid, change func()) {
	var moved map[*table]map[*record]bool
	for _, t := range st.tables {
		for _, by := range t.res.filtersByCopyOf(res) {
			for _, rec := range st.havingValue(t, by, `"`+id.String()+`"`) {
				if moved == nil {
					moved = map[*table]map[*record]bool{}
				}
				if moved[t] == nil {
					moved[t] = map[*record]bool{}
				}
				moved[t][rec] = true
			}
		}
	}
	for t, records := range moved {
		for rec := range records {
			st.leave(t, rec)
		}
	}
	change()
	for t, records := range moved {
		for rec := range records {
			st.enter(t, rec)
		}
	}
}

// filtersByCopyOf returns the fields that tie res to another resource from which it copies a field that lists are filtered by.
func (res *resource) filtersByCopyOf(from *resource) (by []int) {
	for _, i := range res.indexed {
		f := &res.fields[i]
		if f.kind != copiedField || res.copies[f.copied].from != from {
			continue
		}
		if tie := res.copies[f.copied].by; !slices.Contains(by, tie) {
			by = append(by, tie)
		}
	}
	return by
}

// havingValue returns the listed records with a value in a plain field.
func (st *state) havingValue(t *table, field int, value string) []*record {
	var found []*record
	for i, indexed := range t.res.indexed {
		if indexed == field {
			t.indexes[i].Ascend(entry{value, lowest}, func(e entry) bool {
				if e.value != value {
					return false
				}
				found = append(found, e.rec)
				return true
			})
			return found
		}
	}
	t.order.Scan(func(rec *record) bool {
		if t.res.stored(rec, field) == value {
			found = append(found, rec)
		}
		return true
	})
	return found
}

// share makes a record use the one copy of its ref that is in the index already, so that a million leads of one list
// do not hold its id a million times.
func (st *state) share(res *resource, rec *record) {
	if res.ref < 0 || rec.ref == "" {
		return
	}
	for i, indexed := range res.indexed {
		if indexed == res.ref {
			st.tables[res].indexes[i].Ascend(entry{rec.ref, lowest}, func(e entry) bool {
				if e.value == rec.ref {
					rec.ref = e.value
				}
				return false
			})
		}
	}
}

// value is the JSON value of any field, copied ones included.
func (st *state) value(res *resource, rec *record, index int) string {
	f := &res.fields[index]
	switch f.kind {
	case idField:
		return `"` + rec.id.String() + `"`
	case createdField:
		return string(appendStamp(nil, rec.created))
	case updatedField:
		return string(appendStamp(nil, rec.updated))
	case copiedField:
		return st.copied(res, f, st.targets(res, rec))
	}
	return res.stored(rec, index)
}

// maxCopies bounds the resources that one resource copies from, so that targets needs no allocation.
const maxCopies = 4

// targets finds the records that a record copies from; nil where there is none.
func (st *state) targets(res *resource, rec *record) (found [maxCopies]*record) {
	for i, rule := range res.copies {
		found[i] = st.target(rule, res.stored(rec, rule.by))
	}
	return found
}

func (st *state) target(rule copyRule, value string) *record {
	if len(value) != 38 {
		return nil
	}
	id, valid := parseUUID(value[1:37])
	if !valid {
		return nil
	}
	return st.get(rule.from, id)
}

// copied is the JSON value of a copied field; its default where there is nothing to copy from (A40).
func (st *state) copied(res *resource, f *field, targets [maxCopies]*record) string {
	target := targets[f.copied]
	if target == nil {
		return f.fallback
	}
	return st.value(res.copies[f.copied].from, target, f.source)
}
