package mock

import (
	"io"
	"net/http"
)

// truncateFault sends half of the body and ends the connection.
var truncateFault = faultKind{
	fields: "truncate",
	set:    func(fault *Fault) bool { return fault.Truncate },
	writer: func(_ *Fault, to io.Writer, _ http.ResponseWriter, _ *http.Request) io.Writer { return halfWriter{to} },
	end: func(w http.ResponseWriter) {
		_ = http.NewResponseController(w).Flush() // otherwise the written half would wait in a buffer and be lost
		panic(http.ErrAbortHandler)               // net/http ends the connection
	},
}

// halfWriter passes on half of the first write, which is the whole body except for long pages, and then fails.
type halfWriter struct{ to io.Writer }

func (w halfWriter) Write(p []byte) (int, error) {
	n, err := w.to.Write(p[:len(p)/2])
	if err == nil {
		err = io.ErrShortWrite
	}
	return n, err
}
