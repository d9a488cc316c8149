package contract

import "encoding/json"

// body is a JSON request body. Its keys are sent in alphabetical order; no rule depends on that.
type body map[string]any

func (b body) json() []byte {
	encoded, err := json.Marshal(b)
	if err != nil {
		panic(err) // bodies hold only strings and numbers
	}
	return encoded
}

// with returns a copy with fields added or replaced.
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

// without returns a copy without the fields.
func (b body) without(fields ...string) body {
	rest := b.with(nil)
	for _, field := range fields {
		delete(rest, field)
	}
	return rest
}
