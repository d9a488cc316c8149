package target

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
)

// A lead in an active campaign makes a telephone ring. So every number that is sent, even one that the server should refuse, is one
// that no network can dial. Many of them still match the documented pattern: its group repeats, so it accepts 12 digits, while a
// Vietnamese number has 10 (or 84 and 9).
//
// A switch may drop trailing digits, so the length is a weak guard. Most of these numbers therefore start with 030, a prefix that no
// Vietnamese carrier has, and are unallocated even if they are cut. Numbers that start with 840 are never sent: many dialers
// read it as +84 (0).
var undiallable = regexp.MustCompile(`^(` + strings.Join([]string{
	`030[0-9]{8}`, `030[0-9]{9}`, `030[0-9]{10}`, // 11, 12 and 13 digits
	`0505[0-9]{8}`, `8484[0-9]{8}`, // the pattern's edges, 12 digits
	`030384[0-9]{8}`, // 14 digits
	`8430[0-9]{7}`,   // 84 and 9 digits like a real number, with the prefix that no carrier has
	`1303[0-9]{8}`,   // 12 digits, without a trunk prefix
	`0000[0-9]{5}`,   // what remains of 0|000 and five digits: no country code starts with 0
}, "|") + `)$`)

// Undiallable reports whether no network can dial a number.
func Undiallable(number string) bool { return undiallable.MatchString(digits(number)) }

// dialledDigits is the minimum number of digits of a text that could be a telephone number.
const dialledDigits = 7

// digits returns the digits that a dialer would read from a text, including full-width ones.
func digits(text string) string {
	var out strings.Builder
	for _, r := range text {
		switch {
		case r >= '0' && r <= '9':
			out.WriteRune(r)
		case r >= '０' && r <= '９':
			out.WriteRune(r - '０' + '0')
		}
	}
	return out.String()
}

// FullWidth converts digits to the full-width forms of East Asian keyboards.
func FullWidth(number string) string {
	return strings.Map(func(r rune) rune { return r - '0' + '０' }, number)
}

// MayBeSent reports whether a text may be sent as a telephone number: it is too short for one, cannot be dialled,
// or starts with the prefix that the user has named.
func MayBeSent(number, prefix string) bool {
	if cannotBeDialled(digits(number)) && cannotBeDialled(digits(asciiOnly(number))) {
		return true
	}
	const withoutZero = 9 // digits; a spreadsheet drops the leading 0
	return prefix != "" && (strings.HasPrefix(number, prefix) || len(number) == withoutZero && strings.HasPrefix("0"+number, prefix))
}

func cannotBeDialled(plain string) bool {
	return len(plain) < dialledDigits || undiallable.MatchString(plain)
}

// asciiOnly returns what remains of a text for a dialer that knows only ASCII digits.
func asciiOnly(text string) string {
	return strings.Map(func(r rune) rune {
		if r > 127 {
			return -1
		}
		return r
	}, text)
}

// Numbers generates telephone numbers that only this run uses.
type Numbers struct {
	next     uint32
	dialable uint32 // counts on its own: a block can have so few numbers that the others' turns would bring one back
}

func NewNumbers() *Numbers { return &Numbers{next: rand.Uint32N(1e8), dialable: rand.Uint32N(1e8)} }

// Eight returns eight digits that the run has not used. Successive values share a prefix, which exposes a server that
// mixes up parts of numbers.
func (n *Numbers) Eight() string {
	n.next = (n.next + 1) % 1e8
	return fmt.Sprintf("%08d", n.next)
}

// After returns prefix followed by eight new digits. After("0303") has 12 digits and matches the documented pattern.
func (n *Numbers) After(prefix string) string { return prefix + n.Eight() }

// Dialable returns a number of ten digits that starts with the prefix that the user has named. It returns each number of that block
// once before it returns one again.
func (n *Numbers) Dialable(prefix string) string {
	const length = 10 // digits
	n.dialable = (n.dialable + 1) % 1e8
	last := fmt.Sprintf("%0*d", length, n.dialable)
	return prefix + last[min(len(prefix), length):]
}
