package mock_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/leadapi/leadapi/mock"
)

// createdAt creates a lead and returns its created_at. The leads differ only in the clock.
func (c *client) createdAt() string {
	c.t.Helper()
	at, _ := c.expect("GET", "/v3/lead/"+c.create("x", "0349710001"), "", 200, "").decoded(c.t)["created_at"].(string)
	return at
}

func (c *client) clock(change mock.ClockChange) mock.Clock {
	c.t.Helper()
	set, err := c.server.SetClock(change)
	if err != nil {
		c.t.Fatal(err)
	}
	return set
}

func TestFrozenClock(t *testing.T) {
	c := start(t)
	noon := time.Date(2023, 3, 8, 5, 0, 0, 0, time.UTC)
	day, step, seed := mock.Duration(24*time.Hour), mock.Duration(time.Second), int64(7)
	c.clock(mock.ClockChange{Now: &noon, Frozen: new(true), IDSeed: &seed})
	first, second := c.createdAt(), c.createdAt()
	if first != "2023-03-08T12:00:00+07:00" || second != first {
		t.Errorf("got %s, %s, want the same", first, second)
	}
	if set := c.clock(mock.ClockChange{Advance: &day, Step: &step}); !set.Frozen || set.Wall || set.Now.Format(time.RFC3339) != "2023-03-09T12:00:00+07:00" {
		t.Errorf("got %+v, want it frozen a day later", set)
	}
	if first, second := c.createdAt(), c.createdAt(); first != "2023-03-09T12:00:00+07:00" || second != "2023-03-09T12:00:01+07:00" {
		t.Errorf("got %s, %s, want noon and a second later", first, second)
	}
	ids := func() (ids [2]string) {
		c.clock(mock.ClockChange{IDSeed: &seed})
		for i := range ids {
			ids[i] = c.create("x", "0349710001")
		}
		return ids
	}
	c.server.Reset()
	before := ids()
	c.server.Reset()
	if again := ids(); again != before {
		t.Errorf("the second time: got ids %v, want %v", again, before)
	}
}

// A clock that is set runs on from there, and can go back to that of the machine.
func TestRunningClock(t *testing.T) {
	c := start(t)
	then := time.Date(2033, 1, 1, 0, 0, 0, 0, time.UTC)
	c.clock(mock.ClockChange{Now: &then})
	first, second := c.createdAt(), c.createdAt()
	if first[:10] != "2033-01-01" || second <= first {
		t.Errorf("got %s, %s, want a running clock from 2033-01-01", first, second)
	}
	c.clock(mock.ClockChange{Frozen: new(true)})
	if first, second := c.createdAt(), c.createdAt(); first[:10] != "2033-01-01" || second != first {
		t.Errorf("frozen: got %s, %s, want the same time in 2033", first, second)
	}
	if set := c.clock(mock.ClockChange{Frozen: new(false)}); set.Frozen || set.Wall || set.Now.Year() != 2033 {
		t.Errorf("got %+v, want it running in 2033", set)
	}
	if set := c.clock(mock.ClockChange{Wall: true}); !set.Wall || set.Now.Year() == 2033 {
		t.Errorf("got %+v, want the machine's clock", set)
	}
	// Another session has its own clock.
	if other := c.server.InSession("other").Clock(); !other.Wall || other.Frozen {
		t.Errorf("got %+v, want the machine's clock", other)
	}
}

func TestClockChangesThatAreRefused(t *testing.T) {
	c := start(t)
	late := time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)
	day, back, long := mock.Duration(48*time.Hour), mock.Duration(-5), mock.Duration(time.Hour+1)
	for says, change := range map[string]mock.ClockChange{
		"wall is the machine's clock; it can only be combined with id_seed": {Wall: true, Frozen: new(true)},
		"the time would be outside of the years 1 to 9999":                  {Now: &late, Advance: &day},
		"freeze the clock: a running one can be at most 292 years away":     {Now: &late},
		"step: want a time from 0 to 1h0m0s, not -5ns":                      {Step: &back},
		"step: want a time from 0 to 1h0m0s, not 1h0m0.000000001s":          {Step: &long},
	} {
		if _, err := c.server.SetClock(change); err == nil || err.Error() != says {
			t.Errorf("got %v, want %s", err, says)
		}
	}
	if set := c.clock(mock.ClockChange{Now: &late, Frozen: new(true)}); set.Now.Year() != 9999 {
		t.Errorf("got %+v, want the year 9999", set)
	}
	c.clock(mock.ClockChange{Wall: true})
	if clock := c.server.Clock(); !clock.Wall {
		t.Errorf("the clock: got %+v, want that of the machine", clock)
	}
}

// RFC 3339 ends with the year 9999. A clock that reaches it stops, so that its stamps can be read back.
func TestClockAtTheEnd(t *testing.T) {
	last := time.Date(9999, 12, 31, 23, 59, 59, 0, time.FixedZone("", 7*60*60))
	hour := mock.Duration(time.Hour)
	for name, c := range map[string]*client{"set": start(t), "from the start": start(t, mock.WithNow(last.Add(999*time.Millisecond+999*time.Microsecond)))} {
		if name == "set" {
			c.clock(mock.ClockChange{Now: &last, Frozen: new(true), Step: &hour})
		}
		for range 2 {
			c.create("x", "0349710001")
		}
		if at := c.server.Clock().Now; at.Year() != 9999 {
			t.Errorf("%s: got the clock at %s, want the year 9999", name, at)
		}
		if err := c.server.ImportState("exported", []byte(exported(t, c.server))); err != nil {
			t.Errorf("%s: got %v, want no error", name, err)
		}
	}
	if _, err := mock.New(mock.WithNow(last.Add(time.Second))); err == nil || !strings.Contains(err.Error(), "outside of the years 1 to 9999") {
		t.Errorf("a start in the year 10000: got %v, want it refused", err)
	}
}

// A time in 1970 is not special.
func TestClockAtTheEpoch(t *testing.T) {
	c := start(t)
	epoch := time.Unix(0, 0)
	c.clock(mock.ClockChange{Now: &epoch, Frozen: new(true)})
	c.expect("PUT", "/v3/lead/"+demo01, jsonBody(map[string]string{"lead_uuid": demo01, "phone_number": "1"}), 200, "")
	before := c.expect("GET", "/v3/lead/"+demo01, "", 200, "").text()
	if !strings.Contains(before, `"updated_at":"1970-01-01T07:00:00+07:00"`) {
		t.Errorf("got %s, want updated_at in 1970", before)
	}
	if err := c.server.ImportState("exported", []byte(exported(t, c.server))); err != nil {
		t.Fatal(err)
	}
	if after := c.expect("GET", "/v3/lead/"+demo01, "", 200, "").text(); after != before {
		t.Errorf("read back: got\n%s\nwant, as before,\n%s", after, before)
	}
}

// An id_seed restarts the random choices of faults, as it does ids.
func TestIDSeedAndChances(t *testing.T) {
	c := start(t)
	c.fault(mock.Fault{Status: 500, Probability: 0.5})
	seed := int64(7)
	run := func() (pattern string) {
		c.clock(mock.ClockChange{IDSeed: &seed})
		for range 100 {
			pattern += fmt.Sprint(c.getUnchecked("/v3/lead?limit=0").status/500, "")
		}
		return pattern
	}
	if first, second := run(), run(); first != second {
		t.Errorf("with the same seed: got\n%s\nwant\n%s", second, first)
	}
}
