package mock

import (
	"net/http"
	"strings"
)

// exposed are the headers of replies that a page of another origin can read in addition to the safelisted ones.
const exposed = "X-Mock-Error, X-Mock-Note, Allow, Preference-Applied, WWW-Authenticate"

// allowOrigin lets a page of any origin use the API, as a frontend on another port needs. It reports whether the request was
// a preflight, which has no other reply. The mock's own paths do not use it.
func allowOrigin(header http.Header, r *http.Request, origin string) (preflight bool) {
	header.Set("Access-Control-Allow-Origin", origin)
	header.Set("Access-Control-Allow-Credentials", "true")
	header.Set("Access-Control-Expose-Headers", exposed)
	header.Add("Vary", "Origin")
	method := r.Header.Get("Access-Control-Request-Method")
	if r.Method != http.MethodOptions || method == "" {
		return false
	}
	header.Set("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS")
	if wanted := r.Header.Get("Access-Control-Request-Headers"); wanted != "" {
		header.Set("Access-Control-Allow-Headers", wanted)
	}
	if r.Header.Get("Access-Control-Request-Private-Network") == "true" { // from a page of a public site, as Chromium sends it
		header.Set("Access-Control-Allow-Private-Network", "true")
	}
	header.Set("Access-Control-Max-Age", "600")
	header.Add("Vary", "Access-Control-Request-Method, Access-Control-Request-Headers, Access-Control-Request-Private-Network")
	return true
}

// expose lets a page of another origin read further headers of a reply, such as Retry-After of a fault.
func expose(header http.Header, further http.Header) {
	if len(further) > 0 && header.Get("Access-Control-Expose-Headers") != "" {
		header.Set("Access-Control-Expose-Headers", exposed+", "+strings.Join(sortedNames(further), ", "))
	}
}
