package store

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/leadapi/leadapi/mock/internal/jsonvalue"
	"github.com/leadapi/leadapi/openapi"
)

// Source is records as JSON: an object with an array of records per resource, under its plural (lists, leads). "unlisted"
// has the IDs of records that pages do not show until something writes to them. "ordered": true, as Export writes it, means
// that records are in the order of their creation, oldest first, and that values keep their types. "gone", written by Export
// too, has referenced IDs whose record does not exist.
type Source struct {
	Name  string // for errors
	Data  []byte
	At    int64 // the time of records without one, in microseconds since 1970
	IDs   *IDs  // the IDs of records without one
	Loose bool  // whether references may name records that do not exist
}

// Batch is records to add to a state.
type Batch struct {
	schema   *Schema
	source   Source
	arriving [][]arriving // by resource
	refs     map[string]string
	ordered  bool
	gone     map[string]bool // JSON values of references to records that do not exist
	unlisted []string
	offset   int // of the value that is being read
}

// arriving is a record of a batch.
type arriving struct {
	rec    *Record
	copied []copiedValue
	index  int // in the array of its resource
	offset int // of its first byte in the source
}

// Read reads records. Errors start with the name of the source and the line.
func (s *Schema) Read(source Source) (*Batch, error) {
	source.Data = openapi.UTF8(source.Data)
	b := &Batch{schema: s, source: source, arriving: make([][]arriving, len(s.resources)), refs: map[string]string{}}
	err := b.read()
	if err == nil {
		err = b.unlist()
	}
	return b, b.located(err)
}

// located adds the place to an error.
func (b *Batch) located(err error) error {
	if err == nil {
		return nil
	}
	line := 1 + bytes.Count(b.source.Data[:min(b.offset, len(b.source.Data))], []byte("\n"))
	return fmt.Errorf("seed %s:%d: %w", b.source.Name, line, err)
}

// of remembers the place of a record, for the line of an error.
func (b *Batch) of(res *Resource, record *arriving, err error) error {
	b.offset = record.offset
	return fmt.Errorf("%s[%d]: %w", res.plural, record.index, err)
}

// IDs returns the IDs of the records of a resource, in the order of the source.
func (b *Batch) IDs(res *Resource) []UUID {
	var all []UUID
	for _, record := range b.arriving[res.at] {
		all = append(all, record.rec.id)
	}
	return all
}

// Add adds a record with JSON values by field; an empty value means the default. at is its time in microseconds since 1970.
func (b *Batch) Add(res *Resource, id UUID, values []string, at int64) {
	b.add(res, arriving{rec: &Record{id: id, created: at, updated: at, listed: true, seeded: true}}, values)
}

func (b *Batch) add(res *Resource, record arriving, values []string) {
	record.rec.data = res.Pack(values)
	if res.ref >= 0 && values[res.ref] != "" {
		ref, known := b.refs[values[res.ref]]
		if !known {
			ref = values[res.ref]
			b.refs[ref] = ref
		}
		record.rec.ref = ref
	}
	b.arriving[res.at] = append(b.arriving[res.at], record)
}

// State returns a state with the records, which are given oldest first. ids generates the IDs of later records.
func (b *Batch) State(ids *IDs) (*State, error) {
	st := newState(b.schema, ids)
	for _, res := range b.schema.copiedFirst() {
		all := b.arriving[res.at]
		if !b.ordered {
			slices.SortStableFunc(all, func(a, b arriving) int { return cmp.Compare(a.rec.created, b.rec.created) })
		}
		records := make([]*Record, len(all))
		for i := range all {
			records[i] = all[i].rec
			records[i].seq = uint64(i + 1)
		}
		if twice := st.setAll(st.tables[res.at], records); twice != nil {
			record := &all[twice.seq-1]
			return nil, b.located(b.of(res, record, fmt.Errorf("%s %s is repeated", res.ID(), twice.id)))
		}
		for i := range all {
			if err := st.check(res, all[i].rec, all[i].copied, b.mayLeadNowhere); err != nil {
				return nil, b.located(b.of(res, &all[i], fmt.Errorf("%w of the seed", err)))
			}
		}
	}
	return st, nil
}

// mayLeadNowhere reports whether a reference may have a value that identifies no record.
func (b *Batch) mayLeadNowhere(value string) bool { return b.source.Loose || b.gone[value] }

// check returns an error for a record with an invalid reference, or with a value for a copied field that differs from the
// other record's.
func (st *State) check(res *Resource, rec *Record, copied []copiedValue, mayLeadNowhere func(value string) bool) error {
	for _, reference := range res.copies {
		value := res.stored(rec, reference.By)
		if st.Target(reference, value) != nil || mayLeadNowhere(value) {
			continue
		}
		if value == `""` {
			return fmt.Errorf("%s is missing; it must name a %s", res.fields[reference.By].Name, reference.To.name)
		}
		return fmt.Errorf("%s %s names no %s", res.fields[reference.By].Name, value, reference.To.name)
	}
	for _, said := range copied {
		if is := st.Value(res, rec, said.field); is != said.value {
			f := &res.fields[said.field]
			return fmt.Errorf("%s is %s, but the %s has %s", f.Name, said.value, res.copies[f.copied].To.name, is)
		}
	}
	return nil
}

func (b *Batch) read() error {
	from := &scanner{data: b.source.Data}
	err := b.readKeys(from)
	if from.peek(); err == nil && from.at < len(from.data) {
		from.fail() // something follows
	}
	if !from.bad {
		return err
	}
	err = json.Unmarshal(b.source.Data, &json.RawMessage{})
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		b.offset = int(syntax.Offset)
	}
	return err
}

func (b *Batch) readKeys(from *scanner) error {
	if from.peek() != '{' {
		from.value()
		return fmt.Errorf("want a JSON object with %s", b.knownKeys())
	}
	from.enter()
	for from.more('}') {
		b.offset = from.at
		key := string(from.key())
		if from.bad {
			return errNotJSON
		}
		if err := b.readKey(key, from); err != nil {
			return err
		}
	}
	return nil
}

func (b *Batch) readKey(key string, from *scanner) error {
	switch key {
	case "unlisted":
		if err := json.Unmarshal(from.value(), &b.unlisted); err != nil {
			return fmt.Errorf("unlisted: want an array of ids: %w", err)
		}
		return nil
	case "ordered":
		if err := json.Unmarshal(from.value(), &b.ordered); err != nil {
			return fmt.Errorf("ordered: want true or false: %w", err)
		}
		return nil
	}
	if key == "gone" && b.schema.plural(key) == nil { // it is not among the keys that errors name, because no seed needs it
		return b.readGone(from.value())
	}
	for _, res := range b.schema.resources {
		if res.plural == key {
			return b.readRecords(res, from)
		}
	}
	return fmt.Errorf("unknown key %q (%s)", shorten(key), b.knownKeys())
}

func (b *Batch) readGone(list []byte) error {
	var values []json.RawMessage
	if err := json.Unmarshal(list, &values); err != nil {
		return fmt.Errorf("gone: want an array of what records refer to: %w", err)
	}
	b.gone = map[string]bool{}
	for _, value := range values {
		decoded, err := jsonvalue.Decode(value)
		if err != nil {
			return fmt.Errorf("gone: %w", err)
		}
		b.gone[jsonvalue.Encode(decoded)] = true
	}
	return nil
}

func (b *Batch) knownKeys() string {
	known := map[string]bool{"unlisted": true, "ordered": true}
	for _, res := range b.schema.resources {
		known[res.plural] = true
	}
	return sortedNames(known)
}

func (b *Batch) readRecords(res *Resource, from *scanner) error {
	switch from.peek() {
	case 'n': // null
		from.value()
		return nil
	case '[':
		from.enter()
	default:
		return fmt.Errorf("%s: want an array of objects", res.plural)
	}
	said := newDecoded(res)
	said.anyType = b.ordered
	for i := 0; from.more(']'); i++ {
		record := arriving{index: i, offset: from.at}
		if err := said.read(res, from); err != nil {
			return b.of(res, &record, err)
		}
		record.rec = &Record{id: said.id, listed: true, seeded: true}
		if !said.given[res.id] {
			record.rec.id = b.source.IDs.Next()
		}
		record.rec.created, record.rec.updated = said.times(res, b.source.At)
		record.copied = slices.Clone(said.copied)
		b.add(res, record, said.values)
	}
	return nil
}

// unlist removes the records with these IDs from pages.
func (b *Batch) unlist() error {
	if len(b.unlisted) == 0 {
		return nil
	}
	byID := map[UUID]*Record{}
	for _, all := range b.arriving {
		for _, record := range all {
			byID[record.rec.id] = record.rec
		}
	}
	for i, text := range b.unlisted {
		id, valid := ParseUUID(text)
		if !valid {
			return fmt.Errorf("unlisted[%d]: %q is not a uuid in lower case", i, shorten(text))
		}
		if byID[id] == nil {
			return fmt.Errorf("unlisted[%d]: there is no record %q", i, text)
		}
		byID[id].listed = false
	}
	return nil
}
