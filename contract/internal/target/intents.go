package target

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// journal is the file that says what a run may have created: a line is on the disk before the request goes out, so that a
// sweep finds all of it, even after a kill. It holds no token.
type journal struct {
	path string
	file *os.File // nil until the first line
}

// entry is one line of a journal.
type entry struct {
	Time   time.Time `json:"time"`
	Target string    `json:"target,omitempty"`    // in the first line
	Intent *intent   `json:"intent,omitempty"`    // about to be sent
	Lead   string    `json:"lead_uuid,omitempty"` // created by the intent before
}

func newJournal(dir, runID string) *journal {
	return &journal{path: filepath.Join(dir, runID+".jsonl")}
}

// write appends a line. With sync it is on the disk when write returns.
func (j *journal) write(e entry, sync bool) error {
	if err := j.open(); err != nil {
		return fmt.Errorf("the journal cannot be written, so nothing is created: %w", err)
	}
	e.Time = time.Now().UTC()
	line, err := json.Marshal(e)
	if err != nil {
		return err
	}
	if _, err := j.file.Write(append(line, '\n')); err != nil {
		return fmt.Errorf("the journal cannot be written, so nothing is created: %w", err)
	}
	if !sync {
		return nil
	}
	return j.file.Sync()
}

func (j *journal) open() error {
	if j.file != nil {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(j.path), 0o700); err != nil {
		return err
	}
	file, err := os.OpenFile(j.path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	j.file = file
	return nil
}

func (j *journal) close() {
	if j.file != nil {
		_ = j.file.Close() // every line that matters has been synced
	}
}

// remove forgets a run of which nothing is left.
func (j *journal) remove() {
	j.close()
	_ = os.Remove(j.path) // a journal too many harms nobody
}

// read returns the lines of a journal; none where there is no journal. A last line that a kill has cut is passed over.
func (j *journal) read() ([]entry, error) {
	file, err := os.Open(j.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	var entries []entry
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var e entry
		if json.Unmarshal(lines.Bytes(), &e) == nil {
			entries = append(entries, e)
		}
	}
	return entries, lines.Err()
}
