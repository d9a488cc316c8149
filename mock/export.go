package mock

import (
	"bufio"
	"io"
)

// ExportState writes all records as JSON, a record a line, in the format that WithSeed, WithState and ImportState read.
func (s *Session) ExportState(w io.Writer) error {
	spec := s.server.spec.Load()
	st := s.store.snapshot(spec)
	for st == nil { // the documents were reloaded meanwhile
		spec = s.server.spec.Load()
		st = s.store.snapshot(spec)
	}
	out := bufio.NewWriterSize(w, 64<<10)
	_, _ = out.WriteString("{\"ordered\":true") // Flush tells of errors
	var unlisted []*record
	buffer := make([]byte, 0, 2<<10)
	for _, res := range spec.copiedFirst() {
		_, _ = out.WriteString(",\n" + jsonText(res.plural) + ":[")
		for i, rec := range st.tables[res].inOrder() {
			if i > 0 {
				_ = out.WriteByte(',')
			}
			_ = out.WriteByte('\n')
			buffer = res.appendStored(buffer[:0], rec)
			if _, err := out.Write(buffer); err != nil {
				return err
			}
			if !rec.listed {
				unlisted = append(unlisted, rec)
			}
		}
		_, _ = out.WriteString("\n]")
	}
	_, _ = out.WriteString(",\n\"unlisted\":[")
	for i, rec := range unlisted {
		if i > 0 {
			_ = out.WriteByte(',')
		}
		_, _ = out.WriteString(`"` + rec.id.String() + `"`)
	}
	_, _ = out.WriteString("]}\n")
	return out.Flush()
}

// appendStored writes what a record has besides defaults and copies.
func (res *resource) appendStored(out []byte, rec *record) []byte {
	values := res.unpack(rec)
	out = append(out, '{')
	for i := range res.fields {
		f := &res.fields[i]
		value := values[i]
		switch f.kind {
		case idField:
			value = `"` + rec.id.String() + `"`
		case createdField:
			value = string(appendStamp(nil, rec.created))
		case updatedField:
			value = string(appendStamp(nil, rec.updated))
		}
		if value == "" {
			continue
		}
		if len(out) > 1 {
			out = append(out, ',')
		}
		out = append(out, jsonText(f.name)...)
		out = append(out, ':')
		out = append(out, value...)
	}
	return append(out, '}')
}

// ImportState replaces all records by those of data: all of them, or with an error none. Imports under way are cancelled.
// name stands in errors.
func (s *Session) ImportState(name string, data []byte) error {
	spec := s.server.spec.Load()
	reader := spec.newSeedReader(data, s.clock.tick(), newIDs(s.server.config.idSeed, "seed"))
	made, err := reader.finish(name, reader.read())
	if err != nil {
		return err
	}
	s.jobs.cancel()
	s.store.replace(func() *state {
		s.ids.repeatable = true // the state may hold ids that are still to come
		return made
	})
	return nil
}
