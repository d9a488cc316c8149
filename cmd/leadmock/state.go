package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/natefinch/atomic"

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
	return []mock.Option{mock.WithState(f.state, data)}, nil
}

// keeper writes the state of the default session to a file, soon after each change.
type keeper struct {
	server  *mock.Server
	path    string
	changed chan struct{}
	closing chan struct{}
	done    chan error
}

// keepPause is how long changes are gathered before they are written.
const keepPause = 200 * time.Millisecond

// keepState writes the file once, so that one that cannot be written is found out at the start, and then at each change.
// Without a file it keeps nothing.
func keepState(server *mock.Server, path string) (*keeper, error) {
	if path == "" {
		return nil, nil
	}
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target // a new file in the place of a link would leave the old one to whoever reads it
	}
	k := &keeper{server: server, path: path, changed: make(chan struct{}, 1), closing: make(chan struct{}), done: make(chan error, 1)}
	if err := k.write(); err != nil {
		return nil, fmt.Errorf("--state: %w", err)
	}
	server.OnChange(func() {
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
			fmt.Fprintln(os.Stderr, "leadmock: --state: "+err.Error()+"; the next change tries again")
		}
		select {
		case <-time.After(max(keepPause, 10*time.Since(start))): // a large state is not written all the time
		case <-k.closing:
		}
	}
}

// write leaves the old or the new file whole, whenever it is interrupted.
func (k *keeper) write() error {
	reader, writer := io.Pipe()
	go func() { writer.CloseWithError(k.server.ExportState(writer)) }()
	err := atomic.WriteFile(k.path, reader)
	_ = reader.CloseWithError(err) // ends the export where the file cannot be written
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
