package mock

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// importColumns are the keys in additional of the page's get sample, in their order: that in which Go writes a map (A46).
var importColumns = []string{"after_day", "contract_number", "lead_code", "lead_name", "phone_number"}

// maxColumns bounds what a short row can become: additional has every further column.
const maxColumns = 256

// importer turns the rows of a file into packed leads.
type importer struct {
	leads   *resource
	columns map[string]int // by name, in lower case
	width   int            // cells in the header
	// additional are importColumns and the file's further ones, sorted.
	additional []string
	values     []string
}

func newImporter(leads *resource, header []string) (made *importer, wrong string) {
	if len(header) > maxColumns {
		return nil, fmt.Sprintf("the header has %d columns; at most %d are possible", len(header), maxColumns)
	}
	columns := map[string]int{}
	for i, cell := range header {
		if !utf8.ValidString(cell) {
			return nil, "the header is not UTF-8; save the file as CSV UTF-8"
		}
		name := strings.ToLower(strings.TrimSpace(cell))
		if _, twice := columns[name]; twice && name != "" {
			return nil, fmt.Sprintf("the header has the column %q twice", shorten(name))
		}
		if name != "" {
			columns[name] = i
		}
	}
	if _, found := columns["phone_number"]; !found {
		return nil, fmt.Sprintf("the header has no column phone_number (it has %s)", shorten(strings.Join(header, ", ")))
	}
	all := map[string]bool{}
	for _, name := range importColumns {
		all[name] = true
	}
	for name := range columns {
		all[name] = true
	}
	return &importer{
		leads:      leads,
		columns:    columns,
		width:      len(header),
		additional: slices.Sorted(maps.Keys(all)),
		values:     make([]string, len(leads.fields)),
	}, ""
}

func (m *importer) cell(cells []string, column string) string {
	if i, found := m.columns[column]; found && i < len(cells) {
		return cells[i]
	}
	return ""
}

// pack makes a lead of a row, or says why it cannot.
func (m *importer) pack(cells []string) (data, reason string) {
	phone := strings.TrimSpace(m.cell(cells, "phone_number"))
	afterDay, wrong := wholeDays(m.cell(cells, "after_day"))
	switch {
	case slices.ContainsFunc(cells, func(cell string) bool { return !utf8.ValidString(cell) }):
		return "", "not UTF-8" // A32
	case tooWide(cells, m.width):
		return "", fmt.Sprintf("%d cells, but the header has %d", len(cells), m.width) // A32
	case phone == "":
		return "", "no phone_number" // A32
	case wrong:
		return "", fmt.Sprintf("after_day is %q, not a whole number", shorten(m.cell(cells, "after_day"))) // A34
	}
	for i := range m.values {
		m.values[i] = ""
	}
	set := func(name, value string) { m.values[m.leads.byName[name]] = value }
	for _, name := range []string{"lead_name", "lead_code", "contract_number"} {
		set(name, jsonText(m.cell(cells, name)))
	}
	set("phone_number", jsonText(phone))
	set("after_day", afterDay)
	set("network", jsonText(network(phone)))
	set("additional", asImported)
	if len(m.additional) > len(importColumns) {
		set("additional", jsonText(m.row(cells, phone, afterDay)))
	}
	var rec record
	m.leads.pack(&rec, m.values)
	return rec.data, ""
}

// row writes a row with further columns as the JSON object for additional, those as text (A31).
func (m *importer) row(cells []string, phone, afterDay string) string {
	var out strings.Builder
	out.Grow(256)
	for i, name := range m.additional {
		separator := byte(',')
		if i == 0 {
			separator = '{'
		}
		out.WriteByte(separator)
		out.WriteString(jsonText(name))
		out.WriteByte(':')
		switch name {
		case "after_day":
			out.WriteString(afterDay)
		case "phone_number":
			out.WriteString(jsonText(phone))
		default:
			out.WriteString(jsonText(m.cell(cells, name)))
		}
	}
	out.WriteByte('}')
	return out.String()
}

// tooWide says that there is something in a cell beyond the header; spreadsheets leave empty ones there.
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

// viettel are the prefixes of that carrier; they are public knowledge, and the page shows the word (A30).
var viettel = []string{"032", "033", "034", "035", "036", "037", "038", "039", "086", "096", "097", "098"}

func network(phone string) string {
	if local, international := strings.CutPrefix(phone, "84"); international {
		phone = "0" + local
	}
	if len(phone) >= 3 && slices.Contains(viettel, phone[:3]) {
		return "viettel"
	}
	return ""
}
