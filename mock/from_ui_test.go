package mock_test

import (
	"net/http"
	"testing"

	"github.com/leadapi/leadapi/mock"
)

// Requests of the web UI meet no faults and are not logged; a page of another origin cannot hide in this way.
func TestOwnPagePassesBy(t *testing.T) {
	c := start(t)
	c.fault(mock.Fault{Status: 404, Operation: "getLead"})
	for site, status := range map[string]int{"": 200, "same-origin": 200, "cross-site": 404, "same-site": 404} {
		header := http.Header{"Authorization": {"Bearer x"}, "X-Mock-Page": {"1"}}
		if site != "" {
			header.Set("Sec-Fetch-Site", site)
		}
		if got := c.sendWith("GET", "/v3/lead/"+demo01, header, nil); got.status != status {
			t.Errorf("Sec-Fetch-Site %q: got %d, want %d", site, got.status, status)
		}
	}
	if _, n := c.server.Requests(mock.RequestFilter{}, 0); n != 2 || c.server.Faults()[0].Used != 2 {
		t.Errorf("got %d requests in the request log, fault used %d times, want 2 and 2", n, c.server.Faults()[0].Used)
	}
}
