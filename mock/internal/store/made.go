package store

// Made returns how many records were ever made in a state, those of its seed included.
func (st *State) Made() (records uint64) {
	for _, t := range st.tables {
		records += t.lastSeq
	}
	return records
}
