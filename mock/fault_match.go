package mock

import (
	"fmt"
	"mime"
	"net/http"

	"github.com/leadapi/leadapi/mock/internal/jsonvalue"
)

// matchFault says which requests meet a fault; it only adds to other kinds.
var matchFault = faultKind{
	set: func(fault *Fault) bool { return len(fault.Match) > 0 || fault.From != 0 },
	check: func(fault *Fault) error {
		if fault.From < 0 || fault.From > maxTimes {
			return fmt.Errorf("from: want 1 to %d, not %d", maxTimes, fault.From)
		}
		return nil
	},
	prepare: func(fault *Fault, op *operation) (err error) {
		path := ""
		if op != nil {
			path = op.path
		}
		fault.matcher, err = fault.Match.compile(path)
		return err
	},
}

// asked is what the conditions of faults are held against. The body is read if one of them is about it.
func (x *exchange) asked(withBody bool) *asked {
	r := x.request
	made := &asked{parameters: x.parameters, query: r.URL.RawQuery, header: r.Header}
	if r.Host != "" { // net/http takes it out of the headers
		made.header = r.Header.Clone()
		made.header.Set("Host", r.Host)
	}
	if withBody && mayBeJSON(r.Header) {
		made.body, _ = jsonvalue.Decode(x.readAhead()) // what is no JSON has no fields
	}
	return made
}

func mayBeJSON(header http.Header) bool {
	kind, _, _ := mime.ParseMediaType(header.Get("Content-Type"))
	return kind != "multipart/form-data"
}
