package mock

import (
	"encoding/json"
	"math/big"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
)

// A shortened number is an integer if the number is one, has its sign, and compares with usual numbers as it does.
func TestShortNumber(t *testing.T) {
	many := func(digit string) string { return strings.Repeat(digit, 3000) }
	for _, text := range []string{
		"1" + many("0"), "-" + many("9"), many("9") + ".5", "1." + many("0"), "-1." + many("0"), "0." + many("0"), "0." + many("0") + "1", "1." + many("0") + "1",
		"0." + many("3"), many("12") + "e-2", many("10") + "e-1", "1" + many("0") + "e-3000", "1" + many("0") + "e-3001", "5" + many("0") + "e-2998", "1" + many("0") + ".0E+5",
		"0." + many("0") + "25e3002", "0." + many("0") + "25e3001", "7" + many("0") + "e-1000000", many("1") + "e1000000", many("1") + "e1000001", many("1") + "e99999999999999999999",
	} {
		short := shortNumber(json.Number(text))
		if len(short) > 1100 {
			t.Errorf("%.20s...%s: got %d bytes, want at most 1100", text, text[len(text)-8:], len(short))
		}
		number, valid := new(big.Rat).SetString(text)
		got, gotValid := new(big.Rat).SetString(string(short))
		if valid != gotValid {
			t.Errorf("%.20s...%s: got %.20s..., valid %v, want %v", text, text[len(text)-8:], short, gotValid, valid)
		}
		if !valid || !gotValid {
			continue
		}
		if got.IsInt() != number.IsInt() || got.Sign() != number.Sign() {
			t.Errorf("%.20s...%s: got integer %v, sign %d, want %v, %d", text, text[len(text)-8:], got.IsInt(), got.Sign(), number.IsInt(), number.Sign())
		}
		for _, bound := range []string{"-1e308", "-1", "0", "0.3", "0.4", "1", "1.5", "5", "25", "123456789012345678901234567890", "1e308"} {
			than, _ := new(big.Rat).SetString(bound)
			if got.Cmp(than) != number.Cmp(than) {
				t.Errorf("%.20s...%s and %s: got %d, want %d", text, text[len(text)-8:], bound, got.Cmp(than), number.Cmp(than))
			}
		}
	}
	if got := shortNumber("12.50"); got != "12.50" {
		t.Errorf("got %s, want a short number as it is", got)
	}
}

// The library never sees a number with very many digits, and a body is refused in the same words.
func TestLongNumberInABody(t *testing.T) {
	server, err := New()
	if err != nil {
		t.Fatal(err)
	}
	send := func(number string) string {
		request := httptest.NewRequest("POST", "/v3/lead", strings.NewReader(`{"phone_number":`+number+`}`))
		request.Header.Set("Authorization", "Bearer t")
		recorder := httptest.NewRecorder()
		server.ServeHTTP(recorder, request)
		return recorder.Body.String()
	}
	for _, test := range []struct{ long, short string }{
		{strings.Repeat("9", 100_000), "9"}, {"1." + strings.Repeat("0", 100_000), "1.0"}, {"0." + strings.Repeat("3", 100_000), "0.3"}, {"[" + strings.Repeat("9", 100_000) + "]", "[9]"},
	} {
		if got, want := send(test.long), send(test.short); got != want {
			t.Errorf("%.10s...: got %.200s, want %s", test.long, got, want)
		}
	}
	// math/big allocates again for every few digits, so what it allocates grows with their square too.
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	send(strings.Repeat("9", 300_000))
	runtime.ReadMemStats(&after)
	if bytes := after.TotalAlloc - before.TotalAlloc; bytes > 20<<20 {
		t.Errorf("got %d bytes allocated for a number of 300 kB, want at most 20 MB", bytes)
	}
	var numbers []json.Number
	var collect func(any)
	collect = func(value any) {
		switch value := value.(type) {
		case json.Number:
			numbers = append(numbers, value)
		case []any:
			for _, one := range value {
				collect(one)
			}
		case map[string]any:
			for _, one := range value {
				collect(one)
			}
		}
	}
	long := json.Number(strings.Repeat("9", 100_000))
	given := map[string]any{"a": []any{long, "x"}, "b": long}
	collect(withShortNumbers(given))
	if len(numbers) != 2 || len(numbers[0]) > 1100 || len(numbers[1]) > 1100 || given["b"] != long {
		t.Errorf("got numbers of %d, %d bytes, want two of at most 1100, and the value as before", len(numbers[0]), len(numbers[1]))
	}
}
