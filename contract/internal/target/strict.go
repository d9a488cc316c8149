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
	strict := strictDecoder{rest: whole}
	value, err = strict.value()
	if err != nil {
		return nil, nil, err
	}
	if more := strict.twice - len(strict.problems); more > 0 {
		strict.problems = append(strict.problems, fmt.Sprintf("and %d more", more))
	}
	return value, strict.problems, nil
}

// strictDecoder decodes text that is known to be valid JSON.
type strictDecoder struct {
	rest     []byte // after the last value
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
	switch d.next() {
	case '{':
		return d.object()
	case '[':
		return d.array()
	case '"':
		return d.text(), nil
	}
	end := bytes.IndexAny(d.rest, ",]} \t\r\n")
	if end < 0 {
		end = len(d.rest)
	}
	word := string(d.rest[:end])
	d.rest = d.rest[end:]
	switch word {
	case "null":
		return nil, nil
	case "true", "false":
		return word == "true", nil
	}
	return json.Number(word), nil
}

// next skips white space and returns the next byte.
func (d *strictDecoder) next() byte {
	d.rest = bytes.TrimLeft(d.rest, " \t\r\n")
	return d.rest[0]
}

// text decodes the string that starts here.
func (d *strictDecoder) text() string {
	end := 1
	for ; d.rest[end] != '"'; end++ {
		if d.rest[end] == '\\' {
			end++
		}
	}
	quoted := d.rest[:end+1]
	d.rest = d.rest[end+1:]
	if bytes.IndexByte(quoted, '\\') < 0 {
		return string(quoted[1:end])
	}
	var text string
	_ = json.Unmarshal(quoted, &text) // it is valid
	return text
}

// more skips a separator, and reports whether another member or item follows before the end.
func (d *strictDecoder) more(end byte) bool {
	if d.next() == ',' {
		d.rest = d.rest[1:]
	}
	if d.next() != end {
		return true
	}
	d.rest = d.rest[1:]
	return false
}

func (d *strictDecoder) object() (any, error) {
	d.rest = d.rest[1:]
	object := map[string]any{}
	for d.more('}') {
		key := d.text()
		_ = d.next()
		d.rest = d.rest[1:] // the colon
		_, twice := object[key]
		value, err := d.at(step{key: key, index: -1}, twice)
		if err != nil {
			return nil, err
		}
		object[key] = value
	}
	return object, nil
}

func (d *strictDecoder) array() (any, error) {
	d.rest = d.rest[1:]
	array := []any{}
	for d.more(']') {
		value, err := d.at(step{index: len(array)}, false)
		if err != nil {
			return nil, err
		}
		array = append(array, value)
	}
	return array, nil
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
