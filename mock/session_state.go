package mock

import (
	"io"

	"github.com/leadapi/leadapi/mock/internal/store"
)

// ExportState writes all records as JSON, one per line, in the format that WithSeed, WithState and ImportState read.
func (s *Session) ExportState(w io.Writer) error {
	_, st := s.copied()
	return st.Export(w)
}

// copied returns an independent copy of the records, and the documents that it follows.
func (s *Session) copied() (*spec, *store.State) {
	for {
		spec := s.server.spec.Load()
		if st := s.store.Snapshot(spec.schema); st != nil {
			return spec, st
		}
	}
}

// ImportState replaces all records by those of data, or none if there is an error. It cancels imports in progress. Errors
// show name.
func (s *Session) ImportState(name string, data []byte) error {
	config := &s.server.config
	batch, err := s.server.spec.Load().schema.Read(store.Source{
		Name:  name,
		Data:  data,
		At:    s.clock.tick(),
		IDs:   newIDs(config.idSeed, "seed"),
		Loose: config.anyList,
	})
	if err != nil {
		return err
	}
	made, err := batch.State(nil)
	if err != nil {
		return err
	}
	if !s.takes(made) {
		return errKept
	}
	s.jobs.cancel()
	s.store.Replace(func(now *store.State) *store.State {
		made.ContinueIDs(now)
		return made
	})
	s.countRecords()
	return nil
}

// takes reports whether the session has room for a state that is to replace its own, and that it then does not share.
func (s *Session) takes(made *store.State) bool {
	made.Own()
	return made.Added() <= s.room()+s.store.Added()
}
