package store

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/leadapi/leadapi/mock/internal/jsonvalue"
)

// decoded is a record as a JSON object gives it.
type decoded struct {
	id               UUID
	created, updated int64
	values           []string // by field; of settable fields only
	given            []bool   // by field
	copied           []copiedValue
	anyType          bool // values need not have the declared types
}

// copiedValue is a given value for a copied field, to be compared with the other record's.
type copiedValue struct {
	field int
	value string
}

func newDecoded(res *Resource) *decoded {
	return &decoded{values: make([]string, len(res.fields)), given: make([]bool, len(res.fields))}
}

// read reads the object at the scanner's position. If a name is repeated, the last value wins.
func (d *decoded) read(res *Resource, from *scanner) error {
	clear(d.values)
	clear(d.given)
	d.copied = d.copied[:0]
	if from.peek() != '{' {
		return fmt.Errorf("want an object, not %s", shorten(string(from.value())))
	}
	from.enter()
	for from.more('}') {
		name := from.key()
		value := from.value()
		if from.bad {
			return errNotJSON
		}
		field, known := res.byName[string(name)]
		if !known {
			return fmt.Errorf("unknown field %q (%s)", shorten(string(name)), res.fieldNames())
		}
		if err := d.set(res, field, value); err != nil {
			return fmt.Errorf("%s: %w", res.fields[field].Name, err)
		}
		d.given[field] = true
	}
	return nil
}

func (d *decoded) set(res *Resource, field int, raw []byte) (err error) {
	f := &res.fields[field]
	switch f.kind {
	case idField:
		d.id, err = decodeID(raw)
	case createdField:
		d.created, err = decodeTime(raw)
	case updatedField:
		d.updated, err = decodeTime(raw)
	case plainField:
		d.values[field], err = f.decode(raw, d.anyType)
	case copiedField:
		var value string
		value, err = f.decode(raw, d.anyType)
		d.copied = append(d.copied, copiedValue{field, value})
	}
	return err
}

// times returns the given stamps, or now if they are not given.
func (d *decoded) times(res *Resource, now int64) (created, updated int64) {
	created, updated = now, now
	for i := range res.fields {
		if d.given[i] && res.fields[i].kind == createdField {
			created, updated = d.created, d.created
		}
	}
	for i := range res.fields {
		if d.given[i] && res.fields[i].kind == updatedField {
			updated = d.updated
		}
	}
	return created, updated
}

func (res *Resource) fieldNames() string {
	names := make([]string, len(res.fields))
	for i, f := range res.fields {
		names[i] = f.Name
	}
	return strings.Join(names, ", ")
}

func decodeID(raw []byte) (UUID, error) {
	id, valid := parseJSON(string(raw))
	if !valid { // escapes are rare
		var text string
		_ = json.Unmarshal(raw, &text) // a value that is not a string is not a uuid
		id, valid = ParseUUID(text)
	}
	if !valid {
		return id, fmt.Errorf("%s is not a uuid in lower case", shorten(string(raw)))
	}
	return id, nil
}

func decodeTime(raw []byte) (int64, error) {
	var at time.Time
	if err := at.UnmarshalJSON(raw); err != nil || string(raw) == "null" {
		return 0, fmt.Errorf("%s is not an RFC 3339 time", shorten(string(raw)))
	}
	return at.UnixMicro(), CheckYear(at)
}

// decode checks a JSON value against the type of the field and returns it as records store it.
func (f *Field) decode(raw []byte, anyType bool) (string, error) {
	if raw[0] == '"' && f.Type == "string" {
		if text := string(raw); jsonvalue.IsPlain(text[1 : len(text)-1]) {
			return text, nil // the usual case, for a million records
		}
	}
	value, err := jsonvalue.Decode(raw)
	if err != nil {
		return "", err
	}
	fits := false
	switch value := value.(type) {
	case nil:
		fits = f.nullable
	case string:
		fits = f.Type == "string"
	case bool:
		fits = f.Type == "boolean"
	case json.Number:
		fits = f.Type == "number" || f.Type == "integer" && isWhole(value.String())
	case []any:
		fits = f.Type == "array"
	case map[string]any:
		fits = f.Type == "object"
	}
	if !fits && !anyType {
		return "", fmt.Errorf("want %s, not %s", f.Type, shorten(string(raw)))
	}
	return jsonvalue.Encode(value), nil
}

// isWhole reports whether a JSON number is an integer; to a schema 1.0 is one.
func isWhole(number string) bool {
	if _, err := strconv.ParseInt(number, 10, 64); err == nil {
		return true
	}
	value, err := strconv.ParseFloat(number, 64)
	return err == nil && value == math.Trunc(value)
}

// shorten bounds what a client's text adds to an error.
func shorten(text string) string {
	const limit = 80
	if len(text) <= limit {
		return text
	}
	return strings.ToValidUTF8(text[:limit], "") + "..."
}
