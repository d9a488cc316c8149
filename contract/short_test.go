package contract_test

import "testing"

// slow skips a test with go test -short and says what does not run. CI runs all of them.
func slow(t *testing.T, what string) {
	t.Helper()
	if testing.Short() {
		t.Skip("skipped with -short: " + what + "; go test ./... runs it")
	}
}

// rest adds a skipped test that says what of a test does not run with -short.
func rest(t *testing.T, what string) {
	if testing.Short() {
		t.Run("the rest", func(t *testing.T) { slow(t, what) })
	}
}
