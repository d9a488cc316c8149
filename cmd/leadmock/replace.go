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

// replaceFile replaces a file as a whole, so that readers never see half of it. A file that is mounted by itself, as Docker does,
// cannot be replaced, and neither can one in a folder that is not writable. Such a file is written in place.
func replaceFile(new, old string) error {
	err := atomic.ReplaceFile(new, old)
	if err == nil || !cannotReplace(err) {
		return err
	}
	if failed := copyInto(new, old); failed != nil {
		return fmt.Errorf("%w; it cannot be replaced either: %w", failed, err)
	}
	return os.Remove(new)
}

func cannotReplace(err error) bool {
	return errors.Is(err, fs.ErrPermission) || isMounted(err) || isReadOnly(err)
}

// copyInto writes the content of a file into another one that exists.
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
	_ = target.Chmod(0o600) // a mount may refuse it; only the content matters
	written, err := io.Copy(target, source)
	if err == nil {
		err = target.Truncate(written)
	}
	if err == nil {
		err = target.Sync()
	}
	return errors.Join(err, target.Close())
}

// temporaryFor creates a temporary file for path: next to it or, if that is not possible, in the folder of temporary files. Then
// path must exist, because it is written in place.
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
