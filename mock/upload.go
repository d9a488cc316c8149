package mock

import (
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"
	"time"
)

// uploadLeads takes a CSV file and answers before its leads appear, as the page says. The form is read as it comes,
// parts in any order: the rows wait, packed, until the whole request is there and the list is known.
func uploadLeads(c *call) Reply {
	c.request.Body = http.MaxBytesReader(nil, c.request.Body, c.server.config.maxUpload)
	parts, err := c.request.MultipartReader()
	if err != nil {
		return problem(http.StatusBadRequest, err.Error()) // A38
	}
	form, err := c.server.readForm(parts)
	if err != nil {
		return unreadable(err) // A06, A38
	}
	if form.list == "" {
		return listMissing // A37
	}
	if form.file == nil {
		return fileMissing
	}
	leads := c.server.resource("lead")
	known := false
	c.session.store.read(func(st *state) { known = c.server.knownList(st, leads, form.list) })
	if !known {
		reply := notFound // A11
		reply.Why = "list_uuid names no list"
		return reply
	}
	reply := Reply{Status: http.StatusOK, Body: []byte(`{"msg":"file upload is processing"}`), Why: form.file.summary()} // lead-api.md, Post Lead With CSV File
	reply.done = func() {
		c.server.jobs.start(c.server.config.importDelay, func() { c.server.importRows(c.session, leads, form) })
	}
	return reply
}

type uploadForm struct {
	list string
	file *importFile
	name string // of the file
}

// longestListUUID is more than any list_uuid needs; what is longer names no list.
const longestListUUID = 1024

func (s *Server) readForm(parts *multipart.Reader) (uploadForm, error) {
	var form uploadForm
	for {
		part, err := parts.NextPart()
		if err == io.EOF { // not errors.Is: a form that is cut off gives an error that wraps EOF
			return form, nil
		}
		if err != nil {
			return form, err
		}
		switch {
		case part.FormName() == "list_uuid" && part.FileName() == "" && form.list == "":
			value, err := io.ReadAll(io.LimitReader(part, longestListUUID))
			if err != nil {
				return form, err
			}
			form.list = string(value)
		case part.FormName() == "file" && part.FileName() != "" && form.file == nil:
			form.name = part.FileName()
			if form.file, err = readCSV(part, s.resource("lead")); err != nil {
				return form, err
			}
		}
		if _, err := io.Copy(io.Discard, part); err != nil {
			return form, err
		}
	}
}

func (s *Server) knownList(st *state, leads *resource, list string) bool {
	if st.target(leads.copies[0], jsonText(list)) != nil {
		return true
	}
	_, valid := parseUUID(list)
	return valid && s.config.anyList
}

// importRows makes the leads of a file appear, all at once.
func (s *Server) importRows(to *session, leads *resource, form uploadForm) {
	if form.file.wrong != "" {
		s.logImport(to, form, 0, "nothing imported: "+form.file.wrong)
		return
	}
	if len(form.file.rows) == 0 {
		s.logImport(to, form, 0, "")
		return
	}
	stored, gone := len(form.file.rows), false
	to.store.writeBeside(func(st *state) {
		if gone = !s.knownList(st, leads, form.list); gone {
			return
		}
		now := to.clock.tick()
		first := &record{ref: jsonText(form.list)}
		st.share(leads, first)
		for i, data := range form.file.rows { // A33
			form.file.rows[i] = ""
			st.insert(leads, &record{id: to.ids.nextFor(st, leads), created: now, updated: now, ref: first.ref, data: data, listed: true})
		}
	})
	if gone {
		s.logImport(to, form, 0, "nothing imported: the list is gone")
		return
	}
	s.logImport(to, form, stored, "")
}

// mostSkipsLogged keeps a file of nothing but bad rows from filling the log.
const mostSkipsLogged = 20

func (s *Server) logImport(to *session, form uploadForm, stored int, wrong string) {
	if s.config.log == nil {
		return
	}
	entry := func(why string) {
		s.config.log(Entry{Time: time.Now(), Operation: "uploadLeads", Session: to.name, Why: printable("import of " + shorten(form.name) + ": " + why)})
	}
	for _, skip := range form.file.skips {
		entry(fmt.Sprintf("line %d skipped: %s", skip.line, skip.reason))
	}
	if more := form.file.skipped - len(form.file.skips); more > 0 {
		entry(fmt.Sprintf("%d more lines skipped", more))
	}
	if wrong != "" {
		entry(wrong)
		return
	}
	entry(fmt.Sprintf("%d rows read, %d stored, %d skipped", form.file.read, stored, form.file.skipped))
}

func (s *Server) resource(name string) *resource {
	return s.resources[slices.IndexFunc(s.resources, func(res *resource) bool { return res.name == name })]
}

func (f *importFile) summary() string {
	if f.wrong != "" {
		return "nothing to import: " + f.wrong
	}
	return strings.TrimSpace(fmt.Sprintf("%d rows to import, %d skipped", len(f.rows), f.skipped))
}
