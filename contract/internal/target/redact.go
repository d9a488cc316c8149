package target

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"net/url"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// tokenMark stands where the token was.
const tokenMark = "[token]"

// shortestSecret is the length from which a token is looked for everywhere. A shorter one, such as "test", is no secret,
// and would tear holes into every text; it is only looked for after the word Bearer.
const shortestSecret = 6

// redactor takes the token out of texts, however it is written.
type redactor struct {
	forms []string       // in small letters, the longest first
	short *regexp.Regexp // in the place of forms for a token that is too short for them
}

func newRedactor(token string) *redactor {
	if len(token) < shortestSecret {
		return &redactor{short: regexp.MustCompile(`(?i:bearer)(\s|%20|\+)+` + regexp.QuoteMeta(token) + `\b`)}
	}
	forms := append(spellings(token), base64Cores(token)...)
	for i, form := range forms {
		forms[i] = smallLetters(form)
	}
	slices.SortFunc(forms, func(a, b string) int { return len(b) - len(a) })
	return &redactor{forms: slices.Compact(forms)}
}

// text takes the token out in either case: hexadecimal digits and percent escapes have no fixed one, and some servers change
// that of a whole header. It is written without a regular expression, which takes seconds for the megabytes of a hostile reply.
func (r *redactor) text(s string) string {
	if r.short != nil {
		return r.short.ReplaceAllLiteralString(s, tokenMark)
	}
	small := smallLetters(s)
	for _, form := range r.forms {
		if !strings.Contains(small, form) {
			continue
		}
		var out strings.Builder
		for at := strings.Index(small, form); at >= 0; at = strings.Index(small, form) {
			out.WriteString(s[:at] + tokenMark)
			s, small = s[at+len(form):], small[at+len(form):]
		}
		s = out.String() + s
		small = smallLetters(s)
	}
	return s
}

// smallLetters changes ASCII alone, so that what stands at a place of the one text stands there in the other.
func smallLetters(s string) string {
	small := []byte(s)
	for i, c := range small {
		if c >= 'A' && c <= 'Z' {
			small[i] = c + 'a' - 'A'
		}
	}
	return string(small)
}

func spellings(token string) []string {
	quoted, _ := json.Marshal(token) // a string has a JSON form
	var escaped, percent, entities, entitiesHex strings.Builder
	for _, c := range []byte(token) {
		fmt.Fprintf(&escaped, `\u%04x`, c)
		fmt.Fprintf(&percent, "%%%02x", c)
		fmt.Fprintf(&entities, "&#%d;", c)
		fmt.Fprintf(&entitiesHex, "&#x%x;", c)
	}
	return []string{
		token,
		strings.Trim(string(quoted), `"`),
		strings.Trim(strconv.Quote(token), `"`),
		url.QueryEscape(token), url.PathEscape(token), url.QueryEscape(url.QueryEscape(token)),
		html.EscapeString(token), strings.ReplaceAll(token, "/", `\/`),
		hex.EncodeToString([]byte(token)),
		escaped.String(), percent.String(), entities.String(), entitiesHex.String(),
	}
}

// base64Cores are the parts of the token's base64 that stand whatever text is around it: one for each place in a group of three bytes.
func base64Cores(token string) []string {
	var cores []string
	for _, encoding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		for shift := range 3 {
			whole := encoding.EncodeToString(append(make([]byte, shift), token...))
			from := (shift*8 + 5) / 6 // the characters that hold bits of what comes before
			to := (shift + len(token)) * 8 / 6
			cores = append(cores, whole[from:to])
		}
	}
	return cores
}

// error keeps the type of err away from callers, since its text and its parts may hold the token.
func (r *redactor) error(err error) string { return r.text(err.Error()) }

// all takes the token out of every string that value points to, at any depth, so that a field that is added to a
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
