package mock

import "testing"

// BenchmarkSnapshot times a copy of the state, which is what a snapshot, a reset and a session are.
func BenchmarkSnapshot(b *testing.B) {
	s, err := New(WithLeads(1_000_000))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		s.store.snapshot(s.spec.Load())
	}
}
