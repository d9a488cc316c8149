package target

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/leadapi/leadapi/contract/report"
)

// TestEvidenceHidesTheToken records replies in which the token is where the report cuts a text, and longer ones, which are cut at once.
func TestEvidenceHidesTheToken(t *testing.T) {
	const token = "a-token-of-nobody" // of clientOf
	for _, before := range []int{0, report.MaxText - 60, report.MaxText - len(token)/2, searched - len(token)/2, 5 * searched} {
		client := clientOf(t, nil)
		padded := strings.Repeat("x", before) + token
		got := &Reply{Status: 200, Body: []byte(padded), Header: http.Header{"X-Echo": {padded}}}
		shown, err := json.Marshal(client.Record(createCall("A"), got, nil, 0).Exchange())
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(shown), "token-of") || strings.Contains(string(shown), "xa-t") {
			t.Errorf("%d bytes before the token: want no part of it, got %s", before, shown[max(0, len(shown)-300):])
		}
		if len(shown) > 4*report.MaxText {
			t.Errorf("%d bytes before the token: the exchange has %d bytes, want at most %d", before, len(shown), 4*report.MaxText)
		}
	}
}

// TestEvidenceHasHeaders records a reply whose headers explain a finding, such as those of a gateway.
func TestEvidenceHasHeaders(t *testing.T) {
	got := &Reply{Status: 200, Header: http.Header{"Via": {"a", "b"}, "Server": {"nginx"}}}
	shown := clientOf(t, nil).Record(createCall("A"), got, nil, 0).Exchange().Response.Header
	if want := []report.Field{{Name: "Server", Value: "nginx"}, {Name: "Via", Value: "a"}, {Name: "Via", Value: "b"}}; !slices.Equal(shown, want) {
		t.Errorf("got %v, want %v", shown, want)
	}
}
