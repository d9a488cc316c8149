package target

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
)

// A lead in an active campaign makes a telephone ring. So whatever is sent, also what the server is expected to refuse,
// is a number that no network can dial, although many of them match the page's pattern: its group repeats, so it takes 12
// digits where a Vietnamese number has 10 (or 84 and 9).
//
// A switch may drop digits at the end, so the length alone is a weak guard. Most of these numbers begin with 030 therefore,
// a prefix that no Vietnamese carrier has, and are unallocated when they are cut as well. Never sent: 840 and more digits,
// which many a dialer reads as +84 (0).
var undiallable = regexp.MustCompile(`^(` + strings.Join([]string{
	`030[0-9]{8}`, `030[0-9]{9}`, `030[0-9]{10}`, // 11, 12 and 13 digits
	`0505[0-9]{8}`, `8484[0-9]{8}`, // the pattern's edges, 12 digits
	`030384[0-9]{8}`, // 14 digits
	`8430[0-9]{7}`,   // 84 and 9 digits as in a real number, of the prefix that no carrier has
	`1303[0-9]{8}`,   // 12 digits, with no trunk prefix
	`0000[0-9]{5}`,   // what is left of 0|000 and five digits: no country's code begins with 0
}, "|") + `)$`)

// Undiallable reports whether no network can dial a number.
func Undiallable(number string) bool { return undiallable.MatchString(digits(number)) }

// dialledDigits is the number of digits from which a text could be a telephone number.
const dialledDigits = 7

// digits is what a dialer would take out of a text: its decimal digits, those of full width too.
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

// FullWidth writes digits in the form that East Asian keyboards have.
func FullWidth(number string) string {
	return strings.Map(func(r rune) rune { return r - '0' + '０' }, number)
}

// MayBeSent says whether a text can go out as a telephone number: it is too short for one, cannot be dialled,
// or is inside the block that the user has named.
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

// asciiOnly is what is left of a text for a dialer that does not know other digits.
func asciiOnly(text string) string {
	return strings.Map(func(r rune) rune {
		if r > 127 {
			return -1
		}
		return r
	}, text)
}

// Numbers makes telephone numbers that this run alone uses.
type Numbers struct{ next uint32 }

func NewNumbers() *Numbers { return &Numbers{next: rand.Uint32N(1e8)} }

// Eight returns eight digits that the run has not used. All of them share the beginning with their neighbours, so a
// server that mixes up parts of numbers is found out.
func (n *Numbers) Eight() string {
	n.next = (n.next + 1) % 1e8
	return fmt.Sprintf("%08d", n.next)
}

// After returns prefix and eight digits, such as 0303 and more: 12 digits that match the page's pattern.
func (n *Numbers) After(prefix string) string { return prefix + n.Eight() }

// Dialable returns a number of length digits inside the block that the user has named.
func (n *Numbers) Dialable(prefix string, length int) string {
	eight := n.Eight() + n.Eight()
	missing := max(length-len(prefix), 0)
	return prefix + eight[len(eight)-missing:]
}
