package main

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/leadapi/leadapi/contract/report"
)

func say(text string) func(io.Writer, report.Report) error {
	return func(w io.Writer, _ report.Report) error {
		_, err := io.WriteString(w, text)
		return err
	}
}

func TestSaveReplacesTheWholeFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "report.json")
	for _, text := range []string{"a long first report", "short"} {
		if err := (output{"json", path, say(text)}).save(nil, report.Report{}); err != nil {
			t.Fatal(err)
		}
		if got := read(t, path); got != text {
			t.Errorf("the file holds %q, want %q", got, text)
		}
	}
	onlyFile(t, path)
}

func TestSaveLeavesTheOldFileIfRenderingFails(t *testing.T) {
	path := filepath.Join(t.TempDir(), "report.json")
	if err := os.WriteFile(path, []byte("old"), 0o644); err != nil {
		t.Fatal(err)
	}
	failing := func(w io.Writer, _ report.Report) error {
		_, _ = io.WriteString(w, "half of it")
		return errors.New("broken renderer")
	}
	if err := (output{"json", path, failing}).save(nil, report.Report{}); err == nil {
		t.Error("no error, want that of the renderer")
	}
	if got := read(t, path); got != "old" {
		t.Errorf("the file holds %q, want old", got)
	}
	onlyFile(t, path)
}

func TestSaveFollowsLinks(t *testing.T) {
	folder := t.TempDir()
	target, link := filepath.Join(folder, "target"), filepath.Join(folder, "link")
	if err := errors.Join(os.WriteFile(target, nil, 0o644), os.Symlink(target, link)); err != nil {
		t.Fatal(err)
	}
	if err := (output{"html", link, say("new")}).save(nil, report.Report{}); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("%s is %v, %v, want a link", link, info, err)
	}
	if got := read(t, target); got != "new" {
		t.Errorf("the target holds %q, want new", got)
	}
}

func TestStepSummaryIsAddedTo(t *testing.T) {
	path := filepath.Join(t.TempDir(), "summary.md")
	if err := os.WriteFile(path, []byte("before\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	t.Setenv("GITHUB_STEP_SUMMARY", path)
	summary := output{"markdown", path, say("report\n")}
	if err := errors.Join(checkOutputs([]output{summary}), summary.save(nil, report.Report{})); err != nil {
		t.Fatal(err)
	}
	if got := read(t, path); got != "before\nreport\n" {
		t.Errorf("the summary holds %q, want %q", got, "before\nreport\n")
	}
}

func TestCheckOutputsLeavesNoTrace(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "report.json")
	if err := checkOutputs([]output{{"json", path, nil}, {"html", "-", nil}, {"junit", "", nil}, {"badge", "", nil}}); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(folder)
	if err != nil || len(entries) != 0 {
		t.Errorf("left %v, %v, want none", entries, err)
	}
}

func TestSaveToStandardOutput(t *testing.T) {
	var stdout bytes.Buffer
	if err := (output{"json", "-", say("x")}).save(&stdout, report.Report{}); err != nil || stdout.String() != "x" {
		t.Errorf("%q, %v, want x", stdout.String(), err)
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// onlyFile checks that no temporary file is left beside path.
func onlyFile(t *testing.T, path string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(entries) != 1 {
		t.Errorf("%d files in the folder, want 1 (%v)", len(entries), err)
	}
}

// TestUnwritable distinguishes a mistyped path from a machine that cannot write.
func TestUnwritable(t *testing.T) {
	for _, test := range []struct {
		err  error
		code int
		text string
	}{
		{syscall.ENOENT, exitUsage, "--json: cannot write out/r.json: no such file or directory"},
		{syscall.ENOTDIR, exitUsage, "--json: cannot write out/r.json: not a directory"},
		{errIsFolder, exitUsage, "--json: cannot write out/r.json: it is a directory"},
		{syscall.EROFS, exitError, "--json: cannot write out/r.json, so nothing was sent: read-only file system"},
		{syscall.ENOSPC, exitError, "--json: cannot write out/r.json, so nothing was sent: no space left on device"},
		{syscall.EACCES, exitError, "--json: cannot write out/r.json, so nothing was sent: permission denied"},
	} {
		err := unwritable(output{flag: "json", path: "out/r.json"}, &fs.PathError{Op: "open", Path: "out/.r.json.XYZ", Err: test.err})
		if code := exitCode(err); code != test.code || err.Error() != test.text {
			t.Errorf("%v: exit code %d, %q; want %d, %q", test.err, code, err, test.code, test.text)
		}
	}
}
