package mock

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"time"
)

// Each second has its own date, also if the clock goes back, and a date that is set stays.
func TestDateOfEachSecond(t *testing.T) {
	for _, test := range []struct {
		now  time.Time
		want string
	}{
		{time.UnixMilli(784111777_000), "Sun, 06 Nov 1994 08:49:37 GMT"},
		{time.UnixMilli(784111777_999), "Sun, 06 Nov 1994 08:49:37 GMT"},
		{time.UnixMilli(784111778_000), "Sun, 06 Nov 1994 08:49:38 GMT"},
		{time.UnixMilli(784111777_500), "Sun, 06 Nov 1994 08:49:37 GMT"},
	} {
		header := http.Header{}
		if setDate(header, test.now); header.Get("Date") != test.want {
			t.Errorf("%s: got %q, want %q", test.now, header.Get("Date"), test.want)
		}
	}
	header := http.Header{"Date": nil} // as middleware suppresses it
	if setDate(header, time.Now()); header["Date"] != nil {
		t.Errorf("got %q, want none", header["Date"])
	}
}

// A reply has one date, which is that of the reply.
func TestReplyHasDate(t *testing.T) {
	played, err := New()
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(played)
	defer server.Close()
	before := time.Now().Truncate(time.Second)
	response, err := http.Get(server.URL + "/v3/lead")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	after := time.Now()
	dates := response.Header.Values("Date")
	date, err := http.ParseTime(first(dates))
	if len(dates) != 1 || err != nil || date.Before(before) || date.After(after) {
		t.Errorf("got %q, want one date between %s and %s", slices.Clone(dates), before, after)
	}
}
