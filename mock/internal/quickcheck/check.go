package quickcheck

import (
	"math/bits"
	"slices"
	"strconv"
	"unicode/utf8"
)

// Value is the position of a value in a body: body[Start:End]. It is the zero Value if the body has none.
type Value struct {
	Start, End int
	// Plain reports that encoding/json, which also escapes <, > and &, would write the value in exactly these bytes.
	Plain bool
}

const (
	maxDepth  = 64 // of arrays and objects
	maxDigits = 18 // of an integer, so that it always fits into 64 bits
)

// Check checks a body against the schema. If sure is true, flaws is everything that is wrong with the object; no flaws mean
// that the schema accepts it. If sure is false, the result says nothing, and the caller must look closer. Check fills in
// found with one Value per field given to Compile; further reports whether a body of which it is sure has other members. It
// does not allocate.
func (s *Schema) Check(body []byte, found []Value) (flaws Flaws, sure, further bool) {
	clear(found)
	w := walk{body: body}
	w.space()
	if w.next() != '{' || !w.object(s.root, found) {
		return Flaws{}, false, false
	}
	if w.space(); w.at != len(body) {
		return Flaws{}, false, false
	}
	return w.flaws, true, w.further
}

// walk is a position in a body.
type walk struct {
	body    []byte
	at      int
	depth   int
	further bool // whether the object as a whole has members besides the fields
	flaws   Flaws
}

// value skips one value and returns what is wrong with it. plain is as in Value.
func (w *walk) value(n *node) (plain bool, wrong flaw, ok bool) {
	c := w.next()
	if n.enum != nil && c != '"' {
		return false, 0, false
	}
	switch c {
	case '"':
		return w.text(n)
	case '{':
		n, wrong = n.of(kindObject)
		return false, wrong, w.object(n, nil)
	case '[':
		n, wrong = n.of(kindArray)
		return false, wrong, w.array(n)
	case 't':
		_, wrong = n.of(kindBoolean)
		return true, wrong, w.word("true")
	case 'f':
		_, wrong = n.of(kindBoolean)
		return true, wrong, w.word("false")
	case 'n':
		_, wrong = n.of(kindNull)
		return true, wrong, w.word("null")
	}
	wrong, ok = w.number(n)
	return true, wrong, ok
}

func (n *node) allows(k kind) bool { return n.types == 0 || n.types&k != 0 }

// of returns the schema for a value of a kind. If n does not allow the kind, nothing else about the value matters.
func (n *node) of(k kind) (*node, flaw) {
	if n.allows(k) {
		return n, 0
	}
	return unconstrained, flaw(k) << givenType
}

// object skips an object that repeats no known key.
func (w *walk) object(n *node, found []Value) bool {
	w.at++
	if w.depth++; w.depth > maxDepth {
		return false
	}
	var seen uint64
	w.space()
	if w.next() != '}' {
		following := 0 // the expected next property, if all come in the order of the schema
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
	return w.take('}') && w.lack(n.required&^seen)
}

// lack notes the required properties that an object lacks.
func (w *walk) lack(properties uint64) bool {
	if w.depth > 0 {
		return properties == 0
	}
	for ; properties != 0; properties &= properties - 1 {
		w.flaws[bits.TrailingZeros64(properties)] = missing
	}
	return true
}

// member skips a key and its value. It returns the index of the property, or -1 if the schema does not name it.
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
			_, _, ok := w.value(unconstrained)
			return -1, ok
		}
	}
	start = w.at
	plain, wrong, ok := w.value(n.children[i])
	if w.depth == 1 {
		w.flaws[i] = wrong
	} else if wrong != 0 {
		return 0, false
	}
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
			if _, wrong, ok := w.value(item); !ok || wrong != 0 {
				return false
			}
			count++
			w.space()
		}
	}
	w.depth--
	return w.take(']') && count >= n.minItems && count <= n.maxItems
}

// text skips a string. The length and content of one with escapes are not known.
func (w *walk) text(n *node) (plain bool, wrong flaw, ok bool) {
	start := w.at
	plain, escaped, ok := w.quoted()
	if !ok {
		return false, 0, false
	}
	if n, wrong = n.of(kindString); wrong != 0 {
		return plain, wrong, true
	}
	text := w.body[start+1 : w.at-1]
	if n.minLength == 0 && n.maxLength == unlimited && n.pattern == nil && n.format == nil && n.enum == nil {
		return plain, 0, true
	}
	if escaped || n.format != nil && !n.format(text) { // a format here is stricter than the other validator's
		return false, 0, false
	}
	length := utf8.RuneCount(text)
	if length < n.minLength {
		wrong |= tooShort
	}
	if length > n.maxLength {
		wrong |= tooLong
	}
	if n.pattern != nil && !n.pattern.Match(text) {
		wrong |= mismatched
	}
	if n.enum != nil && !slices.ContainsFunc(n.enum, func(allowed string) bool { return allowed == string(text) }) {
		wrong |= unlisted
	}
	return plain, wrong, true
}

// number skips a number without an exponent.
func (w *walk) number(n *node) (wrong flaw, ok bool) {
	start := w.at
	_ = w.take('-')
	first := w.at
	digits := w.digits()
	if digits == 0 || digits > maxDigits || digits > 1 && w.body[first] == '0' {
		return 0, false
	}
	end := w.at
	whole := true
	if w.take('.') {
		whole = false
		if fraction := w.digits(); fraction == 0 || fraction > maxDigits {
			return 0, false
		}
	}
	if c := w.next() | 0x20; c == 'e' {
		return 0, false
	}
	if whole && !n.allows(kindNumber) {
		if n, wrong = n.of(kindInteger); wrong != 0 {
			return wrong, true
		}
	}
	switch {
	case n.format != nil, !whole && (!n.allows(kindNumber) || n.limits != nil):
		return 0, false
	case n.limits == nil:
		return 0, true
	}
	number, _ := strconv.ParseInt(string(w.body[start:end]), 10, 64) // it has few enough digits
	return 0, !slices.ContainsFunc(n.limits, func(l limit) bool { return !l.holds(number) })
}
