package contract_test

import (
	"flag"
	"regexp"
	"runtime/debug"
	"strings"
	"testing"

	"github.com/leadapi/leadapi/contract"
)

// TestMain lets the heap grow further before it is collected with go test -short: collecting is a quarter of its CPU time.
func TestMain(m *testing.M) {
	flag.Parse()
	if testing.Short() {
		debug.SetGCPercent(400)
	}
	m.Run()
}

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

// brief reduces a run with go test -short to the rules whose ids match a pattern, and says so.
func brief(t *testing.T, cfg *contract.Config, pattern string) {
	if testing.Short() {
		cfg.Focus = regexp.MustCompile(pattern)
		t.Run("the rest", func(t *testing.T) { slow(t, "the rules whose ids do not match "+pattern) })
	}
}

// onlyRules returns a pattern that matches the ids of these rules only.
func onlyRules(ids []string) *regexp.Regexp {
	var quoted []string
	for _, id := range ids {
		quoted = append(quoted, regexp.QuoteMeta(id))
	}
	return regexp.MustCompile("^(" + strings.Join(quoted, "|") + ")$")
}
