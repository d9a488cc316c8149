package contract

import (
	"encoding/json"
	"math"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/leadapi/leadapi/contract/internal/target"
)

// sameValue reports whether two values of a lead's field are equal. It ignores what the documentation leaves open: the case of a UUID,
// the zone of a time, the format of a day, the order of keys in additional, and 10.0 for 10.
func sameValue(field string, a, b any) bool {
	first, isText := a.(string)
	second, bothText := b.(string)
	if !isText || !bothText {
		return sameNumber(a, b) || reflect.DeepEqual(a, b)
	}
	switch {
	case first == second, sameTime(first, second):
		return true
	case strings.HasSuffix(field, "_uuid"):
		return strings.EqualFold(first, second)
	case field == "identity_issued_on" || field == "date_of_birth":
		return sameDay(first, second)
	case field == "additional":
		return sameJSON(first, second)
	}
	return false
}

// sameTime compares times in any zone.
func sameTime(a, b string) bool {
	first, firstOK := lead{"t": a}.Time("t")
	second, secondOK := lead{"t": b}.Time("t")
	return firstOK && secondOK && first.Equal(second)
}

// dayForms lists the accepted formats of a day. A time counts as a day if it is midnight in its zone.
var dayForms = []string{time.DateOnly, "02/01/2006", "02-01-2006", "2006/01/02", "20060102"}

func sameDay(a, b string) bool {
	first, firstOK := dayOf(a)
	second, secondOK := dayOf(b)
	return firstOK && secondOK && first == second
}

func dayOf(text string) (day string, ok bool) {
	for _, form := range dayForms {
		if at, err := time.Parse(form, text); err == nil {
			return at.Format(time.DateOnly), true
		}
	}
	for _, form := range []string{time.RFC3339Nano, "2006-01-02T15:04:05", time.DateTime} {
		if at, err := time.Parse(form, text); err == nil && at.Format("15:04:05") == "00:00:00" {
			return at.Format(time.DateOnly), true
		}
	}
	return "", false
}

func sameJSON(a, b string) bool {
	first, _, errFirst := target.DecodeStrict([]byte(a))
	second, _, errSecond := target.DecodeStrict([]byte(b))
	return errFirst == nil && errSecond == nil && reflect.DeepEqual(first, second)
}

func sameNumber(a, b any) bool {
	first, isNumber := a.(json.Number)
	second, bothNumbers := b.(json.Number)
	if !isNumber || !bothNumbers {
		return false
	}
	x, errX := first.Float64()
	y, errY := second.Float64()
	return errX == nil && errY == nil && x == y
}

// whole returns a whole number in a reply, in any notation: 10, 10.0 or 1e1.
func whole(value any) (int, bool) {
	number, isNumber := value.(json.Number)
	if !isNumber {
		return 0, false
	}
	n, err := number.Float64()
	return int(n), err == nil && n == math.Trunc(n) && math.Abs(n) < 1e15
}

// sameID reports whether two ids are equal. It ignores case.
func sameID(a, b any) bool {
	first, isText := a.(string)
	second, bothText := b.(string)
	return isText && bothText && first != "" && strings.EqualFold(first, second)
}

// expectSame expects a field of a lead to have the wanted value.
func (p *probe) expectSame(what, field string, got, want any) {
	if !sameValue(field, got, want) {
		p.find(what, show(want), show(got))
	}
}

// expectNumber expects a field of a reply to be a whole number.
func (p *probe) expectNumber(got *reply, field string, want int) {
	if n, isWhole := whole(got.Object()[field]); !isWhole || n != want {
		p.findIn(got, field, strconv.Itoa(want), show(got.Object()[field]))
	}
}
