package mock

import (
	"mime"
	"mime/multipart"
	"strings"

	"github.com/leadapi/leadapi/mock/internal/leadcsv"
)

// The parts of an upload.
var uploadParts = []string{"list_uuid", "file"}

// otherPart is a part of an upload that was ignored.
type otherPart struct {
	name string
	file bool // it has a file name
}

// encodedPart is a part whose Content-Transfer-Encoding is not decoded, as in forms that mail libraries write.
type encodedPart struct{ name, encoding string }

func (f *uploadForm) look(part *multipart.Part) {
	f.parts++
	switch encoding := part.Header.Get("Content-Transfer-Encoding"); strings.ToLower(encoding) {
	case "", "7bit", "8bit", "binary":
	default:
		if len(f.encoded) < maxNotes {
			f.encoded = append(f.encoded, encodedPart{part.FormName(), encoding})
		}
	}
}

func (f *uploadForm) pass(part otherPart) {
	if len(f.other) == maxNotes {
		f.more++
		return
	}
	f.other = append(f.other, part)
}

// noteParts notes the parts of an upload that were ignored (A37).
func (x *exchange) noteParts(form *uploadForm) {
	for _, part := range form.other {
		name, kind := x.shown(part.name), "part"
		if part.file {
			kind = "file part"
		}
		switch {
		case part.name == "":
			x.note("a %s without a name was ignored", kind)
		case part.name == "file" && !part.file:
			x.note("part \"file\" has no file name, so it is not a file; with curl use file=@leads.csv, with FormData pass a Blob and a name")
		case part.name == "list_uuid" && part.file:
			x.note("part \"list_uuid\" has a file name, so it is a file; send it as text")
		case part.name == "file" || part.name == "list_uuid":
			x.note("part %s is repeated; the first wins", name)
		case part.file:
			x.note("file part %s was ignored; the file is the part \"file\"", name)
		default:
			x.note("part %s was ignored%s", name, didYouMean(part.name, uploadParts))
		}
	}
	for _, part := range form.encoded {
		x.note("part %s has Content-Transfer-Encoding: %s, which is not decoded; send it unencoded", x.shown(part.name), x.shown(part.encoding))
	}
	x.unnoted += form.more
}

// noteBoundary notes a form in which no part was found: usually its Content-Type was copied from another request.
func (x *exchange) noteBoundary(form *uploadForm) {
	if _, parameters, err := mime.ParseMediaType(x.request.Header.Get("Content-Type")); err == nil && form.parts == 0 && len(x.notes) == 0 {
		x.note("no line of the body is %s, the boundary in Content-Type; leave the header out, and the client sets it", x.shown("--"+parameters["boundary"]))
	}
}

// noForm returns the reply to an upload that is not a multipart form. Clients that set Content-Type by hand omit the
// boundary.
func (x *exchange) noForm(err error) Reply {
	kind, parameters, _ := mime.ParseMediaType(x.request.Header.Get("Content-Type"))
	switch {
	case strings.HasPrefix(kind, "multipart/") && parameters["boundary"] == "":
		x.note("Content-Type lacks the boundary of the form; leave the header out, and the client sets it")
	case kind == "":
		x.note("there is no Content-Type; an upload is a form, multipart/form-data")
	default:
		x.note("an upload is a form, multipart/form-data with the parts list_uuid and file; this body is %s", x.shown(kind))
	}
	x.rests.add(a38)
	return x.refusal(err.Error())
}

// noteFile adds to the reply what the job will report later.
func (x *exchange) noteFile(file *leadcsv.File) {
	if file.Wrong != "" {
		x.note("nothing of the file will be imported: %s", file.Wrong)
		return
	}
	if len(file.Skips) > 0 {
		x.note("%d of %d rows will be skipped, the first on line %d: %s", file.Skipped, file.Rows, file.Skips[0].Line, file.Skips[0].Reason)
	}
	if len(file.Warns) > 0 {
		x.note("warnings about the file: %d, the first on line %d: %s", file.Warned, file.Warns[0].Line, file.Warns[0].Reason)
	}
}
