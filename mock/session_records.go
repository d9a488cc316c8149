package mock

import (
	"encoding/json"
	"errors"
	"fmt"
	"iter"

	"github.com/leadapi/leadapi/mock/internal/store"
)

// ErrNotFound is returned if there is no record with an ID.
var ErrNotFound = errors.New("not found")

// ErrNoResource is returned if no spec has a resource with a name.
var ErrNoResource = errors.New("there is no resource")

// Records are the records of one resource in a session, such as leads or lists, for tests that prepare data or check what a
// client has stored. A record is a JSON object with the fields of the resource, as in a seed: any field can be given, IDs
// and times too, and its type is checked. No HTTP request is made or logged.
type Records struct {
	session  *Session
	resource string
}

// Records returns the records of a resource: lead, list (or leads, lists), or one of a spec given with WithSpec. If there is
// no such resource, each method returns ErrNoResource.
func (s *Session) Records(resource string) *Records { return &Records{session: s, resource: resource} }

// Create adds a record as the newest and returns it as lists show it. Without an ID it gets the next one; without times, the
// time of the session's clock. It fails if the ID is taken, or if the record refers to one that does not exist.
func (r *Records) Create(record json.RawMessage) (json.RawMessage, error) {
	made, err := r.CreateAll([]json.RawMessage{record})
	var wrong *recordError
	if errors.As(err, &wrong) {
		return nil, wrong.err
	}
	if err != nil {
		return nil, err
	}
	return made[0], nil
}

// Get returns the record with an ID, or ErrNotFound.
func (r *Records) Get(id string) (json.RawMessage, error) {
	spec, res, err := r.find()
	if err != nil {
		return nil, err
	}
	var found json.RawMessage
	err = ErrNotFound
	if !r.session.store.Read(spec.schema, func(st *store.State) {
		if rec := st.Find(res, id); rec != nil {
			found, err = st.Encoder(res).Append(nil, rec), nil
		}
	}) {
		return r.Get(id) // the documents were reloaded
	}
	return found, r.about(id, err)
}

// Update replaces the given fields of a record, even by empty strings, and returns the record. Its time of change becomes
// that of the session's clock unless it is given. It returns ErrNotFound for an unknown ID.
func (r *Records) Update(id string, fields json.RawMessage) (json.RawMessage, error) {
	var made json.RawMessage
	err := r.add(func(edit store.Edit) error {
		old := edit.State.Find(edit.Resource, id)
		if old == nil {
			return r.about(id, ErrNotFound)
		}
		rec, err := edit.Update(old, fields)
		if err == nil {
			made = edit.State.Encoder(edit.Resource).Append(nil, rec)
		}
		return err
	})
	return made, err
}

// Delete deletes a record, or returns ErrNotFound.
func (r *Records) Delete(id string) error {
	return r.edit(func(edit store.Edit) error {
		rec := edit.State.Find(edit.Resource, id)
		if rec == nil {
			return r.about(id, ErrNotFound)
		}
		edit.State.Delete(edit.Resource, rec)
		return nil
	})
}

// All yields all records, newest first, including those that the API's lists do not show. It shows one moment, whatever is
// written meanwhile. If the resource does not exist, it yields only an error.
func (r *Records) All() iter.Seq2[json.RawMessage, error] {
	return func(yield func(json.RawMessage, error) bool) {
		spec, st := r.session.copied()
		res, err := spec.resource(r.resource)
		if err != nil {
			yield(nil, err)
			return
		}
		encoder := st.Encoder(res)
		for rec := range st.All(res) {
			if !yield(encoder.Append(nil, rec), nil) {
				return
			}
		}
	}
}

// add is edit for a change that takes memory.
func (r *Records) add(change func(store.Edit) error) error {
	if r.session.room() <= 0 {
		return errKept
	}
	return r.edit(change)
}

// edit calls change with exclusive access and returns its error.
func (r *Records) edit(change func(store.Edit) error) error {
	spec, res, err := r.find()
	if err != nil {
		return err
	}
	s := r.session
	write := s.store.Write
	if res.Copied() {
		write = s.store.WriteBeside
	}
	defer s.countRecords()
	if !write(spec.schema, func(st *store.State) {
		err = change(store.Edit{State: st, Resource: res, At: s.clock.tick, Loose: s.server.config.anyList})
	}) {
		return r.edit(change) // the documents were reloaded
	}
	return err
}

func (r *Records) find() (*spec, *store.Resource, error) {
	spec := r.session.server.spec.Load()
	res, err := spec.resource(r.resource)
	return spec, res, err
}

// about adds the record to an error.
func (r *Records) about(id string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s %s: %w", r.resource, shorten(id), err)
}

// resource returns the resource with a name, or with a key in a state.
func (sp *spec) resource(name string) (*store.Resource, error) {
	for _, res := range sp.schema.Resources() {
		if name == res.Name() || name == res.Plural() {
			return res, nil
		}
	}
	return nil, fmt.Errorf("%w %q (%s)", ErrNoResource, shorten(name), sp.resourceNames())
}
