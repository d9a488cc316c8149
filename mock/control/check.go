package control

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"mime"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// The maximum sizes of bodies. A state can be as large as an upload.
const (
	maxBody  = 1 << 20
	maxState = 1 << 30

	maxUntyped = 4 << 10 // of another type than JSON, which may only say nothing
)

// check checks a call against the document.
func (o *operation) check(c *call) *callError {
	if refused := o.checkParameters(c); refused != nil {
		return refused
	}
	return o.checkBody(c)
}

func (o *operation) checkParameters(c *call) *callError {
	query, err := url.ParseQuery(c.request.URL.RawQuery)
	if err != nil {
		return &callError{http.StatusBadRequest, "the query cannot be read: " + err.Error()}
	}
	var known []string
	for _, ref := range o.parameters {
		parameter := ref.Value
		value, given := "", false
		switch parameter.In {
		case openapi3.ParameterInPath:
			value, given = c.path[parameter.Name]
		case openapi3.ParameterInHeader:
			value, given = c.request.Header.Get(parameter.Name), len(c.request.Header.Values(parameter.Name)) > 0
		case openapi3.ParameterInQuery:
			known = append(known, parameter.Name)
			value, given = query.Get(parameter.Name), query.Has(parameter.Name)
		}
		if !given {
			continue
		}
		if err := checkText(parameter.Schema.Value, value); err != nil {
			return &callError{http.StatusBadRequest, parameter.Name + ": " + err.Error()}
		}
	}
	for name := range query {
		if !slices.Contains(known, name) {
			if len(known) == 0 {
				return &callError{http.StatusBadRequest, fmt.Sprintf("there is no parameter %s: %s takes none", quote(name), o.id)}
			}
			return &callError{http.StatusBadRequest, fmt.Sprintf("there is no parameter %s (%s)", quote(name), strings.Join(known, ", "))}
		}
	}
	return nil
}

// checkText checks the text of a parameter against its schema.
func checkText(schema *openapi3.Schema, text string) error {
	var value any = text
	if schema.Type.Is("integer") {
		number, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return fmt.Errorf("want a whole number, not %s", quote(text))
		}
		value = float64(number)
	}
	if err := schema.VisitJSON(value); err != nil {
		return errors.New(reason(err))
	}
	return nil
}

func (o *operation) checkBody(c *call) *callError {
	r := c.request
	limit := int64(maxBody)
	switch o.id {
	case "importState":
		limit = maxState
	case "createRecords", "updateRecords":
		limit = maxRecords
	}
	typed := isJSON(r.Header.Get("Content-Type"))
	if !typed {
		limit = maxUntyped
	}
	read := bytes.NewBuffer(make([]byte, 0, max(min(r.ContentLength, maxBody), 0)+bytes.MinRead)) // avoids growing in steps, but a length is only a promise
	_, err := read.ReadFrom(http.MaxBytesReader(c.writer, r.Body, limit))
	body := read.Bytes()
	var tooLong *http.MaxBytesError
	long := errors.As(err, &tooLong)
	switch {
	case long && typed:
		return &callError{http.StatusRequestEntityTooLarge, fmt.Sprintf("the body is over %d bytes", limit)}
	case err != nil && !long:
		return &callError{http.StatusBadRequest, "the body cannot be read: " + err.Error()}
	case long || o.wantsType(body) && !typed:
		return &callError{http.StatusUnsupportedMediaType, "Content-Type must be application/json, not " + quote(r.Header.Get("Content-Type"))}
	case o.body == nil && !saysNothing(body):
		return &callError{http.StatusBadRequest, o.id + " takes no body"}
	case o.body == nil || !o.body.Required && saysNothing(body):
		return nil
	case len(bytes.TrimSpace(body)) == 0:
		return &callError{http.StatusBadRequest, o.id + " takes a body: " + o.example()}
	}
	c.body = body
	if o.id == "importState" { // the state is read record by record, and errors name record and line
		return nil
	}
	var value any
	var tooLarge *json.UnmarshalTypeError // the only type that any cannot hold
	switch err := json.Unmarshal(body, &value); {
	case errors.As(err, &tooLarge):
		return &callError{http.StatusBadRequest, fmt.Sprintf("the %s at byte %d is too large", tooLarge.Value, tooLarge.Offset)}
	case err != nil:
		return &callError{http.StatusBadRequest, "the body is not JSON: " + err.Error()}
	}
	if err := o.schema().VisitJSON(value, openapi3.VisitAsRequest(), openapi3.EnableFormatValidation()); err != nil {
		return &callError{http.StatusBadRequest, reason(err)}
	}
	return nil
}

// wantsType reports whether a body must be declared as JSON, which a form of another site cannot do. An empty body need not
// be, because some clients declare a type without a body. If the operation takes a body, only a body of no bytes is exempt;
// it is refused.
func (o *operation) wantsType(body []byte) bool {
	if o.body != nil && o.body.Required {
		return len(bytes.TrimSpace(body)) > 0
	}
	return !saysNothing(body)
}

// saysNothing reports whether a body is what clients send for no body: nothing, white space, null or an empty object.
func saysNothing(body []byte) bool {
	text := bytes.TrimSpace(body)
	return len(text) == 0 || string(text) == "null" || text[0] == '{' && text[len(text)-1] == '}' && len(bytes.TrimSpace(text[1:len(text)-1])) == 0
}

func isJSON(contentType string) bool {
	media, _, err := mime.ParseMediaType(contentType)
	return err == nil && media == "application/json"
}

// decode decodes a body that has passed the check.
func (c *call) decode(into any) *callError {
	err := json.Unmarshal(c.body, into)
	var wrong *json.UnmarshalTypeError
	if errors.As(err, &wrong) { // 1.0 is an integer to the schema, but not to Go
		err = fmt.Errorf("%s: want a whole number, written without a fraction, not %s", wrong.Field, strings.TrimPrefix(wrong.Value, "number "))
	}
	if err != nil {
		return &callError{http.StatusBadRequest, err.Error()}
	}
	return nil
}

func (o *operation) schema() *openapi3.Schema {
	return o.body.Content["application/json"].Schema.Value
}

// example returns a body that the operation accepts.
func (o *operation) example() string {
	media := o.body.Content["application/json"]
	value := media.Example
	for _, name := range slices.Sorted(maps.Keys(media.Examples)) {
		value = media.Examples[name].Value.Value
	}
	if value == nil {
		value = o.schema().Example
	}
	text, _ := json.Marshal(value) // what was read from YAML always can be encoded
	return string(text)
}

// reason returns one line: what is wrong with a value, where, and what is allowed. The library's own text adds schema and
// value over many lines.
func reason(err error) string {
	var wrong *openapi3.SchemaError
	if !errors.As(err, &wrong) {
		line, _, _ := strings.Cut(err.Error(), "\n")
		return line
	}
	if inner := new(openapi3.SchemaError); wrong.SchemaField == "allOf" && errors.As(wrong.Origin, &inner) {
		wrong = inner
	}
	text := wrong.Reason
	written := wrong.Schema.Pattern != "" || wrong.Schema.Format != "" // then the description says how, such as 1.5s
	switch wrong.SchemaField {
	case "pattern", "oneOf", "format", "type":
		if wrong.Schema.Description != "" && (wrong.SchemaField != "type" || written) {
			text = fmt.Sprintf("want: %s", wrong.Schema.Description)
		}
	case "properties", "additionalProperties":
		text += " (" + strings.Join(slices.Sorted(maps.Keys(wrong.Schema.Properties)), ", ") + ")"
	}
	if where := strings.Join(wrong.JSONPointer(), "."); where != "" {
		return cut(where) + ": " + text
	}
	return text
}

// maxQuoted is how many bytes of what a client sent an error quotes.
const maxQuoted = 80

// quote quotes what a client sent, shortened so that it cannot fill the reply.
func quote(text string) string { return strconv.Quote(cut(text)) }

func cut(text string) string {
	if len(text) <= maxQuoted {
		return text
	}
	return strings.ToValidUTF8(text[:maxQuoted], "") + "..."
}

// quotation is a quoted text, or a long word such as a number.
var quotation = regexp.MustCompile(`"(?:[^"\\]|\\.)*"|[^\s"{}\[\],:]{101,}`)

// brief shortens what the error of another package quotes of a call.
func brief(text string) string {
	return quotation.ReplaceAllStringFunc(text, func(found string) string {
		switch {
		case len(found) <= maxQuoted+len(`"..."`):
			return found
		case found[0] != '"':
			return cut(found)
		}
		if whole, err := strconv.Unquote(found); err == nil {
			return quote(whole)
		}
		return quote(found[1 : len(found)-1])
	})
}
