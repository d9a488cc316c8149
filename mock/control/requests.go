package control

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/leadapi/leadapi/mock"
)

func findRequests(c *call) (answer, *callError) {
	query := c.request.URL.Query()
	filter := mock.RequestFilter{
		Operation: query.Get("operation"),
		Method:    query.Get("method"),
		Status:    c.number("status", 0),
		Path:      query.Get("path"),
		Body:      query.Get("body"),
		After:     int64(c.number("after", 0)),
	}
	named := func(operation mock.OperationInfo) bool { return operation.Operation == filter.Operation }
	if filter.Operation != "" && !slices.ContainsFunc(c.server.Operations(), named) {
		return refuse(http.StatusBadRequest, "operation: there is no %s; GET /__mock/operations lists them", quote(filter.Operation))
	}
	const limit = 100
	if query.Get("sessions") == "all" {
		if query.Has("after") {
			return refuse(http.StatusBadRequest, "after: ids are of one session; leave it out, or sessions=all")
		}
		found, total := c.server.RequestsOfAll(filter, c.number("limit", limit))
		return ok(map[string]any{"requests": found, "total": total})
	}
	found, total := c.session.Requests(filter, c.number("limit", limit))
	return ok(map[string]any{"requests": found, "total": total})
}

// heartbeat keeps proxies from closing an idle stream, and detects that the client is gone.
const heartbeat = 15 * time.Second

// maxFollowers is how many clients can follow the requests of all sessions: each wakes for each request.
const maxFollowers = 100

// followRequests streams the request log as server-sent events.
func followRequests(c *call) (answer, *callError) {
	defer c.followers.Add(-1)
	if c.followers.Add(1) > maxFollowers {
		return tooManyFollowers()
	}
	c.session = c.server.InSession(c.session.Name()) // it is created before its first request
	after := c.session.LastRequest()
	if last, err := strconv.ParseInt(c.request.Header.Get("Last-Event-ID"), 10, 64); err == nil {
		if last > after { // the ID is of an earlier run, or of a session that has ended: all requests here are new
			last = 0
		}
		after = last
	}
	follow := c.session.FollowEvents(c.request.Context(), after)
	ofAll := c.request.URL.Query().Get("sessions") == "all"
	if ofAll {
		follow = c.server.FollowEventsOfAll(c.request.Context()) // before the headers: a client that has them misses nothing
	}
	stream := http.NewResponseController(c.writer)
	c.writer.Header().Set("Content-Type", "text/event-stream")
	c.writer.Header().Set("X-Accel-Buffering", "no") // nginx would keep events until it has a page of them
	c.writer.WriteHeader(http.StatusOK)
	if c.request.Method != http.MethodHead && after == c.session.LastRequest() { // some clients and proxies wait for a first byte
		_, _ = fmt.Fprint(c.writer, ": requests follow\n\n")
	}
	if stream.Flush() != nil || c.request.Method == http.MethodHead {
		return answer{}, nil // the client is gone, the connection cannot stream, or there is nothing to follow
	}
	batches := make(chan []mock.Event)
	go func() {
		defer close(batches)
		for batch := range follow {
			select {
			case batches <- batch:
			case <-c.request.Context().Done():
				return
			}
		}
	}()
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	var piece []byte
	for {
		var err error
		select {
		case batch, more := <-batches:
			if !more {
				return answer{}, nil
			}
			piece, err = writeEvents(c.writer, piece, batch, !ofAll) // ids are per session
		case <-beat.C:
			_, err = fmt.Fprint(c.writer, ": still here\n\n")
		}
		if err != nil || stream.Flush() != nil {
			return answer{}, nil
		}
	}
}

// minPiece is how many bytes of events are collected for one write: small writes would cost more than all else.
const minPiece = 32 << 10

// writeEvents writes events by way of the memory of piece, and returns it for the next ones.
func writeEvents(w io.Writer, piece []byte, batch []mock.Event, withIDs bool) ([]byte, error) {
	for i, event := range batch {
		if withIDs {
			piece = fmt.Appendf(piece, "id: %d\n", event.ID)
		}
		piece = append(append(append(piece, "data: "...), event.JSON...), "\n\n"...)
		if len(piece) < minPiece && i < len(batch)-1 {
			continue
		}
		if _, err := w.Write(piece); err != nil {
			return nil, err
		}
		piece = piece[:0]
	}
	return piece, nil
}

// verification says which requests are counted, how many there should be, and how long to wait for that.
type verification struct {
	Operation, Method, Path, Body string
	Status                        int
	Match                         mock.Match
	Timeout                       mock.Duration
	Count                         *int
	AtLeast                       *int `json:"at_least"`
	AtMost                        *int `json:"at_most"`
}

func verifyRequests(c *call) (answer, *callError) {
	var given verification
	if wrong := c.decode(&given); wrong != nil {
		return answer{}, wrong
	}
	timeout, wrong := waitOf(given.Timeout)
	if wrong != nil {
		return answer{}, wrong
	}
	if timeout > 0 {
		defer c.followers.Add(-1)
		if c.followers.Add(1) > maxFollowers {
			return tooManyFollowers()
		}
	}
	ctx, cancel := context.WithTimeout(c.request.Context(), timeout)
	defer cancel()
	count, err := c.session.Verify(ctx, mock.Verification{
		RequestFilter: mock.RequestFilter{Operation: given.Operation, Method: given.Method, Status: given.Status, Path: given.Path, Body: given.Body},
		Match:         given.Match,
		Count:         given.Count,
		AtLeast:       given.AtLeast,
		AtMost:        given.AtMost,
	})
	var counted *mock.WrongCount
	if err == nil || errors.As(err, &counted) {
		c.note(c.session.NoteMatch(given.Operation, given.Match))
	}
	switch {
	case counted != nil:
		return answer{http.StatusConflict, map[string]any{"error": err.Error(), "count": count, "near": counted.Near}}, nil
	case err != nil:
		return refuse(http.StatusBadRequest, "%v", err)
	}
	return ok(map[string]int{"count": count})
}

func tooManyFollowers() (answer, *callError) {
	return refuse(http.StatusTooManyRequests, "%d clients already follow requests, the maximum; close some, or poll GET /__mock/requests", maxFollowers)
}

// getUsage returns the usage of all sessions, because an app's tests have many; see usageOf in the document.
func getUsage(c *call) (answer, *callError) {
	if c.request.URL.Query().Get("sessions") == "one" {
		return ok(c.session.Usage())
	}
	return ok(c.server.Usage())
}

func deleteUsage(c *call) (answer, *callError) {
	if c.request.URL.Query().Get("sessions") == "one" {
		c.session.DeleteUsage()
	} else {
		c.server.DeleteUsage()
	}
	return done()
}
