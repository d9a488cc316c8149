package mock_test

import (
	"context"
	"errors"
	"time"

	"github.com/leadapi/leadapi/mock"
	"github.com/leadapi/leadapi/openapi"
)

// wait follows or awaits something for a moment, as the web UI and tests do.
func (h *hammer) wait(session *mock.Session) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Duration(h.random.IntN(10))*time.Millisecond)
	defer cancel()
	switch h.random.IntN(6) {
	case 0:
		for range session.FollowEvents(ctx, 0) {
		}
	case 1:
		for range h.server.FollowEventsOfAll(ctx) {
		}
	case 2:
		for range session.FollowRequests(ctx, session.LastRequest()) {
			break
		}
	case 3:
		wanted := 1
		_, _ = session.Verify(ctx, mock.Verification{RequestFilter: mock.RequestFilter{Operation: "createLead"}, AtLeast: &wanted})
	case 4:
		_ = session.WaitForJobs(ctx)
	case 5:
		_, _ = session.ReleaseWhenHeld(ctx, 1+h.random.IntN(3), 1)
	}
}

// disturb adds a fault that makes requests late, or ends some.
func (h *hammer) disturb(session *mock.Session) {
	fault, err := session.AddFault(pick(h, []mock.Fault{
		{Operation: "getLead", Hold: mock.Duration(10 * time.Millisecond), Times: 2},
		{Operation: "listLeads", Slow: mock.Duration(time.Millisecond), Times: 1},
		{Delay: mock.Delay{Max: time.Millisecond}, Probability: 0.5, Times: 2},
		{Match: mock.Match{"body.phone_number": hammerPhones[0]}, From: 2, Status: hammerFault, Times: 1},
	}))
	if err != nil && !errors.Is(err, mock.ErrFull) {
		h.t.Error(err)
	}
	switch h.random.IntN(4) {
	case 0:
		session.DeleteFault(fault.ID)
	case 1:
		session.DeleteFaults()
	case 2:
		_, _ = session.Release(fault.ID, 0)
	}
}

// arrange changes how a session answers, but no status of a reply.
func (h *hammer) arrange(session *mock.Session) {
	var err error
	switch h.random.IntN(8) {
	case 0:
		err = session.SetReadings(openapi.Readings{"A65": "oldest-first"})
	case 1:
		err = session.SetReadings(nil)
	case 2:
		err = session.SetImports(pick(h, []mock.Imports{{}, {After: time.Millisecond}, {AfterReads: 2}}))
	case 3:
		err = session.SetScenario("first-page")
	case 4:
		_, err = session.MakeLeads(2, "", true)
	case 5:
		session.DeleteSnapshots()
	case 6:
		session.DeleteUsage()
		_, _ = session.Usage(), h.server.Usage()
	case 7:
		_, _ = session.Snapshots(), session.Resources()
		_, _ = h.server.RequestsOfAll(mock.RequestFilter{Body: "x"}, 10)
	}
	if err != nil {
		h.t.Error(err)
	}
}

// settle ends what a session still waits for, so that it no longer changes.
func settle(c *client, session *mock.Session) error {
	session.DeleteFaults()
	err := errors.Join(session.SetReadings(nil), session.SetImports(mock.Imports{}))
	session.WaitForImports()
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	for session.WaitForJobs(ended) != nil { // for reads
		c.in(session.Name(), "GET", "/v3/lead", "")
	}
	return err
}
