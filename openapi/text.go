package openapi

import (
	"bytes"
	"encoding/binary"
	"unicode/utf16"
)

// UTF8 returns a text as UTF-8 without a byte order mark. PowerShell and Windows editors also write UTF-16. JSON starts
// with an ASCII character, of which one byte is zero in UTF-16, so the mark is optional.
func UTF8(data []byte) []byte {
	var order binary.ByteOrder
	switch {
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		return data[3:]
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		order, data = binary.LittleEndian, data[2:]
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		order, data = binary.BigEndian, data[2:]
	case len(data) > 1 && data[0] != 0 && data[1] == 0:
		order = binary.LittleEndian
	case len(data) > 1 && data[0] == 0 && data[1] != 0:
		order = binary.BigEndian
	default:
		return data
	}
	units := make([]uint16, 0, len(data)/2)
	for rest := data; len(rest) > 1; rest = rest[2:] {
		units = append(units, order.Uint16(rest))
	}
	return []byte(string(utf16.Decode(units)))
}
