package mock

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// The library of bodySchema reads numbers with math/big, whose time grows with the square of the digits.
const (
	maxDigits   = 1000 // of a number that the library checks
	maxExponent = 1_000_000
)

// withShortNumbers returns a value with shorter numbers in place of those with very many digits.
func withShortNumbers(value any) any {
	switch value := value.(type) {
	case json.Number:
		return shortNumber(value)
	case []any:
		made := slices.Clone(value)
		for i := range made {
			made[i] = withShortNumbers(made[i])
		}
		return made
	case map[string]any:
		made := maps.Clone(value)
		for name := range made {
			made[name] = withShortNumbers(made[name])
		}
		return made
	}
	return value
}

// shortNumber returns a number with the first digits of another one, and an integer if that is one.
func shortNumber(number json.Number) json.Number {
	text := string(number)
	if len(text) <= maxDigits {
		return number
	}
	sign := ""
	if text[0] == '-' {
		sign, text = "-", text[1:]
	}
	mantissa, power := text, 0
	if at := strings.IndexAny(text, "eE"); at >= 0 {
		mantissa = text[:at]
		power, _ = strconv.Atoi(text[at+1:]) // one that is too large becomes the largest
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	power -= len(fraction)
	if power > maxExponent || power < -maxExponent { // math/big takes it for no number
		return json.Number("1e" + strconv.Itoa(maxExponent+1))
	}
	digits := strings.TrimLeft(whole+fraction, "0")
	significant := strings.TrimRight(digits, "0")
	power += len(digits) - len(significant)
	if significant == "" {
		return "0"
	}
	isInteger := power >= 0
	if len(significant) > maxDigits {
		power += len(significant) - maxDigits
		significant = significant[:maxDigits-1] + "1" // a last digit that is not 0 keeps a fraction from becoming an integer
	}
	if power = min(max(power, -2*maxDigits), 2*maxDigits); !isInteger {
		power = min(power, -1)
	}
	return json.Number(sign + significant + "e" + strconv.Itoa(power))
}
