package mock

import (
	"sync"
	"testing"
)

// together calls all functions at once, several times each, and returns when they have returned.
func together(calls ...func()) {
	var all sync.WaitGroup
	for range 4 {
		for _, call := range calls {
			all.Go(call)
		}
	}
	all.Wait()
}

// What a session keeps is counted as it is at the end, whatever came and went at the same time.
func TestKeptIsThatOfTheLastChange(t *testing.T) {
	server := keeper(t, maxKept)
	session := server.InSession("a")
	for range 100 {
		together(
			func() { _, _ = session.SaveSnapshot("x") }, session.DeleteSnapshots,
			func() { _, _ = session.AddFault(Fault{Status: 500}) }, session.DeleteFaults,
			func() { session.Vary(7) }, func() { _ = session.SetReadings(nil) },
		)
		for part, want := range map[keptPart]bool{keptSnapshots: len(session.Snapshots()) > 0, keptFaults: len(session.Faults()) > 0, keptReadings: session.played.Load() != nil} {
			if got := session.kept.parts[part]; got > 0 != want {
				t.Fatalf("part %d: got %d bytes kept, want any: %v", part, got, want)
			}
		}
	}
}

// An upload during a reset is stored before it, and then neither leads nor job are left, or after it with both.
func TestUploadDuringReset(t *testing.T) {
	server := keeper(t, maxKept, WithImportDelay(0))
	for range 100 {
		together(func() { sendFile(t, server, "", "phone_number\n0349710001\n") }, server.Reset)
		want := 4
		for _, job := range server.Jobs() {
			want += job.Stored
		}
		if got := server.Info().Records["lead"]; got != want {
			t.Fatalf("got %d leads, want %d: those of the seed and of the jobs", got, want)
		}
	}
}
