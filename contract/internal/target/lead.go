package target

import (
	"encoding/json"
	"maps"
	"strconv"
	"strings"
	"time"
)

// Lead is a lead as a reply shows it.
type Lead map[string]any

// Text returns a field that is a string, and "" for any other.
func (l Lead) Text(field string) string {
	text, _ := l[field].(string)
	return text
}

// Time returns a field that is a time; ok is false for what is none.
func (l Lead) Time(field string) (t time.Time, ok bool) {
	t, err := time.Parse(time.RFC3339Nano, l.Text(field))
	return t, err == nil
}

// LeadsIn returns the leads in a reply: the one that it is, or those of a page. What is none is passed over.
func LeadsIn(value any) []Lead {
	object, _ := value.(map[string]any)
	if one := Lead(object); one.Text("lead_uuid") != "" && one["phone_number"] != nil {
		return []Lead{one}
	}
	items, _ := object["data"].([]any)
	var leads []Lead
	for _, item := range items {
		if object, isObject := item.(map[string]any); isObject {
			leads = append(leads, object)
		}
	}
	return leads
}

// With returns a copy with other fields, given as names and values in turn.
func (l Lead) With(fields ...string) Lead {
	changed := maps.Clone(l)
	for i := 0; i+1 < len(fields); i += 2 {
		changed[fields[i]] = fields[i+1]
	}
	return changed
}

// Whole returns a number of a reply that is written as a whole number.
func Whole(value any) (int, bool) {
	number, isNumber := value.(json.Number)
	if !isNumber {
		return 0, false
	}
	n, err := strconv.Atoi(number.String())
	return n, err == nil
}

func containsFold(text, part string) bool {
	return strings.Contains(strings.ToLower(text), part)
}
