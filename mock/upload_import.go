package mock

import (
	"errors"
	"fmt"
	"time"

	"github.com/leadapi/leadapi/mock/internal/jsonvalue"
	"github.com/leadapi/leadapi/mock/internal/leadcsv"
	"github.com/leadapi/leadapi/mock/internal/store"
)

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
