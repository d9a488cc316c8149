// Package jsonvalue reads and writes JSON values as the mock stores and sends them.
package jsonvalue

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// Text returns a string as JSON. Most strings need no escape, and an import has millions of them.
func Text(text string) string {
	if IsPlain(text) {
		return `"` + text + `"`
	}
	encoded, _ := json.Marshal(text) // a string always can be encoded
	return string(encoded)
}

// IsPlain reports whether encoding/json would write the text without escapes.
func IsPlain(text string) bool {
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c < ' ', c == '"', c == '\\', c == '<', c == '>', c == '&', c == 0x7f, c == 0xe2: // 0xe2 starts U+2028
			return false
		}
	}
	return utf8.ValidString(text)
}

// Encode returns the JSON of a value that Decode has returned.
func Encode(value any) string {
	if text, ok := value.(string); ok {
		return Text(text)
	}
	encoded, _ := json.Marshal(value) // what was decoded from JSON always can be encoded
	return string(encoded)
}

// ErrEnds is returned for a text that is empty or ends too early, in the words of json.Unmarshal.
var ErrEnds = errors.New("unexpected end of JSON input")

// Decode decodes one JSON value and nothing after it. Numbers keep their text. If a key is repeated, the last value wins
// (A10). Errors are those of encoding/json if it has any (A07).
func Decode(body []byte) (any, error) {
	if !utf8.Valid(body) {
		return nil, errors.New("invalid UTF-8 in JSON body")
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return nil, ErrEnds
		}
		return nil, err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("unexpected text after the JSON value, at byte %d", decoder.InputOffset())
	}
	return value, nil
}
