package mock

import (
	"cmp"
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
)

// nearMisses is the number of operations that the reply for an unknown path lists.
const nearMisses = 3

// unknownPath returns the reply for a path that no spec has, with the operations whose paths are most like it (A45).
func (sp *spec) unknownPath(r *http.Request) Reply {
	path := r.URL.EscapedPath()
	near := sp.near(r.Method, path)
	text := "no operation at " + r.Method + " " + shorten(path) + "; near it: " + strings.Join(near, ", ")
	body, _ := json.Marshal(struct {
		Error string   `json:"error"`
		Near  []string `json:"near"`
	}{text, near}) // strings always can be encoded
	return Reply{Status: http.StatusNotFound, Body: body, Why: "unknown path"}.ofMock("unknown path")
}

func (sp *spec) near(method, path string) []string {
	type candidate struct {
		text     string
		distance int
	}
	var candidates []candidate
	for _, op := range sp.operations {
		distance := pathDistance(shorten(path), op.path)
		if op.method != method {
			distance++
		}
		candidates = append(candidates, candidate{op.method + " " + op.path, distance})
	}
	slices.SortStableFunc(candidates, func(a, b candidate) int { return cmp.Compare(a.distance, b.distance) })
	var texts []string
	for _, near := range candidates[:min(nearMisses, len(candidates))] {
		texts = append(texts, near.text)
	}
	return texts
}

// pathDistance returns the number of letters to change; a parameter of the documented path matches any segment.
func pathDistance(path, documented string) int {
	segments, wanted := strings.Split(path, "/"), strings.Split(documented, "/")
	for i := range wanted {
		if strings.HasPrefix(wanted[i], "{") && i < len(segments) && segments[i] != "" {
			wanted[i] = segments[i]
		}
	}
	return levenshtein.ComputeDistance(strings.Join(segments, "/"), strings.Join(wanted, "/"))
}
