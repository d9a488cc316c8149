package mock

import (
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"
	"time"
	"unsafe"

	"github.com/leadapi/leadapi/mock/internal/jsonvalue"
	"github.com/leadapi/leadapi/mock/internal/leadcsv"
	"github.com/leadapi/leadapi/mock/internal/store"
)

// x-mock cannot describe the upload of a CSV file (lead-api.md, Post Lead With CSV File), so it is a function.
const (
	uploadOperation = "uploadLeads"
	uploaded        = "lead" // the resource of its records
)

// prepareUploads prepares the resource to store leads compactly as rows of a file.
func prepareUploads(schema *store.Schema) {
	schema.Resource(uploaded).Compose("additional", leadcsv.Columns...)
}

// uploadLeads takes a CSV file and replies before its leads appear, as lead-api.md says. It reads the form as a stream, with
// the parts in any order: the rows wait, packed, until the whole request was read and the list is known.
func uploadLeads(c *Call) Reply {
	session, x := c.Session, c.exchange
	x.noteQuery(x.op)
	x.noteEncoding(nil)
	server, schema := session.server, session.server.spec.Load().schema
	c.Request.Body = http.MaxBytesReader(nil, c.Request.Body, server.config.maxUpload)
	parts, err := c.Request.MultipartReader()
	if err != nil {
		return x.noForm(err) // A38
	}
	as := x.op.as
	form, err := readForm(parts, schema.Resource(uploaded), as.csv, func(name string) { x.used.fields = x.op.named.part(name, x.used.fields) })
	x.noteParts(&form)
	if err != nil {
		x.noteBoundary(&form)
		x.rests.add(a38)
		return x.unreadable(err) // A06
	}
	x.rests.addIf(form.list == "" && form.file == nil, a37)
	switch {
	case form.list == "" && (form.file != nil || !as.fileFirst):
		return x.refusal(listMissing)
	case form.file == nil:
		return x.refusal(fileMissing)
	}
	known := false
	if !session.store.Read(schema, func(st *store.State) { known = server.knowsList(st, form.leads, form.list) }) {
		return reloaded
	}
	if !known {
		if !x.noteID("list_uuid", form.list) {
			x.note("list_uuid %s names no list", x.shown(form.list))
		}
		reply := x.noList()
		reply.Why = "list_uuid names no list"
		return reply
	}
	x.rests.addIf(form.file.Wrong != "", a35)
	if form.file.Wrong != "" && as.fileRefused {
		reply := x.refusal("file is invalid")
		reply.Why = form.file.Wrong
		return reply
	}
	if server.isFull() {
		return tooMuchKept
	}
	form.readAs(as)
	x.markFile(&form)
	form.logged, form.session = server.withoutTokens(c.Request, form.name), server.withoutTokens(c.Request, session.name)
	job := &importJob{Job: Job{File: printable(shorten(form.name)), List: form.list, Read: form.file.Rows, Skipped: form.file.Skipped, Skips: skipsOf(form.file), Warned: form.file.Warned, Warnings: warningsOf(form.file)}}
	x.noteFile(form.file)
	job.rows = form.bytes
	job.work = func() (int, string) { return session.importRows(job.epoch, form) }
	start := session.jobs.add(job)
	return Reply{Status: as.accepted, Body: []byte(`{"msg":"file upload is processing"}`), Why: form.summary(), After: start} // lead-api.md, Post Lead With CSV File
}

// noList returns the reply for a list that does not exist (A11).
func (x *exchange) noList() Reply {
	x.rests.add(a11)
	if x.op.as.listInvalid {
		return x.refusal("list_uuid is invalid")
	}
	x.rests.add(a03)
	text := http.StatusText(http.StatusNotFound)
	if x.op.as.listNamed {
		text = "list is not found"
	}
	return errorReply(x.op.as.notFound, text)
}

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
	bytes   int64    // of rows

	dropped int // rows that are not stored because of another row

	logged, session string // the names of file and session for the log
}

// maxListUUID is longer than any list_uuid; a longer value identifies no list.
const maxListUUID = 1024

// readForm reads a form, and calls sent with the name of each part.
func readForm(parts *multipart.Reader, leads *store.Resource, as leadcsv.Choices, sent func(name string)) (uploadForm, error) {
	form := uploadForm{leads: leads, as: as}
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
	f.file, err = leadcsv.Read(file, f.as, func(row leadcsv.Row) int {
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
		f.bytes += int64(len(packed)) + int64(unsafe.Sizeof(packed))
		return len(packed)
	})
	if err == nil && f.file.Wrong != "" {
		f.rows = nil
	}
	return err
}

// readAs applies readings: a skipped row invalidates the file (A49), and the rows are stored in reverse order (A33).
func (f *uploadForm) readAs(as *readings) {
	if as.wholeFile && f.file.Wrong == "" && f.file.Skipped > 0 {
		f.rows, f.dropped = nil, len(f.rows)
		f.file.Wrong = fmt.Sprintf("line %d: %s; a row that cannot be imported costs the whole file (A49)", f.file.Skips[0].Line, f.file.Skips[0].Reason)
	}
	if as.rowsReversed {
		slices.Reverse(f.rows)
	}
}

// markFile marks the assumptions that an import rests on.
func (x *exchange) markFile(form *uploadForm) {
	x.rests.add(a01)
	rows := len(form.rows) + form.dropped
	x.rests.addIf(form.file.Skipped > 0 && rows > 0, a49)
	if rows > 0 {
		x.rests.add(a30, a46, a47)
	}
	met := form.file.Met
	x.rests.addIf(met.Further, a31)
	x.rests.addIf(met.Length, a32)
	x.rests.addIf(rows > 1, a33)
	x.rests.addIf(met.Days, a34)
	x.rests.addIf(met.Separator && (rows > 0 || form.as.OnlyCommas), a36)
	x.rests.addIf(met.NoZero, a66)
}

func (f *uploadForm) summary() string {
	if f.file.Wrong != "" {
		return "nothing to import: " + f.file.Wrong
	}
	return strings.TrimSpace(fmt.Sprintf("%d rows to import, %d skipped", len(f.rows), f.file.Skipped))
}

func skipsOf(file *leadcsv.File) []Skip {
	skips := make([]Skip, len(file.Skips))
	for i, skip := range file.Skips {
		skips[i] = Skip(skip)
	}
	return skips
}

func warningsOf(file *leadcsv.File) []Warning {
	warnings := make([]Warning, len(file.Warns))
	for i, warning := range file.Warns {
		warnings[i] = Warning(warning)
	}
	return warnings
}

// knowsList reports whether leads can be imported into a list.
func (s *Server) knowsList(st *store.State, leads *store.Resource, list string) bool {
	return s.knows(st, leads.References()[0], jsonvalue.Text(list))
}

var (
	errCancelled = errors.New("cancelled")
	errListGone  = errors.New("the list is gone")
)

// importRows adds the leads of a file, all at once. It returns how many it has stored, or why it has stored none. The rows
// are packed for the documents at the time of the upload, which may have been reloaded since.
func (s *Session) importRows(epoch int32, form uploadForm) (stored int, wrong string) {
	defer func() { s.logImport(form, stored, wrong) }()
	if form.file.Wrong != "" || len(form.rows) == 0 {
		return 0, form.file.Wrong
	}
	rows := store.Rows{Resource: form.leads, Packed: form.rows, Ref: jsonvalue.Text(form.list)}
	current := func() *store.Schema { return s.server.spec.Load().schema }
	err := s.store.Import(current, rows, func(st *store.State, leads *store.Resource) (at int64, err error) {
		if s.jobs.epoch.Load() != epoch {
			return 0, errCancelled
		}
		if !s.server.knowsList(st, leads, form.list) {
			return 0, errListGone
		}
		return s.clock.tick(), nil
	})
	switch {
	case errors.Is(err, errCancelled), errors.Is(err, store.ErrReplaced):
		return 0, importCancelled
	case err != nil:
		return 0, err.Error()
	}
	return len(form.rows), ""
}

// countRead counts a read of a page of a resource; imports may wait for those of leads.
func (s *Session) countRead(res *store.Resource) {
	if res.Name() == uploaded {
		s.jobs.countRead()
	}
}

// maxSkipsLogged keeps a file of bad rows from filling the log.
const maxSkipsLogged = 20

func (s *Session) logImport(form uploadForm, stored int, wrong string) {
	log := s.server.config.log
	if log == nil {
		return
	}
	entry := func(why string) {
		log(Entry{Time: time.Now(), Operation: uploadOperation, Session: printable(form.session), Why: printable("import of " + shorten(form.logged) + ": " + why)})
	}
	logged := form.file.Skips[:min(len(form.file.Skips), maxSkipsLogged)]
	for _, skip := range logged {
		entry(fmt.Sprintf("line %d skipped: %s", skip.Line, skip.Reason))
	}
	if more := form.file.Skipped - len(logged); more > 0 {
		entry(fmt.Sprintf("%d more lines skipped", more))
	}
	warned := form.file.Warns[:min(len(form.file.Warns), maxSkipsLogged)]
	for _, warning := range warned {
		entry(fmt.Sprintf("line %d: warning: %s", warning.Line, warning.Reason))
	}
	if more := form.file.Warned - len(warned); more > 0 {
		entry(fmt.Sprintf("%d more warnings", more))
	}
	if wrong != "" {
		entry("nothing imported: " + wrong)
		return
	}
	summary := fmt.Sprintf("%d rows read, %d stored, %d skipped", form.file.Rows, stored, form.file.Skipped)
	if form.file.Warned > 0 {
		summary += fmt.Sprintf(", warnings: %d", form.file.Warned)
	}
	entry(summary)
}
