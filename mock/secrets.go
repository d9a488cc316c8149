package mock

import (
	"bytes"
	"net/url"
	"slices"
	"strings"
)

// secretWords are parts of the names of headers and parameters that carry secrets, without the hyphens and underscores
// between words. secretNames are whole names.
var (
	secretWords = [][]byte{
		[]byte("token"), []byte("cookie"), []byte("auth"), []byte("secret"), []byte("password"), []byte("passwd"), []byte("credential"),
		[]byte("apikey"), []byte("accesskey"), []byte("privatekey"), []byte("signature"), []byte("jwt"), []byte("bearer"), []byte("session"), []byte("cert"),
	}
	secretNames = []string{"key", "code", "sig", "pwd", "pass", "pin", "otp", "sid"}
)

// isSecret reports whether a header or parameter with this name carries a secret. A parameter such as __code is a preference.
func isSecret(name string) bool {
	if len(name) < len("key") || strings.EqualFold(name, sessionHeader) {
		return false
	}
	if len(name) <= len("code") && slices.ContainsFunc(secretNames, func(secret string) bool { return strings.EqualFold(name, secret) }) {
		return true
	}
	var space [64]byte // most names need no other memory
	letters := space[:0]
	for i := range len(name) {
		switch c := name[i]; {
		case c >= 'A' && c <= 'Z':
			letters = append(letters, c+'a'-'A')
		case c != '-' && c != '_' && c != '.':
			letters = append(letters, c)
		}
	}
	for _, word := range secretWords {
		if bytes.Contains(letters, word) {
			return true
		}
	}
	return false
}

// withoutParameters masks the values of secret parameters in a URL or in another text that contains name=value.
func withoutParameters(text string) string {
	var out strings.Builder
	copied, at := 0, 0
	for {
		sign := strings.IndexByte(text[at:], '=')
		if sign < 0 {
			break
		}
		name := text[at : at+sign]
		name = name[strings.LastIndexAny(name, `?&;#/, "`)+1:]
		if strings.ContainsAny(name, "%+") {
			if decoded, err := url.QueryUnescape(name); err == nil {
				name = decoded
			}
		}
		at += sign + 1
		if !isSecret(name) {
			continue
		}
		length := strings.IndexAny(text[at:], "&;")
		if length < 0 {
			length = len(text) - at
		}
		if length > 0 {
			out.WriteString(text[copied:at])
			out.WriteString(masked)
			copied = at + length
		}
		at += length
	}
	if out.Len() == 0 {
		return text
	}
	return out.String() + text[copied:]
}
