package store

import "errors"

// Rows are records to import, packed by Pack. Ref is the JSON value of the field of their first reference, which all of them
// share.
type Rows struct {
	Resource *Resource
	Packed   []string
	Ref      string
}

// ErrReplaced is returned if another state replaced the one into which rows were imported.
var ErrReplaced = errors.New("the state was replaced during the import")

// Import makes records of rows and adds all of them at once, as the newest at the time when it begins. First it calls begin,
// exclusively like Write and with the current resource, for the time of the records; an error ends the import. Then it
// builds the next state while readers and writers go on, and replays what was written meanwhile; writers wait only for the
// last few of these writes. current returns the documents; if they are reloaded meanwhile, the import starts again with the
// new ones.
func (s *Store) Import(current func() *Schema, rows Rows, begin func(st *State, res *Resource) (at int64, err error)) error {
	s.importing.Lock()
	defer s.importing.Unlock()
	part := &part{store: s, rows: rows, few: fewRows}
	defer s.Exclusive(part.stop)
	for {
		part.of = current()
		err := part.begin(begin)
		if err == nil && part.next == nil { // there were only a few rows
			return nil
		}
		if err == nil {
			part.build()
			part.catchUp()
			err = part.commit()
		}
		if !errors.Is(err, errReloaded) {
			return err
		}
	}
}

// errReloaded reports that the documents were reloaded, so the import must start again.
var errReloaded = errors.New("reloaded")

// part is an import in progress and the state that it builds.
type part struct {
	store      *Store
	rows       Rows
	few        int // the number of rows that are added at once
	of         *Schema
	begun      bool
	at         int64
	ids        forkedIDs
	first      uint64 // the seq of the first row
	generation int
	next       *State
	log        changes
}

// begin takes what the rows need: the time, IDs, a range of seqs, and a copy of the state.
func (p *part) begin(begin func(*State, *Resource) (int64, error)) (err error) {
	s := p.store
	s.writer.Lock()
	defer s.writer.Unlock()
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.upToDate(p.of) {
		return errReloaded
	}
	if p.begun && s.generation != p.generation {
		return ErrReplaced
	}
	res := p.of.Resource(p.rows.Resource.name)
	if !p.begun {
		if p.at, err = begin(s.state, res); err != nil {
			return err
		}
		if len(p.rows.Packed) <= p.few {
			p.insert(res)
			return nil
		}
		p.ids, p.generation, p.begun = s.state.ids.fork(len(p.rows.Packed)), s.generation, true
	}
	t := s.state.tables[res.at]
	p.first = t.lastSeq + 1
	t.lastSeq += uint64(len(p.rows.Packed))
	p.next = s.state.Copy()
	p.log = nil
	s.state.log = &p.log
	return nil
}

// fewRows is the number of rows that take less time to add at once than to copy the state.
const fewRows = 20

// insert adds a few rows at once.
func (p *part) insert(res *Resource) {
	st := p.store.state
	same := fieldsIn(p.rows.Resource, res)
	ref := st.shared(res, p.rows.Ref)
	for _, data := range p.rows.Packed {
		st.insert(res, p.record(res, same, data, ref, st.ids.nextFor(st)))
	}
	p.store.notify()
}

// record returns the record of a row.
func (p *part) record(res *Resource, same []int, data, ref string, id UUID) *Record {
	if res != p.rows.Resource {
		data, _ = repack(res, p.rows.Resource, &Record{data: data}, same)
	}
	return &Record{id: id, created: p.at, updated: p.at, ref: ref, data: data, listed: true}
}

// build makes the records and adds them to the next state.
func (p *part) build() {
	res := p.of.Resource(p.rows.Resource.name)
	t := p.next.tables[res.at]
	ref := p.next.shared(res, p.rows.Ref)
	same := fieldsIn(p.rows.Resource, res)
	ids := p.ids.again() // build may run again
	records := make([]*Record, len(p.rows.Packed))
	for i, data := range p.rows.Packed {
		records[i] = p.record(res, same, data, ref, ids.nextFor(p.next))
		records[i].seq = p.first + uint64(i)
	}
	p.next.setAll(t, records)
}

// few is the number of writes whose replay the other writers can wait for: some ten milliseconds.
const few = 1000

// catchUp replays concurrent writes until only a few are left.
func (p *part) catchUp() {
	for {
		var log changes
		p.store.Exclusive(func(*State) {
			if len(p.log) > few {
				log, p.log = p.log, nil
			}
		})
		if log == nil {
			return
		}
		p.replay(log)
	}
}

func (p *part) replay(log changes) {
	t := p.next.tables[p.of.Resource(p.rows.Resource.name).at]
	for _, c := range log {
		if c.old == nil { // a restarted sequence of IDs can yield those that the import has taken
			if row := t.get(c.rec.id); row != nil && row.seq >= p.first && row.seq < p.first+uint64(len(p.rows.Packed)) {
				p.rename(t.res, row)
			}
		}
		p.next.apply(c)
	}
}

// rename gives another ID to a row that nobody has seen yet.
func (p *part) rename(res *Resource, row *Record) {
	renamed := *row
	renamed.id = p.ids.spare(p.next)
	p.next.Delete(res, row)
	p.next.apply(change{res, nil, &renamed})
}

// commit replays the rest and replaces the current state by the next.
func (p *part) commit() error {
	s := p.store
	s.writer.Lock()
	defer s.writer.Unlock()
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.generation != p.generation:
		return ErrReplaced
	case s.state.schema != p.of:
		return errReloaded
	}
	p.replay(p.log)
	for i, t := range s.state.tables {
		p.next.tables[i].lastSeq = t.lastSeq
	}
	p.next.ids = s.state.ids
	s.state = p.next
	s.notify()
	return nil
}

// stop ends the log of writes.
func (p *part) stop(now *State) { now.log = nil }
