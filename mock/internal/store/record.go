package store

import (
	"encoding/binary"
	"slices"
)

// Record is one stored thing: 80 bytes, and a string with what differs from the defaults. It is immutable; a merge creates a
// new record with the same ID and seq.
type Record struct {
	id      UUID
	seq     uint64 // the order of creation; pages start with the highest
	created int64  // microseconds since 1970
	updated int64
	ref     string // JSON value of the field Resource.ref, shared by all records with the same value
	data    string // the other fields, packed: index (1 byte), length (uvarint), JSON value; by ascending index
	listed  bool   // whether pages show it
	seeded  bool   // whether the states of other sessions share it
}

// ID returns the ID of a record.
func (rec *Record) ID() UUID { return rec.id }

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

// Pack packs JSON values by field for Rows; an empty value means the default. It ignores the ID, the stamps, the copied
// fields and the field of the first reference, which are stored separately.
func (res *Resource) Pack(values []string) string {
	var room [512]byte
	return string(res.appendValues(room[:0], values))
}

func (res *Resource) appendValues(out []byte, values []string) []byte {
	for i, value := range values {
		if value != "" && i != res.ref && res.fields[i].kind == plainField && value != res.fields[i].fallback {
			out = appendPacked(out, i, value)
		}
	}
	return out
}

// unpack returns the stored values by field; those of defaults are empty. It reuses the memory of values.
func (res *Resource) unpack(values []string, rec *Record) []string {
	values = slices.Grow(values[:0], len(res.fields))[:len(res.fields)]
	clear(values)
	for data := rec.data; data != ""; {
		var i int
		var value string
		i, value, data = next(data)
		values[i] = res.written(rec, value)
	}
	if res.ref >= 0 {
		values[res.ref] = rec.ref
	}
	return values
}

// stored returns the JSON value of a plain field.
func (res *Resource) stored(rec *Record, index int) string {
	if index == res.ref {
		if rec.ref != "" {
			return rec.ref
		}
		return res.fields[index].fallback
	}
	for data := rec.data; data != ""; {
		var i int
		var value string
		if i, value, data = next(data); i == index {
			return res.written(rec, value)
		}
	}
	return res.fields[index].fallback
}
