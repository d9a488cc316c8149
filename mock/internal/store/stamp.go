package store

import (
	"errors"
	"time"
)

// Zone is the one in which lead-api.md writes its times.
var Zone = time.FixedZone("+07:00", zoneSeconds)

const zoneSeconds = 7 * 60 * 60

// Latest is the last time that a record can have, in microseconds since 1970: RFC 3339 ends with the year 9999, and a later
// time could not be read back.
var Latest = time.Date(9999, 12, 31, 23, 59, 59, 999_999_000, Zone).UnixMicro()

// CheckYear refuses a time whose year does not have four digits when it is written.
func CheckYear(t time.Time) error {
	if year := t.In(Zone).Year(); year < 1 || year > 9999 {
		return errors.New("the time would be outside of the years 1 to 9999")
	}
	return nil
}

// appendStamp writes a time of the years 0 to 9999 as lead-api.md does: in microseconds, trailing zeros dropped. It is the
// layout time.RFC3339Nano, by arithmetic.
func appendStamp(out []byte, micros int64) []byte {
	const day = 24 * 60 * 60
	seconds := floor(micros, 1e6)
	fraction := micros - seconds*1e6
	seconds += zoneSeconds
	days := floor(seconds, day)
	year, month, date := civil(days)
	clock := int(seconds - days*day)
	out = append(out, '"')
	out = appendDigits(out, year, 4)
	out = append(out, '-')
	out = appendDigits(out, month, 2)
	out = append(out, '-')
	out = appendDigits(out, date, 2)
	out = append(out, 'T')
	out = appendDigits(out, clock/3600, 2)
	out = append(out, ':')
	out = appendDigits(out, clock/60%60, 2)
	out = append(out, ':')
	out = appendDigits(out, clock%60, 2)
	if fraction > 0 {
		out = append(out, '.')
		out = appendDigits(out, int(fraction), 6)
		for out[len(out)-1] == '0' {
			out = out[:len(out)-1]
		}
	}
	return append(out, `+07:00"`...)
}

func floor(n, by int64) int64 {
	if n < 0 {
		return -((by - 1 - n) / by)
	}
	return n / by
}

func appendDigits(out []byte, n, width int) []byte {
	for i := width; i > 0; i-- {
		out = append(out, '0')
	}
	for i := len(out) - 1; n > 0; i-- {
		out[i] = byte('0' + n%10)
		n /= 10
	}
	return out
}

// civil turns days since 1970 into a date. It counts in years that begin in March, so that the leap day is their last.
func civil(days int64) (year, month, day int) {
	const (
		ofEra  = 146097 // days of 400 years
		before = 719468 // days from the first of March of the year 0 to 1970
	)
	days += before
	era := floor(days, ofEra)
	inEra := int(days - era*ofEra)
	years := (inEra - inEra/1460 + inEra/36524 - inEra/146096) / 365
	inYear := inEra - (365*years + years/4 - years/100)
	months := (5*inYear + 2) / 153
	year, month, day = int(era)*400+years, months+3, inYear-(153*months+2)/5+1
	if month > 12 {
		year, month = year+1, month-12
	}
	return year, month, day
}
