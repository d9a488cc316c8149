package mock_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/leadapi/leadapi/mock"
	"github.com/leadapi/leadapi/openapi"
)

// A note does not say that something was ignored if the reading in use refuses it, and it names what decides.
func TestNotesFollowTheReading(t *testing.T) {
	for _, test := range []struct {
		reading            openapi.Readings
		method, path, body string
		want               string // of the note; "" for none
	}{
		{openapi.Readings{"A22": "refused"}, "GET", "/v3/lead?phone=1", "", `query parameter "phone" is not known; did you mean phone_number?`},
		{openapi.Readings{"A10": "refused"}, "POST", "/v3/lead", `{"lead_name":"a","lead_name":"b"}`, ""},
		{openapi.Readings{"A26": "kept"}, "PUT", "/v3/lead/" + demo01, `{"lead_uuid":"` + demo01 + `","phone_number":""}`, "phone_number is empty, so the stored value stays (A26)"},
	} {
		c := start(t, mock.WithReadings(test.reading))
		header := http.Header{"Authorization": {"Bearer x"}, "Content-Type": {"application/json"}}
		got := c.sendWith(test.method, test.path, header, strings.NewReader(test.body))
		if note := got.header.Get(noteName); note != test.want {
			t.Errorf("%v: got the note %q, want %q", test.reading, note, test.want)
		}
	}
}
