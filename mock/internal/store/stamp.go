package store

import (
	"errors"
	"time"
)

// Zone is the one in which lead-api.md writes its times.
var Zone = time.FixedZone("+07:00", 7*60*60)

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

// appendStamp writes a time as lead-api.md does: in microseconds, trailing zeros dropped.
func appendStamp(out []byte, micros int64) []byte {
	out = append(out, '"')
	out = time.UnixMicro(micros).In(Zone).AppendFormat(out, time.RFC3339Nano)
	return append(out, '"')
}
