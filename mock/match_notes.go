package mock

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// NoteMatch returns, for the header X-Mock-Note, which query parameters and body fields of a match are not in the spec but
// resemble others: such a condition is valid, and may never hold. operation is the id of the only operation that it is about, or
// empty.
func (s *Session) NoteMatch(operation string, match Match) string {
	var notes []string
	sp := s.server.spec.Load()
	for _, key := range slices.Sorted(maps.Keys(match)) {
		place, name, _ := strings.Cut(key, ".")
		known := sp.namesAt(place, operation)
		if place == "body" {
			name, _, _ = strings.Cut(name, ".")
		}
		switch {
		case place != "query" && place != "body" || slices.Contains(known, name):
		case len(known) == 0 && operation != "":
			notes = append(notes, fmt.Sprintf("match: %s: %s takes no %s", quoted(shorten(key)), operation, place))
		case nearName(name, known) != "":
			notes = append(notes, fmt.Sprintf("match: %s is not in the spec%s", quoted(shorten(key)), didYouMean(name, known)))
		}
	}
	return noteHeader(notes)
}

// namesAt returns the names that the spec has in the query or in bodies, of one operation or of all.
func (sp *spec) namesAt(place, operation string) (names []string) {
	for _, op := range sp.operations {
		switch {
		case operation != "" && op.id != operation:
		case place == "query":
			names = append(names, op.named.parameters...)
		default:
			for _, field := range op.named.fields {
				names = append(names, field.name)
			}
		}
	}
	return names
}
