package mock

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// jsonText writes a string as JSON. Most need no escape, and an import has millions of them.
func jsonText(text string) string {
	if isPlain(text) {
		return `"` + text + `"`
	}
	encoded, _ := json.Marshal(text) // a string always can
	return string(encoded)
}

// isPlain says that encoding/json would write the text as it is.
func isPlain(text string) bool {
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c < ' ', c == '"', c == '\\', c == '<', c == '>', c == '&', c == 0x7f, c == 0xe2: // 0xe2 begins U+2028
			return false
		}
	}
	return utf8.ValidString(text)
}

// jsonValue writes what decodeJSON has read.
func jsonValue(value any) string {
	if text, ok := value.(string); ok {
		return jsonText(text)
	}
	encoded, _ := json.Marshal(value) // what was decoded from JSON always can
	return string(encoded)
}

// decodeJSON reads one JSON value and nothing after it. Numbers stay as they are written. Of a repeated key the last
// one counts (A10). Errors are in the words of encoding/json where it has any (A07).
func decodeJSON(body []byte) (any, error) {
	if !utf8.Valid(body) {
		return nil, errors.New("invalid UTF-8 in JSON body")
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		if errors.Is(err, io.EOF) {
			return nil, errors.New("unexpected end of JSON input")
		}
		return nil, err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("unexpected text after the JSON value, at byte %d", decoder.InputOffset())
	}
	return value, nil
}

func sortedKeys[V any](m map[string]V) string {
	return strings.Join(slices.Sorted(maps.Keys(m)), ", ")
}
