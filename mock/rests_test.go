package mock_test

import (
	"slices"
	"testing"

	"github.com/leadapi/leadapi/mock"
)

// TestRequestsSayWhatTheyRestOn covers each code path; a request that reuses memory has no mark of the previous one.
func TestRequestsSayWhatTheyRestOn(t *testing.T) {
	c := start(t)
	id := c.create("An", "0349710001")
	for _, test := range []struct {
		method, path string
		want         []string
	}{
		{"GET", "/v3/leads", []string{"A45"}},
		{"PATCH", "/v3/lead", []string{"A05"}},
		{"HEAD", "/v3/lead/" + id, []string{"A15"}},
		{"GET", "/v3/lead/" + id, nil},
	} {
		c.send(test.method, test.path, "")
		found, _ := c.server.Requests(mock.RequestFilter{}, 1)
		if got := found[0].Assumptions; !slices.Equal(got, test.want) {
			t.Errorf("%s %s: got %v, want %v", test.method, test.path, got, test.want)
		}
	}
}
