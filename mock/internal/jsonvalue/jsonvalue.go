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

// Text writes a string as JSON. Most need no escape, and an import has millions of them.
func Text(text string) string {
	if IsPlain(text) {
		return `"` + text + `"`
	}
	encoded, _ := json.Marshal(text) // a string always can
	return string(encoded)
}

// IsPlain says that encoding/json would write the text as it is.
func IsPlain(text string) bool {
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c < ' ', c == '"', c == '\\', c == '<', c == '>', c == '&', c == 0x7f, c == 0xe2: // 0xe2 begins U+2028
			return false
		}
	}
	return utf8.ValidString(text)
}

// Encode writes what Decode has read.
func Encode(value any) string {
	if text, ok := value.(string); ok {
		return Text(text)
	}
	encoded, _ := json.Marshal(value) // what was decoded from JSON always can
	return string(encoded)
}

// ErrEnds says that a text ends too early, or is empty, as json.Unmarshal says it.
var ErrEnds = errors.New("unexpected end of JSON input")

// Decode reads one JSON value and nothing after it. Numbers stay as they are written. Of a repeated key the last
// one counts (A10). Errors are in the words of encoding/json where it has any (A07).
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
