package quickcheck

import "unicode/utf8"

// next returns the current byte, or 0, which no JSON text has, at the end.
func (w *walk) next() byte {
	if w.at < len(w.body) {
		return w.body[w.at]
	}
	return 0
}

func (w *walk) space() {
	for w.at < len(w.body) {
		switch w.body[w.at] {
		case ' ', '\t', '\n', '\r':
			w.at++
		default:
			return
		}
	}
}

// take skips a byte that must be there.
func (w *walk) take(c byte) bool {
	if w.next() != c {
		return false
	}
	w.at++
	return true
}

func (w *walk) word(word string) bool {
	if end := w.at + len(word); end <= len(w.body) && string(w.body[w.at:end]) == word {
		w.at = end
		return true
	}
	return false
}

// quoted skips a string of valid UTF-8.
func (w *walk) quoted() (plain, escaped, ok bool) {
	if !w.take('"') {
		return false, false, false
	}
	plain = true
	for w.at < len(w.body) {
		switch c := w.body[w.at]; {
		case c == '"':
			w.at++
			return plain, escaped, true
		case c < ' ':
			return false, false, false
		case c == '\\':
			plain, escaped = false, true
			if !w.escape() {
				return false, false, false
			}
		case c < utf8.RuneSelf:
			if c == '<' || c == '>' || c == '&' || c == 0x7f {
				plain = false
			}
			w.at++
		default:
			r, size := utf8.DecodeRune(w.body[w.at:])
			if r == utf8.RuneError && size == 1 {
				return false, false, false
			}
			if r == '\u2028' || r == '\u2029' {
				plain = false
			}
			w.at += size
		}
	}
	return false, false, false
}

func (w *walk) escape() bool {
	w.at++
	c := w.next()
	w.at++
	switch c {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return true
	case 'u':
		for range 4 {
			if c := w.next() | 0x20; !isDigit(w.next()) && (c < 'a' || c > 'f') {
				return false
			}
			w.at++
		}
		return true
	}
	return false
}

func (w *walk) digits() int {
	start := w.at
	for isDigit(w.next()) {
		w.at++
	}
	return w.at - start
}
