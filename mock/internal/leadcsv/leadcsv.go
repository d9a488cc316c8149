// Package leadcsv reads CSV files of leads, as spreadsheets write them (lead-api.md, Post Lead With CSV File). It does not
// know where the leads go.
package leadcsv

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"sync"
)

// File is what was found in a file.
type File struct {
	Rows    int // the header not counted
	Skipped int
	Skips   []Skip // the first 1,000 of those that are skipped
	Wrong   string // why nothing of the file can be imported (A35); empty if it can
}

// Skip is a row that is not imported.
type Skip struct {
	Line   int // in the file, from 1
	Reason string
}

// maxSkips keeps a file of nothing but bad rows from filling the memory.
const maxSkips = 1000

// maxRow bounds the memory that one row can take: a quote left open makes a row of the rest of the file.
const maxRow = 1 << 20

var errRowTooLong = errors.New("a row is over 1 MB; is a quote left open?")

// What a file becomes is bounded by what it is: a row of a few bytes has all names of the header in its additional.
const (
	maxGrowth  = 100
	freeGrowth = 16 << 20 // bytes, for small files
)

// buffers are used again, since each takes more than a small file.
var buffers = sync.Pool{New: func() any { return bufio.NewReaderSize(nil, 64<<10) }}

// Read reads to the end of a file (A36), and calls add with each row that can be imported; add returns how many bytes it
// keeps of the row. Read fails only if the file cannot be read any further; what is wrong with its content is in the result.
func Read(file io.Reader, add func(Row) (kept int)) (*File, error) {
	source := &rowReader{from: buffers.Get().(*bufio.Reader)}
	source.from.Reset(file)
	defer func() {
		source.from.Reset(nil)
		buffers.Put(source.from)
	}()
	reader := csv.NewReader(source)
	reader.FieldsPerRecord = -1
	reader.ReuseRecord = true
	var wrong string
	if reader.Comma, wrong = detectComma(source.from); wrong != "" {
		return &File{Wrong: wrong}, nil
	}
	header, err := reader.Read()
	if err != nil {
		return &File{Wrong: "line 1 is no header: " + err.Error()}, nil
	}
	columns, wrong := readHeader(header)
	if wrong != "" {
		return &File{Wrong: wrong}, nil
	}
	result, kept := &File{}, int64(0)
	for line := 1; ; {
		source.row = 0
		cells, err := reader.Read()
		var malformed *csv.ParseError
		switch {
		case errors.Is(err, io.EOF):
			return result, nil
		case errors.Is(err, errRowTooLong):
			return &File{Wrong: fmt.Sprintf("after line %d: %v", line, err)}, nil
		case errors.As(err, &malformed):
			result.skip(malformed.StartLine, skipReason(malformed)) // A32
		case err != nil:
			return nil, err
		default:
			line, _ = reader.FieldPos(0)
			row, reason := columns.row(cells)
			if reason != "" {
				result.skip(line, reason)
				continue
			}
			result.Rows++
			if kept += int64(add(row)); kept > freeGrowth+maxGrowth*source.read {
				return &File{Wrong: fmt.Sprintf("up to line %d the rows become over %d times what the file has, each with all names of the header; shorten those, or leave out columns", line, maxGrowth)}, nil
			}
		}
	}
}

// skipReason says how far a malformed row goes: a quote left open takes the lines after it with it.
func skipReason(malformed *csv.ParseError) string {
	if malformed.Line == malformed.StartLine {
		return malformed.Err.Error()
	}
	return fmt.Sprintf("%v; everything up to line %d is part of it: is a quote left open?", malformed.Err, malformed.Line)
}

func (f *File) skip(line int, reason string) {
	f.Rows++
	f.Skipped++
	if len(f.Skips) < maxSkips {
		f.Skips = append(f.Skips, Skip{line, reason})
	}
}

// rowReader fails when a single row has taken too much.
type rowReader struct {
	from *bufio.Reader
	row  int   // bytes read since the last row
	read int64 // bytes in all
}

func (r *rowReader) Read(p []byte) (int, error) {
	if r.row > maxRow {
		return 0, errRowTooLong
	}
	n, err := r.from.Read(p)
	r.row += n
	r.read += int64(n)
	return n, err
}

// detectComma passes over a byte order mark and finds what separates the cells of the header.
func detectComma(file *bufio.Reader) (comma rune, wrong string) {
	start, _ := file.Peek(4 << 10) // an error comes back with the next read
	if bytes.HasPrefix(start, []byte("\xff\xfe")) || bytes.HasPrefix(start, []byte("\xfe\xff")) {
		return 0, "the file is UTF-16; save it as CSV UTF-8"
	}
	if mark := []byte("\xef\xbb\xbf"); bytes.HasPrefix(start, mark) {
		_, _ = file.Discard(len(mark))
		start = start[len(mark):]
	}
	header, _, _ := bytes.Cut(bytes.TrimLeft(start, "\r\n"), []byte("\n"))
	comma, most := ',', 0
	for _, candidate := range ",;\t" {
		if n := bytes.Count(unquoted(header), []byte(string(candidate))); n > most {
			comma, most = candidate, n
		}
	}
	return comma, ""
}

// unquoted is what of a header stands outside quotes.
func unquoted(header []byte) []byte {
	var out []byte
	for i, part := range bytes.Split(header, []byte{'"'}) {
		if i%2 == 0 {
			out = append(out, part...)
		}
	}
	return out
}
