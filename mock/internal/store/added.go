package store

// RecordBytes is about what a record takes in memory besides its data: itself, and its places in the indexes.
const RecordBytes = 256

// size returns the memory that a record takes in its state: none if it is of a seed, which states share.
func (rec *Record) size() int64 {
	if rec == nil || rec.seeded {
		return 0
	}
	return RecordBytes + int64(len(rec.data))
}

// Added returns about how many bytes the records take that are not of a shared seed.
func (st *State) Added() int64 { return st.added }

// Own counts all records as added: no other state shares those of this one. Nobody else may use the state yet.
func (st *State) Own() {
	st.added = 0
	for _, t := range st.tables {
		t.inOrder(func(rec *Record) bool {
			rec.seeded = false
			st.added += rec.size()
			return true
		})
	}
}

// Added returns about how many bytes the records take that are not of a shared seed, as of the last write.
func (s *Store) Added() int64 { return s.added.Load() }
