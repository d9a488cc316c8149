package leadcsv

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/leadapi/leadapi/mock/internal/jsonvalue"
)

// Columns are the keys in additional of the get sample (lead-api.md, Get Leads by ID), in the order in which Go writes a map
// (A46). They are also fields of a lead.
var Columns = []string{"after_day", "contract_number", "lead_code", "lead_name", "phone_number"}

// Row is a row of a file as a lead stores it.
type Row struct {
	Phone    string
	AfterDay string // a whole number
	Name     string
	Code     string
	Contract string
	Network  string // of the phone number (A30); empty if it is not known

	// Further is the row as a JSON object if the file has further columns; otherwise the Columns are the whole row.
	Further string
}

// maxColumns bounds the size of a stored row: additional has every further column.
const maxColumns = 256

// maxNames bounds the total length of the column names, for the same reason.
const maxNames = 16 << 10

// columns are the columns of a file.
type columns struct {
	byName map[string]int // in lower case
	width  int            // cells in the header
	blank  []int          // cells of the header without a name
	all    []string       // Columns and the further ones of the file, sorted

	as  Choices
	met *Met
}

func readHeader(header []string) (made *columns, wrong string) {
	if len(header) > maxColumns {
		return nil, fmt.Sprintf("the header has %d columns; at most %d are allowed", len(header), maxColumns)
	}
	names := 0
	for _, cell := range header {
		names += len(cell)
	}
	if names > maxNames {
		return nil, fmt.Sprintf("the names of the header's columns have %d bytes; at most %d are allowed", names, maxNames)
	}
	byName := map[string]int{}
	var blank []int
	for i, cell := range header {
		if !utf8.ValidString(cell) {
			return nil, "the header is not UTF-8; the file looks like Windows-1258 or Windows-1252, in which Excel writes what it calls CSV" + howToSave
		}
		name := strings.ToLower(strings.TrimSpace(cell))
		if _, twice := byName[name]; twice && name != "" {
			return nil, fmt.Sprintf("the header has the column %q twice", shorten(name))
		}
		if name != "" {
			byName[name] = i
		} else {
			blank = append(blank, i)
		}
	}
	if _, found := byName["phone_number"]; !found {
		return nil, withoutPhone(header)
	}
	all := map[string]bool{}
	for _, name := range Columns {
		all[name] = true
	}
	for name := range byName {
		all[name] = true
	}
	return &columns{byName: byName, width: len(header), blank: blank, all: slices.Sorted(maps.Keys(all))}, ""
}

// withoutPhone returns the error for a header that lacks the one required column.
func withoutPhone(header []string) string {
	if strings.TrimSpace(strings.Join(header, "")) == "" {
		return "the first line is empty; it must be a header with the column phone_number"
	}
	if strings.ContainsRune(strings.Join(header, ""), 0) {
		return "the file is binary, not UTF-8 text" + howToSave
	}
	text := fmt.Sprintf("the header has no column phone_number (it has %s)", shorten(strings.Join(header, ", ")))
	for _, cell := range header {
		if NearColumn(cell) == "phone_number" {
			return text + fmt.Sprintf("; %q may be it: rename the column", shorten(strings.TrimSpace(cell)))
		}
	}
	for _, cell := range header {
		if digits, _ := countDigits(cell); digits >= minDigits && !strings.ContainsFunc(cell, unicode.IsLetter) {
			return text + "; it looks like a row of leads: put a line with the names of the columns above it"
		}
	}
	if first := strings.ToLower(header[0]); strings.HasPrefix(first, "sep") && strings.Contains(first, "=") {
		return text + "; write the first line as sep=; with the separator itself, or leave it out"
	}
	if len(header) == 1 {
		return text + hiddenSeparator(header[0])
	}
	return text
}

// hiddenSeparator returns what may separate the names in a header that was read as one cell.
func hiddenSeparator(header string) string {
	at := strings.Index(strings.ToLower(header), "phone_number")
	if at < 0 {
		return ""
	}
	before, _ := utf8.DecodeLastRuneInString(header[:at])
	after, _ := utf8.DecodeRuneInString(header[at+len("phone_number"):])
	for _, r := range []rune{before, after} {
		switch {
		case r == utf8.RuneError || r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r):
		case strings.ContainsRune(separators, r):
			return fmt.Sprintf("; its names are separated by %q, but quotes or a line sep= make them one cell: leave those out", r)
		default:
			return fmt.Sprintf("; its names are separated by %q; want a comma, semicolon, tab or |", r)
		}
	}
	return ""
}

func (c *columns) cell(cells []string, column string) string {
	if i, found := c.byName[column]; found && i < len(cells) {
		return cells[i]
	}
	return ""
}

// row makes a Row of cells, or returns why it cannot.
func (c *columns) row(cells []string) (row Row, reason string) {
	phone := strings.TrimSpace(c.cell(cells, "phone_number"))
	noZero := lacksZero(phone)
	if noZero && c.as.LeadingZero {
		phone = "0" + phone
	}
	afterDay, wrong := wholeDays(c.cell(cells, "after_day"))
	switch {
	case tooWide(cells, c.width):
		return row, fmt.Sprintf("%d cells, but the header has %d", len(cells), c.width) // A32
	case phone == "":
		return row, "no phone_number" // A32
	}
	if c.met.Days = c.met.Days || wrong; wrong && c.as.ZeroDays {
		afterDay, wrong = "0", false
	}
	odd := oddLength(phone)
	switch {
	case wrong:
		return row, fmt.Sprintf("after_day is %q, not a whole number", shorten(c.cell(cells, "after_day"))) // A34
	case odd && c.as.ByLength:
		c.met.Length = true
		return row, fmt.Sprintf("phone_number has not %d to %d digits", minDigits, maxDigits) // A32
	}
	further := len(c.all) > len(Columns)
	c.met.Length, c.met.NoZero, c.met.Further = c.met.Length || odd, c.met.NoZero || noZero, c.met.Further || further
	row = Row{
		Phone:    phone,
		AfterDay: afterDay,
		Name:     c.cell(cells, "lead_name"),
		Code:     c.cell(cells, "lead_code"),
		Contract: c.cell(cells, "contract_number"),
		Network:  c.as.network(phone),
	}
	if further && !c.as.DropFurther {
		row.Further = c.object(cells, row)
	}
	return row, ""
}

// object returns a row with further columns as the JSON object for additional; their values are text (A31).
func (c *columns) object(cells []string, row Row) string {
	var out strings.Builder
	out.Grow(256)
	for i, name := range c.all {
		separator := byte(',')
		if i == 0 {
			separator = '{'
		}
		out.WriteByte(separator)
		out.WriteString(jsonvalue.Text(name))
		out.WriteByte(':')
		switch name {
		case "after_day":
			out.WriteString(row.AfterDay)
		case "phone_number":
			out.WriteString(jsonvalue.Text(row.Phone))
		default:
			out.WriteString(jsonvalue.Text(c.cell(cells, name)))
		}
	}
	out.WriteByte('}')
	return out.String()
}

// nameless returns a warning if a row has a text in a column without a name, or "".
func (c *columns) nameless(cells []string) string {
	for _, i := range c.blank {
		if i < len(cells) && strings.TrimSpace(cells[i]) != "" {
			return fmt.Sprintf("cell %d is left out, because the header has no name there", i+1)
		}
	}
	return ""
}

// tooWide reports whether a row has a non-empty cell beyond the header; spreadsheets leave empty ones there.
func tooWide(cells []string, width int) bool {
	return len(cells) > width && slices.ContainsFunc(cells[width:], func(cell string) bool { return cell != "" })
}

func wholeDays(text string) (days string, wrong bool) {
	text = strings.TrimSpace(text)
	if text == "" {
		return "0", false
	}
	number, err := strconv.ParseInt(text, 10, 32)
	return strconv.FormatInt(number, 10), err != nil
}

// viettel are the prefixes of that carrier; they are public knowledge, and lead-api.md shows the name (A30).
var viettel = []string{"032", "033", "034", "035", "036", "037", "038", "039", "086", "096", "097", "098"}

// carriers are the prefixes of the others. The vendor's documentation of carriers has the names mobi, vina and tel.
var carriers = map[string][]string{
	"viettel": viettel,
	"mobi":    {"070", "076", "077", "078", "079", "089", "090", "093"},
	"vina":    {"081", "082", "083", "084", "085", "088", "091", "094"},
	"tel":     {"059", "099"},
}

func (as Choices) network(phone string) string {
	if local, international := strings.CutPrefix(phone, "84"); international {
		phone = "0" + local
	}
	prefix := phone[:min(len(phone), 3)]
	switch {
	case as.NoNetwork:
		return ""
	case !as.AllNetworks && slices.Contains(viettel, prefix):
		return "viettel"
	case !as.AllNetworks:
		return ""
	}
	for name, prefixes := range carriers {
		if slices.Contains(prefixes, prefix) {
			return name
		}
	}
	return "offnet"
}

// oddLength reports whether the vendor's portal refuses a number for its count of digits.
func oddLength(phone string) bool {
	digits := 0
	for _, r := range phone {
		if unicode.IsDigit(r) {
			digits++
		}
	}
	return digits < minDigits || digits > maxDigits
}

// lacksZero reports whether a number has nine digits, as after a spreadsheet has dropped the leading 0.
func lacksZero(phone string) bool {
	return len(phone) == 9 && phone[0] != '0' && strings.Trim(phone, "0123456789") == ""
}

// shorten bounds what a file adds to the log.
func shorten(text string) string {
	const limit = 80
	if len(text) <= limit {
		return text
	}
	return strings.ToValidUTF8(text[:limit], "") + "..."
}
