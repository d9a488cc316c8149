package mock

import (
	"io"
	"net/http"
)

// truncateFault sends half of the body; then the connection ends.
var truncateFault = faultKind{
	fields: "truncate",
	set:    func(fault *Fault) bool { return fault.Truncate },
	check:  func(*Fault) error { return nil },
	writer: func(_ *Fault, to io.Writer, _ http.ResponseWriter, _ *http.Request) io.Writer { return halfWriter{to} },
	end: func(w http.ResponseWriter) {
		_ = http.NewResponseController(w).Flush() // else what is written would wait for the rest, and be lost with it
		panic(http.ErrAbortHandler)               // net/http ends the connection
	},
}

// halfWriter passes on half of the first piece, which is the body but for long pages, and fails then.
type halfWriter struct{ to io.Writer }

func (w halfWriter) Write(p []byte) (int, error) {
	n, err := w.to.Write(p[:len(p)/2])
	if err == nil {
		err = io.ErrShortWrite
	}
	return n, err
}
