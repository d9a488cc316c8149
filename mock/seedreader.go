package mock

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// seedReader reads a state from JSON, record by record: an object with an array of records for each resource, under its
// name and an s (lists, leads). Under "unlisted" stand the ids of records that stay off listings until something writes to
// them, and "ordered": true says that the records stand in the order in which they were created, the oldest first.
type seedReader struct {
	spec     *spec
	data     []byte
	decoder  *json.Decoder
	now      int64 // the time of records that have none
	ids      *ids  // the ids of records that have none
	all      []seeded
	ordered  bool
	unlisted []string
	offset   int64 // of the value that is being read
}

func (sp *spec) newSeedReader(data []byte, now int64, ids *ids) *seedReader {
	return &seedReader{spec: sp, data: data, decoder: json.NewDecoder(bytes.NewReader(data)), now: now, ids: ids}
}

// finish makes the state. Errors begin with the name of the seed and the line of what is wrong.
func (r *seedReader) finish(name string, err error) (*state, error) {
	var made *state
	if err == nil {
		err = r.unlist()
	}
	if err == nil {
		made, err = r.insertSeeded()
	}
	if err != nil {
		line := 1 + bytes.Count(r.data[:min(r.offset, int64(len(r.data)))], []byte("\n"))
		return nil, fmt.Errorf("seed %s:%d: %w", name, line, err)
	}
	return made, nil
}

// at remembers where a record stands, for the line of an error.
func (r *seedReader) at(one *seeded, err error) error {
	r.offset = one.offset
	return fmt.Errorf("%s[%d]: %w", one.res.plural, one.index, err)
}

// passedOver is any JSON value, of which no copy is kept; a state can be as large as the memory has room for.
type passedOver struct{}

// UnmarshalJSON takes what it gets.
func (*passedOver) UnmarshalJSON([]byte) error { return nil }

func (r *seedReader) read() error {
	if err := json.Unmarshal(r.data, &passedOver{}); err != nil { // the decoder does not tell where a mistake is
		var syntax *json.SyntaxError
		if errors.As(err, &syntax) {
			r.offset = syntax.Offset
		}
		return err
	}
	if token, _ := r.decoder.Token(); token != json.Delim('{') {
		return fmt.Errorf("want a JSON object with %s", r.knownKeys())
	}
	for r.decoder.More() {
		r.begin()
		key, err := r.decoder.Token()
		if err != nil {
			return err
		}
		if err := r.readKey(key.(string)); err != nil {
			return err
		}
	}
	return nil
}

// begin notes where the next value begins.
func (r *seedReader) begin() {
	r.offset = r.decoder.InputOffset()
	for r.offset < int64(len(r.data)) && strings.IndexByte(" \t\r\n,:", r.data[r.offset]) >= 0 {
		r.offset++
	}
}

func (r *seedReader) readKey(key string) error {
	switch key {
	case "unlisted":
		if err := r.decoder.Decode(&r.unlisted); err != nil {
			return fmt.Errorf("unlisted: want an array of ids: %w", err)
		}
		return nil
	case "ordered":
		if err := r.decoder.Decode(&r.ordered); err != nil {
			return fmt.Errorf("ordered: want true or false: %w", err)
		}
		return nil
	}
	for _, res := range r.spec.resources {
		if res.plural == key {
			return r.readRecords(res)
		}
	}
	return fmt.Errorf("unknown key %q (%s)", shorten(key), r.knownKeys())
}

func (r *seedReader) knownKeys() string {
	known := map[string]bool{"unlisted": true, "ordered": true}
	for _, res := range r.spec.resources {
		known[res.plural] = true
	}
	return sortedKeys(known)
}

func (r *seedReader) readRecords(res *resource) error {
	token, err := r.decoder.Token()
	if err != nil {
		return err
	}
	if token == nil { // null
		return nil
	}
	if token != json.Delim('[') {
		return fmt.Errorf("%s: want an array of objects", res.plural)
	}
	for i := 0; r.decoder.More(); i++ {
		r.begin()
		one := seeded{res: res, index: i, offset: r.offset}
		var fields map[string]json.RawMessage
		if err := r.decoder.Decode(&fields); err != nil {
			return r.at(&one, fmt.Errorf("want an object: %w", err))
		}
		if err := one.decode(fields, r.now, r.ids); err != nil {
			return r.at(&one, err)
		}
		r.all = append(r.all, one)
	}
	if _, err := r.decoder.Token(); err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	return nil
}

// unlist takes the records with these ids off listings.
func (r *seedReader) unlist() error {
	if len(r.unlisted) == 0 {
		return nil
	}
	byID := make(map[uuid]*record, len(r.all))
	for _, one := range r.all {
		byID[one.rec.id] = one.rec
	}
	for i, text := range r.unlisted {
		id, valid := parseUUID(text)
		if !valid {
			return fmt.Errorf("unlisted[%d]: %q is no uuid in lower case", i, shorten(text))
		}
		if byID[id] == nil {
			return fmt.Errorf("unlisted[%d]: there is no record %q", i, text)
		}
		byID[id].listed = false
	}
	return nil
}
