package contract

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"strings"
)

// row is a lead in a CSV file.
type row struct {
	name, code, phone, contract, days, extra string
	never                                    bool // must not become a lead
}

// The columns of a file, as implied by the keys in additional of the get sample (A46), and one more.
var (
	columns     = []string{"lead_name", "lead_code", "phone_number", "contract_number", "after_day"}
	otherColumn = "region"
)

func (r row) cell(column string) string {
	return map[string]string{
		"lead_name": r.name, "lead_code": r.code, "phone_number": r.phone,
		"contract_number": r.contract, "after_day": r.days, otherColumn: r.extra,
	}[strings.ToLower(column)]
}

// csvFile is a CSV file. It is not written by encoding/csv, which decides itself what to quote and how to end a line.
type csvFile struct {
	rows    []row
	columns []string // default: the five documented ones
	comma   string   // default: ","
	lineEnd string   // default: "\n"
	start   string   // precedes the first column
	openEnd bool     // the last line lacks a line end
}

func (f csvFile) text() string {
	header, comma, lineEnd := f.columns, f.comma, f.lineEnd
	if header == nil {
		header = columns
	}
	if comma == "" {
		comma = ","
	}
	if lineEnd == "" {
		lineEnd = "\n"
	}
	lines := []string{strings.Join(header, comma)}
	for _, row := range f.rows {
		var cells []string
		for _, column := range header {
			cells = append(cells, quoteCell(row.cell(column), comma))
		}
		lines = append(lines, strings.Join(cells, comma))
	}
	text := f.start + strings.Join(lines, lineEnd)
	if f.openEnd {
		return text
	}
	return text + lineEnd
}

func quoteCell(cell, comma string) string {
	if !strings.ContainsAny(cell, `"`+comma) {
		return cell
	}
	return `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
}

// form is an upload. The documented curl command sends the file before the list.
type form struct {
	list      string
	file      csvFile
	noList    bool
	noFile    bool
	listFirst bool
	asText    bool // the file is an ordinary field, without a file name
}

func (f form) call() call {
	var out bytes.Buffer
	writer := multipart.NewWriter(&out)
	if f.listFirst {
		f.writeList(writer)
	}
	if !f.noFile {
		f.writeFile(writer)
	}
	if !f.listFirst {
		f.writeList(writer)
	}
	_ = writer.Close() // writing to a buffer cannot fail
	return call{Operation: "uploadLeads", Method: http.MethodPost, Path: "/v3/lead/file", ContentType: writer.FormDataContentType(), Body: out.Bytes()}
}

func (f form) writeList(writer *multipart.Writer) {
	if !f.noList {
		_ = writer.WriteField("list_uuid", f.list)
	}
}

func (f form) writeFile(writer *multipart.Writer) {
	if f.asText {
		_ = writer.WriteField("file", f.file.text())
		return
	}
	header := textproto.MIMEHeader{}
	header.Set("Content-Disposition", `form-data; name="file"; filename="leads.csv"`)
	header.Set("Content-Type", "text/csv")
	part, _ := writer.CreatePart(header)
	_, _ = part.Write([]byte(f.file.text()))
}
