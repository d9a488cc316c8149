package mock

import (
	"encoding/binary"
	"encoding/hex"
	"strings"
	"time"
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

// zone is the one in which the page's samples have their times.
var zone = time.FixedZone("+07:00", 7*60*60)

// appendStamp writes a time as the samples do: in microseconds, trailing zeros dropped.
func appendStamp(out []byte, micros int64) []byte {
	out = append(out, '"')
	out = time.UnixMicro(micros).In(zone).AppendFormat(out, time.RFC3339Nano)
	return append(out, '"')
}

// encoder writes records of one resource as JSON, all fields in the order of the schema.
// Leads of a page mostly share their list, so it remembers what it looked up last.
type encoder struct {
	st      *state
	res     *resource
	ref     string
	targets [maxCopies]*record
}

func (st *state) encoder(res *resource) *encoder { return &encoder{st: st, res: res} }

// append writes one record. Runs of defaults are copied out of the template in one piece.
func (e *encoder) append(out []byte, rec *record) []byte {
	if len(e.res.copies) != 1 || e.ref != rec.ref || rec.ref == "" {
		e.ref, e.targets = rec.ref, e.st.targets(e.res, rec)
	}
	out = append(out, '{')
	data, run := rec.data, 0
	storedAt, value := -1, ""
	if data != "" {
		storedAt, value, data = next(data)
	}
	for i := range e.res.fields {
		f := &e.res.fields[i]
		if f.kind == plainField && i != storedAt && i != e.res.ref {
			continue
		}
		out = append(out, e.res.template[e.res.offsets[run]:e.res.offsets[i]]...)
		out = append(out, f.prefix...)
		run = i + 1
		switch {
		case f.kind == idField:
			out = append(out, '"')
			out = rec.id.append(out)
			out = append(out, '"')
		case f.kind == createdField:
			out = appendStamp(out, rec.created)
		case f.kind == updatedField:
			out = appendStamp(out, rec.updated)
		case f.kind == copiedField:
			out = append(out, e.st.copied(e.res, f, e.targets)...)
		case i == e.res.ref:
			out = append(out, e.res.stored(rec, i)...)
		default:
			if value == asImported {
				value = e.res.rowText(rec)
			}
			out = append(out, value...)
			if storedAt = -1; data != "" {
				storedAt, value, data = next(data)
			}
		}
	}
	out = append(out, e.res.template[e.res.offsets[run]:]...)
	return append(out, '}')
}
