package store

// change is one write: a new record has no old, a deleted one has no new.
type change struct {
	res      *Resource
	old, rec *Record
}

// changes is a log of writes in order.
type changes []change

// apply applies a change to all tables that it affects.
func (st *State) apply(c change) {
	t := st.tables[c.res.at]
	st.moveCopies(c)
	st.added += c.rec.size() - c.old.size()
	switch {
	case c.rec == nil:
		st.leave(t, c.old)
		t.ids.delete(c.old.id)
	case c.old == nil:
		t.ids.set(c.rec)
		st.enter(t, c.rec)
	case c.old.listed && c.rec.listed:
		t.ids.set(c.rec)
		st.exchange(t, c.old, c.rec)
	default:
		st.leave(t, c.old)
		t.ids.set(c.rec)
		st.enter(t, c.rec)
	}
	if st.log != nil {
		*st.log = append(*st.log, c)
	}
}

// enter adds a record to the indexes that pages are read from.
func (st *State) enter(t *table, rec *Record) {
	if !rec.listed {
		t.hidden.Load(rec)
		return
	}
	t.order.Load(rec) // most records are the newest
	for i := range t.indexes {
		t.indexes[i].set(st.Value(t.res, rec, t.res.indexed[i]), rec)
	}
}

func (st *State) leave(t *table, rec *Record) {
	if !rec.listed {
		t.hidden.Delete(rec)
		return
	}
	t.order.Delete(rec)
	for i := range t.indexes {
		t.indexes[i].delete(st.Value(t.res, rec, t.res.indexed[i]), rec)
	}
}

// exchange replaces a listed record by another with the same seq; most values stay the same.
func (st *State) exchange(t *table, old, rec *Record) {
	t.order.Set(rec)
	for i := range t.indexes {
		field := t.res.indexed[i]
		from := st.Value(t.res, old, field)
		to := from
		if f := &t.res.fields[field]; f.kind != copiedField || f.copied > 0 || old.ref != rec.ref {
			to = st.Value(t.res, rec, field)
		}
		if from != to {
			t.indexes[i].delete(from, old)
		}
		t.indexes[i].set(to, rec)
	}
}

// moveCopies moves the records that copy from a changed record to their new values in the indexes. It must be called before
// the change is applied.
func (st *State) moveCopies(c change) {
	for _, copied := range c.res.copiedBy {
		from, to := copied.field.fallback, copied.field.fallback // (A40)
		var id UUID
		if c.old != nil {
			from, id = st.Value(c.res, c.old, copied.source), c.old.id
		}
		if c.rec != nil {
			to, id = st.Value(c.res, c.rec, copied.source), c.rec.id
		}
		if from == to {
			continue
		}
		t := st.tables[copied.res.at]
		x := &t.indexes[copied.index]
		st.having(t, copied.by, id.json(), func(rec *Record) bool {
			x.delete(from, rec)
			x.set(to, rec)
			return true
		})
	}
}

// having calls use with the listed records that have a value in a plain field, newest first because recent records are
// looked up most, until use returns false. use must not change the index of that field.
func (st *State) having(t *table, field int, value string, use func(*Record) bool) {
	for i, indexed := range t.res.indexed {
		if indexed == field {
			found := t.indexes[i].find(value)
			found.reverse(use)
			return
		}
	}
	t.order.Reverse(func(rec *Record) bool {
		return t.res.stored(rec, field) != value || use(rec)
	})
}

// Taken reports whether a listed record other than self has a value in a plain field.
func (st *State) Taken(res *Resource, field int, value string, self *Record) bool {
	taken := false
	st.having(st.tables[res.at], field, value, func(rec *Record) bool {
		taken = rec != self
		return !taken
	})
	return taken
}
