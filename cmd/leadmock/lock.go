package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/gofrs/flock"
)

// fileLock prevents a second mock from overwriting the file of the first.
type fileLock struct {
	locks []*flock.Flock
	keeps string // what is in the file, for error messages
	path  string // of the file that names the holder
}

// stateFile returns the file that --state or --usage names. It follows a link, because replacing the link itself would leave its
// readers with the old file. The file itself need not exist yet.
func stateFile(path string) string {
	const maxLinks = 40
	for range maxLinks {
		if target, err := filepath.EvalSymlinks(path); err == nil {
			return target
		}
		target, err := os.Readlink(path)
		if err != nil {
			return path
		}
		if !filepath.IsAbs(target) {
			target = filepath.Join(filepath.Dir(path), target)
		}
		path = target
	}
	return path
}

// lockFile locks the file that a flag names, by a file next to it. The system releases the lock when the process ends, however
// it ends. If no file can be created next to it, the named file itself is locked. Without a name there is nothing to lock.
func lockFile(flag, state, keeps string) (*fileLock, error) {
	if state == "" {
		return nil, nil
	}
	state = stateFile(state)
	if folder := filepath.Dir(state); !isFolder(folder) {
		return nil, fmt.Errorf("%s: the folder %s does not exist; create it, or name another one", flag, folder)
	}
	if found, err := os.Stat(state); err == nil && !found.Mode().IsRegular() { // opening a pipe would wait for its writer
		return nil, fmt.Errorf("%s: %s is not a regular file; name another one", flag, state)
	}
	l := &fileLock{keeps: keeps, path: filepath.Join(filepath.Dir(state), "."+filepath.Base(state)+".leadmock.lock")}
	if found, err := os.Lstat(l.path); err == nil && !found.Mode().IsRegular() { // the file that a link names must stay as it is
		return nil, fmt.Errorf("%s: the lock file %s is not a regular file; remove it", flag, l.path)
	}
	err := l.take(l.path)
	if errors.Is(err, fs.ErrPermission) || isReadOnly(err) {
		l.path = ""
		err = l.take(state)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", flag, err)
	}
	if _, missing := os.Stat(state); l.path != "" && missing == nil && runtime.GOOS != "windows" { // on Windows a locked file cannot be replaced
		if err := l.take(state); err != nil { // the file may also be mounted in another folder
			l.release()
			return nil, fmt.Errorf("%s: %w", flag, err)
		}
	}
	l.say("")
	return l, nil
}

func isFolder(path string) bool {
	found, err := os.Stat(path)
	return err == nil && found.IsDir() || errors.Is(err, fs.ErrPermission)
}

// take locks a file and checks that it is still the one at its path: the mock that had the lock removes it when it ends.
func (l *fileLock) take(path string) error {
	for {
		lock := flock.New(path, flock.SetPermissions(0o600))
		locked, err := lock.TryLock()
		if errors.Is(err, errors.ErrUnsupported) { // a file system without locks
			return nil
		}
		if err != nil {
			return err
		}
		if !locked {
			return fmt.Errorf("another leadmock%s keeps its %s there; stop it, or name another file", holder(path), l.keeps)
		}
		mine, err := lock.Stat()
		if there, gone := os.Stat(path); err == nil && gone == nil && os.SameFile(mine, there) {
			l.locks = append(l.locks, lock)
			return nil
		}
		_ = lock.Close()
	}
}

// holder returns who has a lock, as say has written it.
func holder(path string) string {
	data, err := os.ReadFile(path)
	if err != nil || !strings.HasPrefix(string(data), "process ") || len(data) > 200 {
		return ""
	}
	return " (" + strings.TrimSpace(string(data)) + ")"
}

// say writes process and address of the holder into the lock file, for error messages of other mocks.
func (l *fileLock) say(base string) {
	if l == nil || l.path == "" {
		return
	}
	text := fmt.Sprintf("process %d", os.Getpid())
	if base != "" {
		text += ", " + base
	}
	_ = os.WriteFile(l.path, []byte(text+"\n"), 0o600) // for people; the lock works without it
}

// release releases the lock.
func (l *fileLock) release() {
	if l == nil {
		return
	}
	if l.path != "" {
		_ = os.Remove(l.path) // while it is locked, so that no other mock locks a file that is being removed
	}
	for _, lock := range l.locks {
		_ = lock.Close()
	}
}
