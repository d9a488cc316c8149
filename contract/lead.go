package contract

import (
	"encoding/json"
	"time"
)

// lead is a lead as a reply shows it.
type lead map[string]any

// text returns a field that is a string, and "" for any other.
func (l lead) text(field string) string {
	text, _ := l[field].(string)
	return text
}

// time returns a field that is a time; ok is false for what is none.
func (l lead) time(field string) (t time.Time, ok bool) {
	t, err := time.Parse(time.RFC3339Nano, l.text(field))
	return t, err == nil
}

// leadsIn returns the leads in a reply: the one that it is, or those of a page. What is none is passed over.
func leadsIn(value any) []lead {
	object, _ := value.(map[string]any)
	if one := lead(object); one.text("lead_uuid") != "" && one["phone_number"] != nil {
		return []lead{one}
	}
	items, _ := object["data"].([]any)
	var leads []lead
	for _, item := range items {
		if object, isObject := item.(map[string]any); isObject {
			leads = append(leads, object)
		}
	}
	return leads
}

// body is a JSON body to be sent. Keys are written in alphabetical order; no rule depends on it.
type body map[string]any

func (b body) json() []byte {
	encoded, err := json.Marshal(b)
	if err != nil {
		panic(err) // bodies are made of strings and numbers
	}
	return encoded
}

// with returns a copy with other fields.
func (b body) with(changes body) body {
	merged := body{}
	for key, value := range b {
		merged[key] = value
	}
	for key, value := range changes {
		merged[key] = value
	}
	return merged
}

// without returns a copy that lacks fields.
func (b body) without(fields ...string) body {
	rest := b.with(nil)
	for _, field := range fields {
		delete(rest, field)
	}
	return rest
}

// with returns a copy with other fields, given as names and values in turn.
func (l lead) with(fields ...string) lead {
	changed := lead(body(l).with(nil))
	for i := 0; i+1 < len(fields); i += 2 {
		changed[fields[i]] = fields[i+1]
	}
	return changed
}
