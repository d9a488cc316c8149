// Package target is the only code of the suite that dials a deployment. What it sends passes the guard first, so a rule cannot
// write to what is not the run's own.
package target

import (
	"context"
	"crypto/tls"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"time"
)

// Options says whom a Client talks to, and what it may do there.
type Options struct {
	Base          *url.URL // of the deployment, without /v3
	Token         string
	TokenSource   func(context.Context) (string, error) // of a newer token, when this one is refused; may be nil
	Header        http.Header                           // sent with each request; the values are secrets
	UserAgent     string
	TLS           *tls.Config        // nil: Go's own
	KeepAlive     bool               // send requests over one connection
	ListUUID      string             // the only list that is written in; empty: nothing is
	PhonePrefix   string             // of numbers that may be dialled; empty: none may
	RunID         string             // marks what the run creates
	Rate          float64            // requests a second; 0: as many as go
	IntentsDir    string             // where the file of intents is kept
	Patience      time.Duration      // that an API which does not answer is waited for
	Settle        time.Duration      // how long a write may take to show in reads
	ImportTimeout time.Duration      // how long an import may take to show
	HTTP          *http.Client       // nil: one of its own
	Seen          func(Call, *Reply) // is shown each exchange; may be nil
}

// Error says that there is no use in checking rules: the target is not there, or does not let us in.
type Error struct {
	Kind    string // unreachable, tls, unauthorized or not-the-api
	Target  string // the URL
	Message string // what came, and what to do
}

func (e *Error) Error() string { return fmt.Sprintf("%s: %s", e.Target, e.Message) }

// The limits of a page on which much is to be seen. The page names no bound (A17), so a deployment may refuse the first one; the
// second is what it takes by default.
const (
	WideLimit   = 100
	NarrowLimit = 10
)

// UsageError says that what was asked for cannot be done, and why.
type UsageError struct{ Message string }

func (e *UsageError) Error() string { return e.Message }

func usage(format string, values ...any) error {
	return &UsageError{Message: fmt.Sprintf(format, values...)}
}

var uuidText = regexp.MustCompile(`^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$`)
