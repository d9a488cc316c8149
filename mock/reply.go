package mock

import (
	"io"
	"net/http"
	"strconv"
)

// Reply is what an operation answers; one writer turns it into HTTP.
type Reply struct {
	Status int
	Body   []byte // JSON
	// Why says in the log what led to this reply: the schema error, the unknown id.
	Why string
	// MockError explains an error that is the mock's own, not one of the API that it plays; it becomes X-Mock-Error.
	MockError string

	stream func(w io.Writer) error // writes the body of a long page instead of Body
	allow  string                  // the header Allow
	done   func()                  // runs when the reply is on its way
}

// own marks a reply as an error of the mock itself.
func (r Reply) own(text string) Reply {
	r.MockError = text
	return r
}

var contentTypeJSON = []string{"application/json"}

func (r Reply) write(w http.ResponseWriter) {
	header := w.Header()
	header["Content-Type"] = contentTypeJSON
	if r.MockError != "" {
		header.Set("X-Mock-Error", r.MockError)
	}
	if r.allow != "" {
		header.Set("Allow", r.allow)
	}
	if r.Status == http.StatusUnauthorized {
		header.Set("WWW-Authenticate", "Bearer")
	}
	if r.stream != nil {
		w.WriteHeader(r.Status)
		_ = r.stream(w) // the client is gone; there is nobody to tell
	} else {
		header["Content-Length"] = []string{strconv.Itoa(len(r.Body))}
		w.WriteHeader(r.Status)
		_, _ = w.Write(r.Body)
	}
	if r.done != nil {
		r.done()
	}
}
