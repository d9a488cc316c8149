package mock

import (
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
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
	form, err := readForm(parts, c.spec.resource("lead"))
	if err != nil {
		return unreadable(err) // A06, A38
	}
	if form.list == "" {
		return listMissing // A37
	}
	if form.file == nil {
		return fileMissing
	}
	leads := c.spec.resource("lead")
	reply := reloaded
	known := false
	c.session.store.read(c.spec, func(st *state) {
		known = c.server.knownList(st, leads, form.list)
		reply = notFound // A11
		reply.Why = "list_uuid names no list"
	})
	if !known {
		return reply
	}
	session, of := c.session, c.spec
	job := &importJob{Job: Job{File: printable(shorten(form.name)), List: form.list, Read: form.file.read, Skipped: form.file.skipped, Skips: form.file.skips}}
	form.logged, form.session = c.withoutToken(form.name), c.withoutToken(c.session.name)
	job.work = func() (int, string) { return session.importRows(of, job.epoch, form) }
	done := session.jobs.add(job)
	return Reply{Status: http.StatusOK, Body: []byte(`{"msg":"file upload is processing"}`), Why: form.file.summary(), done: done} // lead-api.md, Post Lead With CSV File
}

type uploadForm struct {
	list string
	file *importFile
	name string // of the file

	logged, session string // the names of file and session, as the log has them
}

// longestListUUID is more than any list_uuid needs; what is longer names no list.
const longestListUUID = 1024

func readForm(parts *multipart.Reader, leads *resource) (uploadForm, error) {
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
			if form.file, err = readCSV(part, leads); err != nil {
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

// fewRows are entered sooner than the state is copied to enter them beside the readers.
const fewRows = 20

// importRows makes the leads of a file appear, all at once. It says how many, or why none did. The rows are packed as the
// documents of the upload say, which others may have replaced meanwhile.
func (s *Session) importRows(of *spec, epoch int32, form uploadForm) (stored int, wrong string) {
	defer func() { s.logImport(form, stored, wrong) }()
	if form.file.wrong != "" {
		return 0, form.file.wrong
	}
	if len(form.file.rows) == 0 {
		return 0, ""
	}
	now := s.server.spec.Load()
	wrong = reloaded.MockError
	write := s.store.writeBeside
	if len(form.file.rows) <= fewRows {
		write = s.store.write
	}
	write(now, func(st *state) {
		leads := now.resource("lead")
		switch {
		case s.jobs.epoch.Load() != epoch:
			wrong = importCancelled
		case !s.server.knownList(st, leads, form.list):
			wrong = "the list is gone"
		default:
			wrong, stored = "", len(form.file.rows)
			s.insertRows(st, leads, of.resource("lead"), form)
		}
	})
	return stored, wrong
}

// insertRows enters the rows one by one (A33). from says how they are packed.
func (s *Session) insertRows(st *state, leads, from *resource, form uploadForm) {
	now := s.clock.tick()
	list := &record{ref: jsonText(form.list)}
	st.share(leads, list)
	same := fieldsIn(from, leads)
	for i, data := range form.file.rows {
		form.file.rows[i] = ""
		rec := &record{id: s.ids.nextFor(st, leads), created: now, updated: now, data: data, listed: true}
		if leads != from {
			repack(rec, leads, from, &record{data: data}, same)
		}
		rec.ref = list.ref
		st.insert(leads, rec)
	}
}

// mostSkipsLogged keeps a file of nothing but bad rows from filling the log.
const mostSkipsLogged = 20

func (s *Session) logImport(form uploadForm, stored int, wrong string) {
	log := s.server.config.log
	if log == nil {
		return
	}
	entry := func(why string) {
		log(Entry{Time: time.Now(), Operation: "uploadLeads", Session: printable(form.session), Why: printable("import of " + shorten(form.logged) + ": " + why)})
	}
	logged := form.file.skips[:min(len(form.file.skips), mostSkipsLogged)]
	for _, skip := range logged {
		entry(fmt.Sprintf("line %d skipped: %s", skip.Line, skip.Reason))
	}
	if more := form.file.skipped - len(logged); more > 0 {
		entry(fmt.Sprintf("%d more lines skipped", more))
	}
	if wrong != "" {
		entry("nothing imported: " + wrong)
		return
	}
	entry(fmt.Sprintf("%d rows read, %d stored, %d skipped", form.file.read, stored, form.file.skipped))
}

func (f *importFile) summary() string {
	if f.wrong != "" {
		return "nothing to import: " + f.wrong
	}
	return strings.TrimSpace(fmt.Sprintf("%d rows to import, %d skipped", len(f.rows), f.skipped))
}
