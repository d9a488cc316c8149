package target

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// intents is the file that lists what a run may have created. A line is on disk before its request goes out, so a sweep
// finds everything, even after a kill. It does not hold the token.
type intents struct {
	path string
	file *os.File // nil until the first line
	torn bool     // the last line may have been written in part
}

// entry is one line of the file.
type entry struct {
	Time   time.Time `json:"time"`
	Target string    `json:"target,omitempty"`    // in the first line
	List   string    `json:"list_uuid,omitempty"` // in the first line
	File   string    `json:"file,omitempty"`      // the name of an upload's file
	Intent *intent   `json:"intent,omitempty"`    // about to be sent
	Lead   string    `json:"lead_uuid,omitempty"` // created by the previous intent, or the lead that Intent is about to be sent to
}

// maxLine bounds a line that is read. The longest line written is that of an upload of a few rows.
const maxLine = 1 << 20

// LocalError is a failure on this machine, which says nothing about the deployment.
type LocalError struct{ Message string }

func (e *LocalError) Error() string { return e.Message }

func newIntents(dir, runID string) *intents {
	return &intents{path: filepath.Join(dir, runID+".jsonl")}
}

// write appends a line. If sync is set, the line is on disk when write returns. The error is a *LocalError.
func (i *intents) write(e entry, sync bool) error {
	err := i.append(e, sync)
	if err != nil {
		return &LocalError{fmt.Sprintf("the intents file cannot be written, so nothing is created: %v", err)}
	}
	return nil
}

func (i *intents) append(e entry, sync bool) error {
	if err := i.open(); err != nil {
		return err
	}
	e.Time = time.Now().UTC()
	line, err := json.Marshal(e)
	if err != nil {
		return err
	}
	if i.torn { // a full disk has cut the previous line; keep it from swallowing this one
		line = append([]byte{'\n'}, line...)
	}
	i.torn = true
	if _, err := i.file.Write(append(line, '\n')); err != nil {
		return err
	}
	i.torn = false
	if !sync {
		return nil
	}
	return i.file.Sync()
}

func (i *intents) open() error {
	if i.file != nil {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(i.path), 0o700); err != nil {
		return err
	}
	file, err := os.OpenFile(i.path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	i.file = file
	i.torn = !endsWell(i.path)
	return nil
}

// endsWell reports whether a file is empty or ends with a line end.
func endsWell(path string) bool {
	file, err := os.Open(path)
	if err != nil {
		return false
	}
	defer func() { _ = file.Close() }()
	if _, err := file.Seek(-1, io.SeekEnd); err != nil {
		return true // empty
	}
	var last [1]byte
	_, err = file.Read(last[:])
	return err == nil && last[0] == '\n'
}

func (i *intents) close() {
	if i.file != nil {
		_ = i.file.Close() // every line that matters has been synced
	}
}

// remove deletes the file of a run that has left nothing behind.
func (i *intents) remove() {
	i.close()
	_ = os.Remove(i.path) // a leftover file does no harm
}

// read returns the lines of the file, or none if the file does not exist. It skips lines that do not parse, for example one that a
// full disk or a kill has cut.
func (i *intents) read() ([]entry, error) {
	file, err := os.Open(i.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	var entries []entry
	lines := bufio.NewReader(file)
	for {
		line, err := readLine(lines)
		var e entry
		if json.Unmarshal(line, &e) == nil {
			entries = append(entries, e)
		}
		if errors.Is(err, io.EOF) {
			return entries, nil
		}
		if err != nil {
			return entries, err
		}
	}
}

// readLine returns the next line. A line longer than maxLine is returned empty.
func readLine(r *bufio.Reader) ([]byte, error) {
	var line []byte
	for {
		part, err := r.ReadSlice('\n')
		if len(line) <= maxLine {
			line = append(line, part...)
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if len(line) > maxLine {
			line = nil
		}
		return bytes.TrimSpace(line), err
	}
}
