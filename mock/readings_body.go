package mock

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/leadapi/leadapi/openapi"
)

// maxLimited is the maximum number of characters of a text under A56=limited.
const maxLimited = 255

// body returns the body of an operation, with its schema changed by the readings. change is the body of the update of the
// same resource.
func (as *readings) body(documented openapi.Operation, change *openapi.Body) (*openapi.Body, error) {
	if !as.furtherStored && !as.furtherRefused && !as.emptyPhoneKept && !as.limited {
		return documented.Body, nil
	}
	made := *documented.Body
	schema, properties, err := decodeSchema(made.Schema)
	if err != nil {
		return nil, err
	}
	if as.furtherStored && documented.Mock.Do == "create" && change != nil {
		_, further, err := decodeSchema(change.Schema)
		if err != nil {
			return nil, err
		}
		made.Fields = slices.Clone(made.Fields)
		for _, name := range change.Fields {
			if properties[name] == nil {
				properties[name] = further[name]
				made.Fields = append(made.Fields, name)
			}
		}
	}
	if as.furtherRefused {
		schema["additionalProperties"] = false
	}
	if as.emptyPhoneKept && documented.Mock.Do == "merge" {
		delete(properties[leadPhone], "minLength")
	}
	if as.limited {
		for _, property := range properties {
			property["maxLength"] = maxLimited
		}
	}
	schema["properties"] = properties
	made.Schema, err = json.Marshal(schema)
	return &made, err
}

func decodeSchema(data []byte) (schema map[string]any, properties map[string]map[string]any, err error) {
	if err := json.Unmarshal(data, &schema); err != nil {
		return nil, nil, err
	}
	var of struct{ Properties map[string]map[string]any }
	err = json.Unmarshal(data, &of)
	return schema, of.Properties, err
}

// changeOf returns the body of the update of a resource, or nil.
func changeOf(page openapi.Compiled, resource string) *openapi.Body {
	for _, documented := range page.Operations {
		if documented.Mock != nil && documented.Mock.Do == "merge" && documented.Mock.Resource == resource {
			return documented.Body
		}
	}
	return nil
}

// readMembers marks the assumptions that the members of an object rest on, and changes the members under other readings.
func (c *call) readMembers(object map[string]any) {
	if c.source > 0 {
		return
	}
	for name, value := range object {
		if !slices.Contains(c.listed, name) {
			c.rests.add(a09)
			continue
		}
		switch value := value.(type) { // the lead API lists only texts
		case json.Number:
			c.rests.add(a61)
			if c.as.converted {
				object[name] = value.String()
			}
		case bool:
			c.rests.add(a61)
			if c.as.converted {
				object[name] = strconv.FormatBool(value)
			}
		case string:
			c.rests.addIf(utf8.RuneCountInString(value) > maxLimited, a56)
			c.rests.addIf(value == "" && name == leadPhone && c.answersMerge, a26)
		}
	}
}

// firstMembers decodes an object; if a key is repeated, the first value wins.
func firstMembers(data []byte) map[string]any {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	_, _ = decoder.Token() // it is known to be an object
	object := map[string]any{}
	for decoder.More() {
		name, _ := decoder.Token()
		var value any
		_ = decoder.Decode(&value)
		if _, there := object[name.(string)]; !there {
			object[name.(string)] = value
		}
	}
	return object
}

// isScalar reports whether a JSON value is a number or a boolean.
func isScalar(value string) bool {
	return value != "" && (value[0] == '-' || value[0] == 't' || value[0] == 'f' || '0' <= value[0] && value[0] <= '9')
}

// isLong reports whether a JSON text has more characters than A56 may allow.
func isLong(value string) bool {
	if len(value) <= maxLimited {
		return false
	}
	var text string
	_ = json.Unmarshal([]byte(value), &text)
	return utf8.RuneCountInString(text) > maxLimited
}
