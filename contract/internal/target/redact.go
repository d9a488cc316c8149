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

// shortestSecret is the length from which a secret is looked for everywhere. A shorter one, such as "test", is no secret,
// and would tear holes into every text; a token of that length is only looked for after the word Bearer.
const shortestSecret = 6

const (
	// searched is how much of a text is searched. A report shows the first quarter of it at most; the rest is for a secret that begins there.
	searched = 4 * report.MaxText
	// unpacked is how often base64 or hexadecimal is decoded within itself, and unescaped how often escapes are.
	unpacked, unescaped = 2, 3
	// shortestPart is the length from which the beginning of a secret is taken out where a text breaks off.
	shortestPart = 4
)

// redactor takes secrets out of texts: the token, and the values of further headers. It finds one in capitals or small letters, with white
// space within, and in any mix of percent, JSON, Go and HTML escapes up to three deep; the same within base64 and hexadecimal up to two deep.
// It does not find one that is encrypted, compressed, spelled backwards, or spread over several texts.
type redactor struct {
	needles  []needle
	shortest int               // length of the shortest secret
	short    []*regexp.Regexp  // of tokens that are too short
	known    map[string]string // what became of texts: a run shows the same ones over and over
}

// mostKnown is how many texts are kept.
const mostKnown = 10_000

// needle is one spelling of a secret.
type needle struct {
	text []byte // in small letters, without white space
	mark string // what stands in its place
}

func newRedactor(token string) *redactor {
	r := &redactor{}
	r.token(token)
	return r
}

// token adds a token, which stays a secret when there is a newer one.
func (r *redactor) token(token string) {
	if token == "" {
		return
	}
	if len(token) < shortestSecret {
		r.short = append(r.short, regexp.MustCompile(`(?i:bearer)(\s|%20|\+)+`+regexp.QuoteMeta(token)+`(\W|$)`))
		return
	}
	r.add(token, "[token]")
}

// header adds the value of a header, and the parts of it that are secrets by themselves.
func (r *redactor) header(name, value string) {
	const mark = "[header]"
	r.add(value, mark)
	if strings.EqualFold(name, "Cookie") {
		for pair := range strings.SplitSeq(value, ";") { // one may come back without the others
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
	for range unescaped + 1 { // a secret may itself hold what reads as an escape
		if len(spelling.text) >= shortestSecret {
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

// base64Cores are the parts of a text's base64 that stand whatever is around it: one for each place in a group of three bytes. In a report
// they are found also if a server has changed the case of all letters, so that nothing can be decoded.
func base64Cores(text []byte) []string {
	var cores []string
	for _, encoding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		for shift := range 3 {
			whole := encoding.EncodeToString(append(make([]byte, shift), text...))
			from := (shift*8 + 5) / 6 // the characters that hold bits of what comes before
			to := (shift + len(text)) * 8 / 6
			cores = append(cores, whole[from:to])
		}
	}
	return cores
}

// text returns s without secrets, and cut as a report cuts it.
func (r *redactor) text(s string) string {
	if clean, known := r.known[s]; known {
		return clean
	}
	clean := r.clean(s)
	if len(r.known) >= mostKnown || r.known == nil {
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

// span is a part of a text that holds a secret.
type span struct {
	from, to int
	mark     string
}

// merge sorts spans and joins those that meet.
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

// find returns where secrets are in text. depth is how often base64 and hexadecimal may still be decoded. In a text that breaks off, the
// beginning of a secret at the end is one as well.
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
			if n := overlap(small, needle.text); breaksOff && n >= shortestPart {
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

// overlap is how much of the beginning of needle text ends with.
func overlap(text, needle []byte) int {
	for n := min(len(text), len(needle)-1); n > 0; n-- {
		if bytes.HasSuffix(text, needle[:n]) {
			return n
		}
	}
	return 0
}

// findPacked decodes what may be base64 or hexadecimal in v, at every place at which a group can begin, and looks there.
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

// smallLetters changes ASCII only, so that what stands at a place of the one text stands there in the other.
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

// error keeps the type of err away from callers, since its text and its parts may hold a secret.
func (r *redactor) error(err error) string { return r.text(err.Error()) }

// all takes secrets out of every string that value points to, at any depth, so that a field that is added to a
// report later is covered as well.
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
