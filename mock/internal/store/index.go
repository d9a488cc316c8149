package store

import (
	"strings"
	"sync/atomic"

	"github.com/tidwall/btree"
)

// ordered is records in the order of their creation, in a counted tree: finding one by its rank costs O(log n).
type ordered = btree.BTreeG[*Record]

func bySeq(a, b *Record) bool { return a.seq < b.seq }

var unlocked = btree.Options{NoLocks: true} // the store has its own lock

func newOrdered() *ordered { return btree.NewBTreeGOptions(bySeq, unlocked) }

// index finds records by the value of a field: each value has its own ordered tree.
type index struct {
	values *btree.BTreeG[bucket]
	owner  uint64 // owner of the trees that only this index uses; the others are shared with copies
}

// bucket holds the records with one value.
type bucket struct {
	value string  // as JSON
	only  *Record // the record, if there is one
	many  *pile   // the records, if there are several
}

// pile is a tree that only the index with the same owner may change.
type pile struct {
	owner uint64
	ordered
}

func byValue(a, b bucket) bool { return a.value < b.value }

// owners counts the owners of trees.
var owners atomic.Uint64

func newIndex() index {
	return index{values: btree.NewBTreeGOptions(byValue, unlocked), owner: owners.Add(1)}
}

// copy returns a copy; from then on both copy a tree before they change it.
func (x *index) copy() index {
	x.owner = owners.Add(1)
	return index{values: x.values.Copy(), owner: owners.Add(1)}
}

func (x *index) find(value string) bucket {
	found, _ := x.values.Get(bucket{value: value})
	return found
}

// set adds a record, or replaces the one of the same seq.
func (x *index) set(value string, rec *Record) {
	at, found := x.values.Get(bucket{value: value})
	switch {
	case at.many != nil:
		if own := x.own(at.many); own != at.many {
			at.many = own
			x.values.Set(at)
		}
		at.many.Load(rec)
	case !found || at.only.seq == rec.seq:
		x.values.Set(bucket{value: value, only: rec})
	default:
		x.fill(&at, []entry{{value, rec}})
		x.values.Set(at)
	}
}

// own returns a pile that the index may change.
func (x *index) own(many *pile) *pile {
	if many.owner == x.owner {
		return many
	}
	shared := many.ordered // Copy changes its receiver, which may be in use elsewhere
	return &pile{owner: x.owner, ordered: *shared.Copy()}
}

func (x *index) delete(value string, rec *Record) {
	at, found := x.values.Get(bucket{value: value})
	if !found {
		return
	}
	if at.many == nil {
		x.values.Delete(at)
		return
	}
	own := x.own(at.many)
	own.Delete(rec)
	if own.Len() == 1 {
		at.only, _ = own.Min()
		at.many = nil
		x.values.Set(at)
	} else if own != at.many {
		at.many = own
		x.values.Set(at)
	}
}

// entry is a record to add to an index.
type entry struct {
	value string
	rec   *Record
}

func compareEntries(a, b entry) int {
	if c := strings.Compare(a.value, b.value); c != 0 {
		return c
	}
	return compareSeq(a.rec, b.rec)
}

// setAll adds entries sorted by value, then by seq.
func (x *index) setAll(entries []entry) {
	var hint btree.PathHint
	for len(entries) > 0 {
		at, _ := x.values.GetHint(bucket{value: entries[0].value}, &hint)
		n := 1
		for n < len(entries) && entries[n].value == entries[0].value {
			n++
		}
		x.fill(&at, entries[:n])
		x.values.SetHint(at, &hint)
		entries = entries[n:]
	}
}

// fill adds entries with one value to their bucket.
func (x *index) fill(at *bucket, entries []entry) {
	if at.len() == 0 {
		at.value, at.only = entries[0].value, entries[0].rec
		entries = entries[1:]
	}
	if len(entries) == 0 {
		return
	}
	if at.many == nil {
		at.many = &pile{owner: x.owner, ordered: *newOrdered()}
		at.many.Load(at.only)
		at.only = nil
	}
	at.many = x.own(at.many)
	for _, entry := range entries {
		at.many.Load(entry.rec)
	}
}

// len returns the number of records.
func (b *bucket) len() int {
	switch {
	case b.many != nil:
		return b.many.Len()
	case b.only != nil:
		return 1
	}
	return 0
}

// reverse calls use with each record, newest first, until use returns false.
func (b *bucket) reverse(use func(*Record) bool) {
	switch {
	case b.many != nil:
		b.many.Reverse(use)
	case b.only != nil:
		use(b.only)
	}
}
