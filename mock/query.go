package mock

import (
	"net/url"
	"strings"
)

// query is the query of a URL. Most have nothing to decode, and are read where they stand.
type query struct {
	raw     string
	decoded url.Values // in place of raw
}

// readQuery fails as url.ParseQuery does.
func readQuery(raw string) (query, error) {
	if !strings.ContainsAny(raw, "%+;") {
		return query{raw: raw}, nil
	}
	decoded, err := url.ParseQuery(raw)
	return query{decoded: decoded}, err
}

// get returns the first value of a name; empty where there is none.
func (q query) get(name string) string {
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
