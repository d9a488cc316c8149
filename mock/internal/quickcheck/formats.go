package quickcheck

// isDateTime reports whether a text is an RFC 3339 time in the usual form; other forms are valid too.
func isDateTime(text []byte) bool {
	if len(text) < len("2006-01-02T15:04:05Z") || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':' {
		return false
	}
	year := number(text[0:2])*100 + number(text[2:4])
	month, day := number(text[5:7]), number(text[8:10])
	if number(text[0:2]) > 99 || number(text[2:4]) > 99 || month < 1 || month > 12 || day < 1 || day > daysOf(year, month) {
		return false
	}
	if number(text[11:13]) > 23 || number(text[14:16]) > 59 || number(text[17:19]) > 59 {
		return false
	}
	return isZone(withoutFraction(text[19:]))
}

func withoutFraction(text []byte) []byte {
	if text[0] != '.' {
		return text
	}
	end := 1
	for end < len(text) && isDigit(text[end]) {
		end++
	}
	if end == 1 || end > 10 {
		return nil
	}
	return text[end:]
}

func isZone(text []byte) bool {
	if len(text) == 1 {
		return text[0] == 'Z'
	}
	return len(text) == 6 && (text[0] == '+' || text[0] == '-') && text[3] == ':' && number(text[1:3]) <= 23 && number(text[4:6]) <= 59
}

// number reads two digits; anything else gives a number over 99.
func number(text []byte) int {
	if !isDigit(text[0]) || !isDigit(text[1]) {
		return 10_000
	}
	return int(text[0]-'0')*10 + int(text[1]-'0')
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func daysOf(year, month int) int {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// isUUID accepts only lower case.
func isUUID(text []byte) bool {
	if len(text) != 36 {
		return false
	}
	for i, c := range text {
		switch i {
		case 8, 13, 18, 23:
			if c != '-' {
				return false
			}
		default:
			if !isDigit(c) && (c < 'a' || c > 'f') {
				return false
			}
		}
	}
	return true
}
