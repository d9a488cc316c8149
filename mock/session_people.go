package mock

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	mathrand "math/rand/v2"
	"slices"

	"github.com/leadapi/leadapi/mock/internal/jsonvalue"
	"github.com/leadapi/leadapi/mock/internal/store"
)

// maxPeople is how many leads one call makes up.
const maxPeople = 10_000

// MakeLeads makes up leads of plausible Vietnamese people, adds them as the newest, and returns them oldest first. They are
// in the given list; if list is empty they are spread over all lists, and a list is created if there is none. With mixed
// some were assigned or called. They are repeatable if IDs are.
func (s *Session) MakeLeads(count int, list string, mixed bool) ([]json.RawMessage, error) {
	if count < 1 || count > maxPeople {
		return nil, fmt.Errorf("count: want 1 to %d, not %d", maxPeople, count)
	}
	var made []json.RawMessage
	err := s.Records("lead").add(func(edit store.Edit) error {
		in, err := listsFor(edit, list)
		if err == nil {
			made = makeLeads(edit, count, in, mixed)
		}
		return err
	})
	return made, err
}

// listsFor returns the IDs, as JSON, of the lists for new leads: the given one, all lists, or a new one.
func listsFor(edit store.Edit, list string) ([]string, error) {
	lists := edit.Resource.References()[0].To
	if list != "" {
		rec := edit.State.Find(lists, list)
		if rec == nil {
			return nil, fmt.Errorf("list_uuid: there is no list %q", shorten(list))
		}
		return []string{jsonvalue.Text(rec.ID().String())}, nil
	}
	var all []string
	for rec := range edit.State.All(lists) {
		all = append(all, jsonvalue.Text(rec.ID().String()))
	}
	if slices.Sort(all); len(all) > 0 {
		return all, nil
	}
	values := make([]string, len(lists.Fields()))
	values[lists.Field("list_name")] = jsonvalue.Text(madeList)
	at := edit.At()
	rec := store.Edit{State: edit.State, Resource: lists}.Add(values, at, at)
	return []string{jsonvalue.Text(rec.ID().String())}, nil
}

// makeLeads adds leads created one after the other, until now, but after the existing ones.
func makeLeads(edit store.Edit, count int, in []string, mixed bool) []json.RawMessage {
	now := edit.At()
	since := max(edit.Newest(), now-int64(count)*apart.Microseconds())
	step := max(now-since, 0) / int64(count)
	id := edit.DrawID()
	people := newPeople(edit.Resource, mathrand.New(mathrand.NewPCG(binary.LittleEndian.Uint64(id[:8]), binary.LittleEndian.Uint64(id[8:]))))
	var records []*store.Record
	for i := range count {
		created := now - int64(count-1-i)*step
		updated := created
		people.next(i)
		people.values[people.list] = in[i%len(in)]
		if mixed {
			updated = people.work(created, now)
		}
		records = append(records, edit.Add(people.values, created, updated))
	}
	encoder := edit.State.Encoder(edit.Resource)
	made := make([]json.RawMessage, len(records))
	for i, rec := range records {
		made[i] = encoder.Append(nil, rec)
	}
	return made
}
