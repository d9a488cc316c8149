package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"

	"github.com/leadapi/leadapi/mock"
)

// watchPause is how long to wait after a change, because editors write in several steps.
const watchPause = 100 * time.Millisecond

// maxWait is the maximum time to wait after a change.
const maxWait = time.Second

// watched returns the files that --watch follows.
func (f *flags) watched() []string {
	files := append([]string{}, f.specs...)
	if f.seed != "documented" && f.seed != "empty" {
		files = append(files, f.seed)
	}
	if file := f.scenarioFile(); file != "" {
		files = append(files, file)
	}
	return files
}

// watch reloads the files when they change, until the process ends. It watches their folders, because many editors replace
// the file.
func watch(f *flags, server *mock.Server) error {
	files := f.watched()
	if len(files) == 0 {
		return usageError{errors.New("--watch has no file to watch; add --spec FILE, --seed FILE or --scenario FILE")}
	}
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		return fmt.Errorf("--watch: %w", err)
	}
	for _, file := range files {
		if err := watcher.Add(filepath.Dir(file)); err != nil {
			_ = watcher.Close()
			return fmt.Errorf("--watch: %w", err)
		}
	}
	seen := contents(files)
	go func() {
		for {
			select {
			case <-watcher.Events:
			case err := <-watcher.Errors: // such as too many events: reload to be safe
				fmt.Fprintln(os.Stderr, "leadmock: --watch: "+err.Error())
			}
			settle(watcher.Events, time.After(maxWait))
			if now := contents(files); !bytes.Equal(now, seen) {
				seen = now
				reload(f, server)
			}
		}
	}()
	return nil
}

// settle returns when nothing has changed for a moment, or after maxWait: a log in the same folder changes all the time.
func settle(events <-chan fsnotify.Event, late <-chan time.Time) {
	for {
		select {
		case <-events:
		case <-time.After(watchPause):
			return
		case <-late:
			return
		}
	}
}

// contents returns the contents of all files. A file that cannot be read counts as empty; reload reports it.
func contents(files []string) []byte {
	var all []byte
	for _, file := range files {
		data, _ := os.ReadFile(file)
		all = append(append(all, data...), 0)
	}
	return all
}

func reload(f *flags, server *mock.Server) {
	options, err := f.files()
	if err == nil {
		err = server.Reload(options...)
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "leadmock: not reloaded: %s; the old version stays in use\n", strings.ReplaceAll(err.Error(), "\n", " "))
		return
	}
	fmt.Fprintln(os.Stderr, "leadmock: reloaded "+strings.Join(f.watched(), ", "))
}
