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

// fileLock keeps a second mock from writing the same file, where the one would overwrite what the other has.
type fileLock struct {
	locks []*flock.Flock
	keeps string // what is in the file, for those who find it taken
	path  string // of the file that says who has the lock
}

// stateFile is the file that --state or --usage names: of a link what it leads to, since a new file in the place of a link would leave the
// old one to whoever reads it.
func stateFile(path string) string {
	if target, err := filepath.EvalSymlinks(path); err == nil {
		return target
	}
	return path
}

// lockFile takes the lock of the file that a flag names, which is a file beside it. The system lets go of it when the process ends,
// however it ends. Where no file can be made beside it, the named file itself is locked. Without a name there is nothing to lock.
func lockFile(flag, state, keeps string) (*fileLock, error) {
	if state == "" {
		return nil, nil
	}
	state = stateFile(state)
	if folder := filepath.Dir(state); !isFolder(folder) {
		return nil, fmt.Errorf("%s: there is no folder %s; make it, or name another", flag, folder)
	}
	l := &fileLock{keeps: keeps, path: filepath.Join(filepath.Dir(state), "."+filepath.Base(state)+".leadmock.lock")}
	err := l.take(l.path)
	if errors.Is(err, fs.ErrPermission) || isReadOnly(err) {
		l.path = ""
		err = l.take(state)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", flag, err)
	}
	if _, missing := os.Stat(state); l.path != "" && missing == nil && runtime.GOOS != "windows" { // there nobody could replace it
		if err := l.take(state); err != nil { // it is mounted by itself, into another folder too
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

// take locks a file, and looks whether it is still the one at its path: the mock that had the lock removes it at its end.
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
			return fmt.Errorf("another leadmock%s keeps its %s there; end it, or give this one a file of its own", holder(path), l.keeps)
		}
		mine, err := lock.Stat()
		if there, gone := os.Stat(path); err == nil && gone == nil && os.SameFile(mine, there) {
			l.locks = append(l.locks, lock)
			return nil
		}
		_ = lock.Close()
	}
}

// holder says who has a lock, as say has written it.
func holder(path string) string {
	data, err := os.ReadFile(path)
	if err != nil || !strings.HasPrefix(string(data), "process ") || len(data) > 200 {
		return ""
	}
	return " (" + strings.TrimSpace(string(data)) + ")"
}

// say writes who has the lock, and at which address, for those who find it taken.
func (l *fileLock) say(base string) {
	if l == nil || l.path == "" {
		return
	}
	text := fmt.Sprintf("process %d", os.Getpid())
	if base != "" {
		text += ", " + base
	}
	_ = os.WriteFile(l.path, []byte(text+"\n"), 0o600) // it is for people; the lock holds without it
}

// release lets go of the lock.
func (l *fileLock) release() {
	if l == nil {
		return
	}
	if l.path != "" {
		_ = os.Remove(l.path) // while it is locked, so that nobody locks a file that is about to go
	}
	for _, lock := range l.locks {
		_ = lock.Close()
	}
}
