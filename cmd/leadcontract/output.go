package main

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"github.com/leadapi/leadapi/contract/report"
)

// stdoutPath is the path that means standard output.
const stdoutPath = "-"

// An output is one report file.
type output struct {
	flag  string
	path  string // "" writes nothing
	write func(io.Writer, report.Report) error
}

// checkOutputs checks before a run that its reports can be written.
func checkOutputs(outputs []output) error {
	flagOf := map[string]string{}
	for _, o := range outputs {
		if o.path == "" {
			continue
		}
		if other, taken := flagOf[o.path]; taken {
			return wrong(o.flag, "--%s writes to %s as well: give each a different file", other, o.path)
		}
		flagOf[o.path] = o.flag
		if err := checkWritable(o.path); err != nil {
			return unwritable(o, err)
		}
	}
	return nil
}

// A readFile is a file that the command reads.
type readFile struct{ flag, path string }

// checkKept checks that no report replaces a file that the command reads. A drift, for example, would show only once.
func checkKept(outputs []output, inputs ...readFile) error {
	for _, in := range inputs {
		read, err := os.Stat(in.path)
		if err != nil || !read.Mode().IsRegular() {
			continue // whoever reads it reports that
		}
		for _, o := range outputs {
			written, err := os.Stat(o.path)
			if err == nil && o.path != stdoutPath && os.SameFile(read, written) {
				return wrong(o.flag, "it would replace %s, which --%s reads: name another file", o.path, in.flag)
			}
		}
	}
	return nil
}

// usageInputs returns the usage files as inputs.
func usageInputs(paths []string) []readFile {
	var inputs []readFile
	for _, path := range paths {
		inputs = append(inputs, readFile{"usage", path})
	}
	return inputs
}

// unwritable returns a usage error for an impossible path, and a plain error if the machine cannot write there now: the disk is full or
// read-only, or the folder belongs to someone else.
func unwritable(o output, err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		err = path.Err // its path is that of a temporary file
	}
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR), errors.Is(err, errIsFolder):
		return wrong(o.flag, "cannot write %s: %w", o.path, err)
	}
	return fmt.Errorf("--%s: cannot write %s, so nothing was sent: %w", o.flag, o.path, err)
}

var errIsFolder = errors.New("it is a directory")

// checkWritable creates the folder of path and checks that it has room for a report.
func checkWritable(path string) error {
	if path == stdoutPath {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return err
	}
	place, replace, err := resolve(path)
	if err != nil {
		return err
	}
	if !replace {
		file, err := os.OpenFile(place, os.O_WRONLY|os.O_APPEND, 0)
		if err != nil {
			return err
		}
		return file.Close()
	}
	file, err := temporary(place)
	if err != nil {
		return err
	}
	const room = 64 << 10 // bytes; a report with many breaks needs more, but with less the disk is full
	_, err = file.Write(make([]byte, room))
	return errors.Join(err, file.Close(), os.Remove(file.Name()))
}

// resolve follows links and reports whether the file may be replaced. Devices and pipes may not, and neither may the summary
// of a GitHub step, to which other commands of the step write as well.
func resolve(path string) (place string, replace bool, err error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return path, true, nil
	case err != nil:
		return "", false, err
	case info.IsDir():
		return "", false, errIsFolder
	case !info.Mode().IsRegular() || path == os.Getenv("GITHUB_STEP_SUMMARY"):
		return path, false, nil
	}
	place, err = filepath.EvalSymlinks(path)
	return place, true, err
}

// temporary creates a file beside path, with the permissions of the user's umask.
func temporary(path string) (*os.File, error) {
	name := filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+"."+rand.Text())
	return os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
}

// save writes the complete report or nothing.
func (o output) save(stdout io.Writer, r report.Report) error {
	if o.path == "" {
		return nil
	}
	var data bytes.Buffer
	if err := o.write(&data, r); err != nil {
		return fmt.Errorf("--%s: %w", o.flag, err)
	}
	if err := writeFile(o.path, stdout, data.Bytes()); err != nil {
		return fmt.Errorf("--%s: %s was not written: %w", o.flag, o.path, err)
	}
	return nil
}

func writeFile(path string, stdout io.Writer, data []byte) error {
	if path == stdoutPath {
		_, err := stdout.Write(data)
		return err
	}
	place, replace, err := resolve(path)
	if err != nil {
		return err
	}
	if !replace {
		file, err := os.OpenFile(place, os.O_WRONLY|os.O_APPEND, 0)
		if err != nil {
			return err
		}
		_, err = file.Write(data)
		return errors.Join(err, file.Close())
	}
	file, err := temporary(place)
	if err != nil {
		return err
	}
	_, err = file.Write(data)
	if err := errors.Join(err, file.Close()); err != nil {
		return errors.Join(err, os.Remove(file.Name()))
	}
	return os.Rename(file.Name(), place)
}
