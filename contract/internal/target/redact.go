package target

import (
	"bytes"
	"encoding/base64"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/leadapi/leadapi/contract/report"
)

// minSecret is the minimum length of a secret that is redacted everywhere. A shorter one, like "test", is hardly a secret and
// would make holes in every text; a token that short is redacted only after the word Bearer.
const minSecret = 6

const (
	// searched is how much of a text is searched. A report shows at most its first quarter; the rest is for a secret that starts there.
	searched = 4 * report.MaxText
	// unpacked is how many nested levels of base64 or hexadecimal are decoded, and unescaped how many levels of escapes.
	unpacked, unescaped = 2, 3
	// minPart is the minimum length of a part of a secret that is redacted at the end of a cut text.
	minPart = 4
)

// redactor removes secrets from texts: the token, and the values of extra headers. It finds a secret in upper or lower case, with white
// space inside, and in any mix of percent, JSON, Go and HTML escapes up to three levels deep; the same inside base64 and hexadecimal up
// to two levels deep. It does not find a secret that is encrypted, compressed, reversed, or spread over several texts.
type redactor struct {
	needles  []needle
	shortest int               // length of the shortest secret
	short    []*regexp.Regexp  // tokens that are too short to be redacted everywhere
	known    map[string]string // results by text: a run shows the same texts many times
}

// maxKnown bounds the texts that are kept.
const maxKnown = 10_000

// needle is one spelling of a secret.
type needle struct {
	text []byte // in lower case, without white space
	mark string // its replacement
}

func newRedactor(token string) *redactor {
	r := &redactor{}
	r.token(token)
	return r
}

// token adds a token. It stays a secret after it is renewed.
func (r *redactor) token(token string) {
	if token == "" {
		return
	}
	if len(token) < minSecret {
		r.short = append(r.short, regexp.MustCompile(`(?i:bearer)(\s|%20|\+)+`+regexp.QuoteMeta(token)+`(\W|$)`))
		return
	}
	r.add(token, "[token]")
}

// header adds the value of a header, and those parts of it that are secrets themselves.
func (r *redactor) header(name, value string) {
	const mark = "[header]"
	r.add(value, mark)
	if strings.EqualFold(name, "Cookie") {
		for pair := range strings.SplitSeq(value, ";") { // a reply may contain one without the others
			_, cookie, _ := strings.Cut(pair, "=")
			r.add(cookie, mark)
		}
		return
	}
	scheme, credentials, _ := strings.Cut(value, " ")
	r.add(credentials, mark)
	if pair, err := base64.StdEncoding.DecodeString(credentials); err == nil && strings.EqualFold(scheme, "Basic") {
		_, password, _ := strings.Cut(string(pair), ":")
		r.add(string(pair), mark)
		r.add(password, mark)
	}
}

func (r *redactor) add(secret, mark string) {
	r.known = nil
	spelling := unspaced([]byte(secret))
	for range unescaped + 1 { // a secret may itself contain an escape
		if len(spelling.text) >= minSecret {
			if r.shortest == 0 || len(spelling.text) < r.shortest {
				r.shortest = len(spelling.text)
			}
			r.needles = append(r.needles, needle{smallLetters(spelling.text), mark})
			for _, core := range base64Cores(spelling.text) {
				r.needles = append(r.needles, needle{smallLetters([]byte(core)), mark})
			}
		}
		spelling, _ = spelling.unescape()
	}
	slices.SortFunc(r.needles, func(a, b needle) int { return bytes.Compare(a.text, b.text) })
	r.needles = slices.CompactFunc(r.needles, func(a, b needle) bool { return bytes.Equal(a.text, b.text) })
}

// base64Cores returns the parts of a text's base64 that do not depend on what surrounds it: one for each position in a group of three
// bytes. They are found even if a server has changed the case of the letters, which makes decoding impossible.
func base64Cores(text []byte) []string {
	var cores []string
	for _, encoding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		for shift := range 3 {
			whole := encoding.EncodeToString(append(make([]byte, shift), text...))
			from := (shift*8 + 5) / 6 // characters that hold bits of the preceding bytes
			to := (shift + len(text)) * 8 / 6
			cores = append(cores, whole[from:to])
		}
	}
	return cores
}

// text returns s without secrets, and cut to the length that a report shows.
func (r *redactor) text(s string) string {
	if clean, known := r.known[s]; known {
		return clean
	}
	clean := r.clean(s)
	if len(r.known) >= maxKnown || r.known == nil {
		r.known = map[string]string{}
	}
	if len(s) <= report.MaxText {
		r.known[s] = clean
	}
	r.known[clean] = clean
	return clean
}

func (r *redactor) clean(s string) string {
	head := s[:min(len(s), searched)]
	if spans := r.find([]byte(head), unpacked, len(head) < len(s)); len(spans) > 0 {
		var out strings.Builder
		end := 0
		for _, span := range merge(spans) {
			out.WriteString(head[end:span.from] + span.mark)
			end = span.to
		}
		head = out.String() + head[end:]
	}
	for _, short := range r.short {
		head = short.ReplaceAllString(head, "[token]${2}")
	}
	if len(s) > searched || len(head) > report.MaxText {
		return report.CutOf(head, len(s))
	}
	return report.Cut(head)
}

// span is a part of a text that contains a secret.
type span struct {
	from, to int
	mark     string
}

// merge sorts spans and joins those that overlap or touch.
func merge(spans []span) []span {
	slices.SortFunc(spans, func(a, b span) int { return a.from - b.from })
	merged := spans[:1]
	for _, next := range spans[1:] {
		last := &merged[len(merged)-1]
		if next.from < last.to {
			last.to = max(last.to, next.to)
			continue
		}
		merged = append(merged, next)
	}
	return merged
}

// find returns where secrets are in text. depth is how many levels of base64 and hexadecimal may still be decoded. If the text was cut,
// the first part of a secret at its end counts as one.
func (r *redactor) find(text []byte, depth int, breaksOff bool) []span {
	var spans []span
	if len(r.needles) == 0 {
		return nil
	}
	v := identity(text)
	for range unescaped + 1 {
		small := smallLetters(v.text)
		for _, needle := range r.needles {
			for at := 0; ; {
				found := bytes.Index(small[at:], needle.text)
				if found < 0 {
					break
				}
				at += found
				spans = append(spans, v.span(at, at+len(needle.text), needle.mark))
				at += len(needle.text)
			}
			if n := overlap(small, needle.text); breaksOff && n >= minPart {
				spans = append(spans, v.span(len(small)-n, len(small), needle.mark))
			}
		}
		if depth > 0 {
			spans = append(spans, r.findPacked(v, depth)...)
		}
		next, changed := v.unescape()
		if !changed {
			break
		}
		v = next
	}
	return spans
}

// overlap returns the length of the longest prefix of needle that text ends with.
func overlap(text, needle []byte) int {
	for n := min(len(text), len(needle)-1); n > 0; n-- {
		if bytes.HasSuffix(text, needle[:n]) {
			return n
		}
	}
	return 0
}

// findPacked decodes what may be base64 or hexadecimal in v, at every place where a group can start, and searches the result.
func (r *redactor) findPacked(v view, depth int) []span {
	var spans []span
	for _, packing := range packings {
		for from, to := range packing.runs(v.text, r.shortest) {
			for shift := range packing.group {
				decoded := packing.decode(v.text[from+min(shift, to-from) : to])
				for a, b := range runs(decoded, r.shortest, readable) {
					for _, inner := range r.find(decoded[a:b], depth-1, false) {
						first := from + shift + packing.before(a+inner.from)
						last := from + shift + packing.after(a+inner.to)
						spans = append(spans, v.span(first, min(last, to), inner.mark))
					}
				}
			}
		}
	}
	return spans
}

// smallLetters converts only ASCII to lower case, so that offsets are the same in both texts.
func smallLetters(s []byte) []byte {
	small := make([]byte, len(s))
	for i, c := range s {
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		small[i] = c
	}
	return small
}

// error returns only the text of err, redacted: a wrapped error may contain a secret.
func (r *redactor) error(err error) string { return r.text(err.Error()) }

// all removes secrets from every string that value points to, at any depth. It thus covers fields that are added to a
// report later.
func (r *redactor) all(value any) { r.walk(reflect.ValueOf(value)) }

func (r *redactor) walk(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			r.walk(v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			r.walk(v.Field(i))
		}
	case reflect.Slice:
		for i := range v.Len() {
			r.walk(v.Index(i))
		}
	case reflect.String:
		if v.CanSet() {
			v.SetString(r.text(v.String()))
		}
	}
}
