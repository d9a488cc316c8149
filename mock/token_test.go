package mock

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

func TestWithout(t *testing.T) {
	const token = `s3cret/+="t`
	for text, want := range map[string]string{
		"":                                      "",
		"nothing":                               "nothing",
		"a " + token + token + " b":             "a ****** b",
		url.QueryEscape(token):                  "***",
		"x=" + url.PathEscape(token) + "&":      "x=***&",
		url.QueryEscape(url.QueryEscape(token)): "***",
		strings.ToLower(url.QueryEscape(token)): "***",
		"%73%33cret%2F%2b%3D%22t.":              "***.",
		`{"a":"s3cret\/+=\"t"}`:                 `{"a":"***"}`,
		`{"a":"s3\u0063ret\u002f\u002B\u003d\u0022\u0074"}`: `{"a":"***"}`,
		"s3cret/+=%2":         "s3cret/+=%2",
		`s3cret/+=\u00`:       `s3cret/+=\u00`,
		"s3cret s3cret/+=\"T": "s3cret s3cret/+=\"T",
	} {
		if got := mask(text, token); got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
		if got := string(mask([]byte(text), token)); got != want {
			t.Errorf("%s as bytes: got %s, want %s", text, got, want)
		}
		if got := containsToken(text, token); got != (text != want) {
			t.Errorf("%s: has: got %t, want %t", text, got, text != want)
		}
	}
}

// tokenLetters are the characters of a token in RFC 6750.
const tokenLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/="

// Any token is found, however it is escaped.
func TestWithoutFindsAnyToken(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	for range 2000 {
		token := make([]byte, 8+random.IntN(20))
		for i := range token {
			token[i] = tokenLetters[random.IntN(len(tokenLetters))]
		}
		var text strings.Builder
		for _, c := range token {
			switch random.IntN(4) {
			case 0:
				fmt.Fprintf(&text, "%%%02x", c)
			case 1:
				fmt.Fprintf(&text, `\u%04X`, c)
			default:
				text.WriteString(url.QueryEscape(string(rune(c))))
			}
		}
		if got := mask("<"+text.String()+">", string(token)); got != "<***>" {
			t.Fatalf("%q as %s: got %s; want <***>", token, text.String(), got)
		}
	}
}

func TestWithoutLongToken(t *testing.T) {
	token := strings.Repeat("a", 60_000) + "b"
	if got := mask("x"+token+"y"+token[:100], token); got != "x***y"+token[:100] {
		t.Errorf("got %d bytes, want the token masked", len(got))
	}
	if got := mask(strings.Repeat("a", 64<<10), token); strings.Contains(got, token[:keyLength]) {
		t.Errorf("got a part of the token in %d bytes, want none", len(got))
	}
}

// bytesContainToken and textContainsToken find the same as containsToken, near misses included.
func TestHasBytes(t *testing.T) {
	random, found := rand.New(rand.NewPCG(2, 2)), 0
	for range 20_000 {
		token := []byte("ababbabb")
		token[random.IntN(len(token))] ^= 'a' ^ 'b'
		if random.IntN(10) == 0 {
			token = bytes.Repeat(token, 20) // longer than keyLength
		}
		text := bytes.Repeat(token, 2)
		text[random.IntN(len(text))] ^= 'a' ^ 'b'
		text = text[random.IntN(len(token)) : len(text)-random.IntN(len(token))]
		if random.IntN(10) == 0 {
			text = append([]byte(`\u0061%62+`), text...)
		}
		want := containsToken(text, string(token))
		if got := bytesContainToken(text, string(token)); got != want {
			t.Fatalf("%q in %q: got %t, want %t", token, text, got, want)
		}
		if got := textContainsToken(string(text), string(token)); got != want {
			t.Fatalf("%q in the text %q: got %t, want %t", token, text, got, want)
		}
		if want {
			found++
		}
	}
	if found < 1000 || found > 19_000 {
		t.Errorf("%d texts of 20,000 have the token, want 1,000 to 19,000", found)
	}
}

// Neither the log nor the request log has a token, wherever a client puts it.
func TestTokensAreMasked(t *testing.T) {
	const token, wanted = "s3cret+token/1", "the=servers+own"
	var lines []string
	server, err := New(WithAuth(wanted), WithLog(func(e Entry) { lines = append(lines, fmt.Sprintf("%+v", e)) }))
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{token, wanted} {
		for _, target := range []string{
			"/v3/lead?access_token=" + url.QueryEscape(secret),
			"/v3/lead?q=" + url.QueryEscape(url.QueryEscape(secret)),
			"/v3/lead/" + url.PathEscape(secret),
			"/s/" + url.PathEscape(secret) + "/v3/lead",
		} {
			request := httptest.NewRequest("GET", target, nil)
			request.Header.Set("Authorization", "Bearer "+secret)
			server.ServeHTTP(httptest.NewRecorder(), request)
		}
		request := httptest.NewRequest("POST", "/v3/lead?limit=1", strings.NewReader(`{"lead_name":"`+strings.ReplaceAll(secret, "+", `\u002b`)+`"}`))
		request.Header.Set("Authorization", "Bearer "+secret)
		server.ServeHTTP(httptest.NewRecorder(), request)
	}
	request := httptest.NewRequest("GET", "/v3/lead?API%5Fkey=another-one&limit=1", nil) // without a header
	server.ServeHTTP(httptest.NewRecorder(), request)
	found, _ := server.Requests(RequestFilter{}, 100)
	for _, request := range found {
		lines = append(lines, fmt.Sprintf("%+v", request))
	}
	if len(lines) != 11+9 {
		t.Errorf("got %d lines, want 11 of the log and 9 of the request log", len(lines))
	}
	for _, line := range lines {
		for _, secret := range []string{token, wanted, "another-one", "servers", "s3cret"} {
			if strings.Contains(line, secret) {
				t.Errorf("got %s, want %s masked", line, secret)
			}
		}
	}
	if last := found[0].Path; last != "/v3/lead?API%5Fkey=***&limit=1" {
		t.Errorf("the path: got %s; want /v3/lead?API%%5Fkey=***&limit=1", last)
	}
}
