package store

import (
	"bufio"
	"io"

	"github.com/leadapi/leadapi/mock/internal/jsonvalue"
)

// Export writes all records as JSON, one per line, in the format of Source.
func (st *State) Export(w io.Writer) error {
	out := bufio.NewWriterSize(w, 64<<10)
	_, _ = out.WriteString("{\"ordered\":true") // Flush returns errors
	st.writeGone(out)
	var unlisted []*Record
	var failed error
	buffer := make([]byte, 0, 2<<10)
	for _, res := range st.schema.copiedFirst() {
		_, _ = out.WriteString(",\n" + jsonvalue.Text(res.plural) + ":[")
		first := true
		st.tables[res.at].inOrder(func(rec *Record) bool {
			if buffer = buffer[:0]; !first {
				buffer = append(buffer, ',')
			}
			first = false
			buffer = res.appendStored(append(buffer, '\n'), rec)
			if !rec.listed {
				unlisted = append(unlisted, rec)
			}
			_, failed = out.Write(buffer)
			return failed == nil
		})
		if failed != nil {
			return failed
		}
		_, _ = out.WriteString("\n]")
	}
	_, _ = out.WriteString(",\n\"unlisted\":[")
	for i, rec := range unlisted {
		if i > 0 {
			_ = out.WriteByte(',')
		}
		_, _ = out.WriteString(rec.id.json())
	}
	_, _ = out.WriteString("]}\n")
	return out.Flush()
}

// writeGone writes the referenced IDs that do not exist, so that the export can be read again: a record that others copy
// from can be deleted, and a spec can allow references to anything.
func (st *State) writeGone(out *bufio.Writer) {
	seen := map[string]bool{}
	separator := ",\n\"gone\":["
	for _, res := range st.schema.resources {
		for _, reference := range res.copies {
			st.tables[res.at].inOrder(func(rec *Record) bool {
				value := res.stored(rec, reference.By)
				if seen[value] {
					return true
				}
				seen[value] = true
				if st.Target(reference, value) == nil {
					_, _ = out.WriteString(separator + value)
					separator = ","
				}
				return true
			})
			clear(seen)
		}
	}
	if separator == "," {
		_ = out.WriteByte(']')
	}
}

// appendStored appends the stored fields of a record, without defaults and copies, in the order of the schema.
func (res *Resource) appendStored(out []byte, rec *Record) []byte {
	const none = maxFields
	out = append(out, '{')
	special, data := res.special, rec.data
	stored, value := none, ""
	if data != "" {
		stored, value, data = next(data)
	}
	start := len(out)
	for len(special) > 0 || stored != none {
		if len(special) == 0 || stored < special[0] {
			out = append(res.appendName(out, start, stored), res.written(rec, value)...)
			if stored = none; data != "" {
				stored, value, data = next(data)
			}
			continue
		}
		out = res.appendOwn(out, start, rec, special[0])
		special = special[1:]
	}
	return append(out, '}')
}

func (res *Resource) appendName(out []byte, start, field int) []byte {
	prefix := res.fields[field].prefix
	if prefix[0] == ',' {
		prefix = prefix[1:]
	}
	if len(out) > start {
		out = append(out, ',')
	}
	return append(out, prefix...)
}

// appendOwn appends a special field, unless it is copied or has its default.
func (res *Resource) appendOwn(out []byte, start int, rec *Record, field int) []byte {
	switch res.fields[field].kind {
	case idField:
		out = append(res.appendName(out, start, field), '"')
		return append(rec.id.Append(out), '"')
	case createdField:
		return appendStamp(res.appendName(out, start, field), rec.created)
	case updatedField:
		return appendStamp(res.appendName(out, start, field), rec.updated)
	case plainField: // the field of the first reference
		if rec.ref != "" {
			return append(res.appendName(out, start, field), rec.ref...)
		}
	}
	return out
}
