package mock

import (
	"bytes"
	"fmt"
	"io"
	"mime"
	"mime/multipart"

	"github.com/leadapi/leadapi/mock/internal/jsonvalue"
)

// matchFault restricts a fault to some requests; it only adds to other kinds.
var matchFault = faultKind{
	set: func(fault *Fault) bool { return len(fault.Match) > 0 || fault.From != 0 },
	check: func(fault *Fault) error {
		if fault.From < 0 || fault.From > maxTimes {
			return fmt.Errorf("from: want 1 to %d, not %d", maxTimes, fault.From)
		}
		return nil
	},
	prepare: func(sp *spec, fault *Fault, op *operation) (err error) {
		paths := sp.paths()
		if op != nil {
			paths = []string{op.path}
		}
		fault.matcher, err = fault.Match.compile(paths)
		return err
	},
}

// paths returns the paths of all operations. A request to no operation can have no others.
func (sp *spec) paths() (all []string) {
	for _, op := range sp.operations {
		all = append(all, op.path)
	}
	return all
}

// asked returns what the conditions of faults are compared with. It reads the body only if a condition needs it.
func (x *exchange) asked(withBody bool) *asked {
	r := x.request
	made := &asked{parameters: x.parameters, query: r.URL.RawQuery, header: r.Header}
	if r.Host != "" { // net/http removes it from the headers
		made.header = r.Header.Clone()
		made.header.Set("Host", r.Host)
	}
	if withBody {
		made.body = fieldsOf(r.Header.Get("Content-Type"), x.readAhead())
	}
	return made
}

// fieldsOf returns a body as conditions see it: its JSON, or the parts of a form.
func fieldsOf(contentType string, body []byte) any {
	kind, parameters, _ := mime.ParseMediaType(contentType)
	if kind == "multipart/form-data" {
		return formFields(multipart.NewReader(bytes.NewReader(body), parameters["boundary"]))
	}
	value, _ := jsonvalue.Decode(body) // a body that is not JSON has no fields
	return value
}

// formFields returns the texts of a form's parts; a file gives its name. Repeated and truncated parts are left out.
func formFields(parts *multipart.Reader) any {
	fields := map[string]any{}
	for {
		part, err := parts.NextPart()
		if err != nil {
			return fields
		}
		value := part.FileName()
		if value == "" {
			text, _ := io.ReadAll(io.LimitReader(part, maxListUUID)) // no condition is longer
			value = string(text)
		}
		if _, again := fields[part.FormName()]; !again {
			fields[part.FormName()] = value
		}
	}
}
