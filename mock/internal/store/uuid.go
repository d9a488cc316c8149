package store

import "encoding/hex"

// UUID identifies a record.
type UUID [16]byte

// String returns the 36 characters in lower case.
func (u UUID) String() string { return string(u.Append(nil)) }

// Append appends the 36 characters to out.
func (u UUID) Append(out []byte) []byte {
	var text [36]byte
	hex.Encode(text[0:8], u[0:4])
	hex.Encode(text[9:13], u[4:6])
	hex.Encode(text[14:18], u[6:8])
	hex.Encode(text[19:23], u[8:10])
	hex.Encode(text[24:36], u[10:16])
	text[8], text[13], text[18], text[23] = '-', '-', '-', '-'
	return append(out, text[:]...)
}

// json returns the id as a JSON value.
func (u UUID) json() string {
	out := make([]byte, 0, 38)
	out = append(out, '"')
	out = u.Append(out)
	return string(append(out, '"'))
}

// ParseUUID parses 36 characters in lower case; nothing else is valid (A23).
func ParseUUID(text string) (u UUID, valid bool) {
	if len(text) != 36 || text[8] != '-' || text[13] != '-' || text[18] != '-' || text[23] != '-' {
		return u, false
	}
	at := 0
	for i := 0; i < 36; i += 2 {
		if text[i] == '-' {
			i++
		}
		high, low := digits[text[i]], digits[text[i+1]]
		if high|low > 15 {
			return u, false
		}
		u[at] = high<<4 | low
		at++
	}
	return u, true
}

// parseJSON parses an ID in a JSON string.
func parseJSON(value string) (u UUID, valid bool) {
	if len(value) != 38 || value[0] != '"' || value[37] != '"' {
		return u, false
	}
	return ParseUUID(value[1:37])
}

// digits are the values of the small hexadecimal digits; 255 for other bytes.
var digits = func() (digits [256]byte) {
	for c := range digits {
		digits[c] = 255
	}
	for value, c := range "0123456789abcdef" {
		digits[c] = byte(value)
	}
	return digits
}()
