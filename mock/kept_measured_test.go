package mock

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
)

// heap returns the bytes in use.
func heap() int64 {
	runtime.GC()
	var now runtime.MemStats
	runtime.ReadMemStats(&now)
	return int64(now.HeapAlloc)
}

// A match counts as what it takes when it is decoded.
func TestMatchIsCounted(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: hundreds of large matches; go test ./... runs it")
	}
	server := keeper(t, maxKept)
	session, before := server.InSession("a"), heap()
	for range 20 {
		var match Match
		if err := match.UnmarshalJSON([]byte(`{"body.x":[` + strings.Repeat("{},", 20_000) + `{}]}`)); err != nil {
			t.Fatal(err)
		}
		if _, err := session.AddFault(Fault{Status: 500, Match: match}); err != nil {
			t.Fatal(err)
		}
	}
	if took, counted := heap()-before, server.kept.Load(); took > counted {
		t.Errorf("got %d bytes counted, want at least the %d that were taken", counted, took)
	}
}

// Readings of a session's own count, because it compiles the documents for them.
func TestReadingsAreCounted(t *testing.T) {
	server := keeper(t, maxKept)
	const sessions = 200
	before := heap()
	for i := range sessions {
		session := server.InSession(fmt.Sprint(i))
		session.Vary(uint64(i))
		_ = session.spec()
	}
	if took, counted := heap()-before, server.kept.Load(); took > counted*3/2 {
		t.Errorf("got %d bytes counted, want about the %d that were taken", counted, took)
	}
	session := server.InSession("0")
	counted := server.kept.Load()
	_ = session.SetReadings(nil)
	if got := server.kept.Load(); got != counted-readingsBytes {
		t.Errorf("without readings: got %d bytes counted, want %d", got, counted-readingsBytes)
	}
	session.Vary(1)
	session.Reset()
	if got := server.kept.Load(); got != counted-readingsBytes {
		t.Errorf("after a reset: got %d bytes counted, want %d", got, counted-readingsBytes)
	}
}
