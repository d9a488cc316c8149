package mock

import "net/http"

// pageHeader marks the requests that the mock's own page sends for itself, to show a lead, say. They pass by faults and journal,
// which are for the app.
const pageHeader = "X-Mock-Page"

// ofOwnPage reports whether a request is one of those. Browsers tell of pages of other origins, which cannot hide in this way.
func ofOwnPage(r *http.Request) bool {
	if r.Header[pageHeader] == nil {
		return false
	}
	site := r.Header.Get("Sec-Fetch-Site")
	return site == "" || site == "same-origin"
}
