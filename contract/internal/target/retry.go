package target

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

const (
	maxPause      = time.Minute            // that a Retry-After may ask for
	minPace       = 50 * time.Millisecond  // between two requests, if the deployment limits their rate
	maxPace       = time.Second            // the same
	unsurePace    = 200 * time.Millisecond // the same, if it may be an outage instead
	maxRateLimits = 20                     // in a row, for one call
	steadyAnswers = 10                     // in a row before a slower pace speeds up again
	firstPause    = 200 * time.Millisecond // before something is sent again
	lastPause     = 2 * time.Second
)

// retry counts what came instead of an answer, waits, and reports whether the call may be sent once more.
func (c *Client) retry(ctx context.Context, call Call, got *Reply, err error, attempt int) bool {
	what := c.troubleWith(call, got, err)
	c.countTrouble(what)
	if got != nil && got.Status == http.StatusTooManyRequests {
		c.slowDown(maxPace)
		return attempt <= maxRateLimits && sleep(ctx, c.asked(got, c.interval)) == nil
	}
	if c.silent.IsZero() {
		c.silent = time.Now()
	}
	if got != nil && got.Status == http.StatusServiceUnavailable {
		c.slowDown(unsurePace) // it may be a rate limit
	}
	if !c.mayRepeat(ctx, call, got, err) {
		c.awaitAnswer(ctx, what)
		return false
	}
	if attempt > 1 && c.answersOthers(ctx) {
		if attempt > 3 {
			return false // only this call is not answered
		}
	} else if c.giveUp(what, errors.Is(err, errTooSlow) && attempt > 1) {
		return false
	}
	return sleep(ctx, c.asked(got, min(firstPause<<min(attempt-1, 4), lastPause))) == nil
}

// asked returns how long a reply asks to wait, or pause if it does not say.
func (c *Client) asked(got *Reply, pause time.Duration) time.Duration {
	if got == nil {
		return pause
	}
	asked, found := retryAfter(got.Header.Get("Retry-After"))
	if !found {
		return pause
	}
	return max(min(asked, maxPause), c.interval)
}

// giveUp reports whether the API has not answered for so long that nothing more is sent to it.
func (c *Client) giveUp(what string, now bool) bool {
	if c.silent.IsZero() { // another call was answered in between
		return false
	}
	silence := time.Since(c.silent)
	if silence <= c.options.Patience && !now {
		return false
	}
	c.down = &NoAnswer{fmt.Sprintf("%s, and nothing else for %s", what, silence.Round(time.Second))}
	return true
}

// mayRepeat reports whether a call may be sent again after it got no answer. A read may, and so may a write that never reached the API.
// After a 503, so may a write to a lead, which is read before each write, and a create if a search shows that it has created nothing.
// The clear-up repeats every delete.
func (c *Client) mayRepeat(ctx context.Context, call Call, got *Reply, err error) bool {
	switch {
	case call.Reads(), err != nil && neverSent(err):
		return true
	case got == nil || got.Status != http.StatusServiceUnavailable:
		return c.clearing && call.Method == http.MethodDelete
	case call.creates():
		return c.nothingCreated(ctx, call)
	}
	return call.LeadID() != ""
}

// nothingCreated searches for the number of an unanswered create, and reports whether there is no such lead.
func (c *Client) nothingCreated(ctx context.Context, call Call) bool {
	found, _ := scan(call.Body)
	if len(found.Phones) != 1 || len(digits(found.Phones[0])) < dialledDigits {
		return false
	}
	got, _, err := c.Send(ctx, List(url.Values{"phone_number": found.Phones}))
	return err == nil && got.Succeeded() && len(LeadsIn(got.Value)) == 0
}

// answersOthers sends a list request and reports whether the API answers it.
func (c *Client) answersOthers(ctx context.Context) bool {
	call := firstPage()
	got, _, err := c.sendOnce(ctx, call)
	if c.troubleWith(call, got, err) != "" {
		return false
	}
	c.silent = time.Time{}
	return true
}

// awaitAnswer waits until the API answers again or has been silent for too long.
func (c *Client) awaitAnswer(ctx context.Context, what string) {
	for pause := firstPause; !c.answersOthers(ctx) && !c.giveUp(what, false); pause = min(2*pause, lastPause) {
		if sleep(ctx, pause) != nil {
			return
		}
	}
}

// slowDown slows the pace, but not beyond one request per limit.
func (c *Client) slowDown(longest time.Duration) {
	c.interval = max(c.interval, min(max(2*c.interval, minPace), longest))
	c.slowest, c.steady = max(c.slowest, c.interval), 0
}

// speedUp restores the pace while all requests are answered, but never beyond the configured rate.
func (c *Client) speedUp() {
	if c.steady++; c.steady%steadyAnswers == 0 && c.interval > c.pace {
		c.interval = max(c.interval/2, c.pace)
		if c.interval < minPace/2 {
			c.interval = c.pace
		}
	}
}

// retryAfter parses the Retry-After header, which holds seconds or a date.
func retryAfter(value string) (time.Duration, bool) {
	if seconds, err := strconv.Atoi(value); err == nil && seconds >= 0 {
		return time.Duration(min(seconds, 1e6)) * time.Second, true
	}
	if at, err := http.ParseTime(value); err == nil {
		return max(time.Until(at), 0), true
	}
	return 0, false
}
