package control

import (
	"crypto/subtle"
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// refuseHost refuses pages of other sites whose name was made to point at this machine (DNS rebinding): they send their own
// name in Host. An IP address cannot be redirected in this way.
func (a *api) refuseHost(r *http.Request) *callError {
	host := hostname(r.Host)
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return nil
	}
	if _, err := netip.ParseAddr(host); err == nil {
		return nil
	}
	for _, allowed := range a.options.Hosts {
		if strings.EqualFold(allowed, host) {
			return nil
		}
	}
	return &callError{http.StatusForbidden, "Host " + quote(r.Host) + " is not allowed; use localhost or an address, or start leadmock with --control-host"}
}

// hostname returns a Host without port and brackets, in lower case. A port that is not a number stays, so that no name matches.
func hostname(host string) string {
	if name, port, err := net.SplitHostPort(host); err == nil && !strings.ContainsFunc(port, notDigit) {
		host = name
	}
	return strings.ToLower(strings.TrimSuffix(strings.Trim(host, "[]"), "."))
}

func notDigit(r rune) bool { return r < '0' || r > '9' }

// refuseCaller refuses scripts of other origins, which browsers identify, and clients on other machines without the token.
func (a *api) refuseCaller(r *http.Request) *callError {
	allowed := a.allowedOrigin(r) != ""
	site := r.Header.Get("Sec-Fetch-Site")
	if !allowed && site != "" && site != "same-origin" && site != "none" {
		return &callError{http.StatusForbidden, "the control API is closed to pages of other origins (Sec-Fetch-Site: " + site + "); call it from a test or a script, or start leadmock with --control-origin"}
	}
	if origins := r.Header["Origin"]; !allowed && len(origins) > 0 && (len(origins) > 1 || origins[0] != originOf(r)) {
		return &callError{http.StatusForbidden, "the control API is closed to pages of other origins (Origin: " + quote(origins[0]) + "); call it from a test or a script, or start leadmock with --control-origin"}
	}
	if isLoopback(r.RemoteAddr) || a.options.Private && isPrivate(r.RemoteAddr) {
		return nil
	}
	if a.options.Token == "" {
		return &callError{http.StatusForbidden, "the control API only answers clients on this machine; start leadmock with --control-token to allow others"}
	}
	if !a.hasOwnToken(r) {
		return &callError{http.StatusUnauthorized, "the control API wants the token of --control-token, as Authorization: Bearer"}
	}
	return nil
}

// hasOwnToken reports whether a call has the token of --control-token.
func (a *api) hasOwnToken(r *http.Request) bool {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	return a.options.Token != "" && strings.EqualFold(scheme, "Bearer") && subtle.ConstantTimeCompare([]byte(strings.TrimSpace(token)), []byte(a.options.Token)) == 1
}

// withoutOwnToken removes the control token from a call, so that it does not select a session as a token of the API can.
func (a *api) withoutOwnToken(r *http.Request) *http.Request {
	if !a.hasOwnToken(r) {
		return r
	}
	twin := new(http.Request)
	*twin = *r
	twin.Header = r.Header.Clone()
	twin.Header.Del("Authorization")
	return twin
}

func originOf(r *http.Request) string {
	if r.TLS != nil {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

func isLoopback(remote string) bool {
	address, err := netip.ParseAddrPort(remote)
	return err == nil && address.Addr().Unmap().IsLoopback()
}
