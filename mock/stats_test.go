package mock_test

import (
	"sync"
	"testing"
)

// Concurrent requests, including the first of their kind, are all counted.
func TestTallies(t *testing.T) {
	c := start(t)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 25 {
				c.getUnchecked("/v3/lead?limit=1")
				c.getUnchecked("/v3/lead?limit=x")
				c.getUnchecked("/v3/leads")
			}
		})
	}
	all.Wait()
	got := map[string]uint64{}
	for _, tally := range c.server.Tallies() {
		got[tally.Operation] += tally.Requests
		if tally.Duration <= 0 {
			t.Errorf("got %+v, want a duration over 0", tally)
		}
	}
	if got["listLeads"] != 400 || got[""] != 200 || len(c.server.Tallies()) != 3 {
		t.Errorf("got %+v, want 400 of listLeads, 200 of no operation, and 3 in all", c.server.Tallies())
	}
}
