package mock

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"sync"
)

// importFile is a CSV file, read: its rows packed as records, or what is wrong with it as a whole.
type importFile struct {
	rows    []string // packed fields, see resource.pack; all but the list
	read    int      // rows, the header not counted
	skipped int
	skips   []Skip // the first of those skipped
	wrong   string // why nothing of the file can be imported (A35)
	packed  int64  // bytes of rows
}

// What a file becomes is bounded by what it is: a row of a few bytes has all names of the header in its additional.
const (
	mostGrowth = 100
	freeGrowth = 16 << 20 // bytes, for small files
)

func allowed(read int64) int64 { return freeGrowth + mostGrowth*read }

// grownBy counts the bytes of a row, and returns those of all.
func (f *importFile) grownBy(row int) int64 {
	f.packed += int64(row)
	return f.packed
}

// mostSkips keeps a file of nothing but bad rows from filling the memory.
const mostSkips = 1000

// longestRow bounds the memory that one row can take: a quote left open makes a row of the rest of the file.
const longestRow = 1 << 20

var errRowTooLong = errors.New("a row is over 1 MB; is a quote left open?")

// csvBuffers are used again, since each takes more than a small file.
var csvBuffers = sync.Pool{New: func() any { return bufio.NewReaderSize(nil, 64<<10) }}

// readCSV reads to the end of a CSV file (A36). It fails only where the file cannot be read any further;
// what is wrong with its content stands in the result.
func readCSV(file io.Reader, leads *resource) (*importFile, error) {
	source := &rowReader{from: csvBuffers.Get().(*bufio.Reader)}
	source.from.Reset(file)
	defer func() {
		source.from.Reset(nil)
		csvBuffers.Put(source.from)
	}()
	reader := csv.NewReader(source)
	reader.FieldsPerRecord = -1
	reader.ReuseRecord = true
	var wrong string
	if reader.Comma, wrong = detectComma(source.from); wrong != "" {
		return &importFile{wrong: wrong}, nil
	}
	header, err := reader.Read()
	if err != nil {
		return &importFile{wrong: "line 1 is no header: " + err.Error()}, nil
	}
	columns, wrong := newImporter(leads, header)
	if wrong != "" {
		return &importFile{wrong: wrong}, nil
	}
	result := &importFile{}
	for line := 1; ; {
		source.row = 0
		cells, err := reader.Read()
		var malformed *csv.ParseError
		switch {
		case errors.Is(err, io.EOF):
			return result, nil
		case errors.Is(err, errRowTooLong):
			return &importFile{wrong: fmt.Sprintf("after line %d: %v", line, err)}, nil
		case errors.As(err, &malformed):
			result.skip(malformed.StartLine, skipReason(malformed)) // A32
		case err != nil:
			return nil, err
		default:
			line, _ = reader.FieldPos(0)
			data, reason := columns.pack(cells)
			if reason != "" {
				result.skip(line, reason)
				continue
			}
			result.read++
			if result.rows = append(result.rows, data); result.grownBy(len(data)) > allowed(source.read) {
				return &importFile{wrong: fmt.Sprintf("up to line %d the rows become over %d times what the file has, each with all names of the header; shorten those, or leave out columns", line, mostGrowth)}, nil
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

func (f *importFile) skip(line int, reason string) {
	f.read++
	f.skipped++
	if len(f.skips) < mostSkips {
		f.skips = append(f.skips, Skip{line, reason})
	}
}

// rowReader fails when a single row has taken too much.
type rowReader struct {
	from *bufio.Reader
	row  int   // bytes read since the last row
	read int64 // bytes in all
}

func (r *rowReader) Read(p []byte) (int, error) {
	if r.row > longestRow {
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
