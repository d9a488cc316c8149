package mock

import (
	"bytes"
	"encoding/base64"
	"net/url"
	"strconv"
	"strings"
)

// withoutBearers masks what follows the word bearer, in any case and also escaped as in a URL or JSON. After the word basic
// it masks only what is a name and a password in Base64, because the word means other things too.
func withoutBearers[T string | []byte](text T) T {
	var out []byte
	copied := 0
	for at := 0; at < len(text); {
		if !startsBearer[text[at]] { // the usual case
			at++
			continue
		}
		start, basic := afterWord(text, at, "bearer"), false
		if start < 0 {
			start, basic = afterWord(text, at, "basic"), true
		}
		if start < 0 || afterWord(text, start, "bearer") >= 0 { // the word is repeated
			at++
			continue
		}
		end := start
		for end < len(text) && !endsToken(text[end]) {
			end++
		}
		if value := string(text[start:end]); value != "" && value != masked && !strings.EqualFold(value, "token") && (!basic || isBasic(value)) { // as our own texts say
			out = append(append(out, text[copied:start]...), masked...)
			copied = end
		}
		at = end
	}
	if copied == 0 {
		return text
	}
	return T(append(out, text[copied:]...))
}

// isBasic reports whether a text is the credentials of basic authentication, perhaps escaped.
func isBasic(text string) bool {
	if decoded, err := url.PathUnescape(text); err == nil {
		text = decoded
	}
	decoded, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(text, "="))
	return err == nil && bytes.IndexByte(decoded, ':') >= 0
}

// startsBearer has the bytes with which the words can start.
var startsBearer = [256]bool{'b': true, 'B': true, '%': true, '\\': true}

// afterWord returns where the token starts, if a word of small letters and a gap are at a position of the text, in any case,
// and otherwise -1.
func afterWord[T string | []byte](text T, at int, word string) int {
	for i := range len(word) {
		size := sizeOf(text, at, word[i], word[i]-'a'+'A')
		if size == 0 {
			return -1
		}
		at += size
	}
	start := at
	for {
		size := gapAt(text, start)
		if size == 0 {
			break
		}
		start += size
	}
	if start == at {
		return -1
	}
	return start + sizeOf(text, start, '"', '\'')
}

// gapAt returns the size of a character that can be between the word and a token: a space, also one that is not ASCII, a colon
// or an equals sign. A token is ASCII.
func gapAt[T string | []byte](text T, at int) int {
	if at >= len(text) || text[at] > '=' && text[at] != '\\' && text[at] < 0x80 || text[at] >= '0' && text[at] <= '9' {
		return 0 // the usual case
	}
	if size := sizeOf(text, at, gaps...); size > 0 {
		return size
	}
	if rest := text[at:]; len(rest) >= len(`\u2003`) && rest[0] == '\\' && rest[1] == 'u' {
		if code, err := strconv.ParseUint(string(rest[2:6]), 16, 16); err == nil && code >= 0x80 {
			return len(`\u2003`)
		}
	}
	return 0
}

// gaps are the bytes of such characters.
var gaps = func() []byte {
	all := []byte(" \t\n\r:=")
	for c := 0x80; c <= 0xff; c++ {
		all = append(all, byte(c))
	}
	return all
}()

// sizeOf returns how many bytes of the text at a position are one of some characters, or 0.
func sizeOf[T string | []byte](text T, at int, wanted ...byte) int {
	for _, one := range wanted {
		if c, size := unescaped(text, at, one); c == one && size > 0 {
			return size
		}
	}
	return 0
}

func endsToken(c byte) bool {
	return c <= ' ' || strings.IndexByte(`",;&?#<>()[]{}'\`, c) >= 0
}
