package contract

import (
	"fmt"
	"net/http"
)

// reply is what came back, read strictly.
type reply struct {
	status   int
	header   http.Header
	body     []byte
	value    any      // nil unless the body is one JSON value
	problems []string // see decodeStrict
	notJSON  error
}

// object is the reply's JSON object; empty for anything else.
func (r *reply) object() map[string]any {
	object, _ := r.value.(map[string]any)
	return object
}

// succeeded says that the reply claims success: a status of 2xx and no error in the body, since a 200 with an error is none.
func (r *reply) succeeded() bool {
	_, hasError := r.object()["error"]
	return r.status >= 200 && r.status < 300 && !hasError && r.notJSON == nil
}

// refused says that the reply is an error, whatever its status.
func (r *reply) refused() bool {
	_, hasError := r.object()["error"]
	return hasError || r.status >= 400
}

// notFound says that the reply is that of a lead that does not exist.
func (r *reply) notFound() bool {
	return r.status == http.StatusNotFound || r.object()["error"] == "Not Found"
}

// busy says that the server would not look at the request for now.
func (r *reply) busy() bool {
	return r.status == http.StatusTooManyRequests || r.status == http.StatusServiceUnavailable
}

// String is a reply in a finding.
func (r *reply) String() string {
	if len(r.body) == 0 {
		return fmt.Sprintf("status %d and no body", r.status)
	}
	return fmt.Sprintf("status %d: %s", r.status, r.body)
}
