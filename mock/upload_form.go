package mock

import (
	"fmt"
	"io"
	"mime/multipart"
	"slices"

	"github.com/leadapi/leadapi/mock/internal/jsonvalue"
	"github.com/leadapi/leadapi/mock/internal/leadcsv"
	"github.com/leadapi/leadapi/mock/internal/store"
)

// uploadForm is the content of an upload.
type uploadForm struct {
	list  string
	other []otherPart
	more  int // parts besides those in other
	parts int // total number of parts

	encoded []encodedPart
	file    *leadcsv.File
	name    string // of the file
	leads   *store.Resource
	as      leadcsv.Choices
	rows    []string // packed for the resource leads
	bytes   int64    // that rows take
	room    int64    // the maximum of bytes

	dropped int // rows that are not stored because of another row

	logged, session string // the names of file and session for the log
}

// maxListUUID is longer than any list_uuid; a longer value identifies no list.
const maxListUUID = 1024

// readForm reads a form, and calls sent with the name of each part.
func readForm(parts *multipart.Reader, room int64, leads *store.Resource, as leadcsv.Choices, sent func(name string)) (uploadForm, error) {
	form := uploadForm{room: room, leads: leads, as: as}
	for {
		part, err := parts.NextPart()
		if err == io.EOF { // not errors.Is: the error for a truncated form wraps EOF
			return form, nil
		}
		if err != nil {
			return form, err
		}
		form.look(part)
		sent(part.FormName())
		isFile := part.FileName() != ""
		switch {
		case part.FormName() == "list_uuid" && !isFile && form.list == "":
			value, err := io.ReadAll(io.LimitReader(part, maxListUUID))
			if err != nil {
				return form, err
			}
			form.list = string(value)
		case part.FormName() == "file" && isFile && form.file == nil:
			form.name = part.FileName()
			if err := form.readFile(part); err != nil {
				return form, err
			}
		default:
			form.pass(otherPart{part.FormName(), isFile})
		}
		if _, err := io.Copy(io.Discard, part); err != nil {
			return form, err
		}
	}
}

// readFile reads a file and packs its rows.
func (f *uploadForm) readFile(file io.Reader) (err error) {
	values := make([]string, len(f.leads.Fields()))
	set := func(field, value string) { values[f.leads.Field(field)] = value }
	f.file, err = leadcsv.Read(roomy{file, f}, f.as, func(name string) bool { return f.leads.Field(name) >= 0 }, func(row leadcsv.Row) int {
		set("phone_number", jsonvalue.Text(row.Phone))
		set("after_day", row.AfterDay)
		set("lead_name", jsonvalue.Text(row.Name))
		set("lead_code", jsonvalue.Text(row.Code))
		set("contract_number", jsonvalue.Text(row.Contract))
		set("network", jsonvalue.Text(row.Network))
		set("additional", store.Composed)
		if row.Further != "" {
			set("additional", jsonvalue.Text(row.Further))
		}
		packed := f.leads.Pack(values)
		f.rows = append(f.rows, packed)
		f.bytes += store.RecordBytes + int64(len(packed)) // as it will be stored
		return len(packed)
	})
	if err == nil && f.file.Wrong != "" {
		f.rows, f.bytes = nil, 0
	}
	return err
}

// roomy is a file that cannot be read further when its rows take all the room that there is.
type roomy struct {
	io.Reader
	form *uploadForm
}

func (r roomy) Read(p []byte) (int, error) {
	if r.form.bytes > r.form.room {
		return 0, errKept
	}
	return r.Reader.Read(p)
}

// readAs applies readings: a skipped row invalidates the file (A49), and the rows are stored in reverse order (A33).
func (f *uploadForm) readAs(as *readings) {
	if as.wholeFile && f.file.Wrong == "" && f.file.Skipped > 0 {
		f.rows, f.bytes, f.dropped = nil, 0, len(f.rows)
		f.file.Wrong = fmt.Sprintf("line %d: %s; a row that cannot be imported costs the whole file (A49)", f.file.Skips[0].Line, f.file.Skips[0].Reason)
	}
	if as.rowsReversed {
		slices.Reverse(f.rows)
	}
}
