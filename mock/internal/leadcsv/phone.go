package leadcsv

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
)

// Damage that spreadsheets do to phone numbers.
var (
	scientific = regexp.MustCompile(`^[+-]?[0-9]+([.,][0-9]+)?[eE][+-]?[0-9]+$`)
	decimal    = regexp.MustCompile(`^[0-9]{6,}[.,]0*$`)
	formula    = regexp.MustCompile(`^=`)
	noZero     = regexp.MustCompile(`^[35789][0-9]{8}$`)
	date       = regexp.MustCompile(`^([0-9]{1,2}/[0-9]{1,2}/[0-9]{4}|[0-9]{4}-(0[1-9]|1[0-2])-[0-9]{2})`)
	thousands  = regexp.MustCompile(`^[0-9]{1,3}([.,][0-9]{3}){2,}$`)
)

// separated removes what people write between the digits of a number.
var separated = strings.NewReplacer(" ", "", ".", "", "-", "")

// The vendor's portal refuses other numbers of digits (A32); the mock stores them.
const minDigits, maxDigits = 8, 11

// usual are the characters of written phone numbers.
const usual = "0123456789+-.() "

// oddPhone returns what is odd about a phone number; empty if nothing is. The number is stored anyway, because the
// documentation is silent.
func oddPhone(cell string) string {
	if isPlain(cell) {
		return ""
	}
	var odd []string
	visible := strings.TrimSpace(strings.Map(func(r rune) rune {
		if invisible(r) {
			return -1
		}
		return r
	}, cell))
	if strings.ContainsFunc(cell, invisible) {
		odd = append(odd, "has invisible characters")
	}
	if rest := strings.TrimLeft(visible, "'’‘`´"); rest != visible {
		odd = append(odd, "starts with an apostrophe, which spreadsheets use to mark text")
		visible = rest
	}
	digits, foreign := countDigits(visible)
	if foreign {
		odd = append(odd, "has digits that are not 0 to 9")
	}
	if strings.ContainsAny(visible, "\"“”\t\n") {
		odd = append(odd, "has quotes, a tab or a line end")
	}
	switch {
	case formula.MatchString(visible):
		odd = append(odd, "is a formula")
	case scientific.MatchString(visible):
		odd = append(odd, "is a number that a spreadsheet has rounded; make the column text and enter the numbers again")
	case decimal.MatchString(visible):
		odd = append(odd, "has decimals, which a spreadsheet adds")
	case thousands.MatchString(visible) && visible[0] != '0':
		odd = append(odd, "has separators of thousands, which a spreadsheet adds")
	case date.MatchString(visible):
		odd = append(odd, "is a date")
	case noZero.MatchString(separated.Replace(visible)):
		odd = append(odd, "has 9 digits; a spreadsheet may have dropped the 0 before them")
	case digits < minDigits || digits > maxDigits:
		odd = append(odd, fmt.Sprintf("has %d digits; the vendor's portal takes %d to %d", digits, minDigits, maxDigits))
	case strings.ContainsFunc(visible, unicode.IsLetter):
		odd = append(odd, "has letters")
	case len(odd) == 0 && strings.HasPrefix(visible, "-"):
		odd = append(odd, "starts with a minus")
	case len(odd) == 0 && strings.Trim(visible, usual) != "":
		odd = append(odd, "has more than digits and the usual separators")
	}
	if len(odd) == 0 {
		return ""
	}
	return fmt.Sprintf("phone_number %q %s", shorten(cell), strings.Join(odd, ", and "))
}

// countDigits counts the digits of any script, and reports whether some are not ASCII, as input methods write them.
func countDigits(text string) (count int, foreign bool) {
	for _, r := range text {
		if unicode.IsDigit(r) {
			count++
			foreign = foreign || r > '9'
		}
	}
	return count, foreign
}

// isPlain recognises the usual numbers without allocating.
func isPlain(cell string) bool {
	if len(cell) < minDigits || len(cell) > maxDigits || len(cell) == 9 {
		return false
	}
	for i := range len(cell) {
		if cell[i] < '0' || cell[i] > '9' {
			return false
		}
	}
	return true
}

// invisible reports whether a character is one of those that come with text copied from documents, chats and web pages.
func invisible(r rune) bool {
	return r > unicode.MaxASCII && (unicode.Is(unicode.Cf, r) || unicode.IsSpace(r)) || r < ' ' && r != '\t' && r != '\r' && r != '\n'
}
