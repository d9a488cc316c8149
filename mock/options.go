package mock

import (
	"errors"
	"fmt"
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
	mixed       bool      // whether some of leads were called
	scenario    *Scenario // what sessions begin with; its seed and leads take the place of those above
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

	maxKept   int64
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
	}
	c.seed, c.seedName = documentedSeed()
	for _, option := range options {
		if err := option(&c); err != nil {
			return c, err
		}
	}
	return c, nil
}

// WithSpec adds a page. Its operations are served, and a resource that it declares again replaces the earlier one.
func WithSpec(page *openapi.Document) Option {
	return func(c *config) error {
		c.documents = append(c.documents, page)
		return nil
	}
}

// WithOperation answers an operation with a function, for what x-mock cannot say. The function is called for requests whose
// token is accepted, from many goroutines at once; if it panics, the reply is a 500 that says so.
func WithOperation(operationID string, answer func(*Call) Reply) Option {
	return func(c *config) error {
		c.functions[operationID] = answer
		return nil
	}
}

// WithSeed sets what the mock holds at the start: JSON as in fixtures/seed.json. name stands in errors.
// Without it the mock holds the documented seed, with which every printed request gets its printed reply.
func WithSeed(name string, data []byte) Option {
	return func(c *config) error {
		c.seed, c.seedName = data, name
		return nil
	}
}

// documentedSeed holds what the page's samples show.
func documentedSeed() (data []byte, name string) { return fixtures.Seed(), "documented" }

// WithScenario sets what sessions begin with, and go back to with a reset: its seed, leads, faults, clock and imports, in the
// place of those of WithSeed and WithLeads.
func WithScenario(scenario Scenario) Option {
	return func(c *config) error {
		if err := scenario.check(); err != nil {
			return fmt.Errorf("scenario %s: %w", scenario.Name, err)
		}
		c.scenario = &scenario
		return nil
	}
}

// WithEmptySeed starts with nothing, not even a list.
func WithEmptySeed() Option { return WithSeed("empty", []byte("{}")) }

// maxLeads is what fits into the memory of a laptop.
const maxLeads = 10_000_000

// WithLeads adds n leads of plausible Vietnamese people, older than those of the documented seed.
// They are the same for the same WithIDSeed, and for none.
func WithLeads(n int) Option {
	return func(c *config) error {
		if n < 0 || n > maxLeads {
			return fmt.Errorf("leads: want 0 to %d, not %d", maxLeads, n)
		}
		c.leads = n
		return nil
	}
}

// The values of WithAuth that are no token.
const (
	AuthAny = "any" // any bearer token passes, none does not
	AuthOff = "off" // no token is needed
)

// WithAuth says which bearer tokens pass: AuthAny, AuthOff, or one token.
func WithAuth(auth string) Option {
	return func(c *config) error {
		if auth == "" {
			return errors.New("auth: want any, off, or a token")
		}
		c.auth = auth
		return nil
	}
}

// WithNow starts a clock at a time. It moves on by one millisecond a write, so that times are the same on every run.
func WithNow(now time.Time) Option {
	return func(c *config) error {
		c.now = now
		return store.CheckYear(now)
	}
}

// WithIDSeed makes ids repeatable.
func WithIDSeed(seed int64) Option {
	return func(c *config) error {
		c.idSeed = &seed
		return nil
	}
}

// WithImportDelay sets how long an import takes to become visible after the reply; 300 ms without it.
func WithImportDelay(delay time.Duration) Option {
	return func(c *config) error {
		if delay < 0 {
			return fmt.Errorf("import delay: want 0 or more, not %s", delay)
		}
		c.importDelay = delay
		return nil
	}
}

// WithAnyList accepts leads in lists that do not exist, as long as list_uuid is a uuid.
func WithAnyList() Option {
	return func(c *config) error {
		c.anyList = true
		return nil
	}
}

// WithMaxBody limits a JSON body, in bytes; 1 MB without it.
func WithMaxBody(bytes int64) Option {
	return func(c *config) error {
		c.maxBody = bytes
		return positive("max body", bytes)
	}
}

// WithMaxUpload limits an upload, in bytes; 1 GB without it.
func WithMaxUpload(bytes int64) Option {
	return func(c *config) error {
		c.maxUpload = bytes
		return positive("max upload", bytes)
	}
}

// WithSessions limits the sessions: how many there can be besides the default one, 10,000 without it, and how long one is
// kept unused, an hour without it.
func WithSessions(limit int, idle time.Duration) Option {
	return func(c *config) error {
		if limit < 1 || idle <= 0 {
			return fmt.Errorf("sessions: want at least 1, and a time over 0, not %d and %s", limit, idle)
		}
		c.maxSessions, c.sessionIdle = limit, idle
		return nil
	}
}

// WithSessionFromToken gives the requests of each bearer token a session of their own, where they do not name one: for clients
// that cannot add a header, such as the server side of an app. See SessionOfToken.
func WithSessionFromToken() Option {
	return func(c *config) error {
		c.sessionFromToken = true
		return nil
	}
}

// WithReadings lets the mock play other readings of the assumptions, as openapi.ParseReadings or a profile has them. A session can
// have its own; see Session.SetReadings.
func WithReadings(readings openapi.Readings) Option {
	return func(c *config) error {
		c.readings = readings
		return readings.Check()
	}
}

// WithVary lets a seed choose the readings that WithReadings does not name.
func WithVary(seed uint64) Option {
	return func(c *config) error {
		c.vary = &seed
		return nil
	}
}

// WithVaryOnly restricts WithVary and Session.Vary to the choices of these IDs, such as openapi.Usage.ReliedOn has them.
func WithVaryOnly(ids []string) Option {
	return func(c *config) error {
		c.varyOnly = append([]string{}, ids...)
		return nil
	}
}

// WithState sets what the default session holds at the start, in place of the seed: what ExportState has written.
// A reset goes back to the seed. name stands in errors.
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

// WithLog calls log for each request and each import. It is called from many goroutines at once.
func WithLog(log func(Entry)) Option {
	return func(c *config) error {
		c.log = log
		return nil
	}
}

// Auth tells which bearer tokens pass: AuthAny, AuthOff, or one token.
func (s *Server) Auth() string { return s.config.auth }
