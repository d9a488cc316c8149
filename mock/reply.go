package mock

import (
	"io"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"

	"github.com/leadapi/leadapi/mock/internal/store"
)

// Reply is the reply of an operation; one writer turns it into HTTP.
type Reply struct {
	Status int    // 200 to 599
	Body   []byte // JSON, unless Header has another Content-Type; nil for none, as with 204 and 304
	// Why explains the reply in the log, such as the schema error or the unknown ID.
	Why string
	// MockError explains an error of the mock itself, not of the mocked API; it becomes X-Mock-Error.
	MockError string
	// Notes list what was ignored in the request; they become X-Mock-Note.
	Notes []string
	// Header has further headers of the reply.
	Header http.Header
	// After runs when the reply was written or could not be. If it panics, the log says so and the reply stays as it is.
	After func()

	stream      func(w io.Writer) error // writes the body of a long page instead of Body
	allow       string                  // the header Allow
	buffer      *[]byte                 // holds Body, and is recycled when the reply was sent
	record      store.UUID              // the record that the reply is about, for the request log
	contentType string                  // empty for application/json
}

func (r Reply) hasNoBody() bool {
	return r.Status == http.StatusNoContent || r.Status == http.StatusNotModified
}

// buffers recycles reply bodies. A buffer that a long page has enlarged is dropped.
var buffers = sync.Pool{New: func() any { return new(make([]byte, 0, 16<<10)) }}

const maxBuffer = 256 << 10

// pooled returns a success whose body is in a buffer of the pool.
func (op *operation) pooled(buffer *[]byte, body []byte) Reply {
	*buffer = body[:0]
	return Reply{Status: op.status, Body: body, buffer: buffer}
}

// ofMock marks a reply as an error of the mock itself.
func (r Reply) ofMock(text string) Reply {
	r.MockError = text
	return r
}

var contentTypeJSON = []string{"application/json"}

// about sets the record that a reply is about.
func (r Reply) about(rec *store.Record) Reply {
	r.record = rec.ID()
	return r
}

// write writes status and headers to w, and the body to body, which sends it to w.
func (r Reply) write(w http.ResponseWriter, body io.Writer) {
	r.setHeaders(w.Header())
	var err error
	switch {
	case r.hasNoBody():
		w.WriteHeader(r.Status)
	case r.stream != nil:
		w.WriteHeader(r.Status)
		_ = r.stream(body) // the client is gone
	default:
		w.Header()["Content-Length"] = contentLength(len(r.Body))
		w.WriteHeader(r.Status)
		_, err = body.Write(r.Body)
	}
	if r.buffer != nil && cap(*r.buffer) <= maxBuffer && err == nil { // after an error, HTTP/2 may still read it
		buffers.Put(r.buffer)
	}
}

// contentLengths caches values of Content-Length. They are immutable, so replies share them.
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
