package main

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// A lock file that is a link is refused, because say would write into the file that it names.
func TestLockFileIsNoLink(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("links need a privilege on Windows")
	}
	folder := t.TempDir()
	other := filepath.Join(folder, "other")
	if err := os.WriteFile(other, []byte("keep this"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(other, filepath.Join(folder, ".state.json.leadmock.lock")); err != nil {
		t.Fatal(err)
	}
	lock, err := lockFile("--state", filepath.Join(folder, "state.json"), "state")
	lock.release()
	if want := "is not a regular file; remove it"; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want %q", err, want)
	}
	if data, err := os.ReadFile(other); string(data) != "keep this" {
		t.Errorf("got %q, %v, want the other file as it was", data, err)
	}
}
