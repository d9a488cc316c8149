package mock

import (
	"bytes"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// minKey is the minimum length in bytes of a token that is masked; shorter ones occur in texts by chance.
const minKey = 8

const masked = "***"

// secrets appends what the log and the request log must not show: the request's own token and the one that the mock accepts.
func (s *Server) secrets(authorization string, found []string) []string {
	for _, token := range []string{credentials(authorization), s.config.auth} {
		if len(token) >= minKey && !slices.Contains(found, token) {
			found = append(found, token)
		}
	}
	return found
}

// withoutTokens returns a text for the log, with the secrets of a request and other bearer tokens masked.
func (s *Server) withoutTokens(r *http.Request, text string) string {
	var masks [2]string // memory for secrets
	for _, token := range s.secrets(first(r.Header["Authorization"]), masks[:0]) {
		text = mask(text, token)
	}
	return withoutSecrets(text)
}

// withoutSecrets masks what looks like a secret in a text of the mock, which may quote the request.
func withoutSecrets(text string) string { return withoutUser(withoutParameters(withoutBearers(text))) }

// mask replaces all occurrences of a token, also those that a URL or JSON has escaped.
func mask[T string | []byte](text T, token string) T {
	var out []byte
	copied := 0
	for at := 0; at < len(text); {
		end := tokenAt(text, at, token)
		if end < 0 {
			at++
			continue
		}
		out = append(append(out, text[copied:at]...), masked...)
		at, copied = end, end
	}
	if copied == 0 {
		return text
	}
	return T(append(out, text[copied:]...))
}

// containsToken reports whether mask would change the text. A token starts with its first byte or with an escape.
func containsToken[T string | []byte](text T, token string) bool {
	for i := range len(text) {
		switch text[i] {
		case token[0], '%', '\\', '+':
			if tokenAt(text, i, token) >= 0 {
				return true
			}
		}
	}
	return false
}

// escapes are the bytes with which an escaped byte starts.
var escapes = [...]byte{'%', '\\', '+'}

// textContainsToken is containsToken, but fast for a text without escapes.
func textContainsToken(text, token string) bool {
	token = token[:min(len(token), keyLength)]
	if len(text) < len(token) { // escaped it would be longer
		return false
	}
	for _, escape := range escapes {
		if strings.IndexByte(text, escape) >= 0 {
			return containsToken(text, token)
		}
	}
	return strings.Contains(text, token)
}

// bytesContainToken is textContainsToken for bytes.
func bytesContainToken(text []byte, token string) bool {
	token = token[:min(len(token), keyLength)]
	if len(text) < len(token) {
		return false
	}
	for _, escape := range escapes {
		if bytes.IndexByte(text, escape) >= 0 {
			return containsToken(text, token)
		}
	}
	for {
		at := bytes.IndexByte(text, token[0])
		if at < 0 || len(text)-at < len(token) {
			return false
		}
		if string(text[at:at+len(token)]) == token {
			return true
		}
		text = text[at+1:]
	}
}

// keyLength is how much of a long token is compared first. Comparing all of it everywhere would take seconds.
const keyLength = 128

// tokenAt returns where a token that starts at a position of the text ends, or -1 if none starts there.
func tokenAt[T string | []byte](text T, at int, token string) (end int) {
	for i := range len(token) {
		c, size := unescaped(text, at, token[i])
		if c != token[i] && i >= keyLength {
			return at
		}
		if c != token[i] {
			return -1
		}
		at += size
	}
	return at
}

// unescaped reads one byte of a text that may be escaped, in a URL once or more often, or in JSON. A byte that is already
// the wanted one is not unescaped. Tokens contain no % or \, for which this would be ambiguous (RFC 6750).
func unescaped[T string | []byte](text T, at int, wanted byte) (c byte, size int) {
	if at >= len(text) {
		return wanted + 1, 0
	}
	rest := text[at:]
	if rest[0] == wanted {
		return wanted, 1
	}
	switch {
	case rest[0] == '+' && wanted == ' ':
		return ' ', 1
	case rest[0] == '%':
		deep := 1
		for len(rest) >= deep+2 && string(rest[deep:deep+2]) == "25" { // escaped again
			deep += 2
		}
		for ; deep >= 1; deep -= 2 { // or the token itself continues with 25
			if c, size = escapedByte(rest, deep, 2, rest[0]); c == wanted {
				break
			}
		}
		return c, size
	case rest[0] == '\\' && len(rest) > 1 && rest[1] == 'u':
		return escapedByte(rest, 2, 4, rest[0])
	case rest[0] == '\\' && len(rest) > 1:
		return rest[1], 2
	}
	return rest[0], 1
}

func escapedByte[T string | []byte](rest T, at, digits int, fallback byte) (c byte, size int) {
	if len(rest) < at+digits {
		return fallback, 1
	}
	code, err := strconv.ParseUint(string(rest[at:at+digits]), 16, 16)
	if err != nil || code > 0xff {
		return fallback, 1
	}
	return byte(code), at + digits
}

// credentials returns what follows the scheme of an Authorization header, or all of a header without one.
func credentials(header string) string {
	return strings.TrimSpace(header[strings.IndexByte(header, ' ')+1:])
}

// bearer returns the token in an Authorization header, or "".
func bearer(header string) string {
	if token, usual := strings.CutPrefix(header, "Bearer "); usual {
		return strings.TrimSpace(token)
	}
	scheme, token, _ := strings.Cut(header, " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(token)
}
