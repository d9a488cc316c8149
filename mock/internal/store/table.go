package store

import (
	"cmp"
	"slices"
)

// table holds the records of one resource: by ID, by order of creation, and by value for each indexed field. The indexes and
// order have only listed records.
type table struct {
	res     *Resource
	ids     byID
	order   *ordered
	hidden  *ordered // the records that are not listed
	indexes []index  // in the order of res.indexed
	lastSeq uint64
}

func compareSeq(a, b *Record) int { return cmp.Compare(a.seq, b.seq) }

func newTable(res *Resource) *table {
	t := &table{res: res, ids: newByID(), order: newOrdered(), hidden: newOrdered()}
	for range res.indexed {
		t.indexes = append(t.indexes, newIndex())
	}
	return t
}

// copy shares all nodes with the original; both copy on write from then on.
func (t *table) copy() *table {
	twin := &table{res: t.res, ids: t.ids.copy(), order: t.order.Copy(), hidden: t.hidden.Copy(), lastSeq: t.lastSeq}
	twin.indexes = make([]index, len(t.indexes))
	for i := range t.indexes {
		twin.indexes[i] = t.indexes[i].copy()
	}
	return twin
}

func (t *table) get(id UUID) *Record {
	return t.ids.get(id)
}

// inOrder calls use with each record, oldest first and unlisted ones included, until use returns false.
func (t *table) inOrder(use func(*Record) bool) {
	hidden, going := t.hidden.Iter(), true
	more := hidden.First()
	t.order.Scan(func(rec *Record) bool {
		for going && more && hidden.Item().seq < rec.seq {
			going = use(hidden.Item())
			more = hidden.Next()
		}
		going = going && use(rec)
		return going
	})
	for going && more {
		going = use(hidden.Item())
		more = hidden.Next()
	}
}

// newestFirst is inOrder in the opposite order.
func (t *table) newestFirst(use func(*Record) bool) {
	hidden, going := t.hidden.Iter(), true
	more := hidden.Last()
	t.order.Reverse(func(rec *Record) bool {
		for going && more && hidden.Item().seq > rec.seq {
			going = use(hidden.Item())
			more = hidden.Prev()
		}
		going = going && use(rec)
		return going
	})
	for going && more {
		going = use(hidden.Item())
		more = hidden.Prev()
	}
}

// setAll adds new records, sorted by seq and higher than all others. Sorted insertion into an index is several times as fast,
// because neighbours share nodes. It returns a record whose ID is taken, if there is one.
func (st *State) setAll(t *table, records []*Record) (twice *Record) {
	listed := make([]*Record, 0, len(records))
	for _, rec := range records {
		if t.ids.set(rec) {
			twice = rec
		}
		if rec.listed {
			t.order.Load(rec)
			listed = append(listed, rec)
		} else {
			t.hidden.Load(rec)
		}
		t.lastSeq = max(t.lastSeq, rec.seq)
		st.added += rec.size()
	}
	entries := make([]entry, len(listed))
	for i := range t.indexes {
		for n, rec := range listed {
			entries[n] = entry{st.Value(t.res, rec, t.res.indexed[i]), rec}
		}
		slices.SortFunc(entries, compareEntries)
		t.indexes[i].setAll(entries)
	}
	return twice
}
