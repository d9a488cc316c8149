// Package leadcsv reads CSV files of leads as spreadsheets write them (lead-api.md, Post Lead With CSV File). It does not
// store them.
package leadcsv

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"
	"unicode/utf8"
)

// File is the result of reading a file.
type File struct {
	Rows    int // without the header
	Skipped int
	Skips   []Skip // the first 1,000 of the skipped rows
	Warned  int
	Warns   []Warning // the first 1,000
	Wrong   string    // why nothing of the file can be imported (A35); empty if it can
	Met     Met
}

// Choices are other ways to read a file. A field that is false follows the assumption.
type Choices struct {
	NoNetwork   bool // A30: network is empty
	AllNetworks bool // A30: network is the carrier of any number
	DropFurther bool // A31: further columns are dropped
	ByLength    bool // A32: a number with too few or too many digits is skipped
	ZeroDays    bool // A34: an after_day that is not a whole number is 0
	OnlyCommas  bool // A36: cells are separated by commas
	LeadingZero bool // A66: a number of nine digits gets the 0 that it lacks
}

// Met reports which properties that the choices are about a file has, in rows that are not skipped for another reason.
type Met struct{ Further, Length, Days, Separator, NoZero bool }

// Skip is a row that is not imported.
type Skip struct {
	Line   int // in the file, starting at 1
	Reason string
}

// Warning is something odd about the header or about a row that is imported unchanged.
type Warning struct {
	Line   int // in the file, starting at 1
	Reason string
}

// maxSkips keeps a file of bad rows from filling the memory.
const maxSkips = 1000

// maxRow bounds the memory of one row: an unclosed quote makes a row of the rest of the file.
const maxRow = 1 << 20

// emptyFile says that there is nothing to import, and what is needed.
const emptyFile = "the file is empty; its first line must be a header with the column phone_number"

var errRowTooLong = errors.New("a row is over 1 MB; is a quote left open?")

// The memory that a file needs is bounded by its size: a row of a few bytes has all names of the header in its additional.
const (
	maxGrowth  = 100
	freeGrowth = 32 << 10 // bytes, for small files
)

// buffers recycles read buffers, each of which is larger than a small file.
var buffers = sync.Pool{New: func() any { return bufio.NewReaderSize(nil, 64<<10) }}

// Read reads a file to its end (A36) and calls add for each row that can be imported; add returns how many bytes it keeps of
// the row. isField reports whether a lead has a field. Read fails only if reading fails; the result says what is wrong with
// the content.
func Read(file io.Reader, as Choices, isField func(name string) bool, add func(Row) (kept int)) (*File, error) {
	source := &rowReader{from: buffers.Get().(*bufio.Reader)}
	source.from.Reset(file)
	defer func() {
		source.from.Reset(nil)
		buffers.Put(source.from)
	}()
	reader := csv.NewReader(source)
	reader.FieldsPerRecord = -1
	reader.ReuseRecord = true
	found, wrong := detect(source.from, as.OnlyCommas)
	if wrong != "" {
		return &File{Wrong: wrong}, nil
	}
	reader.Comma, source.cr = found.comma, found.cr
	header, err := reader.Read()
	switch {
	case errors.Is(err, io.EOF):
		return &File{Wrong: emptyFile}, nil
	case err != nil:
		return &File{Wrong: "the header cannot be read: " + err.Error()}, nil
	}
	header = slices.Clone(header) // the next row overwrites it
	line, _ := reader.FieldPos(0)
	line += found.before
	columns, wrong := readHeader(header)
	if wrong != "" {
		return &File{Wrong: wrong + lowerHeader(reader, found.before), Met: Met{Separator: found.other}}, nil
	}
	columns.as = as
	result, kept := &File{}, int64(0)
	columns.met = &result.Met
	result.Met.Separator = found.other
	if found.marks > 1 {
		result.warn(line, fmt.Sprintf("the file starts with %d byte order marks", found.marks))
	}
	result.warnOfNames(line, columns, header, isField)
	for {
		source.row = 0
		cells, err := reader.Read()
		var malformed *csv.ParseError
		switch {
		case errors.Is(err, io.EOF):
			return result, nil
		case errors.Is(err, errRowTooLong):
			return &File{Wrong: fmt.Sprintf("after line %d: %v", line, err)}, nil
		case errors.As(err, &malformed):
			result.skip(malformed.StartLine+found.before, skipReason(malformed, found.before)) // A32
		case err != nil:
			return nil, err
		default:
			line, _ = reader.FieldPos(0)
			line += found.before
			if slices.ContainsFunc(cells, func(cell string) bool { return !utf8.ValidString(cell) }) {
				return &File{Wrong: notUTF8(line)}, nil
			}
			row, reason := columns.row(cells)
			if reason != "" {
				result.skip(line, reason)
				continue
			}
			result.Rows++
			if odd := oddPhone(columns.cell(cells, "phone_number")); odd != "" {
				result.warn(line, odd)
			}
			for _, column := range []string{"lead_name", "lead_code", "contract_number"} {
				if odd := oddText(column, columns.cell(cells, column)); odd != "" {
					result.warn(line, odd)
				}
			}
			if left := columns.nameless(cells); left != "" {
				result.warn(line, left)
			}
			if kept += int64(add(row)); kept > freeGrowth+maxGrowth*source.read {
				return &File{Wrong: fmt.Sprintf("up to line %d the rows become over %d times what the file has, each with all names of the header; shorten those, or leave out columns", line, maxGrowth)}, nil
			}
		}
	}
}

// skipReason says how far a malformed row extends: an unclosed quote includes the lines after it.
func skipReason(malformed *csv.ParseError, before int) string {
	if malformed.Line == malformed.StartLine {
		return malformed.Err.Error()
	}
	return fmt.Sprintf("%v; everything up to line %d is part of it: is a quote left open?", malformed.Err, malformed.Line+before)
}

func (f *File) skip(line int, reason string) {
	f.Rows++
	f.Skipped++
	if len(f.Skips) < maxSkips {
		f.Skips = append(f.Skips, Skip{line, reason})
	}
}

func (f *File) warn(line int, reason string) {
	f.Warned++
	if len(f.Warns) < maxSkips {
		f.Warns = append(f.Warns, Warning{line, reason})
	}
}

// lowerHeader looks for the header below a title, so that the error can advise to delete the lines above it.
func lowerHeader(reader *csv.Reader, before int) string {
	const far = 20 // lines
	for range far {
		cells, err := reader.Read()
		if err != nil && !errors.Is(err, csv.ErrFieldCount) {
			return ""
		}
		if slices.ContainsFunc(cells, func(cell string) bool { return NearColumn(cell) == "phone_number" }) {
			line, _ := reader.FieldPos(0)
			return fmt.Sprintf("; line %d looks like the header: delete the lines above it", line+before)
		}
	}
	return ""
}

// rowReader fails if a single row is too large.
type rowReader struct {
	from *bufio.Reader
	row  int   // bytes read since the last row
	read int64 // bytes in all
	cr   bool  // lines end in a bare CR, which encoding/csv takes for a letter
}

func (r *rowReader) Read(p []byte) (int, error) {
	if r.row > maxRow {
		return 0, errRowTooLong
	}
	n, err := r.from.Read(p)
	if r.cr {
		for i, c := range p[:n] {
			if c == '\r' {
				p[i] = '\n'
			}
		}
	}
	r.row += n
	r.read += int64(n)
	return n, err
}
