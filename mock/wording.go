package mock

import "net/http"

// The texts of errors, in one place, each with its source.
var (
	// lead-api.md, Delete Lead.
	notFound = errorReply(http.StatusNotFound, "Not Found")

	// lead-api.md, Post Lead With CSV File.
	listMissing = "list_uuid is missing"
	fileMissing = http.ErrMissingFile.Error()

	// Assumed, in the form of Not Found: A04, A05, A06.
	unauthorized     = errorReply(http.StatusUnauthorized, http.StatusText(http.StatusUnauthorized))
	methodNotAllowed = errorReply(http.StatusMethodNotAllowed, http.StatusText(http.StatusMethodNotAllowed))
	forbidden        = errorReply(http.StatusForbidden, http.StatusText(http.StatusForbidden)) // another reading of A04
	tooLarge         = errorReply(http.StatusRequestEntityTooLarge, http.StatusText(http.StatusRequestEntityTooLarge))
)

// pathNotFound is another reading of A05, in the words of net/http.
var pathNotFound = Reply{Status: http.StatusNotFound, Body: []byte("404 page not found"), contentType: "text/plain", Why: "another method is answered as an unknown path (A05)"}

// reloaded is the reply to a request that was in progress when the documents were replaced.
var reloaded = errorReply(http.StatusServiceUnavailable, "the documents were reloaded; send the request again").ofMock("reloaded")

// tooMuchKept is the reply to a write or an upload for which the session has no room.
var tooMuchKept = errorReply(http.StatusServiceUnavailable, "the session keeps all that it may (records, waiting imports, snapshots, faults); reset it, or send the request again when its imports are done").ofMock("no room")

// Hints for requests that follow the vendor's documentation literally where we chose another reading (C01, C02).
const (
	listCurlHint   = `the curl under "Get Lead" has --data '' and so sends a POST, which creates a lead; to list leads send GET (contradiction C02)`
	uploadLineHint = `the line under "Post Lead With CSV File" says /v3/lead, but its curl posts to /v3/lead/file; upload there (contradiction C01)`
)

// errorReply returns a reply with one error text (C06).
func errorReply(status int, text string) Reply {
	return Reply{Status: status, Body: append(appendPlainText([]byte(`{"error":`), text), '}'), Why: text}
}
