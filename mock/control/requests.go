package control

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
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
	after := c.session.LastRequest()
	if last, err := strconv.ParseInt(c.request.Header.Get("Last-Event-ID"), 10, 64); err == nil {
		if last > after { // the ID is of an earlier run, or of a session that has ended: all requests here are new
			last = 0
		}
		after = last
	}
	follow := c.session.FollowRequests(c.request.Context(), after)
	ofAll := c.request.URL.Query().Get("sessions") == "all"
	if ofAll {
		follow = c.server.FollowRequestsOfAll(c.request.Context()) // before the headers: a client that has them misses nothing
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
	requests := make(chan mock.Request, followAhead)
	go func() {
		defer close(requests)
		for request := range follow {
			select {
			case requests <- request:
			case <-c.request.Context().Done():
				return
			}
		}
	}()
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for {
		var err error
		select {
		case request, more := <-requests:
			if !more {
				return answer{}, nil
			}
			data, _ := json.Marshal(request) // texts and numbers always can be encoded
			if !ofAll {                      // ids are per session
				_, _ = fmt.Fprintf(c.writer, "id: %d\n", request.ID) // the next write fails too
			}
			_, err = fmt.Fprintf(c.writer, "data: %s\n\n", data)
		case <-beat.C:
			_, err = fmt.Fprint(c.writer, ": still here\n\n")
		}
		if err != nil || len(requests) == 0 && stream.Flush() != nil {
			return answer{}, nil
		}
	}
}

// followAhead is how many requests are sent together at most.
const followAhead = 64

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
	switch {
	case errors.As(err, &counted):
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
