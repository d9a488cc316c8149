package mock

import (
	"io"
	"net/http"
	"strconv"
	"sync"
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
	buffer *[]byte                 // holds Body, and is used again when the reply is on its way
}

// buffers spare the garbage collector a page of leads a request. A buffer that a long page has grown is let go.
var buffers = sync.Pool{New: func() any { return new(make([]byte, 0, 16<<10)) }}

const largestBuffer = 256 << 10

// pooled is a success whose body is in a buffer of the pool.
func (op *operation) pooled(buffer *[]byte, body []byte) Reply {
	*buffer = body[:0]
	return Reply{Status: op.status, Body: body, buffer: buffer}
}

// own marks a reply as an error of the mock itself.
func (r Reply) own(text string) Reply {
	r.MockError = text
	return r
}

var contentTypeJSON = []string{"application/json"}

func (r Reply) write(w http.ResponseWriter) {
	header := w.Header()
	if r.Status != http.StatusNoContent {
		header["Content-Type"] = contentTypeJSON
	}
	if r.MockError != "" {
		header.Set("X-Mock-Error", r.MockError)
	}
	if r.allow != "" {
		header.Set("Allow", r.allow)
	}
	if r.Status == http.StatusUnauthorized {
		header.Set("WWW-Authenticate", "Bearer")
	}
	switch {
	case r.Status == http.StatusNoContent:
		w.WriteHeader(r.Status)
	case r.stream != nil:
		w.WriteHeader(r.Status)
		_ = r.stream(w) // the client is gone; there is nobody to tell
	default:
		header["Content-Length"] = []string{strconv.Itoa(len(r.Body))}
		w.WriteHeader(r.Status)
		_, _ = w.Write(r.Body)
	}
	if r.buffer != nil && cap(*r.buffer) <= largestBuffer {
		buffers.Put(r.buffer)
	}
	if r.done != nil {
		r.done()
	}
}
