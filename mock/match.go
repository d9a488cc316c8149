package mock

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/leadapi/leadapi/mock/internal/jsonvalue"
)

// Match is conditions on a request, by place: path.lead_uuid is a path parameter, query.limit a query parameter,
// header.X-Name a header, and body.phone_number a field of a JSON body; body.items.0.name goes into objects and arrays. In a
// form, body.NAME is the text of a part or the name of its file. Values in JSON are compared as JSON, others as text. nil
// means that the place is empty.
type Match map[string]any

// UnmarshalJSON keeps numbers as they are written.
func (m *Match) UnmarshalJSON(data []byte) error {
	value, err := jsonvalue.Decode(data)
	if err != nil {
		return err
	}
	object, isObject := value.(map[string]any)
	if !isObject && value != nil {
		return fmt.Errorf("match: want an object, not %s", shorten(string(data)))
	}
	*m = object
	return nil
}

const (
	maxMatch      = 20       // conditions
	maxMatchBytes = 64 << 10 // of all of them as JSON: decoded, they take many times as much
)

// matcher is a compiled Match.
type matcher []condition

type condition struct {
	key   string // body.phone_number
	place string // body
	name  string // phone_number
	want  any    // as jsonvalue.Decode returns it
	bytes int    // of want as JSON
}

var matchPlaces = []string{"path", "query", "header", "body"}

// compile compiles a match. paths are those of the operations that it is about.
func (m Match) compile(paths []string) (matcher, error) {
	if len(m) > maxMatch {
		return nil, fmt.Errorf("match: has %d conditions; at most %d are allowed", len(m), maxMatch)
	}
	var all matcher
	bytes := 0
	for _, key := range slices.Sorted(maps.Keys(m)) {
		place, name, _ := strings.Cut(key, ".")
		if !slices.Contains(matchPlaces, place) || name == "" {
			return nil, fmt.Errorf("match: %q: want path.NAME, query.NAME, header.NAME or body.FIELD", shorten(key))
		}
		inPath := func(path string) bool { return strings.Contains(path, "{"+name+"}") }
		if place == "path" && !slices.ContainsFunc(paths, inPath) {
			return nil, fmt.Errorf("match: %q: there is no such parameter in %s", shorten(key), strings.Join(paths, ", "))
		}
		text, err := json.Marshal(m[key])
		if err != nil {
			return nil, fmt.Errorf("match: %q: %w", shorten(key), err)
		}
		if bytes += len(key) + len(text); bytes > maxMatchBytes {
			return nil, fmt.Errorf("match: is over %d bytes as JSON; compare fewer or smaller values", maxMatchBytes)
		}
		want, err := jsonvalue.Decode(text)
		if err != nil {
			return nil, fmt.Errorf("match: %q: %w", shorten(key), err)
		}
		switch want.(type) {
		case []any, map[string]any:
			if place != "body" {
				return nil, fmt.Errorf("match: %q: want a text, number, true, false or null", shorten(key))
			}
		}
		all = append(all, condition{key, place, name, want, len(text)})
	}
	return all, nil
}

// readsBody reports whether a condition is about the body.
func (m matcher) readsBody() bool {
	return slices.ContainsFunc(m, func(c condition) bool { return c.place == "body" })
}

// asked is what conditions are compared with.
type asked struct {
	parameters []pathParameter // escaped
	query      string
	header     http.Header
	body       any // nil if the body is not JSON
}

func (m matcher) matches(a *asked) bool {
	for i := range m {
		if !m[i].holds(a) {
			return false
		}
	}
	return true
}

func (c *condition) holds(a *asked) bool {
	found := c.find(a)
	if c.want == nil {
		return len(found) == 0 || c.place == "body" && found[0] == nil
	}
	return slices.ContainsFunc(found, func(value any) bool {
		if c.place != "body" {
			return value == plain(c.want)
		}
		return equal(value, c.want)
	})
}

// differs returns what the request has instead; empty if the condition holds.
func (c *condition) differs(a *asked) string {
	want := jsonvalue.Encode(c.want)
	if c.want == nil {
		want = "nothing"
	}
	found := c.find(a)
	if len(found) == 0 {
		return fmt.Sprintf("%s is not there; want %s", c.key, shorten(want))
	}
	return fmt.Sprintf("%s is %s, not %s", c.key, shorten(jsonvalue.Encode(found[0])), shorten(want))
}

// find returns the values at a place: texts, or one value of a body.
func (c *condition) find(a *asked) (found []any) {
	var texts []string
	switch c.place {
	case "body":
		if value, there := inside(a.body, c.name); there {
			return []any{value}
		}
	case "path":
		for _, parameter := range a.parameters {
			if value, err := url.PathUnescape(parameter.value); err == nil && parameter.name == c.name {
				texts = append(texts, value)
			}
		}
	case "query":
		values, _ := url.ParseQuery(a.query) // invalid parts count as missing
		texts = values[c.name]
	case "header":
		texts = a.header.Values(c.name)
	}
	for _, text := range texts {
		found = append(found, text)
	}
	return found
}

// inside returns the value at a path of names and numbers. A name that contains a dot itself is tried first.
func inside(value any, name string) (found any, there bool) {
	switch value := value.(type) {
	case map[string]any:
		if found, there = value[name]; there {
			return found, true
		}
	case []any:
	default:
		return nil, false
	}
	for at := 0; at <= len(name); at++ {
		if at < len(name) && name[at] != '.' {
			continue
		}
		rest := name[min(at+1, len(name)):]
		next, known := child(value, name[:at])
		switch {
		case known && at == len(name):
			return next, true
		case known && rest != "":
			if found, there = inside(next, rest); there {
				return found, true
			}
		}
	}
	return nil, false
}

func child(value any, name string) (any, bool) {
	switch value := value.(type) {
	case map[string]any:
		found, there := value[name]
		return found, there
	case []any:
		if i, err := strconv.Atoi(name); err == nil && i >= 0 && i < len(value) {
			return value[i], true
		}
	}
	return nil, false
}

// plain returns a JSON value as a path or a query shows it.
func plain(value any) string {
	if text, isText := value.(string); isText {
		return text
	}
	return jsonvalue.Encode(value)
}

// equal compares JSON values; 1 and 1.0 are the same number.
func equal(a, b any) bool {
	switch a := a.(type) {
	case json.Number:
		b, isNumber := b.(json.Number)
		if !isNumber || a == b {
			return isNumber
		}
		if strings.ContainsAny(string(a+b), ".eE") {
			x, _ := a.Float64() // a number that is too large becomes the largest
			y, _ := b.Float64()
			return x == y
		}
		return false
	case []any:
		b, isArray := b.([]any)
		return isArray && slices.EqualFunc(a, b, equal)
	case map[string]any:
		b, isObject := b.(map[string]any)
		return isObject && maps.EqualFunc(a, b, equal)
	}
	return a == b
}
