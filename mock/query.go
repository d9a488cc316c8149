package mock

import (
	"net/url"
	"strings"
)

// query is the query of a URL. Most queries have nothing to decode and are read in place.
type query struct {
	raw     string
	decoded url.Values // instead of raw
	last    bool       // if a name is repeated, the last value wins (A18)
}

// readQuery returns the error of url.ParseQuery; what could be parsed is there even with an error.
func readQuery(raw string) (query, error) {
	if !strings.ContainsAny(raw, "%+;") {
		return query{raw: raw}, nil
	}
	decoded, err := url.ParseQuery(raw)
	return query{decoded: decoded}, err
}

// get returns the value for a name, or "".
func (q query) get(name string) string {
	if q.last {
		values := q.all()[name]
		return append([]string{""}, values...)[len(values)]
	}
	if q.decoded != nil {
		return q.decoded.Get(name)
	}
	for rest := q.raw; rest != ""; {
		var pair string
		pair, rest, _ = strings.Cut(rest, "&")
		if key, value, _ := strings.Cut(pair, "="); pair != "" && key == name {
			return value
		}
	}
	return ""
}

// all returns the values of all names.
func (q query) all() url.Values {
	if q.decoded == nil {
		q.decoded, _ = url.ParseQuery(q.raw) // it has nothing to decode
	}
	return q.decoded
}
