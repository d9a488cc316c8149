package target

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"runtime"
	"strings"
	"testing"
)

func TestDecodeStrict(t *testing.T) {
	for _, test := range []struct{ name, body, problem, failure string }{
		{"one object", `{"a":1,"b":[{"a":2}]}`, "", ""},
		{"white space around it", " \n{}\r\n", "", ""},
		{"a key twice", `{"a":1,"a":2}`, "a is there twice", ""},
		{"a key twice, inside", `{"data":[{},{"a":1,"b":2,"a":1}]}`, "data[1].a is there twice", ""},
		{"the same key at two places", `{"a":{"a":1}}`, "", ""},
		{"bytes after it", `{} x`, "", "not one JSON value"},
		{"a second value", `{}{}`, "", "not one JSON value"},
		{"cut off", `{"a":`, "", "not one JSON value"},
		{"HTML", `<html>`, "", "not one JSON value"},
		{"nothing", " ", "", "empty"},
		{"text cut at a byte", "{\"a\":\"Nguy\xe1\xbb\"}", "", "not UTF-8"},
		{"nested without end", strings.Repeat(`[`, 60) + strings.Repeat(`]`, 60), "", "nested deeper"},
	} {
		_, problems, err := DecodeStrict([]byte(test.body))
		if got := strings.Join(problems, ", "); got != test.problem {
			t.Errorf("%s: problems %q, want %q", test.name, got, test.problem)
		}
		if (err != nil) != (test.failure != "") || err != nil && !strings.Contains(err.Error(), test.failure) {
			t.Errorf("%s: error %v, want %q", test.name, err, test.failure)
		}
	}
}

// TestDecodeStrictIsBounded decodes replies that once took seconds and gigabytes: a path text for every value needs quadratic space.
// It measures allocations, which other processes do not affect.
func TestDecodeStrictIsBounded(t *testing.T) {
	longKey := strings.Repeat("k", 64<<10)
	for _, test := range []struct{ name, body, problem, failure string }{
		{"a long key over many items", fmt.Sprintf(`{"%s":[%s1]}`, longKey, strings.Repeat("1,", 32_000)), "", ""},
		{"one key many times", "{" + strings.Repeat(`"aaaa":1,`, 50_000) + `"aaaa":1}`, "and 49980 more", ""},
		{"a long key twice", fmt.Sprintf(`{"%s":1,"%s":1}`, longKey, longKey), "k… is there twice", ""},
		{"many values", "[" + strings.Repeat("{},", 600_000) + "{}]", "", "more than 100000 values"},
		{"values within values", "[" + strings.Repeat("[[[]]],", 200_000) + "{}]", "", "more than 100000 values"},
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, problems, err := DecodeStrict([]byte(test.body))
		runtime.ReadMemStats(&after)
		if took, most := after.TotalAlloc-before.TotalAlloc, uint64(40<<20); took > most {
			t.Errorf("%s: %d MB allocated, want at most %d", test.name, took>>20, most>>20)
		}
		if len(problems) > maxProblems+1 || !strings.HasSuffix(strings.Join(problems, ", "), test.problem) || test.problem == "" && len(problems) > 0 {
			t.Errorf("%s: %d problems, the last %.200q, want %q", test.name, len(problems), strings.Join(problems, ", "), test.problem)
		}
		if (err != nil) != (test.failure != "") || err != nil && err.Error() != test.failure {
			t.Errorf("%s: error %v, want %q", test.name, err, test.failure)
		}
	}
}

// FuzzDecodeStrict compares the values with those of encoding/json, which does not report duplicate keys.
func FuzzDecodeStrict(f *testing.F) {
	for _, text := range []string{
		`{"a":[1,-2.50e+3,"x",true,false,null,{},[]]}`, " [ 1 , { \"a\" :\t\"b\" } ,\r\n{ } , [ ] ] ", `"\ud83d\ude00 \" \\ \/ \u0000"`, `{"a":1,"a":{"\u0061":2}}`,
		`{"a\"}":"]}\\"}`, `0`, `-1e5`, `""`, `"\ud800"`, `[[[[]]]]`, `{"a":"\ud800"}`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		got, _, err := DecodeStrict(text)
		if err != nil {
			return // with the reasons that TestDecodeStrict names
		}
		decoder := json.NewDecoder(bytes.NewReader(text))
		decoder.UseNumber()
		var want any
		if err := decoder.Decode(&want); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%q: got %#v, want %#v (%v)", text, got, want, err)
		}
	})
}
