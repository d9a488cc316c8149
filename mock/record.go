package mock

import (
	"encoding/binary"
	"encoding/hex"
	"strings"
	"sync"
)

// record is one stored thing, compact: 80 bytes, and a string with what differs from the defaults.
// A record never changes; a merge makes a new one with the same id and seq.
type record struct {
	id      uuid
	seq     uint64 // the order of creation; lists show the highest first
	created int64  // microseconds since 1970
	updated int64
	ref     string // JSON value of the field resource.ref, shared by all records that have it
	data    string // the other fields, packed: index (1 byte), length (uvarint), JSON value; by ascending index
	listed  bool   // whether listings show it
}

type uuid [16]byte

// String returns the 36 characters, in lower case.
func (u uuid) String() string { return string(u.append(nil)) }

func (u uuid) append(out []byte) []byte {
	var text [36]byte
	hex.Encode(text[0:8], u[0:4])
	hex.Encode(text[9:13], u[4:6])
	hex.Encode(text[14:18], u[6:8])
	hex.Encode(text[19:23], u[8:10])
	hex.Encode(text[24:36], u[10:16])
	text[8], text[13], text[18], text[23] = '-', '-', '-', '-'
	return append(out, text[:]...)
}

// parseUUID takes the 36 characters in lower case and nothing else (A23).
func parseUUID(text string) (uuid, bool) {
	var u uuid
	if len(text) != 36 || text[8] != '-' || text[13] != '-' || text[18] != '-' || text[23] != '-' {
		return u, false
	}
	at := 0
	for i := 0; i < 36; i += 2 {
		if text[i] == '-' {
			i++
		}
		high, low := fromHex(text[i]), fromHex(text[i+1])
		if high > 15 || low > 15 {
			return u, false
		}
		u[at] = high<<4 | low
		at++
	}
	return u, true
}

func fromHex(c byte) byte {
	switch {
	case '0' <= c && c <= '9':
		return c - '0'
	case 'a' <= c && c <= 'f':
		return c - 'a' + 10
	}
	return 255
}

// next splits the first field off packed data.
func next(data string) (index int, value, rest string) {
	length, size := 0, 1
	for shift := 0; ; shift += 7 {
		b := data[size]
		size++
		length |= int(b&0x7f) << shift
		if b < 0x80 {
			break
		}
	}
	return int(data[0]), data[size : size+length], data[size+length:]
}

func appendPacked(out []byte, index int, value string) []byte {
	out = append(out, byte(index))
	out = binary.AppendUvarint(out, uint64(len(value)))
	return append(out, value...)
}

// pack stores values by field index; an empty one stands for the default.
// The id, the stamps and the copied fields have places of their own, and are passed over.
func (res *resource) pack(rec *record, values []string) {
	out := make([]byte, 0, 256)
	for i, value := range values {
		f := &res.fields[i]
		if f.kind != plainField || value == "" {
			continue
		}
		if i == res.ref {
			rec.ref = value
		} else if value != f.fallback {
			out = appendPacked(out, i, value)
		}
	}
	rec.data = string(out)
}

// unpack is the reverse of pack.
func (res *resource) unpack(rec *record) []string {
	values := make([]string, len(res.fields))
	for data := rec.data; data != ""; {
		var i int
		var value string
		i, value, data = next(data)
		values[i] = value
		if value == asImported {
			values[i] = res.rowText(rec)
		}
	}
	if res.ref >= 0 {
		values[res.ref] = rec.ref
	}
	return values
}

// stored returns the JSON value of a plain field.
func (res *resource) stored(rec *record, index int) string {
	if index == res.ref {
		if rec.ref != "" {
			return rec.ref
		}
		return res.fields[index].fallback
	}
	for data := rec.data; data != ""; {
		var i int
		var value string
		i, value, data = next(data)
		if i != index {
			continue
		}
		if value == asImported {
			return res.rowText(rec)
		}
		return value
	}
	return res.fields[index].fallback
}

// asImported stands for the additional of a lead that is as its CSV row has made it. The text follows from the other
// fields, and would be more than half of the record.
const asImported = "\x00"

// rowText is the row of an imported lead as the page shows it in additional: a JSON object in a JSON string.
func (res *resource) rowText(rec *record) string {
	var row strings.Builder
	row.Grow(256)
	for i, name := range importColumns {
		separator := byte(',')
		if i == 0 {
			separator = '{'
		}
		row.WriteByte(separator)
		row.WriteString(jsonText(name))
		row.WriteByte(':')
		row.WriteString(res.stored(rec, res.byName[name]))
	}
	row.WriteByte('}')
	return jsonText(row.String())
}

// encoder writes records of one resource as JSON, all fields in the order of the schema.
// Leads of a page mostly share their list, so it remembers what it copied last.
type encoder struct {
	st     *state
	res    *resource
	ref    string
	copied []string // by field, for those that are copied
}

func (st *state) encoder(res *resource) *encoder {
	e := encoders.Get().(*encoder)
	e.st, e.res = st, res
	sized(&e.copied, len(res.fields))
	return e
}

var encoders = sync.Pool{New: func() any { return new(encoder) }}

// release ends the use of an encoder.
func (e *encoder) release() {
	clear(e.copied)
	*e = encoder{copied: e.copied}
	encoders.Put(e)
}

// append writes one record: runs of defaults are copied out of the template in one piece, and between them stand the
// fields that the record stores and those that always have a value of their own.
func (e *encoder) append(out []byte, rec *record) []byte {
	e.copy(rec)
	const none = maxFields
	special, data := e.res.special, rec.data
	stored, value := none, ""
	if data != "" {
		stored, value, data = next(data)
	}
	out = append(out, '{')
	run := 0
	for len(special) > 0 || stored != none {
		if len(special) == 0 || stored < special[0] {
			out = e.res.appendUpTo(out, run, stored)
			run = stored + 1
			if value == asImported {
				value = e.res.rowText(rec)
			}
			out = append(out, value...)
			if stored = none; data != "" {
				stored, value, data = next(data)
			}
			continue
		}
		out = e.res.appendUpTo(out, run, special[0])
		out = e.appendSpecial(out, rec, special[0])
		run, special = special[0]+1, special[1:]
	}
	out = append(out, e.res.template[e.res.offsets[run]:]...)
	return append(out, '}')
}

// appendUpTo writes the defaults of fields from to before, and the name of before.
func (res *resource) appendUpTo(out []byte, from, before int) []byte {
	return append(out, res.template[res.offsets[from]:res.offsets[before]+len(res.fields[before].prefix)]...)
}

func (e *encoder) appendSpecial(out []byte, rec *record, index int) []byte {
	switch e.res.fields[index].kind {
	case idField:
		out = append(out, '"')
		out = rec.id.append(out)
		return append(out, '"')
	case createdField:
		return appendStamp(out, rec.created)
	case updatedField:
		return appendStamp(out, rec.updated)
	case copiedField:
		return append(out, e.copied[index]...)
	}
	return append(out, e.res.stored(rec, index)...)
}

// copy looks up the copied fields, unless the record copies from the same one as the last.
func (e *encoder) copy(rec *record) {
	if len(e.res.copies) == 1 && rec.ref != "" && e.ref == rec.ref {
		return
	}
	e.ref = rec.ref
	targets := e.st.targets(e.res, rec)
	for _, i := range e.res.special {
		if f := &e.res.fields[i]; f.kind == copiedField {
			e.copied[i] = e.st.copied(e.res, f, targets)
		}
	}
}
