package target

import (
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
