package contract

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/leadapi/leadapi/contract/internal/target"
	"github.com/leadapi/leadapi/contract/report"
	"github.com/leadapi/leadapi/openapi"
)

// Config says what to check, and how. URL and Token are required.
type Config struct {
	URL   string // of the deployment, without /v3
	Token string // the bearer token; it is in no report, error or log
	// TokenSource is asked for the token in the place of Token, and again when the deployment refuses it: the vendor's live 24 hours.
	TokenSource func(context.Context) (string, error)

	Header    http.Header // sent with each request, for a gateway in front of the API; the values are secrets
	UserAgent string      // leadcontract/VERSION (run ID) without it
	TLS       *tls.Config // authorities and certificates; nil for Go's own
	// KeepAlive sends reads over one connection. What a server sends over it without being asked, net/http writes to the logger of package log,
	// with the token if the server sends that: set log.SetOutput before, as the command leadcontract does.
	KeepAlive bool

	// ListUUID names a list and is the consent to write in it. Without it a run only reads.
	ListUUID string
	// CampaignUUID is the campaign of the list. Without it the campaign that the list's leads show is taken.
	CampaignUUID string
	// PhonePrefix is the consent to send numbers that could be dialled, as long as they begin so: at least 4 digits.
	PhonePrefix string

	Gate      report.Provenance // rules of this provenance and surer ones fail the run; stated without it
	Focus     *regexp.Regexp    // only the rules whose id it matches
	Operation string            // only the rules of this operation, such as createLead
	Baseline  *Baseline         // known breaks
	// Usage is what apps use of the API. With it only rules that touch one of them can fail the run, and so do assumptions on which one of them
	// relies and which the deployment answers otherwise. The run tells readings as with Profile.
	Usage []report.App

	Profile bool             // tell how the deployment answers where the page is silent, after the rules; the report has it
	Expect  *openapi.Profile // an earlier such profile: another reading now fails the run

	ImportTimeout time.Duration // how long an import may take to show; 60 s without it
	Timeout       time.Duration // after which no further rule is checked, and the run clears up; without it some minutes, see complete
	Settle        time.Duration // how long reads may show what was before a write; 2 s without it
	Rate          float64       // requests a second; without it 20, and as many as go on loopback
	Keep          bool          // leave what was created
	JournalDir    string        // where the journal is kept; a folder in os.UserCacheDir without it
	RunID         string        // marks what the run creates; random without it
	Seed          int64         // of the order of the rules; random without it

	Progress func(report.Result) // called after each rule, in the order in which they run
	Client   *http.Client        // for tests; redirects are not followed, whatever it says

	document *openapi.Document // for tests; the embedded one without it
}

const (
	defaultImportTimeout = time.Minute
	defaultSettle        = 2 * time.Second
	defaultRate          = 20
	patience             = 30 * time.Second // with an API that does not answer
	minTimeout           = 10 * time.Minute // of a run, without a pace and without imports
	mostRequests         = 1000             // that a run may need when it has to try again
)

var (
	uuidText    = regexp.MustCompile(`^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$`)
	runIDText   = regexp.MustCompile(`^[a-z0-9]{6,32}$`)
	phonePrefix = regexp.MustCompile(`^[0-9]{4,10}$`)
)

// judge reads the document.
func (cfg Config) judge() (*judge, error) {
	if cfg.document != nil {
		return judgeOf(cfg.document)
	}
	return newJudge()
}

// complete checks cfg and fills in what it leaves open. The errors are *UsageError.
func (cfg Config) complete() (Config, *url.URL, error) {
	base, err := parseTarget(cfg.URL)
	if err != nil {
		return cfg, nil, err
	}
	if err := cfg.check(); err != nil {
		return cfg, nil, err
	}
	if cfg.Gate == "" {
		cfg.Gate = report.Stated
	}
	if cfg.ImportTimeout == 0 {
		cfg.ImportTimeout = defaultImportTimeout
	}
	if cfg.Settle == 0 {
		cfg.Settle = defaultSettle
	}
	if cfg.Rate == 0 && !loopback(base.Hostname()) {
		cfg.Rate = defaultRate
	}
	if cfg.RunID == "" {
		cfg.RunID = strings.ToLower(rand.Text()[:10])
	}
	if cfg.UserAgent == "" {
		cfg.UserAgent = fmt.Sprintf("leadcontract/%s (run %s)", strings.Trim(Version(), "()"), cfg.RunID)
	}
	cfg.Seed = cfg.seed()
	if cfg.Timeout == 0 {
		cfg.Timeout = minTimeout + 2*cfg.ImportTimeout
		if cfg.Rate > 0 {
			cfg.Timeout += time.Duration(mostRequests / cfg.Rate * float64(time.Second))
		}
	}
	if cfg.JournalDir == "" && cfg.ListUUID != "" { // a run that only reads needs none
		if cfg.JournalDir, err = journalDir(); err != nil {
			return cfg, nil, err
		}
	}
	return cfg, base, nil
}

// journalDir is where journals are kept if no other folder is named.
func journalDir() (string, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", usage("no folder for the journal: %v; name one", err)
	}
	return filepath.Join(cache, "leadcontract"), nil
}

func (cfg Config) check() error {
	switch {
	case cfg.Token == "" && cfg.TokenSource == nil:
		return usage("no token: the API takes a bearer token on every request")
	case cfg.Token != "" && cfg.TokenSource != nil:
		return usage("a token and a source of tokens: name one of them")
	case cfg.ListUUID != "" && !uuidText.MatchString(cfg.ListUUID):
		return usage("list %q is no uuid, such as c4869e79-f0fa-4c6a-9410-bc0defac375a", cfg.ListUUID)
	case cfg.CampaignUUID != "" && !uuidText.MatchString(cfg.CampaignUUID):
		return usage("campaign %q is no uuid, such as 7bbe986b-8a6e-404c-840b-781102b5aa07", cfg.CampaignUUID)
	case cfg.PhonePrefix != "" && !phonePrefix.MatchString(cfg.PhonePrefix):
		return usage("phone prefix %q: want 4 to 10 digits, the beginning of numbers that may be dialled", cfg.PhonePrefix)
	case cfg.RunID != "" && !runIDText.MatchString(cfg.RunID):
		return usage("run id %q: want 6 to 32 small letters and digits", cfg.RunID)
	case rank(cfg.Gate) < 0:
		return usage("gate %q: want stated, implied or assumed", cfg.Gate)
	case cfg.Rate < 0:
		return usage("rate %g: want requests a second, more than 0", cfg.Rate)
	case cfg.ImportTimeout < 0:
		return usage("import timeout %s: want a time over 0", cfg.ImportTimeout)
	case cfg.Timeout < 0:
		return usage("timeout %s: want a time over 0", cfg.Timeout)
	case cfg.Settle < 0:
		return usage("settle time %s: want a time over 0", cfg.Settle)
	}
	if cfg.Token != "" {
		if err := target.CheckToken(cfg.Token); err != nil {
			return usage("%v", err)
		}
	}
	return cfg.checkTransport()
}

// rank orders provenances, the surest first; -1 for what is none. An empty gate is stated.
func rank(p report.Provenance) int {
	switch p {
	case report.Stated, "":
		return 0
	case report.Implied:
		return 1
	case report.Assumed:
		return 2
	}
	return -1
}

// parseTarget never quotes what may hold a password.
func parseTarget(target string) (*url.URL, error) {
	if target == "" {
		return nil, usage("no URL: name the deployment, such as https://staging.example.com")
	}
	base, err := url.Parse(target)
	if err != nil {
		return nil, usage("the URL cannot be read; want one such as https://staging.example.com")
	}
	switch {
	case base.User != nil:
		return nil, usage("the URL has a user or a password in it; the API takes a token and nothing else")
	case base.Scheme != "http" && base.Scheme != "https", base.Host == "":
		return nil, usage("URL %q: want http:// or https:// and a host", target)
	case base.RawQuery != "" || base.Fragment != "":
		return nil, usage("the URL has a query or a fragment; want only the place below which /v3/lead is")
	}
	base.Path = strings.TrimRight(base.Path, "/")
	base.RawPath = ""
	return base, nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// options is what the client needs of cfg.
func (cfg Config) options(base *url.URL, seen func(call, *reply)) target.Options {
	return target.Options{
		Base: base, Token: cfg.Token, TokenSource: cfg.TokenSource, Header: cfg.Header, UserAgent: cfg.UserAgent, TLS: cfg.TLS, KeepAlive: cfg.KeepAlive,
		ListUUID: cfg.ListUUID, PhonePrefix: cfg.PhonePrefix, RunID: cfg.RunID, Rate: cfg.Rate, ImportTimeout: cfg.ImportTimeout,
		Patience: patience, Settle: cfg.Settle, IntentsDir: cfg.JournalDir, HTTP: cfg.Client, Seen: seen,
	}
}
