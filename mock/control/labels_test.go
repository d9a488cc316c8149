package control

import "testing"

// An operationId can be any text.
func TestLabelsAreEscaped(t *testing.T) {
	const want = `m{operation="a\\b\"c\nd",status="200"}`
	if got := labelled("m", "operation", "a\\b\"c\nd", "status", "200"); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
