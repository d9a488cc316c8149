package target

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// The bounds of a reply besides its length in bytes. The documented replies nest three levels deep; the largest page of leads that fits
// into the length has 72,000 values.
const (
	maxDepth    = 50
	maxValues   = 100_000
	maxProblems = 20
	maxKey      = 100 // bytes of a key that a problem shows
)

// DecodeStrict decodes a single JSON value. Numbers keep their spelling (json.Number). problems lists what encoding/json accepts but
// another client might not: duplicate keys. Invalid JSON is an error, and so is a value that nests more than 50 levels deep or holds
// more than 100,000 others.
func DecodeStrict(body []byte) (value any, problems []string, err error) {
	switch {
	case len(bytes.TrimSpace(body)) == 0:
		return nil, nil, errors.New("the body is empty")
	case !utf8.Valid(body):
		return nil, nil, errors.New("the body is not UTF-8")
	}
	var whole json.RawMessage
	if err := json.Unmarshal(body, &whole); err != nil {
		return nil, nil, fmt.Errorf("not one JSON value: %w", err) // covers trailing bytes as well
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	strict := strictDecoder{decoder: decoder}
	value, err = strict.value()
	if err != nil {
		return nil, nil, err
	}
	if more := strict.twice - len(strict.problems); more > 0 {
		strict.problems = append(strict.problems, fmt.Sprintf("and %d more", more))
	}
	return value, strict.problems, nil
}

type strictDecoder struct {
	decoder  *json.Decoder
	path     []step // to the current value
	values   int
	twice    int // number of duplicate keys; problems lists the first ones
	problems []string
}

// step is one element of a path. A path becomes a text only if it is printed: a text for each value would need quadratic space for a
// reply with a long key.
type step struct {
	key   string
	index int // in an array, instead of key; -1 in an object
}

func (d *strictDecoder) value() (any, error) {
	if len(d.path) > maxDepth {
		return nil, fmt.Errorf("%s: nested deeper than %d", d.place(), maxDepth)
	}
	if d.values++; d.values > maxValues {
		return nil, fmt.Errorf("more than %d values", maxValues)
	}
	token, err := d.decoder.Token()
	if err != nil {
		return nil, err
	}
	switch token {
	case json.Delim('{'):
		return d.object()
	case json.Delim('['):
		return d.array()
	}
	return token, nil
}

func (d *strictDecoder) object() (any, error) {
	object := map[string]any{}
	for d.decoder.More() {
		token, err := d.decoder.Token()
		if err != nil {
			return nil, err
		}
		key := token.(string) // the decoder has checked that it is one
		_, twice := object[key]
		if object[key], err = d.at(step{key: key, index: -1}, twice); err != nil {
			return nil, err
		}
	}
	_, err := d.decoder.Token()
	return object, err
}

func (d *strictDecoder) array() (any, error) {
	array := []any{}
	for d.decoder.More() {
		value, err := d.at(step{index: len(array)}, false)
		if err != nil {
			return nil, err
		}
		array = append(array, value)
	}
	_, err := d.decoder.Token()
	return array, err
}

// at decodes the value at a step.
func (d *strictDecoder) at(s step, twice bool) (any, error) {
	d.path = append(d.path, s)
	if twice {
		if d.twice++; len(d.problems) < maxProblems {
			d.problems = append(d.problems, d.place()+" is there twice")
		}
	}
	value, err := d.value()
	d.path = d.path[:len(d.path)-1]
	return value, err
}

// place returns the path as a text, for example data[1].lead_name.
func (d *strictDecoder) place() string {
	var out strings.Builder
	for i, s := range d.path {
		switch {
		case s.index >= 0:
			out.WriteString("[" + strconv.Itoa(s.index) + "]")
		case i > 0:
			out.WriteString("." + shortKey(s.key))
		default:
			out.WriteString(shortKey(s.key))
		}
	}
	return out.String()
}

func shortKey(key string) string {
	if len(key) <= maxKey {
		return key
	}
	return strings.ToValidUTF8(key[:maxKey], "") + "…"
}
