package store

import (
	"encoding/json"
	"errors"
)

// scanner scans JSON several times as fast as a decoder, because a state can have a million records. It stops at invalid
// JSON and is bad from then on; encoding/json then produces the error.
type scanner struct {
	data  []byte
	at    int
	fresh bool // at the start of an array or object
	bad   bool
}

var errNotJSON = errors.New("not JSON")

func (s *scanner) fail() {
	s.bad, s.at = true, len(s.data)
}

// peek returns the next byte that is not white space, or 0 at the end.
func (s *scanner) peek() byte {
	for ; s.at < len(s.data); s.at++ {
		switch c := s.data[s.at]; c {
		case ' ', '\t', '\r', '\n':
		default:
			return c
		}
	}
	return 0
}

// enter skips the start of an array or object.
func (s *scanner) enter() {
	s.at++
	s.fresh = true
}

// more reports whether another element of an array or object follows; if not, it skips the end.
func (s *scanner) more(end byte) bool {
	c, fresh := s.peek(), s.fresh
	s.fresh = false
	switch {
	case c == end:
		s.at++
		return false
	case fresh:
		return !s.bad
	case c == ',':
		s.at++
		if s.peek() != end {
			return !s.bad
		}
	}
	s.fail()
	return false
}

// key reads the name of a member and skips the colon.
func (s *scanner) key() []byte {
	if s.peek() != '"' {
		s.fail()
		return nil
	}
	raw := s.value()
	if s.peek() != ':' {
		s.fail()
		return nil
	}
	s.at++
	for _, c := range raw {
		if c == '\\' {
			var name string
			_ = json.Unmarshal(raw, &name) // value has checked it
			return []byte(name)
		}
	}
	return raw[1 : len(raw)-1]
}

// value returns the next value as written, or nil.
func (s *scanner) value() []byte {
	start, plain := 0, false
	switch c := s.peek(); c {
	case '"':
		start = s.at
		plain = s.text()
	case '{', '[':
		start = s.at
		s.skip()
	default:
		start = s.at
		s.literal()
	}
	raw := s.data[start:s.at]
	if s.bad || !plain && !json.Valid(raw) {
		s.fail()
		return nil
	}
	return raw
}

// skip skips an array or object.
func (s *scanner) skip() {
	for depth := 0; ; {
		switch s.peek() {
		case '"':
			s.text()
		case '{', '[':
			depth++
			s.at++
		case '}', ']':
			depth--
			s.at++
		case 0:
			s.fail()
		default:
			s.at++
		}
		if depth == 0 || s.bad {
			return
		}
	}
}

// text skips a string. It reports whether the string has no escapes.
func (s *scanner) text() (plain bool) {
	plain = true
	for s.at++; s.at < len(s.data); s.at++ {
		switch c := s.data[s.at]; {
		case c == '"':
			s.at++
			return plain
		case c == '\\':
			plain = false
			s.at++
		case c < ' ':
			s.fail()
			return false
		}
	}
	s.fail()
	return false
}

// literal skips a number, true, false or null.
func (s *scanner) literal() {
	for ; s.at < len(s.data); s.at++ {
		switch s.data[s.at] {
		case ' ', '\t', '\r', '\n', ',', ':', ']', '}':
			return
		}
	}
}
