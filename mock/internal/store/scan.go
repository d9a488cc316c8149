package store

import "encoding/json"

// scanner walks over JSON that is known to be valid, several times as fast as a decoder: a state can have a million records.
type scanner struct {
	data []byte
	at   int
}

// peek returns the next byte that is not white space; 0 at the end.
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

// more reports whether another element follows in an array or object; if not, it passes over the end of it.
func (s *scanner) more(end byte) bool {
	c := s.peek()
	if c == ',' {
		s.at++
		c = s.peek()
	}
	if c == end {
		s.at++
		return false
	}
	return true
}

// key reads the name of a member, and passes over the colon.
func (s *scanner) key() []byte {
	raw := s.value()
	s.peek()
	s.at++
	for _, c := range raw {
		if c == '\\' {
			var name string
			_ = json.Unmarshal(raw, &name) // it is valid
			return []byte(name)
		}
	}
	return raw[1 : len(raw)-1]
}

// value returns the next value as it is written.
func (s *scanner) value() []byte {
	c := s.peek()
	start, depth := s.at, 0
	for {
		switch c {
		case '"':
			s.text()
		case '{', '[':
			depth++
			s.at++
		case '}', ']':
			depth--
			s.at++
		case ',', ':':
			s.at++
		default:
			s.literal()
		}
		if depth == 0 {
			return s.data[start:s.at]
		}
		c = s.peek()
	}
}

func (s *scanner) text() {
	for s.at++; s.data[s.at] != '"'; s.at++ {
		if s.data[s.at] == '\\' {
			s.at++
		}
	}
	s.at++
}

// literal passes over a number, true, false or null.
func (s *scanner) literal() {
	for ; s.at < len(s.data); s.at++ {
		switch s.data[s.at] {
		case ' ', '\t', '\r', '\n', ',', ':', ']', '}':
			return
		}
	}
}
