// Package target is the only code of the suite that dials a deployment. The guard checks every request, so a rule cannot
// write to anything that does not belong to the run.
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

// Options configures a Client: the deployment, and what it may do there.
type Options struct {
	Base          *url.URL // of the deployment, without /v3
	Token         string
	TokenSource   func(context.Context) (string, error) // returns a newer token when this one is refused; may be nil
	Header        http.Header                           // sent with each request; the values are secrets
	UserAgent     string
	TLS           *tls.Config        // nil: Go's defaults
	KeepAlive     bool               // reuse connections
	ListUUID      string             // the only list that may be written to; if empty, none may
	PhonePrefix   string             // of numbers that may be diallable; if empty, none may
	RunID         string             // marks what the run creates
	Rate          float64            // requests per second; 0: unlimited
	IntentsDir    string             // directory of the intents file
	Patience      time.Duration      // how long to wait for an API that does not answer
	Settle        time.Duration      // how long a write may take to show in reads
	ImportTimeout time.Duration      // how long an import may take to show
	HTTP          *http.Client       // nil: a new one
	Seen          func(Call, *Reply) // called for each exchange; may be nil
}

// Error reports that rules cannot be checked: the target is unreachable, or does not let us in.
type Error struct {
	Kind    string // unreachable, tls, unauthorized or not-the-api
	Target  string // the URL
	Message string // what came, and what to do
}

func (e *Error) Error() string { return fmt.Sprintf("%s: %s", e.Target, e.Message) }

// The limits of list requests that should show many leads. The documentation names no maximum (A17), so a deployment may refuse
// WideLimit; NarrowLimit is the default.
const (
	WideLimit   = 100
	NarrowLimit = 10
)

// UsageError reports that a request of the user cannot be carried out, and why.
type UsageError struct{ Message string }

func (e *UsageError) Error() string { return e.Message }

func usage(format string, values ...any) error {
	return &UsageError{Message: fmt.Sprintf(format, values...)}
}

var uuidText = regexp.MustCompile(`^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$`)
