package mock

import (
	"io"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"

	"github.com/leadapi/leadapi/mock/internal/store"
)

// Reply is what an operation answers; one writer turns it into HTTP.
type Reply struct {
	Status int
	Body   []byte // JSON
	// Why says in the log what led to this reply: the schema error, the unknown id.
	Why string
	// MockError explains an error that is the mock's own, not one of the API that it plays; it becomes X-Mock-Error.
	MockError string
	// Notes say what of the request was passed over; they become X-Mock-Note.
	Notes []string
	// Header has further headers of the reply.
	Header http.Header
	// After runs when the reply was written, or could not be.
	After func()

	stream      func(w io.Writer) error // writes the body of a long page instead of Body
	allow       string                  // the header Allow
	buffer      *[]byte                 // holds Body, and is used again when the reply is on its way
	record      store.UUID              // what the reply is about, for the journal
	contentType string                  // where it is not application/json
}

// buffers spare the garbage collector a page of leads a request. A buffer that a long page has grown is let go.
var buffers = sync.Pool{New: func() any { return new(make([]byte, 0, 16<<10)) }}

const maxBuffer = 256 << 10

// pooled is a success whose body is in a buffer of the pool.
func (op *operation) pooled(buffer *[]byte, body []byte) Reply {
	*buffer = body[:0]
	return Reply{Status: op.status, Body: body, buffer: buffer}
}

// own marks a reply as an error of the mock itself.
func (r Reply) ofMock(text string) Reply {
	r.MockError = text
	return r
}

var contentTypeJSON = []string{"application/json"}

// about notes the record of a reply.
func (r Reply) about(rec *store.Record) Reply {
	r.record = rec.ID()
	return r
}

// write sends status and headers to w, and the body to where it goes on its way to w.
func (r Reply) write(w http.ResponseWriter, body io.Writer) {
	r.setHeaders(w.Header())
	switch {
	case r.Status == http.StatusNoContent || r.Status == http.StatusNotModified:
		w.WriteHeader(r.Status)
	case r.stream != nil:
		w.WriteHeader(r.Status)
		_ = r.stream(body) // the client is gone; there is nobody to tell
	default:
		w.Header()["Content-Length"] = contentLength(len(r.Body))
		w.WriteHeader(r.Status)
		_, _ = body.Write(r.Body)
	}
	if r.buffer != nil && cap(*r.buffer) <= maxBuffer {
		buffers.Put(r.buffer)
	}
}

// contentLengths are values of Content-Length that replies have had. They are not changed any more, so replies share them.
var contentLengths [32 << 10]atomic.Pointer[[]string]

func contentLength(length int) []string {
	if length >= len(contentLengths) {
		return []string{strconv.Itoa(length)}
	}
	if known := contentLengths[length].Load(); known != nil {
		return *known
	}
	made := []string{strconv.Itoa(length)}
	contentLengths[length].Store(&made)
	return made
}

func (r Reply) setHeaders(header http.Header) {
	if r.contentType != "" {
		header.Set("Content-Type", r.contentType)
	} else if r.Body != nil || r.stream != nil {
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
	for name, values := range r.Header {
		header[http.CanonicalHeaderKey(name)] = values
	}
}
