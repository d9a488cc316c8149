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
	longestPause   = time.Minute            // of what a Retry-After may ask for
	shortestPace   = 50 * time.Millisecond  // between two requests, if the deployment limits their rate
	longestPace    = time.Second            // the same
	unsurePace     = 200 * time.Millisecond // the same, if it may have been an outage instead
	mostRateLimits = 20                     // in a row, for one call
	steadyAnswers  = 10                     // after which a slower pace is made quicker again
	firstPause     = 200 * time.Millisecond // before something is sent again
	lastPause      = 2 * time.Second
)

// again counts what came in the place of an answer, waits, and reports whether the call may be sent once more.
func (c *Client) again(ctx context.Context, call Call, got *Reply, err error, attempt int) bool {
	what := c.troubleWith(call, got, err)
	c.suffered(what)
	if got != nil && got.Status == http.StatusTooManyRequests {
		c.slowDown(longestPace)
		return attempt <= mostRateLimits && sleep(ctx, c.asked(got, c.interval)) == nil
	}
	if c.silent.IsZero() {
		c.silent = time.Now()
	}
	if got != nil && got.Status == http.StatusServiceUnavailable {
		c.slowDown(unsurePace) // it may be a rate limit
	}
	if !c.repeatable(ctx, call, got, err) {
		c.awaitAnswer(ctx, what)
		return false
	}
	if attempt > 1 && c.answersOthers(ctx) {
		if attempt > 3 {
			return false // it is this call that is not answered
		}
	} else if c.giveUp(what, errors.Is(err, errTooSlow) && attempt > 1) {
		return false
	}
	return sleep(ctx, c.asked(got, min(firstPause<<min(attempt-1, 4), lastPause))) == nil
}

// asked is how long a reply asks to wait, or pause if it does not say.
func (c *Client) asked(got *Reply, pause time.Duration) time.Duration {
	if got == nil {
		return pause
	}
	asked, found := retryAfter(got.Header.Get("Retry-After"))
	if !found {
		return pause
	}
	return max(min(asked, longestPause), c.interval)
}

// giveUp reports whether the API has not answered for so long that nothing more is sent to it.
func (c *Client) giveUp(what string, now bool) bool {
	if c.silent.IsZero() { // another call was answered meanwhile
		return false
	}
	silence := time.Since(c.silent)
	if silence <= c.options.Patience && !now {
		return false
	}
	c.down = &NoAnswer{fmt.Sprintf("%s, and nothing else for %s", what, silence.Round(time.Second))}
	return true
}

// repeatable reports whether a call may be sent again after what came for it. A read may. A write may if it was not taken for
// certain, and if it is one on a lead that is looked at before; a create may if a search shows that it has created nothing.
func (c *Client) repeatable(ctx context.Context, call Call, got *Reply, err error) bool {
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

// nothingCreated searches for the number of a create that was not answered.
func (c *Client) nothingCreated(ctx context.Context, call Call) bool {
	found, _ := scan(call.Body)
	if len(found.Phones) != 1 || len(digits(found.Phones[0])) < dialledDigits {
		return false
	}
	got, _, err := c.Send(ctx, List(url.Values{"phone_number": found.Phones}))
	return err == nil && got.Succeeded() && len(LeadsIn(got.Value)) == 0
}

// answersOthers asks for a page, and reports whether the API answers.
func (c *Client) answersOthers(ctx context.Context) bool {
	call := firstPage()
	got, _, err := c.once(ctx, call)
	if c.troubleWith(call, got, err) != "" {
		return false
	}
	c.silent = time.Time{}
	return true
}

// awaitAnswer waits until the API answers again, or for too long.
func (c *Client) awaitAnswer(ctx context.Context, what string) {
	for pause := firstPause; !c.answersOthers(ctx) && !c.giveUp(what, false); pause = min(2*pause, lastPause) {
		if sleep(ctx, pause) != nil {
			return
		}
	}
}

// slowDown makes the pace slower, but not slower than a request each longest.
func (c *Client) slowDown(longest time.Duration) {
	c.interval = max(c.interval, min(max(2*c.interval, shortestPace), longest))
	c.slowest, c.steady = max(c.slowest, c.interval), 0
}

// speedUp makes the pace quicker again while all is answered, but not quicker than the run was told to be.
func (c *Client) speedUp() {
	if c.steady++; c.steady%steadyAnswers == 0 && c.interval > c.pace {
		c.interval = max(c.interval/2, c.pace)
		if c.interval < shortestPace/2 {
			c.interval = c.pace
		}
	}
}

// retryAfter reads the header, seconds or a date.
func retryAfter(value string) (time.Duration, bool) {
	if seconds, err := strconv.Atoi(value); err == nil && seconds >= 0 {
		return time.Duration(min(seconds, 1e6)) * time.Second, true
	}
	if at, err := http.ParseTime(value); err == nil {
		return max(time.Until(at), 0), true
	}
	return 0, false
}
