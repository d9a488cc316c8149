package target

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"html"
	"iter"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// view is a text after some decoding. Its byte i comes from the bytes from[i] to to[i] of the original text.
type view struct {
	text     []byte
	from, to []int32
}

func identity(text []byte) view {
	v := view{text, make([]int32, len(text)), make([]int32, len(text))}
	for i := range text {
		v.from[i], v.to[i] = int32(i), int32(i+1)
	}
	return v
}

// unspaced returns text without white space.
func unspaced(text []byte) view {
	return identity([]byte(strings.Join(strings.Fields(string(text)), "")))
}

// span returns where the bytes from a to b come from in the original text.
func (v view) span(a, b int, mark string) span {
	return span{int(v.from[a]), int(v.to[b-1]), mark}
}

// unescape decodes each escape once, and drops white space, control and format characters, which a server may insert into a secret.
// changed is false if there was nothing to decode or drop.
func (v view) unescape() (next view, changed bool) {
	if !slices.ContainsFunc(v.text, func(c byte) bool { return !literal[c] }) {
		return v, false
	}
	next = view{make([]byte, 0, len(v.text)), make([]int32, 0, len(v.text)), make([]int32, 0, len(v.text))}
	for i := 0; i < len(v.text); {
		end := i
		for end < len(v.text) && literal[v.text[end]] {
			end++
		}
		if end > i {
			next.text, next.from, next.to = append(next.text, v.text[i:end]...), append(next.from, v.from[i:end]...), append(next.to, v.to[i:end]...)
			i = end
			continue
		}
		c, width := unescapeOne(v.text[i:])
		to := v.to[i+width-1]
		switch {
		case skipped(c):
		case c < utf8.RuneSelf:
			next.text, next.from, next.to = append(next.text, byte(c)), append(next.from, v.from[i]), append(next.to, to)
		default:
			for _, b := range utf8.AppendRune(nil, c) {
				next.text, next.from, next.to = append(next.text, b), append(next.from, v.from[i]), append(next.to, to)
			}
		}
		i += width
	}
	return next, len(next.text) < len(v.text) // every escape is longer than its character
}

// literal is the set of bytes that stand for themselves.
var literal = func() *letters {
	var set letters
	for c := byte('!'); c < 0x7f; c++ {
		set[c] = c != '%' && c != '\\' && c != '&'
	}
	return &set
}()

func skipped(c rune) bool {
	return c <= ' ' || c >= 0x7f && (unicode.IsSpace(c) || unicode.IsControl(c) || unicode.Is(unicode.Cf, c))
}

// unescapeOne decodes one character and returns how many bytes of text it takes.
func unescapeOne(text []byte) (c rune, width int) {
	switch {
	case text[0] == '%' || text[0] == '\\':
		return escaped(text)
	case text[0] == '&':
		return entity(text)
	case text[0] < utf8.RuneSelf:
		return rune(text[0]), 1
	}
	return utf8.DecodeRune(text)
}

// escapes lists those of URLs, JSON, Go, JavaScript and C.
var escapes = []struct {
	prefix       string
	digits, base int
	braced       bool // the digits end with a brace, and digits is their maximum number
}{
	{prefix: "%u", digits: 4, base: 16},
	{prefix: "%", digits: 2, base: 16},
	{prefix: `\u{`, digits: 8, base: 16, braced: true},
	{prefix: `\u`, digits: 4, base: 16},
	{prefix: `\U`, digits: 8, base: 16},
	{prefix: `\x{`, digits: 8, base: 16, braced: true},
	{prefix: `\x`, digits: 2, base: 16},
	{prefix: `\`, digits: 3, base: 8},
}

func escaped(text []byte) (c rune, width int) {
	for _, e := range escapes {
		digits, found := bytes.CutPrefix(text, []byte(e.prefix))
		if !found {
			continue
		}
		digits = digits[:min(len(digits), e.digits)]
		width := len(e.prefix) + e.digits
		if e.braced {
			end := bytes.IndexByte(digits, '}')
			if end < 0 {
				continue
			}
			digits, width = digits[:end], len(e.prefix)+end+1
		}
		if number, err := strconv.ParseUint(string(digits), e.base, 31); err == nil && (e.braced || len(digits) == e.digits) {
			return rune(number), width
		}
	}
	switch {
	case text[0] == '%' || len(text) == 1:
		return rune(text[0]), 1
	case bytes.IndexByte([]byte("nrtbfv\r\n"), text[1]) >= 0:
		return ' ', 2
	}
	return rune(text[1]), 2
}

var entityNumber = regexp.MustCompile(`^&#([xX][0-9a-fA-F]+|[0-9]+)`)

// entity decodes an HTML character reference, for example &#43; or &plus;.
func entity(text []byte) (c rune, width int) {
	const longest = 34
	head := string(text[:min(len(text), longest)])
	end := strings.IndexByte(head, ';')
	if end < 0 { // a numeric reference may lack it
		number := entityNumber.FindString(head)
		if number == "" {
			return '&', 1
		}
		head, end = number+";", len(number)-1
	}
	decoded := html.UnescapeString(head[:strings.IndexByte(head, ';')+1])
	if c, size := utf8.DecodeRuneInString(decoded); size == len(decoded) && size > 0 {
		return c, end + 1
	}
	return '&', 1
}

// letters is a set of bytes.
type letters [256]bool

func lettersOf(text string) *letters {
	var set letters
	for _, c := range []byte(text) {
		set[c] = true
	}
	return &set
}

// readable is the set of bytes that a secret may consist of, and of what may separate them. Most bytes decoded at a wrong offset are not in it.
var readable = func() *letters {
	set := lettersOf("\x00\t\r\n")
	for c := byte(' '); c < 0x7f; c++ {
		set[c] = true
	}
	return set
}()

// runs yields the parts of text that consist only of some letters and have at least the given length.
func runs(text []byte, shortest int, of *letters) iter.Seq2[int, int] {
	return func(yield func(int, int) bool) {
		for from := 0; from < len(text); {
			to := from
			for to < len(text) && of[text[to]] {
				to++
			}
			if to-from >= shortest && !yield(from, to) {
				return
			}
			from = to + 1
		}
	}
}

// packing is an encoding of bytes as letters, in groups.
type packing struct {
	letters      *letters
	group, bytes int // letters and bytes of a group
	decode       func([]byte) []byte
}

var packings = []packing{
	{lettersOf("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_"), 4, 3, decodeBase64},
	{lettersOf("0123456789abcdefABCDEF"), 2, 1, decodeHex},
}

// before and after return the letters that hold the bytes before and after an offset in the decoded bytes.
func (p packing) before(at int) int { return at * p.group / p.bytes }
func (p packing) after(at int) int  { return (at*p.group + p.bytes - 1) / p.bytes }

// runs yields the parts of text that may hold length packed bytes.
func (p packing) runs(text []byte, length int) iter.Seq2[int, int] {
	return runs(text, p.before(length), p.letters)
}

var standardLetters = strings.NewReplacer("-", "+", "_", "/")

// decodeBase64 decodes letters of either alphabet, and drops an incomplete byte at the end.
func decodeBase64(text []byte) []byte {
	if len(text)%4 == 1 {
		text = text[:len(text)-1]
	}
	decoded, err := base64.RawStdEncoding.DecodeString(standardLetters.Replace(string(text)))
	if err != nil {
		return nil // impossible: the text has no other letters
	}
	return decoded
}

func decodeHex(text []byte) []byte {
	decoded := make([]byte, len(text)/2)
	n, _ := hex.Decode(decoded, text[:len(text)/2*2])
	return decoded[:n]
}
