package mock

import (
	"net/url"
	"slices"
	"strings"
)

// noteAuthorization notes what is odd about a header Authorization. Most have been looked at before, as clients repeat theirs.
func (x *exchange) noteAuthorization(header string) {
	if last := x.server.fineToken.Load(); last != nil && *last == header {
		return
	}
	before := len(x.notes) + x.unnoted
	if x.noteToken(bearer(header)); len(x.notes)+x.unnoted == before {
		fine := header // not the parameter, which would then always be in the heap
		x.server.fineToken.Store(&fine)
	}
}

// noteToken notes what is odd about the token of a request, without showing it.
func (x *exchange) noteToken(token string) {
	switch {
	case token == "":
		x.note("the header Authorization has no bearer token; want Authorization: Bearer TOKEN")
	case slices.Contains(placeholders, token):
		x.note("the bearer token is what programs write for a missing value")
	case isPlaceholder(token):
		x.note("the bearer token is a placeholder that was not replaced")
	case bearer(token) != "":
		x.note("the header Authorization has the scheme twice; want Authorization: Bearer TOKEN")
	case strings.ContainsAny(token, "\"'"):
		x.note("the bearer token has quotes")
	case strings.ContainsAny(token, " \t"):
		x.note("the bearer token has a space inside")
	}
}

// Where other APIs take a token, as lettersOf returns the names.
var (
	tokenParameters = []string{"accesstoken", "apikey", "authorization", "authtoken", "bearertoken", "token"}
	tokenHeaders    = append([]string{"accesskey", "authentication", "authorisation", "xaccesstoken", "xapikey", "xauthorization", "xauthtoken", "xtoken"}, tokenParameters...)
)

// noteOtherToken notes a header or query parameter of a refused request that seems to have the token.
func (x *exchange) noteOtherToken() {
	if x.request.Header["Authorization"] != nil {
		return
	}
	for _, name := range sortedNames(x.request.Header) {
		if slices.Contains(tokenHeaders, lettersOf(name)) {
			x.note("header %s is not read for a token; want Authorization: Bearer TOKEN", x.shown(name))
		}
	}
	query, _ := url.ParseQuery(x.request.URL.RawQuery)
	for _, name := range sortedNames(query) {
		if slices.Contains(tokenParameters, lettersOf(name)) {
			x.note("query parameter %s is not read for a token; want the header Authorization: Bearer TOKEN", x.shown(name))
		}
	}
}
