package contract

import (
	"testing"

	"github.com/leadapi/leadapi/contract/internal/target"
)

// TestNumbers checks the suite's numbers against the documented pattern and the guard.
func TestNumbers(t *testing.T) {
	p := &probe{run: &run{numbers: target.NewNumbers()}}
	seen := map[string]bool{}
	for range 100 {
		for _, edge := range append(taken, rejected...) {
			number := edge.number(p)
			if !target.MayBeSent(number, "") || !target.Undiallable(number) {
				t.Fatalf("%s: %q could be dialled, want a number that cannot", edge.id, number)
			}
			if seen[number] {
				t.Fatalf("%s: %q came twice, want another number", edge.id, number)
			}
			seen[number] = true
		}
	}
	for _, edge := range taken {
		if number := edge.number(p); !printedPattern.MatchString(number) {
			t.Errorf("%s: the pattern does not match %q, want a match", edge.id, number)
		}
	}
	for _, edge := range rejected {
		if number := edge.number(p); printedPattern.MatchString(number) {
			t.Errorf("%s: the pattern matches %q, want no match", edge.id, number)
		}
	}
}
