package mock

import (
	"bytes"
	"strings"
)

// shortestKey is the length in bytes from which on a token is looked for; a shorter one stands in texts by chance.
const shortestKey = 8

func without(text []byte, token string) []byte {
	if !bytes.Contains(text, []byte(token)) {
		return text
	}
	return bytes.ReplaceAll(text, []byte(token), []byte("***"))
}

// withoutToken is a text for the log, without the request's own token.
func (x *exchange) withoutToken(text string) string {
	if token := bearer(first(x.request.Header["Authorization"])); len(token) >= shortestKey {
		return strings.ReplaceAll(text, token, "***")
	}
	return text
}

// bearer is the token of an Authorization header; empty where there is none.
func bearer(header string) string {
	scheme, token, _ := strings.Cut(header, " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(token)
}
