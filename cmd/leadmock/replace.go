package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/natefinch/atomic"
)

// replaceFile puts a new file in the place of the old one, which nobody sees half written. A file that is mounted by itself, as
// Docker does it, cannot be replaced; neither can one in a folder that cannot be written. It is written in place.
func replaceFile(new, old string) error {
	err := atomic.ReplaceFile(new, old)
	if err == nil || !cannotReplace(err) {
		return err
	}
	if failed := copyInto(new, old); failed != nil {
		return fmt.Errorf("%w; neither can a new file take its place: %w", failed, err)
	}
	return os.Remove(new)
}

func cannotReplace(err error) bool {
	return errors.Is(err, fs.ErrPermission) || isMounted(err) || isReadOnly(err)
}

// copyInto writes what one file has into another that exists.
func copyInto(from, to string) error {
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { _ = source.Close() }()
	target, err := os.OpenFile(to, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_ = target.Chmod(0o600) // a mount may not let it; what counts is what is written
	written, err := io.Copy(target, source)
	if err == nil {
		err = target.Truncate(written)
	}
	if err == nil {
		err = target.Sync()
	}
	return errors.Join(err, target.Close())
}

// temporaryFor makes a file on its way to path: beside it, or where temporary files are if there is no room beside it, but then path
// must be there, to be written in place.
func temporaryFor(path string) (*os.File, error) {
	file, err := os.CreateTemp(filepath.Dir(path), temporary(path)+"*")
	if err == nil || !errors.Is(err, fs.ErrPermission) && !isReadOnly(err) {
		return file, err
	}
	if _, missing := os.Stat(path); missing != nil {
		return nil, err
	}
	return os.CreateTemp("", temporary(path)+"*")
}
