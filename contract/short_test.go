package contract_test

import "testing"

// slow skips a test with go test -short and says what does not run. CI runs all of them.
func slow(t *testing.T, what string) {
	t.Helper()
	if testing.Short() {
		t.Skip("skipped with -short: " + what)
	}
}
