package mock

import (
	"io"
	"net/http"
	"time"
)

// slowFault sends the body piece by piece.
var slowFault = faultKind{
	fields: "slow",
	set:    func(fault *Fault) bool { return fault.Slow != 0 },
	check:  func(fault *Fault) error { return checkWait("slow", time.Duration(fault.Slow)) },
	writer: func(fault *Fault, _ io.Writer, w http.ResponseWriter, r *http.Request) io.Writer {
		return &slowWriter{to: w, request: r, pause: time.Duration(fault.Slow) / slowPieces}
	},
}

// slowPieces is the number of pieces of a slow body; a pause precedes each.
const slowPieces = 10

type slowWriter struct {
	to      http.ResponseWriter
	request *http.Request
	pause   time.Duration
	paused  int // a long page is already written in pieces, but takes no longer than another body
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
