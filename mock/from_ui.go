package mock

import "net/http"

// uiHeader marks requests that the web UI sends for its own use, such as to show a lead. They bypass faults and the request
// log, which are for the app.
const uiHeader = "X-Mock-Page"

// fromUI reports whether a request comes from the web UI. Browsers identify other origins, so their requests cannot hide in
// this way.
func fromUI(r *http.Request) bool {
	if r.Header[uiHeader] == nil {
		return false
	}
	site := r.Header.Get("Sec-Fetch-Site")
	return site == "" || site == "same-origin"
}
