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

// view is a text as it reads after some decoding. Its byte i comes from the bytes from[i] to to[i] of what was decoded first.
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

// unspaced is text without white space.
func unspaced(text []byte) view {
	return identity([]byte(strings.Join(strings.Fields(string(text)), "")))
}

// span is where the bytes from a to b come from.
func (v view) span(a, b int, mark string) span {
	return span{int(v.from[a]), int(v.to[b-1]), mark}
}

// unescape decodes each escape once, and leaves out what separates nothing in a secret: white space, control and format characters.
// changed is false if there is none of either.
func (v view) unescape() (next view, changed bool) {
	if !slices.ContainsFunc(v.text, func(c byte) bool { return !literal[c] }) {
		return v, false
	}
	next = view{make([]byte, 0, len(v.text)), make([]int32, 0, len(v.text)), make([]int32, 0, len(v.text))}
	for i := 0; i < len(v.text); {
		c, width := rune(v.text[i]), 1
		if !literal[v.text[i]] {
			c, width = unescapeOne(v.text[i:])
		}
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
	return next, len(next.text) < len(v.text) // every escape is longer than what it stands for
}

// literal is what stands for itself.
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

// unescapeOne reads one character, and how many bytes of text it takes.
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

// escapes are those of URLs, JSON, Go, JavaScript and C.
var escapes = []struct {
	prefix       string
	digits, base int
	braced       bool // the digits end with a brace, and digits is how many there are at most
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

// entity reads a character of HTML, such as &#43; or &plus;.
func entity(text []byte) (c rune, width int) {
	const longest = 34
	head := string(text[:min(len(text), longest)])
	end := strings.IndexByte(head, ';')
	if end < 0 { // a number may come without it
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

// readable is what a secret consists of, with what may separate its letters. Most of what is decoded at a wrong place is neither.
var readable = func() *letters {
	set := lettersOf("\x00\t\r\n")
	for c := byte(' '); c < 0x7f; c++ {
		set[c] = true
	}
	return set
}()

// runs yields the parts of text that consist of some letters only, from the shortest on.
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

// packing is a way in which bytes become letters, a group at a time.
type packing struct {
	letters      *letters
	group, bytes int // letters and bytes of a group
	decode       func([]byte) []byte
}

var packings = []packing{
	{lettersOf("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_"), 4, 3, decodeBase64},
	{lettersOf("0123456789abcdefABCDEF"), 2, 1, decodeHex},
}

// before and after are the letters that hold the bytes before and after a place in what was decoded.
func (p packing) before(at int) int { return at * p.group / p.bytes }
func (p packing) after(at int) int  { return (at*p.group + p.bytes - 1) / p.bytes }

// runs yields what may hold packed text of a length.
func (p packing) runs(text []byte, length int) iter.Seq2[int, int] {
	return runs(text, p.before(length), p.letters)
}

var standardLetters = strings.NewReplacer("-", "+", "_", "/")

// decodeBase64 decodes letters of either alphabet, and leaves out what is no whole byte at the end.
func decodeBase64(text []byte) []byte {
	if len(text)%4 == 1 {
		text = text[:len(text)-1]
	}
	decoded, err := base64.RawStdEncoding.DecodeString(standardLetters.Replace(string(text)))
	if err != nil {
		return nil // impossible: there are no other letters
	}
	return decoded
}

func decodeHex(text []byte) []byte {
	decoded := make([]byte, len(text)/2)
	n, _ := hex.Decode(decoded, text[:len(text)/2*2])
	return decoded[:n]
}
