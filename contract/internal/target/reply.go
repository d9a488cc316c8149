package target

import (
	"errors"
	"fmt"
	"net/http"
)

// Reply is a reply, decoded strictly.
type Reply struct {
	Number   int // of the reply in the run, from 1
	Status   int
	Header   http.Header
	Body     []byte
	Value    any      // nil unless the body is one JSON value
	Problems []string // see DecodeStrict
	NotJSON  error
}

// Object returns the reply's JSON object, which is empty if the body is anything else.
func (r *Reply) Object() map[string]any {
	object, _ := r.Value.(map[string]any)
	return object
}

// Succeeded reports whether the reply claims success: status 2xx without an error in the body.
func (r *Reply) Succeeded() bool {
	return r.Status >= 200 && r.Status < 300 && r.Object()["error"] == nil && r.NotJSON == nil
}

// Refused reports whether the reply is an error, whatever its status.
func (r *Reply) Refused() bool {
	return r.Object()["error"] != nil || r.Status >= 400
}

// NotFound reports whether the reply says that the lead does not exist.
func (r *Reply) NotFound() bool {
	return r.Status == http.StatusNotFound || r.Object()["error"] == "Not Found"
}

// Busy reports whether the server declined to process the request for now.
func (r *Reply) Busy() bool {
	return r.Status == http.StatusTooManyRequests || r.Status == http.StatusServiceUnavailable
}

// String returns a reply as a finding shows it.
func (r *Reply) String() string {
	if errors.Is(r.NotJSON, errTooLong) {
		return fmt.Sprintf("status %d: %v", r.Status, r.NotJSON)
	}
	if len(r.Body) == 0 {
		return fmt.Sprintf("status %d and no body", r.Status)
	}
	return fmt.Sprintf("status %d: %s", r.Status, r.Body)
}
