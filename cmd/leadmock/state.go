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
	"time"

	"github.com/leadapi/leadapi/mock"
)

// withState starts the default session with what the file of --state has, if it is there.
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
	if len(bytes.Trim(data, "\xef\xbb\xbf\xff\xfe\x00 \t\r\n")) == 0 { // as touch makes it for Docker to mount, or an editor with a mark
		return nil, nil
	}
	return []mock.Option{mock.WithState(f.state, data)}, nil
}

// keeper writes a file soon after what it is to hold has changed, and at the end.
type keeper struct {
	flag, path string
	export     func(io.Writer) error
	pause      time.Duration // how long changes are gathered before they are written
	changed    chan struct{}
	closing    chan struct{}
	done       chan error
}

// keepState keeps the state of the default session in the file of --state.
func keepState(server *mock.Server, path string) (*keeper, error) {
	return keep(&keeper{flag: "--state", path: path, export: server.ExportState, pause: 200 * time.Millisecond}, server.OnChange)
}

// keep writes the file once, so that one that cannot be written is found out at the start, and then at each change.
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
		return nil, fmt.Errorf("%s: %s cannot be written: %w", k.flag, k.path, err)
	}
	onChange(func() {
		select {
		case k.changed <- struct{}{}:
		default: // it is known that there is something to write
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
			fmt.Fprintln(os.Stderr, "leadmock: "+k.flag+": "+err.Error()+"; the next change tries again")
		}
		select {
		case <-time.After(max(k.pause, 10*time.Since(start))): // a large state is not written all the time
		case <-k.closing:
		}
	}
}

// temporary is the name of a file on its way to path, but for its end. No other program has such names.
func temporary(path string) string { return "." + filepath.Base(path) + ".leadmock-" }

// clearTemporary removes what mocks that were killed while they wrote have left.
func clearTemporary(path string) error {
	entries, err := os.ReadDir(filepath.Dir(path))
	if errors.Is(err, fs.ErrPermission) { // then there is nothing that could be removed either
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

// write leaves the old or the new file whole, whenever it is interrupted; see replaceFile for what cannot be replaced. The file is
// its owner's alone, since leads are people.
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

// close writes what is new, and returns when it is on the disk.
func (k *keeper) close() error {
	if k == nil {
		return nil
	}
	close(k.closing)
	return <-k.done
}
