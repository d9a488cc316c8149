package target

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"maps"
	"net/url"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/leadapi/leadapi/contract/report"
)

const awkwardToken = `eyJ"a<b>&c+d/e==f%g'h`

// spelled returns spellings in which a server may echo a token.
func spelled(token string) map[string]string {
	quoted, _ := json.Marshal(token)
	escaped := ""
	for _, c := range []byte(token) {
		escaped += fmt.Sprintf(`\u%04X`, c)
	}
	return map[string]string{
		"as it is":               token,
		"in a header":            "Authorization: Bearer " + token,
		"in capitals":            strings.ToUpper(token),
		"in a query":             "?token=" + url.QueryEscape(token),
		"in a path":              "/" + url.PathEscape(token) + "/x",
		"in JSON":                string(quoted),
		"in JSON, every byte":    escaped,
		"quoted":                 strconv.Quote(token),
		"in HTML":                "<b>" + html.EscapeString(token) + "</b>",
		"in base64":              base64.StdEncoding.EncodeToString([]byte(token)),
		"in base64, for URLs":    base64.URLEncoding.EncodeToString([]byte(token)),
		"in base64, after one":   base64.StdEncoding.EncodeToString([]byte(":" + token)),
		"in base64, after two":   base64.StdEncoding.EncodeToString([]byte("::" + token + "::")),
		"in base64, a header":    base64.StdEncoding.EncodeToString([]byte("Bearer " + token)),
		"in hexadecimal":         hex.EncodeToString([]byte(token)),
		"in HEXADECIMAL":         strings.ToUpper(hex.EncodeToString([]byte(token))),
		"twice, without a space": token + token,
	}
}

// mixed returns spellings in which a server may echo a token, including attempts to evade the redactor.
func mixed(token string) map[string]string {
	first := func(format string) string { return fmt.Sprintf(format, token[0]) + token[1:] }
	each := func(format string) string {
		out := ""
		for _, c := range []byte(token) {
			out += fmt.Sprintf(format, c)
		}
		return out
	}
	half := len(token) / 2
	std := base64.StdEncoding.EncodeToString
	texts := map[string]string{
		"one JSON escape":               first(`\u%04x`),
		"one JSON escape in capitals":   first(`\u%04X`),
		"one Go escape":                 first(`\x%02x`),
		"one octal escape":              first(`\%03o`),
		"one long escape":               first(`\U%08x`),
		"one JavaScript escape":         first(`\u{%x}`),
		"one Perl escape":               first(`\x{%x}`),
		"one percent escape":            first(`%%%02x`),
		"one old percent escape":        first(`%%u%04x`),
		"one entity":                    first(`&#%d;`),
		"one entity without an end":     first(`&#%d`),
		"one entity with zeros":         first(`&#x0000%x;`),
		"every byte as an entity":       each(`&#%d;`),
		"every byte in octal":           each(`\%03o`),
		"percent escapes, twice":        url.QueryEscape(url.QueryEscape(token)),
		"percent escapes, thrice":       url.QueryEscape(url.QueryEscape(url.QueryEscape(token))),
		"every byte in percent, twice":  url.QueryEscape(each(`%%%02x`)),
		"JSON within JSON":              strings.ReplaceAll(each(`\u%04x`), `\`, `\\`),
		"percent escapes within JSON":   strings.ReplaceAll(each(`%%%02x`), `%`, `\u0025`),
		"entities of percent escapes":   strings.ReplaceAll(each(`%%%02x`), `%`, `&#37;`),
		"named entities":                strings.NewReplacer("+", "&plus;", "/", "&sol;", "=", "&equals;", "%", "&percnt;", "<", "&lt;", ">", "&gt;", "&", "&amp;").Replace(token),
		"a line end inside":             token[:half] + "\n" + token[half:],
		"a line end of Windows inside":  token[:half] + "\r\n" + token[half:],
		"an escaped line end inside":    token[:half] + `\n` + token[half:],
		"a folded header":               token[:half] + "\r\n\t " + token[half:],
		"a space after each letter":     strings.Join(strings.Split(token, ""), " "),
		"a zero-width space inside":     token[:half] + "\u200b" + token[half:],
		"a soft hyphen as an entity":    token[:half] + "&shy;" + token[half:],
		"UTF-16":                        strings.Join(strings.Split(token, ""), "\x00"),
		"base64, twice":                 std([]byte(std([]byte(token)))),
		"base64 of a header, twice":     std([]byte(std([]byte("Authorization: Bearer " + token + "\r\n")))),
		"base64 of percent escapes":     std([]byte(each(`%%%02x`))),
		"base64 of JSON escapes":        std([]byte(`{"a":"` + each(`\u%04x`) + `"}`)),
		"base64 of UTF-16":              std([]byte(strings.Join(strings.Split(token, ""), "\x00"))),
		"base64 of hexadecimal":         std([]byte(hex.EncodeToString([]byte(token)))),
		"hexadecimal of base64":         hex.EncodeToString([]byte(std([]byte(token)))),
		"hexadecimal, twice":            hex.EncodeToString([]byte(hex.EncodeToString([]byte(token)))),
		"hexadecimal with spaces":       each("%02x "),
		"base64 in lines":               std([]byte(token))[:half] + "\r\n" + std([]byte(token))[half:],
		"base64 in escaped lines":       std([]byte(token))[:half] + `\n` + std([]byte(token))[half:],
		"base64, percent escapes of it": url.QueryEscape(std([]byte("x" + token))),
		"base64 in small letters":       strings.ToLower(std([]byte(token))),
		"a JWT's part":                  "eyJhbGciOiJub25lIn0." + base64.RawURLEncoding.EncodeToString([]byte(`{"t":"`+token+`"}`)) + ".sig",
		"hexadecimal, one before it":    "f" + hex.EncodeToString([]byte(token)),
	}
	for name, text := range maps.Clone(texts) {
		texts[name+", in JSON"] = strconv.Quote(text)
	}
	return texts
}

// plainTokens holds possible tokens, including some that look like an escape or an encoding.
var plainTokens = []string{awkwardToken, "Zm9vYmFyYmF6cXV4Cg", "4f9c2d7e81b04a6f", `ab%41cd%ef+gh&ijk`, "abcdef", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI3In0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U"}

// TestRedactorOfMixedEncodings searches for text that the standard library's decoders could turn back into the token.
func TestRedactorOfMixedEncodings(t *testing.T) {
	for _, token := range plainTokens {
		r := newRedactor(token)
		for name, text := range mixed(token) {
			got := r.text("before: " + text + " after it")
			if !strings.Contains(got, "[token]") {
				t.Errorf("%s: got %s, want [token] instead of %s", name, got, token)
			}
			if !strings.HasPrefix(got, "before: ") || !strings.HasSuffix(got, " after it") {
				t.Errorf("%s: got %s, want the text before and after it", name, got)
			}
			if gone := len(text) - len(got) + len("before:  after it[token]"); gone < len(token)*3/4 {
				t.Errorf("%s: %d bytes of %d are gone, want at least %d: %s", name, gone, len(text), len(token)*3/4, got)
			}
		}
	}
}

// TestRedactorLeavesTheRest shows that ordinary texts are unchanged.
func TestRedactorLeavesTheRest(t *testing.T) {
	r := newRedactor("4f9c2d7e81b04a6f")
	for _, text := range []string{
		"", " ", "%", `\`, "&", "&#", "&#x", "&#;", `\u12`, "100 %", "a\\b\nc", `{"lead_name":"Nguy\u1ec5n V\u0103n A","n":1}`, "\xff\xfe",
		"152a5c45-68f0-4ee7-85c0-32ae87bb611b", "curl -sS -i 'http://127.0.0.1/v3/lead?limit=1'", strings.Repeat("QUJD", 900), strings.Repeat("4f9c", 900),
	} {
		if got, want := r.text(text), strings.ToValidUTF8(text, "\uFFFD"); got != want && text != "\xff\xfe" {
			t.Errorf("%q became %q, want no change", text, got)
		}
	}
}

// TestRedactorAtEveryCut puts the token at every offset around those at which a long text is cut and searched.
func TestRedactorAtEveryCut(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: a token cut at every byte; go test ./... runs it")
	}
	const token = "canary-0123456789-zulu"
	r := newRedactor(token)
	for _, about := range []int{report.MaxText, searched} {
		for before := about - 60; before < about+10; before++ {
			for name, secret := range map[string]string{"plain": token, "escaped": `\u0063` + token[1:], "spread": strings.Join(strings.Split(token, ""), strings.Repeat(" ", 900))} {
				got := r.text(strings.Repeat("x", before) + secret + strings.Repeat("y", 30_000))
				if strings.Contains(strings.ReplaceAll(got, " ", ""), "cana") || strings.Contains(got, "anary") || strings.Contains(got, "zulu") {
					t.Fatalf("%s after %d: want no part of the token, got %s", name, before, got[max(0, len(got)-100):])
				}
				if len(got) > report.MaxText {
					t.Fatalf("%s after %d: %d bytes, want at most %d", name, before, len(got), report.MaxText)
				}
			}
		}
	}
	spread := "can" + strings.Repeat("\n", searched-3) + "ary-0123456789-zulu"
	if got := r.text("canary-01" + strings.Repeat(" ", searched) + "23456789-zulu"); strings.Contains(got, "canary") {
		t.Errorf("want no beginning of the token, got %.40q", got)
	}
	if got := r.text(spread); strings.Contains(got, "ary") {
		t.Errorf("want no end of the token, got %.40q", got)
	}
}

func TestRedactorOfHeaders(t *testing.T) {
	r := &redactor{}
	r.header("X-Env", "qa") // too short for a secret
	r.header("CF-Access-Client-Secret", "0a1b2c3d4e5f")
	r.header("X-Proxy", "Basic "+base64.StdEncoding.EncodeToString([]byte("gate:opensesame")))
	r.header("Cookie", "theme=dark; session=s3cr3ts3ss10n")
	for text, want := range map[string]string{
		"a qa server":                        "a qa server",
		"got 0A1B2C3D4E5F":                   "got [header]",
		"password opensesame":                "password [header]",
		"Z2F0ZTpvcGVuc2VzYW1l":               "[header]",
		"Set-Cookie: session=s3cr3ts3ss10n;": "Set-Cookie: session=[header];",
		"a dark theme":                       "a dark theme",
	} {
		if got := r.text(text); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
}

// TestRedactorIsBounded searches texts that are designed to be slow. It measures allocations, which other processes do not affect.
func TestRedactorIsBounded(t *testing.T) {
	r := newRedactor("canary-0123456789-zulu")
	for name, text := range map[string]string{
		"letters":           strings.Repeat("A", 4<<20),
		"base64 of letters": strings.Repeat("QUFB", 1<<20),
		"hexadecimal":       strings.Repeat("41", 2<<20),
		"percent":           strings.Repeat("%25", 1<<20),
		"backslashes":       strings.Repeat(`\`, 4<<20),
		"entities":          strings.Repeat("&#x26", 1<<20),
		"open entities":     strings.Repeat("&", 4<<20),
		"spaces":            strings.Repeat(" ", 4<<20),
		"beginnings":        strings.Repeat("canary-", 1<<19),
		"tokens":            strings.Repeat("canary-0123456789-zulu", 1<<17),
		"no text":           strings.Repeat("\xff", 4<<20),
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		got := r.text(text)
		runtime.ReadMemStats(&after)
		if took, most := after.TotalAlloc-before.TotalAlloc, uint64(24<<20); took > most {
			t.Errorf("%s: %d KB allocated, want at most %d", name, took>>10, most>>10)
		}
		if len(got) > report.MaxText {
			t.Errorf("%s: %d bytes, want at most %d", name, len(got), report.MaxText)
		}
	}
}

func BenchmarkRedactor(b *testing.B) {
	r := newRedactor("canary-0123456789-zulu")
	for name, text := range map[string]string{
		"a page": `{"data":[` + strings.Repeat(`{"lead_uuid":"152a5c45-68f0-4ee7-85c0-32ae87bb611b","lead_name":"Nguyễn Văn A","phone_number":"0303123456"},`, 40),
		"base64": strings.Repeat("QUFB", 1<<20), "hexadecimal": strings.Repeat("41", 2<<20), "percent": strings.Repeat("%25", 1<<20), "entities": strings.Repeat("&#x26", 1<<20),
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				r.clean(text)
			}
		})
	}
}

// core returns the part of a spelling that must not remain: its middle half, since the ends of base64 hold bits of their neighbours.
func core(text string) string { return text[len(text)/4 : len(text)*3/4] }

func TestRedactor(t *testing.T) {
	r := newRedactor(awkwardToken)
	for name, text := range spelled(awkwardToken) {
		got := r.text("before " + text + " after")
		if strings.Contains(got, core(text)) || !strings.Contains(got, "[token]") {
			t.Errorf("%s: got %s, want [token] instead of %s", name, got, text)
		}
		if !strings.HasPrefix(got, "before ") || !strings.HasSuffix(got, " after") {
			t.Errorf("%s: got %s, want the text before and after it", name, got)
		}
	}
	if got := newRedactor("test").text("a test of Bearer test"); got != "a test of [token]" {
		t.Errorf("a short token: %q, want a test of [token]", got)
	}
}

// TestRedactorAll puts the token into every string of a report, whatever fields it has.
func TestRedactorAll(t *testing.T) {
	whole := report.Report{
		Version: awkwardToken, RunID: awkwardToken, Target: awkwardToken, Notes: []string{awkwardToken},
		Leftovers: []report.Leftover{{LeadUUID: awkwardToken, Why: awkwardToken}},
		Coverage:  report.Coverage{Replies: []report.Covered{{Name: awkwardToken, Why: awkwardToken}}},
		Results: []report.Result{{
			ID: awkwardToken, Reason: awkwardToken, Assumptions: []string{awkwardToken}, Known: &report.Known{Reason: awkwardToken},
			Findings: []report.Finding{{What: awkwardToken, Expected: awkwardToken, Got: awkwardToken}},
			Exchanges: []report.Exchange{{
				Error: awkwardToken, Curl: awkwardToken, Request: report.Request{URL: awkwardToken, Body: awkwardToken},
				Response: &report.Response{Body: awkwardToken, Header: []report.Field{{Name: awkwardToken, Value: awkwardToken}}},
			}},
		}},
	}
	newRedactor(awkwardToken).all(&whole)
	text, err := json.Marshal(whole)
	if err != nil {
		t.Fatal(err)
	}
	if quoted, _ := json.Marshal(awkwardToken); strings.Contains(string(text), core(string(quoted))) {
		t.Errorf("want no token in the report, got %s", text)
	}
	if got, want := strings.Count(string(text), "[token]"), 22; got != want {
		t.Errorf("%d marks, want %d: %s", got, want, text)
	}
}

func TestUnescapeKeepsPlaces(t *testing.T) {
	const text = `x\u0062 c%64ef`
	v, _ := identity([]byte(text)).unescape()
	if got := string(v.text); got != "xbcdef" {
		t.Fatalf("got %q, want xbcdef", got)
	}
	for i, want := range []string{"x", `\u0062`, "c", "%64", "e", "f"} {
		if got := text[v.from[i]:v.to[i]]; got != want {
			t.Errorf("byte %d comes from %q, want %q", i, got, want)
		}
	}
}
