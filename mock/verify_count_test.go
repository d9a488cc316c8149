package mock

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
)

// A wait for requests looks at each of them once, and counts those that the log still has.
func TestVerifyCounts(t *testing.T) {
	server, err := New()
	if err != nil {
		t.Fatal(err)
	}
	send := func(n int) {
		for i := range n {
			body := strings.NewReader(fmt.Sprintf(`{"lead_name":"%d"}`, i%2))
			server.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("POST", "/v3/lead", body))
		}
	}
	conditions, err := Match{"body.lead_name": "0"}.compile(nil)
	if err != nil {
		t.Fatal(err)
	}
	var counted counting
	add := func() int { return counted.add(server.session, RequestFilter{Method: "post"}, conditions) }
	send(maxRequests)
	if got := add(); got != maxRequests/2 {
		t.Errorf("got %d, want %d", got, maxRequests/2)
	}
	send(3)
	if got := add(); got != maxRequests/2 || len(counted.ids) != got {
		t.Errorf("after 3 more: got %d and kept %d, want %d, because the log drops the oldest", got, len(counted.ids), maxRequests/2)
	}
	if got := testing.AllocsPerRun(10, func() { add() }); got > 20 {
		t.Errorf("without a new request: got %.0f allocations, want at most 20: none is looked at again", got)
	}
	server.DeleteRequests()
	send(1)
	if got := add(); got != 1 {
		t.Errorf("after the log was emptied: got %d, want 1", got)
	}
}
