package mock

import "net/http"

// allowOrigin lets a page of any origin use the API, as a frontend on another port needs; it says whether the request
// was a preflight, which has no other reply. The mock's own paths do not come here.
func allowOrigin(header http.Header, r *http.Request, origin string) (preflight bool) {
	header.Set("Access-Control-Allow-Origin", origin)
	header.Set("Access-Control-Allow-Credentials", "true")
	header.Set("Access-Control-Expose-Headers", "X-Mock-Error, X-Mock-Note, Allow, Preference-Applied")
	header.Add("Vary", "Origin")
	method := r.Header.Get("Access-Control-Request-Method")
	if r.Method != http.MethodOptions || method == "" {
		return false
	}
	header.Set("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS")
	if wanted := r.Header.Get("Access-Control-Request-Headers"); wanted != "" {
		header.Set("Access-Control-Allow-Headers", wanted)
	}
	header.Set("Access-Control-Max-Age", "600")
	header.Add("Vary", "Access-Control-Request-Method, Access-Control-Request-Headers")
	return true
}
