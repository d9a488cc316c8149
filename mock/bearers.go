package mock

import "strings"

// withoutBearers masks what follows the word bearer, in any case and also escaped as in a URL or JSON.
func withoutBearers[T string | []byte](text T) T {
	var out []byte
	copied := 0
	for at := 0; at < len(text); {
		if !startsBearer[text[at]] { // the usual case
			at++
			continue
		}
		start := afterBearer(text, at)
		if start < 0 || afterBearer(text, start) >= 0 { // the word is repeated
			at++
			continue
		}
		end := start
		for end < len(text) && !endsToken(text[end]) {
			end++
		}
		if value := string(text[start:end]); value != "" && value != masked && !strings.EqualFold(value, "token") { // as our own texts say
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

// startsBearer has the bytes with which the word can start.
var startsBearer = [256]bool{'b': true, 'B': true, '%': true, '\\': true}

// afterBearer returns where the token starts, if the word bearer and a space are at a position of the text, and otherwise -1.
func afterBearer[T string | []byte](text T, at int) int {
	for i := range len("bearer") {
		size := sizeOf(text, at, "bearer"[i], "BEARER"[i])
		if size == 0 {
			return -1
		}
		at += size
	}
	start := at
	for {
		size := sizeOf(text, start, ' ', '\t', '\n', '\r')
		if size == 0 {
			break
		}
		start += size
	}
	if start == at {
		return -1
	}
	return start
}

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
