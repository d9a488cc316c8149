package contract

import "encoding/json"

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
