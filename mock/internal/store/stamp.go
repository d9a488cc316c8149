package store

import (
	"errors"
	"time"
)

// Zone is the time zone of the times in lead-api.md.
var Zone = time.FixedZone("+07:00", zoneSeconds)

const zoneSeconds = 7 * 60 * 60

// Latest is the last time that a record can have, in microseconds since 1970: RFC 3339 ends with the year 9999, and a later
// time could not be read back.
var Latest = time.Date(9999, 12, 31, 23, 59, 59, 999_999_000, Zone).UnixMicro()

// CheckYear returns an error for a time whose year is not written with four digits.
func CheckYear(t time.Time) error {
	if year := t.In(Zone).Year(); year < 1 || year > 9999 {
		return errors.New("the time would be outside of the years 1 to 9999")
	}
	return nil
}

// appendStamp appends a time of the years 0 to 9999 as lead-api.md writes it: in microseconds, without trailing zeros. It
// equals the layout time.RFC3339Nano, but uses only arithmetic.
func appendStamp(out []byte, micros int64) []byte {
	const day = 24 * 60 * 60
	seconds := floor(micros, 1e6)
	fraction := micros - seconds*1e6
	seconds += zoneSeconds
	days := floor(seconds, day)
	year, month, date := civil(days)
	clock := int(seconds - days*day)
	text := [stampLength]byte{0: '"', 5: '-', 8: '-', 11: 'T', 14: ':', 17: ':', 20: '.'}
	put(text[1:], year/100)
	put(text[3:], year%100)
	put(text[6:], month)
	put(text[9:], date)
	put(text[12:], clock/3600)
	put(text[15:], clock/60%60)
	put(text[18:], clock%60)
	put(text[21:], int(fraction/1e4))
	put(text[23:], int(fraction/100%100))
	put(text[25:], int(fraction%100))
	length := stampLength
	for text[length-1] == '0' {
		length--
	}
	if fraction == 0 {
		length = len(`"2006-01-02T15:04:05`)
	}
	return append(append(out, text[:length]...), `+07:00"`...)
}

const stampLength = len(`"2006-01-02T15:04:05.000000`)

// put writes two digits.
func put(out []byte, n int) {
	_ = out[1]
	out[0], out[1] = byte('0'+n/10), byte('0'+n%10)
}

func floor(n, by int64) int64 {
	if n < 0 {
		return -((by - 1 - n) / by)
	}
	return n / by
}

// civil converts days since 1970 into a date. It counts years from March, so that the leap day comes last.
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
