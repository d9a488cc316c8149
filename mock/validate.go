package mock

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"sort"
	"strings"
	"sync"

	"github.com/xeipuuv/gojsonschema"

	"github.com/leadapi/leadapi/mock/internal/jsonvalue"
	"github.com/leadapi/leadapi/mock/internal/quickcheck"
	"github.com/leadapi/leadapi/openapi"
)

// bodySchema checks a JSON body with the library that the vendor's server uses, as its error texts show:
// github.com/xeipuuv/gojsonschema v1.2.0. So all messages are the vendor's, even those that the documentation does not
// print.
type bodySchema struct {
	schema func() (*gojsonschema.Schema, error) // compiles it at the first call
	quick  *quickcheck.Schema                   // checks most bodies in a tenth of the time; nil if it does not support the schema
	fields []string                             // in the order of the spec
	names  []string                             // fields, and others that the operation reads

	refusals refusals
	source   []byte // the JSON of the schema
	reversed bool   // whether errors are in the reverse order of fields
}

// root is the library's name for the body as a whole.
const root = gojsonschema.STRING_ROOT_SCHEMA_PROPERTY

func compileBody(body *openapi.Body) *bodySchema {
	compile := func() (*gojsonschema.Schema, error) {
		return gojsonschema.NewSchema(gojsonschema.NewBytesLoader(body.Schema))
	}
	return &bodySchema{schema: sync.OnceValues(compile), fields: body.Fields, source: body.Schema}
}

// lookAt adds fields that the operation reads although the schema does not name them.
func (b *bodySchema) lookAt(further []fieldReply) {
	b.names = slices.Clone(b.fields)
	for _, field := range further {
		if !slices.Contains(b.names, field.name) {
			b.names = append(b.names, field.name)
		}
	}
	b.quick, _ = quickcheck.Compile(b.source, b.names) // the library checks what it does not support
}

// fieldError is one entry of {"error":[{field: message}, ...]}.
type fieldError struct{ field, message string }

// check returns the errors of a decoded body. The library orders fields at random per compile, so they are sorted here:
// (root) first, then in the order of the spec; the library's order stays within a field (A12).
func (b *bodySchema) check(value any) ([]fieldError, error) {
	schema, err := b.schema()
	if err != nil {
		return nil, fmt.Errorf("the schema of the body: %w", err)
	}
	if !bytes.Contains(b.source, []byte(`"multipleOf"`)) { // which is about the last digits
		value = withShortNumbers(value)
	}
	result, err := schema.Validate(gojsonschema.NewRawLoader(value))
	if err != nil {
		return nil, fmt.Errorf("validate: %w", err)
	}
	if result.Valid() {
		return nil, nil
	}
	found := result.Errors()
	sort.SliceStable(found, func(i, j int) bool { return b.before(found[i], found[j]) })
	wrong := make([]fieldError, 0, len(found))
	for _, failure := range found {
		wrong = append(wrong, fieldError{field: failure.Field(), message: failure.Description()})
	}
	return wrong, nil
}

func (b *bodySchema) before(x, y gojsonschema.ResultError) bool {
	if x, y := b.rank(x.Field()), b.rank(y.Field()); x != y {
		return x < y
	}
	// Errors for additional properties come in the random order of a Go map.
	const additional = "additional_property_not_allowed"
	if x.Type() == additional && y.Type() == additional {
		return x.Description() < y.Description()
	}
	return false
}

func (b *bodySchema) rank(field string) int {
	if field == root {
		return -1
	}
	top, _, _ := strings.Cut(field, ".")
	switch i := slices.Index(b.fields, top); {
	case i >= 0 && b.reversed:
		return len(b.fields) - 1 - i
	case i >= 0:
		return i
	}
	return len(b.fields)
}

// severalFields reports whether more than one field is wrong, so that their order matters.
func severalFields(wrong []fieldError) bool {
	var first string
	for _, other := range wrong {
		switch {
		case other.field == root:
		case first == "":
			first = other.field
		case other.field != first:
			return true
		}
	}
	return false
}

func encodeFieldErrors(wrong []fieldError) []byte {
	out := append(make([]byte, 0, 256), `{"error":[`...)
	for i, entry := range wrong {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(out, '{')
		out = append(out, jsonvalue.Text(entry.field)...)
		out = append(out, ':')
		out = appendPlainText(out, entry.message)
		out = append(out, '}')
	}
	return append(out, "]}"...)
}

// why returns the log text for a refused body.
func why(wrong []fieldError) string {
	var out []byte
	for i, entry := range wrong {
		if i > 0 {
			out = append(out, "; "...)
		}
		out = append(append(append(out, entry.field...), ": "...), entry.message...)
	}
	return string(out)
}

var withoutHTML = strings.NewReplacer("<", "", ">", "", "&", "")

// appendPlainText is jsonvalue.Text without escaping < and >, which would make a pattern unreadable.
func appendPlainText(out []byte, text string) []byte {
	if jsonvalue.IsPlain(withoutHTML.Replace(text)) {
		return append(append(append(out, '"'), text...), '"')
	}
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(text) // a string always can be encoded
	return append(out, strings.TrimSuffix(b.String(), "\n")...)
}
