package mock

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/leadapi/leadapi/mock/internal/store"
)

// CreateAll creates records from first to last, all of them or none. An error starts with the index of the record, such as
// [2]. There can be any number, none too: the 10,000 of the control API bound what a client can send at once.
func (r *Records) CreateAll(records []json.RawMessage) ([]json.RawMessage, error) {
	made := make([]json.RawMessage, 0, len(records))
	err := r.add(func(edit store.Edit) error {
		var created []*store.Record
		for i, record := range records {
			rec, err := edit.Create(record)
			if err != nil {
				for _, rec := range created {
					edit.State.Delete(edit.Resource, rec)
				}
				return &recordError{i, err}
			}
			created = append(created, rec)
		}
		encoder := edit.State.Encoder(edit.Resource)
		for _, rec := range created {
			made = append(made, encoder.Append(nil, rec))
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return made, nil
}

// UpdateAll updates records, each of which has its ID: all of them or none. An error starts with the index of the record,
// such as [2].
func (r *Records) UpdateAll(records []json.RawMessage) ([]json.RawMessage, error) {
	made := make([]json.RawMessage, 0, len(records))
	err := r.add(func(edit store.Edit) error {
		var before, after []*store.Record
		for i, record := range records {
			old, rec, err := r.updateOne(edit, record)
			if err != nil {
				for n := len(after) - 1; n >= 0; n-- {
					edit.Undo(before[n], after[n])
				}
				return &recordError{i, err}
			}
			before, after = append(before, old), append(after, rec)
		}
		encoder := edit.State.Encoder(edit.Resource)
		for _, rec := range after {
			made = append(made, encoder.Append(nil, rec))
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return made, nil
}

func (r *Records) updateOne(edit store.Edit, record json.RawMessage) (old, rec *store.Record, err error) {
	id, err := edit.IDOf(record)
	switch {
	case err != nil:
		return nil, nil, err
	case id == "":
		return nil, nil, errors.New(edit.Resource.ID() + " is missing; it identifies the record to update")
	}
	if old = edit.State.Find(edit.Resource, id); old == nil {
		return nil, nil, r.about(id, ErrNotFound)
	}
	rec, err = edit.Update(old, record)
	return old, rec, err
}

// DeleteAll deletes all records of the resource.
func (r *Records) DeleteAll() error {
	return r.edit(func(edit store.Edit) error {
		var all []*store.Record
		for rec := range edit.State.All(edit.Resource) {
			all = append(all, rec)
		}
		for _, rec := range all {
			edit.State.Delete(edit.Resource, rec)
		}
		return nil
	})
}

// Page returns up to limit records after the first offset ones, in the order of All, and the number of all records.
// A negative number is an error.
func (r *Records) Page(limit, offset int) (found []json.RawMessage, total int, err error) {
	if limit < 0 || offset < 0 {
		return nil, 0, fmt.Errorf("limit, offset: want 0 or more, not %d and %d", limit, offset)
	}
	spec, st := r.session.copied()
	res, err := spec.resource(r.resource)
	if err != nil {
		return nil, 0, err
	}
	found, total = []json.RawMessage{}, st.Count()[res.Name()]
	encoder, at := st.Encoder(res), 0
	for rec := range st.All(res) {
		if len(found) >= limit {
			break
		}
		if at++; at > offset {
			found = append(found, encoder.Append(nil, rec))
		}
	}
	return found, total, nil
}

// recordError is an error about one of several records.
type recordError struct {
	at  int
	err error
}

func (e *recordError) Error() string { return fmt.Sprintf("[%d]: %v", e.at, e.err) }
func (e *recordError) Unwrap() error { return e.err }
