package store

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
)

// Match is how a text in a record must match that of a filter.
type Match uint8

// Indexes find only Exact matches; the others read all records.
const (
	Exact Match = iota
	Prefix
	Suffix
	Contains
)

func (m Match) holds(value, wanted string) bool {
	if m == Exact {
		return value == wanted
	}
	var text, part string
	if json.Unmarshal([]byte(value), &text) != nil || json.Unmarshal([]byte(wanted), &part) != nil {
		return false
	}
	switch m {
	case Prefix:
		return strings.HasPrefix(text, part)
	case Suffix:
		return strings.HasSuffix(text, part)
	}
	return strings.Contains(text, part)
}

// Order is the order of a page.
type Order uint8

// NewestFirst is the order in which records are stored.
const (
	NewestFirst  Order = iota // by their creation
	OldestFirst               // by their creation
	UpdatedFirst              // by their last change
)

// Search is Page for inexact filters and other orders. It reads all records.
func (st *State) Search(res *Resource, filters []Filter, order Order, limit, offset int) Page {
	var found []*Record
	st.tables[res.at].order.Reverse(func(rec *Record) bool {
		if st.matches(res, rec, filters) {
			found = append(found, rec)
		}
		return true
	})
	switch order {
	case OldestFirst:
		slices.Reverse(found)
	case UpdatedFirst:
		slices.SortStableFunc(found, func(a, b *Record) int { return cmp.Compare(b.updated, a.updated) })
	}
	count := within(len(found), limit, offset)
	page := Page{Total: len(found), Count: count}
	if count > 0 {
		page.records = found[offset : offset+count]
	}
	return page
}

// Listed returns how many records pages show.
func (st *State) Listed(res *Resource) int { return st.tables[res.at].order.Len() }

// Offers reports whether a field can have a value: a copied field has only the values of the records that it is copied from.
func (st *State) Offers(res *Resource, field int, value string) bool {
	f := &res.fields[field]
	if f.kind != copiedField {
		return true
	}
	from := res.copies[f.copied].To
	for rec := range st.All(from) {
		if st.Value(from, rec, f.source) == value {
			return true
		}
	}
	return false
}

// Repeats reports whether a listed record with a reference, such as a lead of a list, has a value in a plain field.
func (st *State) Repeats(res *Resource, field int, value, ref string) bool {
	repeats := false
	st.having(st.tables[res.at], field, value, func(rec *Record) bool {
		repeats = rec.ref == ref
		return !repeats
	})
	return repeats
}

// Updated returns the time of the last change, in microseconds since 1970.
func (rec *Record) Updated() int64 { return rec.updated }
