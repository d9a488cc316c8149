package store

import "math"

// Filter selects records that have a value in an indexed field.
type Filter struct {
	Field int
	Value string // as JSON
	Match Match  // for Search
}

// Page is a part of the records that filters find, newest first. It is valid until the state changes.
type Page struct {
	Total   int // how many records the filters find
	Count   int // how many records the page has
	first   int // the rank of its newest record in tree
	tree    *ordered
	records []*Record // the records, if there is no tree
}

// Page returns at most limit of the records that the filters find, starting at offset. It costs O(log n) plus the page for
// at most one filter; for several independent filters it reads all records of the rarest value.
func (st *State) Page(res *Resource, filters []Filter, limit, offset int) Page {
	t := st.tables[res.at]
	filters, possible := st.simplify(res, filters)
	switch {
	case !possible:
		return Page{}
	case len(filters) == 0:
		return pageOf(t.order, limit, offset)
	case len(filters) == 1:
		found := t.indexOf(filters[0].Field).find(filters[0].Value)
		switch {
		case found.many != nil:
			return pageOf(&found.many.ordered, limit, offset)
		case found.only != nil:
			return pageOfList([]*Record{found.only}, limit, offset)
		}
		return Page{}
	}
	return st.pageOfMatches(t, filters, limit, offset)
}

// Records calls yield with each record of the page, newest first, until yield returns false.
func (p *Page) Records(yield func(*Record) bool) {
	if p.tree == nil {
		for _, rec := range p.records {
			if !yield(rec) {
				return
			}
		}
		return
	}
	if p.Count == 0 {
		return
	}
	first, _ := p.tree.GetAt(p.first)
	left := p.Count
	p.tree.Descend(first, func(rec *Record) bool {
		left--
		return yield(rec) && left > 0
	})
}

// simplify drops a filter that another one implies: a lead's list implies its campaign. If filters contradict each other,
// possible is false.
func (st *State) simplify(res *Resource, filters []Filter) (left []Filter, possible bool) {
	if len(filters) < 2 {
		return filters, true
	}
	for _, filter := range filters {
		decided := false
		for _, other := range filters {
			f := &res.fields[filter.Field]
			if f.kind != copiedField || res.copies[f.copied].By != other.Field {
				continue
			}
			if st.copied(res, f, st.Target(res.copies[f.copied], other.Value)) != filter.Value {
				return nil, false
			}
			decided = true
		}
		if !decided {
			left = append(left, filter)
		}
	}
	return left, true
}

func (t *table) indexOf(field int) *index {
	for i, indexed := range t.res.indexed {
		if indexed == field {
			return &t.indexes[i]
		}
	}
	panic("store: no index for field " + t.res.fields[field].Name) // Index is called for every field that filters use
}

func pageOf(tree *ordered, limit, offset int) Page {
	total := tree.Len()
	return Page{Total: total, Count: within(total, limit, offset), first: total - 1 - offset, tree: tree}
}

func pageOfList(found []*Record, limit, offset int) Page {
	count := within(len(found), limit, offset)
	return Page{Total: len(found), Count: count, records: found[len(found)-count:]}
}

// pageOfMatches reads the records of the rarest value and checks each against the other filters.
func (st *State) pageOfMatches(t *table, filters []Filter, limit, offset int) Page {
	var rarest bucket
	fewest := math.MaxInt
	for _, filter := range filters {
		if found := t.indexOf(filter.Field).find(filter.Value); found.len() < fewest {
			rarest, fewest = found, found.len()
		}
	}
	page := Page{}
	visit := func(rec *Record) bool {
		if st.matches(t.res, rec, filters) {
			if page.Total >= offset && page.Count < limit {
				page.records = append(page.records, rec)
				page.Count++
			}
			page.Total++
		}
		return true
	}
	switch {
	case rarest.many != nil:
		rarest.many.Reverse(visit)
	case rarest.only != nil:
		visit(rarest.only)
	}
	return page
}

func (st *State) matches(res *Resource, rec *Record, filters []Filter) bool {
	for _, filter := range filters {
		if !filter.Match.holds(st.Value(res, rec, filter.Field), filter.Value) {
			return false
		}
	}
	return true
}

// within returns how many of total are left from offset on, at most limit.
func within(total, limit, offset int) int {
	if offset >= total {
		return 0
	}
	return min(limit, total-offset)
}
