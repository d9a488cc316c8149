package leadcsv

import (
	"bufio"
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// howToSave is the advice for a file that is not CSV in UTF-8.
const howToSave = `; save it as CSV UTF-8 (in Excel: File, Save As, "CSV UTF-8 (Comma delimited)"; in LibreOffice: Text CSV with character set UTF-8)`

// howToUnpack is the advice for an archive.
const howToUnpack = "; unpack it, and upload the CSV file that is in it"

// formats are files that people mistake for CSV, by their first bytes.
var formats = []struct{ begins, is string }{
	{"\xff\xfe\x00\x00", "UTF-32"},
	{"\x00\x00\xfe\xff", "UTF-32"},
	{"\xff\xfe", "UTF-16"},
	{"\xfe\xff", "UTF-16"},
	{"\xd0\xcf\x11\xe0", "an Excel workbook (XLS)"},
	{"\x1f\x8b", "compressed (gzip)" + howToUnpack},
	{"BZh", "compressed (bzip2)" + howToUnpack},
	{"\xfd7zXZ", "compressed (xz)" + howToUnpack},
	{"\x28\xb5\x2f\xfd", "compressed (zstd)" + howToUnpack},
	{"7z\xbc\xaf", "a 7z archive" + howToUnpack},
	{"Rar!", "a RAR archive" + howToUnpack},
	{"PK\x05\x06", "a ZIP archive" + howToUnpack},
	{"%PDF-", "a PDF document"},
	{"\x89PNG", "an image (PNG)"},
	{"\xff\xd8\xff", "an image (JPEG)"},
	{"GIF8", "an image (GIF)"},
	{"\x09\x08\x10\x00", "an Excel workbook (XLS)"},
	{"SQLite format 3\x00", "a database (SQLite)"},
	{"PAR1", "a Parquet file"},
	{"ID;P", "a SYLK file (SLK)"},
	{"BEGIN:VCARD", "a vCard file"},
	{`{\rtf`, "an RTF document"},
	{"<?xml", "XML"},
	{"<!doctype html", "HTML"},
	{"<html", "HTML"},
	{"<table", "HTML"},
	{"<meta", "HTML"},
}

var jsonStart = regexp.MustCompile(`^[\s\x{feff}]*(\[\s*)?\{\s*"`)

// otherFormat returns what a file is, by its first bytes, if it is not a CSV file.
func otherFormat(start []byte) string {
	if bytes.HasPrefix(start, []byte("PK\x03\x04")) {
		return zipFormat(start)
	}
	lower := bytes.ToLower(bytes.TrimLeft(start[:min(len(start), 256)], " \t\r\n"))
	for _, test := range formats {
		if bytes.HasPrefix(start, []byte(test.begins)) || test.begins[0] == '<' && bytes.HasPrefix(lower, []byte(test.begins)) {
			return test.is
		}
	}
	const tarAt = 257
	if len(start) > tarAt && bytes.HasPrefix(start[tarAt:], []byte("ustar")) {
		return "a TAR archive" + howToUnpack
	}
	if jsonStart.Match(start) {
		return "JSON"
	}
	switch zerosIn(start) {
	case 1:
		return "UTF-16 without a byte order mark"
	case 3:
		return "UTF-32 without a byte order mark"
	}
	return ""
}

func zipFormat(start []byte) string {
	switch {
	case bytes.Contains(start, []byte("opendocument.spreadsheet")):
		return "an OpenDocument spreadsheet (ODS)"
	case bytes.Contains(start, []byte("[Content_Types].xml")), bytes.Contains(start, []byte("xl/")), bytes.Contains(start, []byte("_rels/")), bytes.Contains(start, []byte("docProps/")):
		return "an Excel workbook (XLSX)"
	case bytes.Contains(start, []byte(".iwa")):
		return "a Numbers spreadsheet"
	}
	return "a ZIP archive" + howToUnpack
}

// zerosIn returns how many bytes of most letters of a header are zero: 1 in UTF-16, 3 in UTF-32, and otherwise 0.
func zerosIn(start []byte) int {
	start = start[:min(len(start), 256)&^3]
	if len(start) < 8 {
		return 0
	}
	zeros := [4]int{} // by the position in four bytes
	for i, c := range start {
		if c == 0 {
			zeros[i%4]++
		}
	}
	letters := len(start) / 4
	switch {
	case zeros[2] == letters && zeros[3] == letters && zeros[0] < letters, zeros[0] == letters && zeros[1] == letters && zeros[3] < letters:
		return 3
	case zeros[0]+zeros[2] == 0 && zeros[1]+zeros[3] > letters, zeros[1]+zeros[3] == 0 && zeros[0]+zeros[2] > letters:
		return 1
	}
	return 0
}

// notUTF8 returns what the bytes of a line may be.
func notUTF8(line int) string {
	return fmt.Sprintf("line %d is not UTF-8; the file looks like Windows-1258 or Windows-1252, in which Excel writes what it calls CSV%s", line, howToSave)
}

const maxMarks = 8

// dialect is how a file writes its rows.
type dialect struct {
	comma  rune
	cr     bool // lines end in a bare CR
	before int  // lines that were skipped
	marks  int  // byte order marks
	other  bool // a character other than a comma separates the cells
}

// detect skips byte order marks and a line sep=; and returns how the file writes rows, or what is wrong if it is not a CSV
// file. With onlyCommas it detects no other separator.
func detect(file *bufio.Reader, onlyCommas bool) (found dialect, wrong string) {
	const look = 4 << 10
	start, _ := file.Peek(look) // the next read returns the error
	if is := otherFormat(start); is != "" {
		if !strings.HasSuffix(is, howToUnpack) {
			is += howToSave
		}
		return found, "the file is " + is
	}
	for mark := []byte("\xef\xbb\xbf"); found.marks < maxMarks && bytes.HasPrefix(start, mark); found.marks++ {
		_, _ = file.Discard(len(mark))
		start, _ = file.Peek(look)
	}
	found.cr = endsInCR(start)
	comma, length := separatorLine(start)
	if length == 0 {
		comma = detectComma(start)
	}
	found.other = comma != ',' || length > 0
	if onlyCommas {
		found.comma = ','
		return found, ""
	}
	if length > 0 {
		_, _ = file.Discard(length)
		found.before = 1
	}
	found.comma = comma
	return found, ""
}

// endsInCR reports whether the first line ends in CR, and not in LF or CRLF.
func endsInCR(start []byte) bool {
	quoted := false
	for i, c := range start {
		switch {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '\n':
			return false
		case c == '\r':
			return i+1 < len(start) && start[i+1] != '\n'
		}
	}
	return false
}

// separatorLine reads a first line such as sep=; which gives Excel the separator of cells. length is 0 if there is none.
func separatorLine(start []byte) (comma rune, length int) {
	end := bytes.IndexAny(start, "\r\n")
	if end < 0 {
		return 0, 0
	}
	line := bytes.Trim(start[:end], `" `)
	if len(line) < 5 || !bytes.EqualFold(line[:4], []byte("sep=")) {
		return 0, 0
	}
	comma, _ = utf8.DecodeRune(line[4:])
	if comma != '\t' && (!unicode.IsPrint(comma) || comma == utf8.RuneError || comma == '"' || unicode.IsLetter(comma) || unicode.IsDigit(comma)) {
		return 0, 0
	}
	length = end + 1
	if bytes.HasPrefix(start[end:], []byte("\r\n")) {
		length++
	}
	return comma, length
}

// separators of cells. The first one wins if a header has several equally often.
const separators = ",;\t|"

// detectComma returns the separator of cells in the header.
func detectComma(start []byte) rune {
	start = bytes.TrimLeft(start, "\r\n")
	header := start
	if end := bytes.IndexAny(start, "\r\n"); end >= 0 {
		header = start[:end]
	}
	comma, best := ',', 0
	header = unquoted(header)
	for _, candidate := range separators {
		if n := bytes.Count(header, []byte(string(candidate))); n > best {
			comma, best = candidate, n
		}
	}
	return comma
}

// unquoted returns the part of a header outside quotes.
func unquoted(header []byte) []byte {
	if bytes.IndexByte(header, '"') < 0 {
		return header
	}
	var out []byte
	for i, part := range bytes.Split(header, []byte{'"'}) {
		if i%2 == 0 {
			out = append(out, part...)
		}
	}
	return out
}
