package target

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"unicode/utf8"
)

// deepest is how deep a reply may nest. The page's replies nest three deep.
const deepest = 50

// DecodeStrict reads one JSON value and nothing else. Numbers stay as they are written (json.Number). What encoding/json
// lets pass and another client would trip over is in problems: duplicate keys. What is no JSON at all is an error.
func DecodeStrict(body []byte) (value any, problems []string, err error) {
	switch {
	case len(bytes.TrimSpace(body)) == 0:
		return nil, nil, errors.New("the body is empty")
	case !utf8.Valid(body):
		return nil, nil, errors.New("the body is not UTF-8")
	}
	var whole json.RawMessage
	if err := json.Unmarshal(body, &whole); err != nil {
		return nil, nil, fmt.Errorf("not one JSON value: %w", err) // names trailing bytes too
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	strict := strictDecoder{decoder: decoder}
	value, err = strict.value("", 0)
	return value, strict.problems, err
}

type strictDecoder struct {
	decoder  *json.Decoder
	problems []string
}

func (d *strictDecoder) value(path string, depth int) (any, error) {
	if depth > deepest {
		return nil, fmt.Errorf("%s: nested deeper than %d", path, deepest)
	}
	token, err := d.decoder.Token()
	if err != nil {
		return nil, err
	}
	switch token {
	case json.Delim('{'):
		return d.object(path, depth)
	case json.Delim('['):
		return d.array(path, depth)
	}
	return token, nil
}

func (d *strictDecoder) object(path string, depth int) (any, error) {
	object := map[string]any{}
	for d.decoder.More() {
		token, err := d.decoder.Token()
		if err != nil {
			return nil, err
		}
		key := token.(string) // the decoder has checked that it is one
		at := Join(path, key)
		if _, twice := object[key]; twice {
			d.problems = append(d.problems, at+" is there twice")
		}
		if object[key], err = d.value(at, depth+1); err != nil {
			return nil, err
		}
	}
	_, err := d.decoder.Token()
	return object, err
}

func (d *strictDecoder) array(path string, depth int) (any, error) {
	array := []any{}
	for d.decoder.More() {
		value, err := d.value(fmt.Sprintf("%s[%d]", path, len(array)), depth+1)
		if err != nil {
			return nil, err
		}
		array = append(array, value)
	}
	_, err := d.decoder.Token()
	return array, err
}

func Join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}
