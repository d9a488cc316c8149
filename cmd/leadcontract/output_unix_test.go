//go:build unix

package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/leadapi/leadapi/contract/report"
)

// A report can go to a pipe or a device. The test uses a pipe: if the code were wrong, a test run by root would replace /dev/null.
func TestPipesAndDevicesAreNotReplaced(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	pipe, err := os.OpenFile(path, os.O_RDWR, 0) // with both ends open, no open of the pipe waits for another one
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = pipe.Close() }()
	out := output{"json", path, say("x")}
	if err := errors.Join(checkOutputs([]output{out}), out.save(nil, report.Report{})); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if got := info.Mode().Type(); got != fs.ModeNamedPipe {
		t.Fatalf("got a file of type %v, want a pipe", got)
	}
	got := make([]byte, 1)
	if _, err := pipe.Read(got); err != nil || string(got) != "x" {
		t.Errorf("got %q %v from the pipe, want x", got, err)
	}
}
