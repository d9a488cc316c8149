package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestBrowser runs the tests in .ci/browser: the web UI and the reference in a real headless Chromium. Each file starts its own
// mocks. "go test -v" prints what they measured.
func TestBrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: a browser is driven for minutes; go test ./... runs it")
	}
	folder, err := filepath.Abs("../../.ci/browser")
	if err != nil {
		t.Fatal(err)
	}
	chromium, missing := browserTools(folder)
	if missing != "" {
		if os.Getenv("CI") != "" {
			t.Fatalf("got no browser, want one in CI: %s", missing)
		}
		t.Skip("skipped: " + missing)
	}
	files, err := filepath.Glob(filepath.Join(folder, "*.js"))
	if err != nil || len(files) < 9 {
		t.Fatalf("%s: got %d files, %v, want 9 at least", folder, len(files), err)
	}
	for _, file := range files {
		if _, err := os.ReadFile(file); err != nil { // so that go test knows that its cached result depends on the file
			t.Fatal(err)
		}
	}
	tests, err := filepath.Glob(filepath.Join(folder, "*.test.js"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range tests {
		t.Run(filepath.Base(file), func(t *testing.T) {
			command := exec.Command("node", "--test", "--test-reporter=spec", file) // testscript has put leadmock into PATH
			command.Dir = folder
			command.Env = append(os.Environ(), "CHROMIUM="+chromium)
			out, err := command.CombinedOutput()
			t.Logf("%s", out)
			if err != nil {
				t.Error(err)
			}
		})
	}
}

// browserTools finds Chromium, and returns what is missing.
func browserTools(folder string) (chromium, missing string) {
	if _, err := exec.LookPath("node"); err != nil {
		return "", "node is not installed, which drives the browser"
	}
	if _, err := os.Stat(filepath.Join(folder, "node_modules", "playwright-core")); err != nil {
		return "", "npm ci has not been run in .ci/browser"
	}
	if chromium = os.Getenv("CHROMIUM"); chromium != "" {
		return chromium, ""
	}
	chromium, err := exec.LookPath("chromium")
	if err != nil {
		return "", "chromium is not installed; CHROMIUM can name another browser of its kind"
	}
	return chromium, ""
}
