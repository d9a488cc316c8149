package main

import (
	"io"
	"net/http"
	"time"
)

// pace says how long a request may take to send its body: a while, and more for each byte that is there. Without it a
// client that sends nothing keeps its connection for ever.
type pace struct {
	atFirst time.Duration
	rate    int // bytes a second
}

var usualPace = pace{atFirst: 30 * time.Second, rate: 1000}

// limit ends connections whose request bodies come too slowly.
func (p pace) limit(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ContentLength == 0 || r.Body == nil || r.Body == http.NoBody {
			next.ServeHTTP(w, r)
			return
		}
		body := &pacedBody{ReadCloser: r.Body, pace: p, deadline: http.NewResponseController(w).SetReadDeadline, start: time.Now()}
		r.Body = body
		next.ServeHTTP(w, r)
		if !body.ended { // net/http reads on, to use the connection again
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
	if err == io.EOF { // after another error the deadline stays, since net/http reads on
		b.ended = true
		_ = b.deadline(time.Time{}) // from here on net/http waits for the client to hang up, or to send the next request
	}
	return n, err
}

// wait moves the deadline on, but not for less than a second: that would cost more than it is worth.
func (b *pacedBody) wait() {
	until := b.start.Add(b.atFirst + time.Duration(b.read)*time.Second/time.Duration(b.rate))
	if until.Sub(b.set) > time.Second || b.set.IsZero() {
		b.set = until
		_ = b.deadline(until) // a connection that cannot have one is not of net/http's making
	}
}
