package mock

import (
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"time"
)

// reset ends the connection so that the client sees a reset; where the connection is not to be had, as with HTTP/2, the
// stream is reset.
func reset(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	raw := conn
	if secured, ok := conn.(*tls.Conn); ok {
		raw = secured.NetConn()
	}
	if tcp, ok := raw.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0) // close sends a reset in place of an orderly end
	}
	_ = raw.Close()
}

// writer is where the body of a reply goes on its way to the client.
func (fault *Fault) writer(w http.ResponseWriter, r *http.Request) io.Writer {
	to := io.Writer(w)
	if fault.Slow > 0 {
		to = &slowWriter{to: w, request: r, pause: time.Duration(fault.Slow) / slowPieces}
	}
	if fault.Truncate {
		to = halfWriter{to}
	}
	return to
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

// slowPieces is how many pieces a slow body comes in, each after a pause.
const slowPieces = 10

type slowWriter struct {
	to      http.ResponseWriter
	request *http.Request
	pause   time.Duration
	paused  int // a long page is written piece by piece already; it takes no longer than any other
}

func (w *slowWriter) Write(p []byte) (int, error) {
	written := 0
	size := max((len(p)+slowPieces-1)/slowPieces, 1)
	for len(p) > 0 {
		piece := p[:min(size, len(p))]
		if w.paused == slowPieces {
			piece = p
		} else if err := w.wait(); err != nil {
			return written, err
		}
		n, err := w.to.Write(piece)
		if written += n; err != nil {
			return written, err
		}
		if err := http.NewResponseController(w.to).Flush(); err != nil {
			return written, err
		}
		p = p[len(piece):]
	}
	return written, nil
}

func (w *slowWriter) wait() error {
	w.paused++
	timer := time.NewTimer(w.pause)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-w.request.Context().Done():
		return w.request.Context().Err()
	}
}
