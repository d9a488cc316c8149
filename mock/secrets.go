package mock

import (
	"bytes"
	"encoding/hex"
	"net/url"
	"slices"
	"strings"
)

// secretWords are parts of the names of headers and parameters that carry secrets, without the hyphens and underscores
// between words. secretNames are whole names.
var (
	secretWords = [][]byte{
		[]byte("token"), []byte("cookie"), []byte("secret"), []byte("password"), []byte("passwd"), []byte("passphrase"), []byte("credential"),
		[]byte("apikey"), []byte("accesskey"), []byte("privatekey"), []byte("subscriptionkey"), []byte("functionskey"), []byte("signature"), []byte("hmac"),
		[]byte("jwt"), []byte("oidc"), []byte("dpop"), []byte("saml"), []byte("assertion"), []byte("bearer"), []byte("csrf"), []byte("xsrf"),
		[]byte("session"), []byte("sessid"), []byte("cert"), []byte("authoriz"), []byte("authoris"), []byte("authority"),
	}
	secretNames = []string{"key", "code", "sig", "pwd", "psw", "pass", "pin", "otp", "sid", "cred", "creds"}
)

// isSecret reports whether a header or parameter with this name carries a secret. A parameter such as __code is a preference.
func isSecret(name string) bool {
	if len(name) > 2 && strings.EqualFold(name[:2], "X-") && slices.ContainsFunc(secretNames, func(secret string) bool { return strings.EqualFold(name[2:], secret) }) {
		return true
	}
	return slices.ContainsFunc(secretNames, func(secret string) bool { return strings.EqualFold(name, secret) }) || hasSecretWord(name)
}

// hasSecretWord is isSecret without the short names, which mean other things in other places.
func hasSecretWord(name string) bool {
	if len(name) < len("jwt") || strings.EqualFold(name, sessionHeader) {
		return false
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
	for rest := letters; ; { // auth, but not author
		at := bytes.Index(rest, []byte("auth"))
		if at < 0 {
			return false
		}
		if rest = rest[at+len("auth"):]; !bytes.HasPrefix(rest, []byte("or")) {
			return true
		}
	}
}

// signs are the bytes without which a text has no secret that is found by what is beside it: a gap, the sign after a name or a
// user, or an escape that can be any of them.
var signs = func() (signs [256]bool) {
	for _, c := range append(slices.Clone(gaps), '@', '%', '\\', '+') {
		signs[c] = true
	}
	return signs
}()

// hasSigns reports whether a text can have such a secret.
func hasSigns(text string) bool {
	for i := range len(text) {
		if signs[text[i]] {
			return true
		}
	}
	return false
}

// harmlessNames returns the names of parameters whose values are not masked.
func harmlessNames(names []string) (harmless []string) {
	for _, name := range names {
		if lower := strings.ToLower(name); !isSecret(name) && !strings.Contains(lower, "bearer") && !strings.Contains(lower, "basic") {
			harmless = append(harmless, name)
		}
	}
	return harmless
}

// isHarmless reports whether path and query of a request to an operation, or to none, clearly have nothing to mask besides
// known tokens, as is the usual case.
func (op *operation) isHarmless(path string) bool {
	path, query, _ := strings.Cut(path, "?")
	if hasSigns(path) {
		return false
	}
	for query != "" {
		var pair string
		pair, query, _ = strings.Cut(query, "&")
		name, value, _ := strings.Cut(pair, "=")
		if op == nil || hasSigns(value) || !slices.Contains(op.harmless, name) {
			return false
		}
	}
	return true
}

// withoutParameters masks the values of secret parameters in a URL or in another text that contains name=value, also if the
// text is escaped once or more often, such as a URL in a parameter.
func withoutParameters(text string) string { return withoutValues(text, false) }

// withoutMembers is withoutParameters, and also masks the values of "name": value. It is for texts of the client: our own use a
// colon in another way.
func withoutMembers(text string) string { return withoutUser(withoutValues(text, true)) }

func withoutValues(text string, colons bool) string {
	var out strings.Builder
	copied, start := 0, 0
	escaped := strings.IndexByte(text, '%') >= 0
	for at := 0; at < len(text); {
		if !escaped { // the usual case
			skipped := strings.IndexAny(text[at:], "=:")
			if skipped < 0 {
				break
			}
			at += skipped
		}
		size, colon := signAt(text, at)
		if size == 0 || colon && !colons {
			at++
			continue
		}
		name := nameBefore(text[start:at])
		at += size
		start = at
		if colon && !hasSecretWord(name) || !isSecret(name) {
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
		start = at
	}
	if out.Len() == 0 {
		return text
	}
	return out.String() + text[copied:]
}

// signAt returns the size of the sign after a name, if there is one at this position: an equals sign or a colon.
func signAt(text string, at int) (size int, colon bool) {
	c, size := plainByte(text, at)
	if c != '=' && c != ':' {
		return 0, false
	}
	return size, c == ':'
}

// plainByte returns the character at a position of the text, which a URL may have escaped once or more often, and its size.
func plainByte(text string, at int) (c byte, size int) {
	if text[at] != '%' {
		return text[at], 1
	}
	deep := at + 1
	for strings.HasPrefix(text[deep:], "25") {
		deep += 2
	}
	if len(text) < deep+2 {
		return '%', 1
	}
	var code [1]byte
	if _, err := hex.Decode(code[:], []byte(text[deep:deep+2])); err != nil {
		return '%', 1
	}
	return code[0], deep + 2 - at
}

// nameBefore returns the name at the end of a text, unescaped.
func nameBefore(text string) string {
	const separators = "?&;#/, \"'`{\n"
	name := text[strings.LastIndexAny(strings.TrimRight(text, "\"' "), separators)+1:]
	for range 3 { // how often it may be escaped
		if !strings.ContainsAny(name, "%+") {
			break
		}
		decoded, err := url.QueryUnescape(name)
		if err != nil {
			break
		}
		decoded = strings.TrimRight(decoded, "\"' ")
		name = decoded[strings.LastIndexAny(decoded, separators)+1:]
	}
	return strings.Trim(name, "\"' ")
}

// withoutUser masks the user and password of URLs, also escaped ones.
func withoutUser(text string) string {
	if strings.IndexByte(text, '@') < 0 && strings.IndexByte(text, '%') < 0 { // the usual case
		return text
	}
	var out strings.Builder
	copied, start := 0, -1 // start is where a user can start: after //
	var slash, colon int   // the size of these slashes, and where the text after the first colon starts
	for at := 0; at < len(text); {
		c, size := plainByte(text, at)
		outer := start < 0 || size <= slash // what is escaped more often than the slashes belongs to the password
		switch {
		case c == '@' && start >= 0 && start < at:
			if copied < start {
				out.WriteString(text[copied:start])
				out.WriteString(masked)
			}
			copied, colon = at, 0
		case outer && strings.IndexByte("/?#& ", c) >= 0 && (colon == 0 || isPort(text[colon:at])):
			start = -1
			if next := at + size; c == '/' && next < len(text) {
				if c, second := plainByte(text, next); c == '/' {
					start, slash, colon = next+second, size, 0
					size += second
				}
			}
		case c == ':' && start >= 0 && colon == 0:
			colon = at + size
		}
		at += size
	}
	if out.Len() == 0 {
		return text
	}
	return out.String() + text[copied:]
}

// isPort reports whether the text after a colon is a port, and not a password.
func isPort(text string) bool { return text != "" && strings.Trim(text, "0123456789") == "" }
