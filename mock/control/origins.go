package control

import (
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
)

// usualPort is the port that browsers omit.
var usualPort = map[string]string{"http": "80", "https": "443"}

// CheckOrigin returns an error if a text is not an origin as browsers send it: http or https, a host in lower case, and a
// port unless it is the usual one.
func CheckOrigin(origin string) error {
	parsed, err := url.Parse(origin)
	if err == nil && (parsed.Scheme == "http" || parsed.Scheme == "https") && parsed.Hostname() != "" &&
		origin == parsed.Scheme+"://"+parsed.Host && origin == strings.ToLower(origin) && !strings.ContainsAny(origin, "*, ") &&
		parsed.Port() != usualPort[parsed.Scheme] {
		return nil
	}
	return fmt.Errorf("want an origin as browsers send it, such as http://localhost:3000, not %s", quote(origin))
}

// allowedOrigin returns the origin of a request if it is one of Options.Origins, and "" otherwise.
func (a *api) allowedOrigin(r *http.Request) string {
	origins := r.Header["Origin"]
	if len(origins) != 1 || !slices.Contains(a.options.Origins, origins[0]) {
		return ""
	}
	return origins[0]
}

// allowOrigin lets a page of an allowed origin read the reply, errors included. It reports whether the request was a
// preflight, which it has answered. Cookies are never allowed.
func (a *api) allowOrigin(w http.ResponseWriter, r *http.Request) (preflight bool) {
	if len(a.options.Origins) == 0 {
		return false
	}
	header := w.Header()
	header.Add("Vary", "Origin")
	origin := a.allowedOrigin(r)
	if origin == "" {
		return false
	}
	header.Set("Access-Control-Allow-Origin", origin)
	if r.Method != http.MethodOptions || r.Header.Get("Access-Control-Request-Method") == "" {
		return false
	}
	header.Set("Access-Control-Allow-Methods", "GET, POST, PUT, PATCH, DELETE")
	header.Set("Access-Control-Allow-Headers", "Authorization, Content-Type, Last-Event-ID, X-Mock-Session")
	if r.Header.Get("Access-Control-Request-Private-Network") != "" {
		header.Set("Access-Control-Allow-Private-Network", "true")
	}
	header.Set("Access-Control-Max-Age", "600")
	w.WriteHeader(http.StatusNoContent)
	return true
}

// isPrivate reports whether an address is in a private network, such as that of a container and its host.
func isPrivate(remote string) bool {
	address, err := netip.ParseAddrPort(remote)
	return err == nil && address.Addr().Unmap().IsPrivate()
}
