package store

import (
	"strings"

	"github.com/leadapi/leadapi/mock/internal/jsonvalue"
)

// Composed stands for the value of the field that Compose has named, in a record whose value follows from the other fields.
const Composed = "\x00"

// Compose says that records may have Composed in a field: the text of a JSON object of other fields, by which a record takes
// less than half of the memory. It must be called before the first state is made.
func (res *Resource) Compose(field string, of ...string) {
	res.composed = res.byName[field]
	for _, name := range of {
		res.components = append(res.components, res.byName[name])
	}
}

// written returns the JSON value that stands for a packed one.
func (res *Resource) written(rec *Record, packed string) string {
	if packed != Composed {
		return packed
	}
	var text strings.Builder
	text.Grow(256)
	for n, i := range res.components {
		separator := byte(',')
		if n == 0 {
			separator = '{'
		}
		text.WriteByte(separator)
		text.WriteString(strings.TrimPrefix(res.fields[i].prefix, ","))
		text.WriteString(res.stored(rec, i))
	}
	text.WriteByte('}')
	return jsonvalue.Text(text.String())
}
