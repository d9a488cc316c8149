package target

import (
	"errors"
	"fmt"
	"net/http"
)

// Reply is what came back, read strictly.
type Reply struct {
	Number   int // of the reply in the run, from 1
	Status   int
	Header   http.Header
	Body     []byte
	Value    any      // nil unless the body is one JSON value
	Problems []string // see DecodeStrict
	NotJSON  error
}

// Object is the reply's JSON object; empty for anything else.
func (r *Reply) Object() map[string]any {
	object, _ := r.Value.(map[string]any)
	return object
}

// Succeeded says that the reply claims success: a status of 2xx and no error in the body, since a 200 with an error is none.
func (r *Reply) Succeeded() bool {
	_, hasError := r.Object()["error"]
	return r.Status >= 200 && r.Status < 300 && !hasError && r.NotJSON == nil
}

// Refused says that the reply is an error, whatever its status.
func (r *Reply) Refused() bool {
	_, hasError := r.Object()["error"]
	return hasError || r.Status >= 400
}

// NotFound says that the reply is that of a lead that does not exist.
func (r *Reply) NotFound() bool {
	return r.Status == http.StatusNotFound || r.Object()["error"] == "Not Found"
}

// Busy says that the server would not look at the request for now.
func (r *Reply) Busy() bool {
	return r.Status == http.StatusTooManyRequests || r.Status == http.StatusServiceUnavailable
}

// String is a reply in a finding.
func (r *Reply) String() string {
	if errors.Is(r.NotJSON, errTooLong) {
		return fmt.Sprintf("status %d: %v", r.Status, r.NotJSON)
	}
	if len(r.Body) == 0 {
		return fmt.Sprintf("status %d and no body", r.Status)
	}
	return fmt.Sprintf("status %d: %s", r.Status, r.Body)
}
