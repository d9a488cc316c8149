package main

import (
	"io"
	"net/http"
	"time"
)

// pace is how long a request may take to send its body: a base time, and more for each byte that has arrived. Without it a
// client that sends nothing would keep its connection forever.
type pace struct {
	atFirst time.Duration
	rate    int // bytes per second
}

var usualPace = pace{atFirst: 30 * time.Second, rate: 1000}

// limit closes connections whose request bodies arrive too slowly.
func (p pace) limit(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ContentLength == 0 || r.Body == nil || r.Body == http.NoBody {
			next.ServeHTTP(w, r)
			return
		}
		body := &pacedBody{ReadCloser: r.Body, pace: p, deadline: http.NewResponseController(w).SetReadDeadline, start: time.Now()}
		r.Body = body
		next.ServeHTTP(w, r)
		if !body.ended { // net/http reads the rest, to reuse the connection
			body.wait()
		}
	})
}

type pacedBody struct {
	io.ReadCloser
	pace
	deadline func(time.Time) error
	start    time.Time
	read     int
	set      time.Time // the deadline
	ended    bool
}

func (b *pacedBody) Read(p []byte) (int, error) {
	b.wait()
	n, err := b.ReadCloser.Read(p)
	b.read += n
	if err == io.EOF { // after another error the deadline stays, because net/http reads the rest
		b.ended = true
		_ = b.deadline(time.Time{}) // now net/http waits for the next request
	}
	return n, err
}

// wait extends the deadline, but not by less than a second, which would cost more than it is worth.
func (b *pacedBody) wait() {
	until := b.start.Add(b.atFirst + time.Duration(b.read)*time.Second/time.Duration(b.rate))
	if until.Sub(b.set) > time.Second || b.set.IsZero() {
		b.set = until
		_ = b.deadline(until) // fails only for connections that are not net/http's
	}
}
