package mock

import (
	"iter"
	"math"
	"slices"
	"sort"

	"github.com/tidwall/btree"
)

// filter asks for records whose field has a value.
type filter struct {
	field int
	value string // as JSON
}

// page is the part of a list that was asked for: how to walk it, newest first, and how many the filters find in all.
type page struct {
	total int
	count int               // how many records walk yields
	walk  iter.Seq[*record] // valid while the state is not changed
}

// find returns the page of a resource at offset with at most limit records. Without a filter, or with one that an index
// answers, it costs O(log n) wherever the page is; with several it walks the smallest index.
func (st *state) find(res *resource, filters []filter, limit, offset int) page {
	t := st.tables[res]
	filters, possible := st.simplify(res, filters)
	switch {
	case !possible:
		return page{walk: func(func(*record) bool) {}}
	case len(filters) == 0:
		return t.pageOfAll(limit, offset)
	case len(filters) == 1:
		index := t.indexOf(filters[0].field)
		low, high := span(index, filters[0].value)
		return pageOf(index, low, high, limit, offset)
	}
	return st.pageOfMatches(t, filters, limit, offset)
}

// simplify drops a filter that another one decides: a lead's campaign follows from its list.
// It is not possible where the two contradict each other.
func (st *state) simplify(res *resource, filters []filter) (left []filter, possible bool) {
	if len(filters) < 2 {
		return filters, true
	}
	for _, one := range filters {
		f := &res.fields[one.field]
		decided := false
		for _, other := range filters {
			if f.kind != copiedField || res.copies[f.copied].by != other.field {
				continue
			}
			var targets [maxCopies]*record
			targets[f.copied] = st.target(res.copies[f.copied], other.value)
			if st.copied(res, f, targets) != one.value {
				return nil, false
			}
			decided = true
		}
		if !decided {
			left = append(left, one)
		}
	}
	return left, true
}

func (t *table) indexOf(field int) *btree.BTreeG[entry] {
	for i, indexed := range t.res.indexed {
		if indexed == field {
			return t.indexes[i]
		}
	}
	panic("mock: no index for field " + t.res.fields[field].name) // the operations are compiled with the indexes
}

func (t *table) pageOfAll(limit, offset int) page {
	total := t.order.Len()
	count := within(total, limit, offset)
	return page{total: total, count: count, walk: func(yield func(*record) bool) {
		if count == 0 {
			return
		}
		first, _ := t.order.GetAt(total - 1 - offset)
		left := count
		t.order.Descend(first, func(rec *record) bool {
			left--
			return yield(rec) && left > 0
		})
	}}
}

// span is the range [low, high) of ranks at which an index has a value.
func span(index *btree.BTreeG[entry], value string) (low, high int) {
	low = rank(index, entry{value, &record{seq: 0}}, 0)
	last := entry{value, &record{seq: math.MaxUint64}}
	// Most values are rare: look a few steps ahead before searching.
	const near = 16
	if e, found := index.GetAt(low + near); !found || byValue(last, e) {
		high = low
		for high < index.Len() {
			if e, _ := index.GetAt(high); e.value != value {
				break
			}
			high++
		}
		return low, high
	}
	return low, rank(index, last, low)
}

// rank is the number of entries before one. The tree finds by rank but does not tell it, so this is a binary search.
func rank(index *btree.BTreeG[entry], of entry, from int) int {
	return from + sort.Search(index.Len()-from, func(i int) bool {
		e, _ := index.GetAt(from + i)
		return !byValue(e, of)
	})
}

func pageOf(index *btree.BTreeG[entry], low, high, limit, offset int) page {
	total := high - low
	count := within(total, limit, offset)
	return page{total: total, count: count, walk: func(yield func(*record) bool) {
		if count == 0 {
			return
		}
		first, _ := index.GetAt(high - 1 - offset)
		left := count
		index.Descend(first, func(e entry) bool {
			left--
			return yield(e.rec) && left > 0
		})
	}}
}

// pageOfMatches walks the smallest of the indexes and holds each record against the other filters.
func (st *state) pageOfMatches(t *table, filters []filter, limit, offset int) page {
	best, low, high := 0, 0, math.MaxInt
	for i, one := range filters {
		if l, h := span(t.indexOf(one.field), one.value); h-l < high-low {
			best, low, high = i, l, h
		}
	}
	var found []*record
	total := 0
	for rec := range pageOf(t.indexOf(filters[best].field), low, high, math.MaxInt, 0).walk {
		if !st.matches(t.res, rec, filters) {
			continue
		}
		if total >= offset && len(found) < limit {
			found = append(found, rec)
		}
		total++
	}
	return page{total: total, count: len(found), walk: slices.Values(found)}
}

func (st *state) matches(res *resource, rec *record, filters []filter) bool {
	for _, one := range filters {
		if st.value(res, rec, one.field) != one.value {
			return false
		}
	}
	return true
}

// within is how many of total are left from offset on, limit at most.
func within(total, limit, offset int) int {
	if offset >= total {
		return 0
	}
	return min(limit, total-offset)
}
