package store

// Made returns how many records were created in a state so far, those of its seed included.
func (st *State) Made() (records uint64) {
	for _, t := range st.tables {
		records += t.lastSeq
	}
	return records
}
