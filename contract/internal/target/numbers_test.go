package target_test

import (
	"strings"
	"testing"

	"github.com/leadapi/leadapi/contract/internal/target"
)

// TestDialableNumbersAreNew draws all numbers of small blocks, with other numbers between them. None may come twice.
func TestDialableNumbersAreNew(t *testing.T) {
	for prefix, size := range map[string]int{"03497199": 100, "034971999": 10, "0349719999": 1, "0349719": 1000} {
		numbers, seen := target.NewNumbers(), map[string]bool{}
		for i := range size {
			for range i % 7 {
				numbers.Eight()
			}
			number := numbers.Dialable(prefix)
			if len(number) != 10 || !strings.HasPrefix(number, prefix) {
				t.Fatalf("got %s, want ten digits that start with %s", number, prefix)
			}
			if seen[number] {
				t.Fatalf("got %s twice within %d numbers, want each of the %d numbers that start with %s once", number, i+1, size, prefix)
			}
			seen[number] = true
		}
	}
}
