package target

import (
	"encoding/json"
	"maps"
	"strconv"
	"strings"
	"time"
)

// Lead is a lead in a reply.
type Lead map[string]any

// Text returns a string field, or "" if the field is not a string.
func (l Lead) Text(field string) string {
	text, _ := l[field].(string)
	return text
}

// Time returns a time field; ok is false if the field is not a time.
func (l Lead) Time(field string) (t time.Time, ok bool) {
	t, err := time.Parse(time.RFC3339Nano, l.Text(field))
	return t, err == nil
}

// LeadsIn returns the leads in a reply, which is a lead or a page of leads. It skips anything else.
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

// isPage reports whether a reply is a page of leads. A deployment may write null for no leads (A52).
func isPage(got *Reply) bool {
	data, has := got.Object()["data"]
	_, isList := data.([]any)
	return got.Succeeded() && has && (isList || data == nil)
}

// With returns a copy with fields replaced, given as alternating names and values.
func (l Lead) With(fields ...string) Lead {
	changed := maps.Clone(l)
	for i := 0; i+1 < len(fields); i += 2 {
		changed[fields[i]] = fields[i+1]
	}
	return changed
}

// Whole returns a number in a reply; isNumber is false if it is not written as a whole number.
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
