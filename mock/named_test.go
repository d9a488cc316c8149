package mock

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/leadapi/leadapi/openapi"
)

// A reply is matched with the most similar example; values do not count, but the texts of errors do.
func TestMet(t *testing.T) {
	var replies []documentedReply
	for _, test := range []struct {
		status     int
		name, body string
	}{
		{200, "page", `{"data":[{"id":"a"}],"total":1}`},
		{200, "empty", `{"data":[],"total":0}`},
		{200, "job", `{"job":"x"}`},
		{400, "short", `{"error":[{"list_uuid":"too short"}]}`},
		{400, "empty", `{"error":[{"phone":"too short"},{"phone":"no number"}]}`},
		{400, "text", `{"error":"file is missing"}`},
		{404, "missing", `{"error":"Not Found"}`},
		{204, "", ""},
	} {
		replies = append(replies, documentedReply{test.name, Reply{Status: test.status, Body: []byte(test.body)}})
	}
	l := namedOf(openapi.Operation{}, replies)
	for _, test := range []struct {
		status     int
		body, want string
	}{
		{200, `{"data":[{"id":"b"},{"id":"c"}],"total":2}`, "200 page"},
		{200, `{"total":0,"data":[]}`, "200 empty"},
		{200, `{"job":"y"}`, "200 job"},
		{400, `{"error":[{"list_uuid":"too short"}]}`, "400 short"},
		{400, `{"error":[{"phone":"no number"}]}`, "400 empty"},
		{400, `{"error": [{"list_uuid":"too short"}, {"phone":"too short"}, {"phone":"no number"}]}`, "400 empty"},
		{400, `{"error":[{"other":"too short"}]}`, ""},
		{400, `{"error":"file is missing"}`, "400 text"},
		{400, `{"error":"another text"}`, ""},
		{400, `no JSON`, ""},
		{404, `{"error":"another text"}`, "404 missing"},
		{204, "", "204 "},
		{418, "", ""},
		{201, `{"job":"y"}`, "200 job"}, // in other readings
		{201, `{"other":"y"}`, ""},
		{422, `{"error":[{"phone":"no number"}]}`, "400 empty"},
		{400, `{"error":"Not Found"}`, "404 missing"},
		{409, `{"error":"another text"}`, ""},
		{503, `{"error":"Not Found"}`, ""},
	} {
		got := ""
		if at := l.met(Reply{Status: test.status, Body: []byte(test.body)}); at >= 0 {
			got = fmt.Sprint(l.replies[at].reply.Status, " ", l.replies[at].name)
		}
		if got != test.want {
			t.Errorf("%d %s: got %q, want %q", test.status, test.body, got, test.want)
		}
	}
}

// The fields of a body are found up to an error, and only at their own depth.
func TestFieldsIn(t *testing.T) {
	for _, test := range []struct{ each, body, want string }{
		{"", `{"a":1,"b":{"c":2},"a":3}`, "a b"},
		{"", `{ "b" : "a\":", "\u0061" : [ "c" ] }`, "a b"},
		{"", `{"d":1,"c":"un`, "c"},
		{"", `[{"a":1}]`, ""},
		{"", `"a"`, ""},
		{"", `{"a`, ""},
		{"", `{"\u00`, ""},
		{"$body", `[{"x":1},{"y":1,"a":{"x":1}}]`, "x y"},
		{"$body.a", `{"a":[{"x":1}],"b":{"y":1}}`, "a b x"},
	} {
		l := namedOf(openapi.Operation{
			Body: &openapi.Body{Fields: []string{"a", "b", "c"}},
			Mock: &openapi.Mock{Each: test.each, EachFields: []string{"x", "y"}},
		}, nil)
		_, names := l.names(nil, l.fieldsIn([]byte(test.body), nil))
		if got := strings.Join(names, " "); got != test.want {
			t.Errorf("%q %s: got %q, want %q", test.each, test.body, got, test.want)
		}
	}
	if found := (&named{}).fieldsIn([]byte(`{"a":1}`), []int{}); !slices.Equal(found, []int{}) {
		t.Errorf("got %v of nothing that is listed, want none", found)
	}
}
