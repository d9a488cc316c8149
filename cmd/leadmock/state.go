package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/leadapi/leadapi/mock"
)

// withState returns an option that starts the default session from the file of --state, if it exists.
func (f *flags) withState() ([]mock.Option, error) {
	if f.state == "" {
		return nil, nil
	}
	data, err := os.ReadFile(f.state)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("--state: %w", err)
	}
	if len(bytes.Trim(data, "\xef\xbb\xbf\xff\xfe\x00 \t\r\n")) == 0 { // such as a file that touch created for a mount, or an empty one with a byte order mark
		return nil, nil
	}
	return []mock.Option{mock.WithState(f.state, data)}, nil
}

// keeper writes a file soon after its content has changed, and at the end.
type keeper struct {
	flag, path string
	export     func(io.Writer) error
	pause      time.Duration // how long changes are collected before they are written
	changed    chan struct{}
	closing    chan struct{}
	done       chan error
	failed     atomic.Pointer[error] // of the last write; nil if it succeeded
}

// keepState keeps the state of the default session in the file of --state.
func keepState(server *mock.Server, path string) (*keeper, error) {
	return keep(&keeper{flag: "--state", path: path, export: server.ExportState, pause: 200 * time.Millisecond}, server.OnChange)
}

// keep writes the file once, so that an error shows at the start, and then after each change.
// Without a file it keeps nothing.
func keep(k *keeper, onChange func(func())) (*keeper, error) {
	if k.path == "" {
		return nil, nil
	}
	k.path = stateFile(k.path)
	k.changed, k.closing, k.done = make(chan struct{}, 1), make(chan struct{}), make(chan error, 1)
	if err := clearTemporary(k.path); err != nil {
		return nil, fmt.Errorf("%s: %w", k.flag, err)
	}
	if err := k.write(); err != nil {
		return nil, k.notWritten(err)
	}
	onChange(func() {
		select {
		case k.changed <- struct{}{}:
		default: // a write is already due
		}
	})
	go k.keep()
	return k, nil
}

func (k *keeper) keep() {
	for {
		select {
		case <-k.changed:
		case <-k.closing:
			k.done <- k.write()
			return
		}
		start := time.Now()
		if err := k.write(); err != nil {
			k.failed.Store(&err)
			fmt.Fprintln(os.Stderr, "leadmock: "+k.flag+": "+err.Error()+"; the next change tries again")
		} else {
			k.failed.Store(nil)
		}
		select {
		case <-time.After(max(k.pause, 10*time.Since(start))): // so that a large state is not written all the time
		case <-k.closing:
		}
	}
}

// unwritten says which files could not be written last time, for health. It names no paths, because health answers everyone.
func unwritten(files ...*keeper) (problems []string) {
	for _, k := range files {
		if k == nil {
			continue
		}
		if failed := k.failed.Load(); failed != nil {
			reason := "stderr says why"
			if number := syscall.Errno(0); errors.As(*failed, &number) {
				reason = number.Error()
			}
			problems = append(problems, k.flag+": the file cannot be written: "+reason)
		}
	}
	return problems
}

// temporary returns the prefix of the names of temporary files for path. No other program uses such names.
func temporary(path string) string { return "." + filepath.Base(path) + ".leadmock-" }

// clearTemporary removes files of mocks that were killed while they wrote.
func clearTemporary(path string) error {
	entries, err := os.ReadDir(filepath.Dir(path))
	if errors.Is(err, fs.ErrPermission) { // then nothing can be removed either
		return nil
	}
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if strings.HasPrefix(entry.Name(), temporary(path)) && entry.Type().IsRegular() {
			if err := os.Remove(filepath.Join(filepath.Dir(path), entry.Name())); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
		}
	}
	return nil
}

// write leaves a complete file, old or new, whenever it is interrupted; see replaceFile for the exceptions. Only its owner can
// read the file, because leads are people.
func (k *keeper) write() error {
	file, err := temporaryFor(k.path)
	if err != nil {
		return err
	}
	err = k.export(file)
	if err == nil {
		err = file.Sync()
	}
	err = errors.Join(err, file.Close())
	if err == nil {
		err = replaceFile(file.Name(), k.path)
	}
	if err != nil {
		_ = os.Remove(file.Name())
	}
	return err
}

// close writes the last changes, and returns when they are on the disk.
func (k *keeper) close() error {
	if k == nil {
		return nil
	}
	close(k.closing)
	if err := <-k.done; err != nil {
		return k.notWritten(err)
	}
	return nil
}

func (k *keeper) notWritten(err error) error {
	return fmt.Errorf("%s: %s cannot be written: %w", k.flag, k.path, err)
}
