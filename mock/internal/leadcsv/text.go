package leadcsv

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
)

// rounded is a long code as spreadsheets write it. A code such as 12E5 may be meant.
var rounded = regexp.MustCompile(`^[0-9][.,]?[0-9]*[eE]\+[0-9]+$`)

// mojibake are the beginnings of Vietnamese letters in UTF-8 that a program has read as Windows-1252 or Latin-1.
var mojibake = []string{"á»", "áº", "Æ°", "Æ¡", "Ä‘", "Ä\u0091"}

// oddText returns what is odd about a cell of a text column; empty if nothing is. The cell is stored anyway.
func oddText(column, cell string) string {
	odd := ""
	switch {
	case column == "lead_name" && isNumber(cell):
		odd = "is a number; the vendor's portal refuses the row"
	case column != "lead_name" && rounded.MatchString(cell):
		odd = "is a number that a spreadsheet has rounded; make the column text and enter the numbers again"
	case isPlainText(cell):
	case lostLetters(cell):
		odd = "has lost letters to another encoding; save it again as CSV UTF-8 from a file that still has them"
	case strings.ContainsFunc(cell, func(r rune) bool { return unicode.IsControl(r) && !strings.ContainsRune("\t\r\n", r) }):
		odd = "has control characters"
	}
	if odd == "" {
		return ""
	}
	return fmt.Sprintf("%s %q %s", column, shorten(cell), odd)
}

// isNumber reports whether a text is a phone number, perhaps with separators.
func isNumber(text string) bool {
	digits, _ := countDigits(text)
	return digits >= minDigits && strings.Trim(text, usual) == ""
}

// isPlainText recognises the usual texts without decoding them: the bytes of lost letters and control characters are rare.
func isPlainText(cell string) bool {
	for i := range len(cell) {
		switch c := cell[i]; {
		case c < ' ' || c == '?' || c == 0x7f || c == 0xc2 || c == 0xe2 || c == 0xef:
			return false
		}
	}
	return true
}

// lostLetters reports whether an encoding without Vietnamese has replaced letters: by U+FFFD, by ? inside a word, or by two or
// three letters each.
func lostLetters(cell string) bool {
	for _, begins := range mojibake {
		if strings.Contains(cell, begins) {
			return true
		}
	}
	before, address := ' ', strings.Contains(cell, "://") // where ? begins a query
	for _, r := range cell {
		if r == unicode.ReplacementChar || before == '?' && unicode.IsLetter(r) && !address {
			return true
		}
		before = r
	}
	return false
}
