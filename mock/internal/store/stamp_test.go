package store

import (
	"math/rand/v2"
	"testing"
	"time"
)

// Stamps are written by arithmetic; package time writes the same.
func TestStampAgainstTime(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	first := time.Date(1, 1, 1, 0, 0, 0, 0, Zone).UnixMicro()
	times := []int64{first, Latest, 0, -1, -zoneSeconds * 1e6, -zoneSeconds*1e6 - 1, 951782400e6, 4107542400e6}
	for range 20_000 {
		micros := first + random.Int64N(Latest-first+1)
		times = append(times, micros, micros/1e3*1e3, micros/1e6*1e6, micros/86400e6*86400e6)
	}
	for _, micros := range times {
		got := string(appendStamp(nil, micros))
		if want := `"` + time.UnixMicro(micros).In(Zone).Format(time.RFC3339Nano) + `"`; got != want {
			t.Fatalf("%d: got %s, want %s", micros, got, want)
		}
	}
}
