package quickcheck

import (
	"slices"
	"strconv"
	"unicode/utf8"
)

// Value is where a value stands in a body: body[Start:End]. It is the zero Value where the body has none.
type Value struct {
	Start, End int
	// Plain says that encoding/json, which escapes <, > and & too, would write the value in these very bytes.
	Plain bool
}

const (
	maxDepth  = 64 // of arrays and objects
	maxDigits = 18 // of an integer, to fit into 64 bits whatever they are
)

// Valid reports whether a body is a JSON text that the schema is sure to accept, and fills in found, one Value for each of
// the fields given to Compile. If it is not sure, that says nothing of the body: look closer. further says that a body that is
// valid has members besides those in found. It does not allocate.
func (s *Schema) Valid(body []byte, found []Value) (sure, further bool) {
	clear(found)
	w := walk{body: body}
	w.space()
	if w.next() != '{' || !w.object(s.root, found) {
		return false, false
	}
	w.space()
	return w.at == len(body), w.further
}

// walk is a place in a body.
type walk struct {
	body    []byte
	at      int
	depth   int
	further bool // whether the object as a whole has members that were not asked for
}

// next is the byte at hand; 0, which no JSON text has, at the end.
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

// take passes over a byte that must be there.
func (w *walk) take(c byte) bool {
	if w.next() != c {
		return false
	}
	w.at++
	return true
}

// value passes over one value and says whether it fits. plain is as in Value.
func (w *walk) value(n *node) (plain, ok bool) {
	c := w.next()
	if n.enum != nil && c != '"' {
		return false, false
	}
	switch c {
	case '"':
		return w.text(n)
	case '{':
		return false, n.allows(kindObject) && w.object(n, nil)
	case '[':
		return false, n.allows(kindArray) && w.array(n)
	case 't':
		return true, n.allows(kindBoolean) && w.word("true")
	case 'f':
		return true, n.allows(kindBoolean) && w.word("false")
	case 'n':
		return true, n.allows(kindNull) && w.word("null")
	}
	return true, w.number(n)
}

func (n *node) allows(one kind) bool { return n.types == 0 || n.types&one != 0 }

func (w *walk) word(word string) bool {
	if end := w.at + len(word); end <= len(w.body) && string(w.body[w.at:end]) == word {
		w.at = end
		return true
	}
	return false
}

// object passes over an object in which no known key is there twice.
func (w *walk) object(n *node, found []Value) bool {
	w.at++
	if w.depth++; w.depth > maxDepth {
		return false
	}
	var seen uint64
	w.space()
	if w.next() != '}' {
		following := 0 // the property that comes next if all come in the order of the schema
		for more := true; more; more = w.take(',') {
			i, ok := w.member(n, following, found)
			if !ok {
				return false
			}
			if i >= 0 {
				if seen&(1<<i) != 0 {
					return false
				}
				seen |= 1 << i
				following = i + 1
			}
			w.space()
		}
	}
	w.depth--
	return w.take('}') && seen&n.required == n.required
}

// member passes over a key and its value. It returns the index of the property; -1 for one that the schema does not name.
func (w *walk) member(n *node, following int, found []Value) (index int, ok bool) {
	w.space()
	start := w.at
	if _, escaped, ok := w.quoted(); !ok || escaped {
		return 0, false
	}
	key := w.body[start+1 : w.at-1]
	if w.space(); !w.take(':') {
		return 0, false
	}
	w.space()
	i := following
	if i >= len(n.names) || string(key) != n.names[i] {
		known := false
		if i, known = n.index[string(key)]; !known {
			if n.closed {
				return 0, false
			}
			w.further = w.further || w.depth == 1
			_, ok := w.value(unconstrained)
			return -1, ok
		}
	}
	start = w.at
	plain, ok := w.value(n.children[i])
	switch {
	case i < len(found):
		found[i] = Value{start, w.at, plain}
	case w.depth == 1:
		w.further = true
	}
	return i, ok
}

func (w *walk) array(n *node) bool {
	w.at++
	if w.depth++; w.depth > maxDepth {
		return false
	}
	item, count := n.items, 0
	if item == nil {
		item = unconstrained
	}
	w.space()
	if w.next() != ']' {
		for more := true; more; more = w.take(',') {
			w.space()
			if _, ok := w.value(item); !ok {
				return false
			}
			count++
			w.space()
		}
	}
	w.depth--
	return w.take(']') && count >= n.minItems && count <= n.maxItems
}

// text passes over a string. The length and the content of one with escapes are not known.
func (w *walk) text(n *node) (plain, ok bool) {
	start := w.at
	plain, escaped, ok := w.quoted()
	if !ok || !n.allows(kindString) {
		return false, false
	}
	text := w.body[start+1 : w.at-1]
	if n.minLength == 0 && n.maxLength == unlimited && n.pattern == nil && n.format == nil && n.enum == nil {
		return plain, true
	}
	if escaped {
		return false, false
	}
	if length := utf8.RuneCount(text); length < n.minLength || length > n.maxLength {
		return false, false
	}
	if n.format != nil && !n.format(text) || n.pattern != nil && !n.pattern.Match(text) {
		return false, false
	}
	return plain, n.enum == nil || slices.ContainsFunc(n.enum, func(one string) bool { return one == string(text) })
}

// quoted passes over a string of valid UTF-8.
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

// number passes over a number without an exponent.
func (w *walk) number(n *node) bool {
	start := w.at
	_ = w.take('-')
	first := w.at
	digits := w.digits()
	if digits == 0 || digits > maxDigits || digits > 1 && w.body[first] == '0' {
		return false
	}
	end := w.at
	whole := true
	if w.take('.') {
		whole = false
		if fraction := w.digits(); fraction == 0 || fraction > maxDigits {
			return false
		}
	}
	if c := w.next() | 0x20; c == 'e' || n.format != nil {
		return false
	}
	if !whole {
		return n.allows(kindNumber) && n.limits == nil
	}
	if !n.allows(kindNumber | kindInteger) {
		return false
	}
	if n.limits == nil {
		return true
	}
	number, _ := strconv.ParseInt(string(w.body[start:end]), 10, 64) // it has few enough digits
	return !slices.ContainsFunc(n.limits, func(l limit) bool { return !l.holds(number) })
}

func (w *walk) digits() int {
	start := w.at
	for isDigit(w.next()) {
		w.at++
	}
	return w.at - start
}
