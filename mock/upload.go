package mock

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

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
	form, err := readForm(parts, session.room(), schema.Resource(uploaded), as.csv, func(name string) { x.used.fields = x.op.named.part(name, x.used.fields) })
	x.noteParts(&form)
	if errors.Is(err, ErrFull) {
		_, _ = io.Copy(io.Discard, c.Request.Body) // a client that is still sending would not see the reply
		return tooMuchKept
	}
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
	form.readAs(as)
	if form.bytes > session.room() {
		return tooMuchKept
	}
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
