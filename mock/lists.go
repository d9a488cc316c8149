package mock

import (
	"encoding/json"
	"errors"
	"fmt"
)

// Lists returns the lists that leads can be created in, newest first, as JSON objects.
func (s *Session) Lists() []json.RawMessage {
	spec := s.server.spec.Load()
	lists := spec.resource("list")
	all := []json.RawMessage{}
	s.store.read(spec, func(st *state) {
		for rec := range st.find(lists, nil, st.tables[lists].order.Len(), 0).walk {
			all = append(all, st.encoder(lists).append(nil, rec))
		}
	})
	return all
}

// CreateList makes a list of a JSON object with list_name and further fields of a list, as in a seed. Without list_uuid it
// gets one. It returns the list.
func (s *Session) CreateList(fields json.RawMessage) (json.RawMessage, error) {
	spec := s.server.spec.Load()
	var values map[string]json.RawMessage
	if err := json.Unmarshal(fields, &values); err != nil || values == nil {
		return nil, errors.New("want a JSON object with list_name")
	}
	var made json.RawMessage
	err := errReloaded
	s.store.write(spec, func(st *state) {
		lists := spec.resource("list")
		one := seeded{res: lists}
		if err = one.decode(values, s.clock.tick(), s.ids); err != nil {
			return
		}
		if _, given := values[lists.fields[lists.id].name]; !given && st.get(lists, one.rec.id) != nil {
			one.rec.id = s.ids.nextFor(st, lists) // ids come again after an id_seed
		}
		if st.get(lists, one.rec.id) != nil {
			err = fmt.Errorf("list_uuid: there is a list %s already", one.rec.id)
			return
		}
		st.insert(lists, one.rec)
		made = st.encoder(lists).append(nil, one.rec)
	})
	return made, err
}
