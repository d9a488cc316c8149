package store

import (
	"strings"

	"github.com/leadapi/leadapi/mock/internal/jsonvalue"
)

// Composed is the stored value of a field named by Compose whose value follows from the other fields.
const Composed = "\x00"

// Compose allows records to store Composed in a field: the value is then the text of a JSON object of the fields in of,
// which saves more than half of a record's memory. It must be called before the first state is made.
func (res *Resource) Compose(field string, of ...string) {
	res.composed = res.byName[field]
	for _, name := range of {
		res.components = append(res.components, res.byName[name])
	}
}

// written returns the JSON value of a packed one.
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
