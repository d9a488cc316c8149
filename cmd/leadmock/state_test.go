package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/leadapi/leadapi/mock"
)

// Changes that are not yet written are written when the mock ends.
func TestStateIsWrittenAtTheEnd(t *testing.T) {
	server, err := mock.New()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "state.json")
	k, err := keepState(server, path)
	if err != nil {
		t.Fatal(err)
	}
	server.OnChange(nil) // so that the keeper does not learn of the change
	if _, err := server.Records("list").Create([]byte(`{"list_name":"the last"}`)); err != nil {
		t.Fatal(err)
	}
	if err := k.close(); err != nil {
		t.Fatal(err)
	}
	if data, err := os.ReadFile(path); err != nil || !strings.Contains(string(data), "the last") {
		t.Errorf("got %s, %v, want %q in it", data, err, "the last")
	}
}

// A usage file that can no longer be written does not cost the last leads, and the error names the flag.
func TestFilesAreWrittenAtTheEndEach(t *testing.T) {
	server, err := mock.New()
	if err != nil {
		t.Fatal(err)
	}
	path, gone := filepath.Join(t.TempDir(), "state.json"), filepath.Join(t.TempDir(), "gone")
	if err := os.Mkdir(gone, 0o777); err != nil {
		t.Fatal(err)
	}
	state, err := keepState(server, path)
	if err != nil {
		t.Fatal(err)
	}
	used, err := keepUsage(server, filepath.Join(gone, "usage.json"))
	if err != nil {
		t.Fatal(err)
	}
	server.OnChange(nil) // so that the keeper does not learn of the change
	if _, err := server.Records("list").Create([]byte(`{"list_name":"the last"}`)); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(gone); err != nil {
		t.Fatal(err)
	}
	if err := (&flags{}).finish(server, state, used); err == nil || !strings.HasPrefix(err.Error(), "--usage: ") {
		t.Errorf("got the error %v, want one about --usage", err)
	}
	if data, err := os.ReadFile(path); err != nil || !strings.Contains(string(data), "the last") {
		t.Errorf("got %s, %v, want %q in it", data, err, "the last")
	}
}

// Health names each file that could not be written, and why, but no path.
func TestUnwritten(t *testing.T) {
	state, usage := &keeper{flag: "--state"}, &keeper{flag: "--usage"}
	if got := unwritten(nil, state); len(got) != 0 {
		t.Errorf("got %q, want nothing", got)
	}
	for _, test := range []struct {
		of   *keeper
		err  error
		want []string
	}{
		{usage, errors.New("/home/an/usage.json: another"), []string{"--usage: the file cannot be written: stderr says why"}},
		{state, &os.LinkError{Op: "rename", Old: "/home/an/new", New: "/home/an/old", Err: syscall.EACCES}, []string{"--state: the file cannot be written: permission denied", "--usage: the file cannot be written: stderr says why"}},
		{state, errors.Join(&fs.PathError{Op: "write", Path: "/home/an/state.json", Err: syscall.ENOSPC}), []string{"--state: the file cannot be written: no space left on device", "--usage: the file cannot be written: stderr says why"}},
	} {
		test.of.failed.Store(&test.err)
		if got := unwritten(state, usage); !slices.Equal(got, test.want) {
			t.Errorf("%v: got %q, want %q", test.err, got, test.want)
		}
	}
}

// A mock that is killed while it writes leaves a temporary file. The next mock removes it, and no other file.
func TestTemporaryFilesAreCleared(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "state.json")
	for _, name := range []string{".state.json.leadmock-123", "state.json123", ".other.json.leadmock-1", ".state.json.leadmock"} {
		if err := os.WriteFile(filepath.Join(folder, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	server, err := mock.New()
	if err != nil {
		t.Fatal(err)
	}
	k, err := keepState(server, path)
	if err != nil {
		t.Fatal(err)
	}
	if err := k.close(); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	if want := []string{".other.json.leadmock-1", ".state.json.leadmock", "state.json", "state.json123"}; !slices.Equal(names, want) {
		t.Errorf("the folder: got %q, want %q", names, want)
	}
}

// A file that cannot be replaced is written in place, also if it becomes shorter.
func TestStateIsWrittenInPlace(t *testing.T) {
	for _, err := range []error{&os.LinkError{Op: "rename", Err: syscall.EBUSY}, &os.LinkError{Op: "rename", Err: syscall.EXDEV}, fs.ErrPermission, syscall.EROFS} {
		if !cannotReplace(err) {
			t.Errorf("%v: got the file given up, want it written in place", err)
		}
	}
	if err := errors.New("no space left"); cannotReplace(err) {
		t.Errorf("%v: got the file written in place, want the error reported", err)
	}
	folder := t.TempDir()
	from, to := filepath.Join(folder, "from"), filepath.Join(folder, "to")
	for name, text := range map[string]string{from: "short", to: "much longer than before"} {
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	before, err := os.Stat(to)
	if err != nil {
		t.Fatal(err)
	}
	if err := copyInto(from, to); err != nil {
		t.Fatal(err)
	}
	after, err := os.Stat(to)
	if data, failed := os.ReadFile(to); err != nil || failed != nil || string(data) != "short" || !os.SameFile(before, after) {
		t.Errorf("got %q, the same file %v, %v %v; want short in the same file", data, os.SameFile(before, after), err, failed)
	}
}
