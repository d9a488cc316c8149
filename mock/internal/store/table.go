package store

import (
	"cmp"
	"encoding/binary"
	"slices"

	"github.com/tidwall/btree"
)

// table holds the records of one resource: by ID, by order of creation, and by value for each indexed field. The indexes and
// order have only listed records.
type table struct {
	res     *Resource
	ids     *btree.BTreeG[identified]
	order   *ordered
	hidden  *ordered // the records that are not listed
	indexes []index  // in the order of res.indexed
	lastSeq uint64
}

// identified is a record with its ID beside it, so that a search does not have to load other records.
type identified struct {
	high, low uint64
	rec       *Record
}

func byID(a, b identified) bool { return a.high < b.high || a.high == b.high && a.low < b.low }

func identify(id UUID, rec *Record) identified {
	return identified{binary.BigEndian.Uint64(id[:8]), binary.BigEndian.Uint64(id[8:]), rec}
}

func compareSeq(a, b *Record) int { return cmp.Compare(a.seq, b.seq) }

func newTable(res *Resource) *table {
	t := &table{res: res, ids: btree.NewBTreeGOptions(byID, unlocked), order: newOrdered(), hidden: newOrdered()}
	for range res.indexed {
		t.indexes = append(t.indexes, newIndex())
	}
	return t
}

// copy shares all nodes with the original; both copy on write from then on.
func (t *table) copy() *table {
	twin := &table{res: t.res, ids: t.ids.Copy(), order: t.order.Copy(), hidden: t.hidden.Copy(), lastSeq: t.lastSeq}
	twin.indexes = make([]index, len(t.indexes))
	for i := range t.indexes {
		twin.indexes[i] = t.indexes[i].copy()
	}
	return twin
}

func (t *table) get(id UUID) *Record {
	found, _ := t.ids.Get(identify(id, nil))
	return found.rec
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

// setAll adds new records, sorted by seq and higher than all others. Sorted insertion is several times as fast, because
// neighbours share nodes. It returns a record whose ID is taken, if there is one.
func (st *State) setAll(t *table, records []*Record) (twice *Record) {
	sorted := make([]identified, len(records))
	for i, rec := range records {
		sorted[i] = identify(rec.id, rec)
	}
	slices.SortFunc(sorted, func(a, b identified) int { return cmp.Or(cmp.Compare(a.high, b.high), cmp.Compare(a.low, b.low)) })
	var hint btree.PathHint
	for _, identified := range sorted {
		if _, replaced := t.ids.SetHint(identified, &hint); replaced {
			twice = identified.rec
		}
	}
	listed := make([]*Record, 0, len(records))
	for _, rec := range records {
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
