package mock

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/leadapi/leadapi/fixtures"
	"github.com/leadapi/leadapi/mock/internal/store"
	"github.com/leadapi/leadapi/openapi"
)

// Option changes what New makes.
type Option func(*config) error

type config struct {
	documents   []*openapi.Document
	functions   map[string]func(*Call) Reply
	seed        []byte
	seedName    string
	leads       int
	mixed       bool      // whether some of the leads were called
	scenario    *Scenario // what sessions start with; its seed and leads replace those above
	auth        string
	now         time.Time
	idSeed      *int64
	importDelay time.Duration
	anyList     bool
	maxBody     int64
	maxUpload   int64
	maxSessions int
	sessionIdle time.Duration

	sessionFromToken bool

	readings openapi.Readings
	vary     *uint64
	varyOnly []string // nil for all choices

	maxKept, maxDefault int64

	state     []byte
	stateName string
	log       func(Entry)
}

func newConfig(options []Option) (config, error) {
	c := config{
		functions:   map[string]func(*Call) Reply{uploadOperation: uploadLeads},
		auth:        AuthAny,
		importDelay: 300 * time.Millisecond,
		maxBody:     1e6,
		maxUpload:   1e9,
		maxSessions: 10_000,
		sessionIdle: time.Hour,
		maxKept:     maxKept,
		maxDefault:  maxDefault,
	}
	c.seed, c.seedName = documentedSeed()
	for i, option := range options {
		if option == nil {
			return c, fmt.Errorf("option %d is nil", i+1)
		}
		if err := option(&c); err != nil {
			return c, err
		}
	}
	return c, nil
}

// WithSpec adds a spec. Its operations are served, and a resource that it declares again replaces the earlier one.
func WithSpec(spec *openapi.Document) Option {
	return func(c *config) error {
		if spec == nil {
			return errors.New("WithSpec: the spec is nil")
		}
		c.documents = append(c.documents, spec)
		return nil
	}
}

// WithOperation answers an operation with a function, for what x-mock cannot describe. The function is called for requests
// whose token is accepted, concurrently. If it panics, or its reply has no valid status or a body that is not JSON, the reply is
// a 500 whose X-Mock-Error says so.
func WithOperation(operationID string, answer func(*Call) Reply) Option {
	return func(c *config) error {
		if answer == nil {
			return fmt.Errorf("WithOperation: the function for %q is nil", operationID)
		}
		c.functions[operationID] = answer
		return nil
	}
}

// WithSeed sets the initial records: JSON as in fixtures/seed.json. Errors show name. Without it the mock starts with the
// documented seed, with which every printed request gets its printed reply.
func WithSeed(name string, data []byte) Option {
	return func(c *config) error {
		c.seed, c.seedName = data, name
		return nil
	}
}

// documentedSeed returns the records of the documentation's samples.
func documentedSeed() (data []byte, name string) { return fixtures.Seed(), "documented" }

// WithScenario sets what sessions start with and return to by a reset: its seed, leads, faults, clock and imports replace
// those of WithSeed and WithLeads.
func WithScenario(scenario Scenario) Option {
	return func(c *config) error {
		if err := scenario.check(); err != nil {
			return fmt.Errorf("scenario %s: %w", scenario.Name, err)
		}
		c.scenario = &scenario
		return nil
	}
}

// WithEmptySeed starts without any records, not even a list.
func WithEmptySeed() Option { return WithSeed("empty", []byte("{}")) }

// MaxLeads is the maximum of WithLeads: what fits into the memory of a laptop.
const MaxLeads = 10_000_000

// WithLeads adds n leads of plausible Vietnamese people, older than those of the documented seed. They are the same for the
// same WithIDSeed, and for none.
func WithLeads(n int) Option {
	return func(c *config) error {
		if n < 0 || n > MaxLeads {
			return fmt.Errorf("leads: want 0 to %d, not %d", MaxLeads, n)
		}
		c.leads = n
		return nil
	}
}

// Special values of WithAuth.
const (
	AuthAny = "any" // any bearer token is accepted; a request without one gets 401
	AuthOff = "off" // no token is needed
)

// WithAuth sets which bearer tokens are accepted: AuthAny, AuthOff, or one token.
func WithAuth(auth string) Option {
	return func(c *config) error {
		if auth == "" {
			return errors.New("auth: want any, off, or a token")
		}
		c.auth = auth
		return nil
	}
}

// WithNow starts the clock at a time. It advances by one millisecond per write, so times are the same in every run.
func WithNow(now time.Time) Option {
	return func(c *config) error {
		c.now = now
		return store.CheckYear(now)
	}
}

// WithIDSeed makes IDs repeatable.
func WithIDSeed(seed int64) Option {
	return func(c *config) error {
		c.idSeed = &seed
		return nil
	}
}

// WithImportDelay sets how long after the reply an import becomes visible; the default is 300 ms.
func WithImportDelay(delay time.Duration) Option {
	return func(c *config) error {
		if delay < 0 {
			return fmt.Errorf("import delay: want 0 or more, not %s", delay)
		}
		c.importDelay = delay
		return nil
	}
}

// WithAnyList accepts leads in lists that do not exist, if list_uuid is a uuid.
func WithAnyList() Option {
	return func(c *config) error {
		c.anyList = true
		return nil
	}
}

// WithMaxBody limits a JSON body, in bytes; the default is 1 MB.
func WithMaxBody(bytes int64) Option {
	return func(c *config) error {
		c.maxBody = bytes
		return positive("max body", bytes)
	}
}

// WithMaxUpload limits an upload, in bytes; the default is 1 GB.
func WithMaxUpload(bytes int64) Option {
	return func(c *config) error {
		c.maxUpload = bytes
		return positive("max upload", bytes)
	}
}

// WithSessions limits the number of sessions besides the default one (default 10,000) and how long an unused one is kept
// (default one hour).
func WithSessions(limit int, idle time.Duration) Option {
	return func(c *config) error {
		if limit < 1 || idle <= 0 {
			return fmt.Errorf("sessions: want at least 1, and a time over 0, not %d and %s", limit, idle)
		}
		c.maxSessions, c.sessionIdle = limit, idle
		return nil
	}
}

// WithSessionFromToken gives each bearer token its own session, unless a request names one: for clients that cannot add a
// header, such as the server side of an app. See SessionOfToken.
func WithSessionFromToken() Option {
	return func(c *config) error {
		c.sessionFromToken = true
		return nil
	}
}

// WithReadings plays other readings of the assumptions, as parsed by openapi.ParseReadings or from a profile. A session can
// have its own; see Session.SetReadings.
func WithReadings(readings openapi.Readings) Option {
	return func(c *config) error {
		c.readings = readings
		return readings.Check()
	}
}

// WithVary chooses the readings that WithReadings does not name, by a seed.
func WithVary(seed uint64) Option {
	return func(c *config) error {
		c.vary = &seed
		return nil
	}
}

// WithVaryOnly restricts WithVary and Session.Vary to the choices with these IDs, such as those of openapi.Usage.ReliedOn.
func WithVaryOnly(ids []string) Option {
	return func(c *config) error {
		c.varyOnly = append([]string{}, ids...)
		return checkAssumptions(ids)
	}
}

// checkAssumptions returns an error for the first ID that is neither a choice nor an assumption with a single reading.
func checkAssumptions(ids []string) error {
	assumptions, err := openapi.Assumptions()
	if err != nil {
		return err
	}
	for _, id := range ids {
		_, choice := openapi.FindChoice(id)
		if !choice && !slices.ContainsFunc(assumptions, func(one openapi.Assumption) bool { return one.ID == id }) {
			return fmt.Errorf("WithVaryOnly: there is no assumption %q; `leadmock assumptions` prints them", id)
		}
	}
	return nil
}

// WithState sets the initial records of the default session instead of the seed, as written by ExportState. A reset goes
// back to the seed. Errors show name.
func WithState(name string, data []byte) Option {
	return func(c *config) error {
		c.state, c.stateName = data, name
		return nil
	}
}

func positive(what string, n int64) error {
	if n <= 0 {
		return fmt.Errorf("%s: want a number of bytes over 0, not %d", what, n)
	}
	return nil
}

// WithLog calls log for each request and each import, concurrently.
func WithLog(log func(Entry)) Option {
	return func(c *config) error {
		c.log = log
		return nil
	}
}

// Auth returns which bearer tokens are accepted: AuthAny, AuthOff, or one token.
func (s *Server) Auth() string { return s.config.auth }
