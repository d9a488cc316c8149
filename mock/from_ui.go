package mock

import "net/http"

// uiHeader marks the requests that the mock's own page sends for itself, to show a lead, say. They pass by faults and journal,
// which are for the app.
const uiHeader = "X-Mock-Page"

// fromUI reports whether a request is one of those. Browsers tell of pages of other origins, which cannot hide in this way.
func fromUI(r *http.Request) bool {
	if r.Header[uiHeader] == nil {
		return false
	}
	site := r.Header.Get("Sec-Fetch-Site")
	return site == "" || site == "same-origin"
}
