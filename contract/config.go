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

// Config configures a run. URL and Token are required.
type Config struct {
	URL   string // of the deployment, without /v3
	Token string // the bearer token; no report, error or log contains it
	// TokenSource returns the token if Token is empty. It is called again when the deployment refuses the token: the vendor's expire after 24 hours.
	TokenSource func(context.Context) (string, error)

	Header    http.Header // sent with each request, for a gateway in front of the API; the values are secrets
	UserAgent string      // default: leadcontract/VERSION (run ID)
	TLS       *tls.Config // authorities and certificates; nil for Go's defaults
	// KeepAlive reuses one connection for reads. net/http writes unsolicited data from the server to the logger of package log, including
	// a token that the server echoes: call log.SetOutput first, as the command leadcontract does.
	KeepAlive bool

	// ListUUID names the list that the run may write to. Without it the run only reads.
	ListUUID string
	// CampaignUUID is the campaign of the list. The default is the campaign that the list's leads show.
	CampaignUUID string
	// PhonePrefix permits diallable numbers that start with it. It has 4 to 10 digits.
	PhonePrefix string

	Gate      report.Provenance // rules of this provenance or a surer one fail the run; default: stated
	Focus     *regexp.Regexp    // only the rules whose id it matches
	Operation string            // only the rules of this operation, for example createLead
	Baseline  *Baseline         // known breaks
	// Usage lists what apps use of the API. With it, a run fails only for rules that touch an app and for assumptions that an app relies on
	// and the deployment contradicts. The run determines readings as with Profile.
	Usage []report.App

	Profile bool             // after the rules, determine the deployment's reading of each assumption, for the report
	Expect  *openapi.Profile // an earlier profile; a different reading fails the run

	ImportTimeout time.Duration // how long an import may take to show; default: 60 s
	Timeout       time.Duration // after which the run checks no more rules and clears up; the default depends on rate and import timeout
	Settle        time.Duration // how long reads may lag behind a write; default: 2 s
	Rate          float64       // requests per second; default: 20, or unlimited on loopback
	Keep          bool          // do not delete what the run creates
	IntentsDir    string        // directory of the intents file; default: a folder in os.UserCacheDir
	RunID         string        // marks what the run creates; default: random
	Seed          int64         // of the order of the rules; default: random

	Progress func(report.Result) // called after each rule, in the order of the run
	Client   *http.Client        // for tests; redirects are never followed

	document *openapi.Document // for tests; default: the embedded one
}

const (
	defaultImportTimeout = time.Minute
	defaultSettle        = 2 * time.Second
	defaultRate          = 20
	patience             = 30 * time.Second // how long to wait for an API that does not answer
	minTimeout           = 10 * time.Minute // of a run, without a rate limit and imports
	maxRequests          = 1000             // that a run may need, including retries
)

var (
	uuidText    = regexp.MustCompile(`^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$`)
	runIDText   = regexp.MustCompile(`^[a-z0-9]{6,32}$`)
	phonePrefix = regexp.MustCompile(`^[0-9]{4,10}$`)
)

// judge returns a judge of cfg's document.
func (cfg Config) judge() (*judge, error) {
	if cfg.document != nil {
		return judgeOf(cfg.document)
	}
	return newJudge()
}

// complete checks cfg and sets defaults. The error is a *UsageError.
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
			cfg.Timeout += time.Duration(maxRequests / cfg.Rate * float64(time.Second))
		}
	}
	if cfg.IntentsDir == "" && cfg.ListUUID != "" { // a run that only reads needs none
		if cfg.IntentsDir, err = intentsDir(); err != nil {
			return cfg, nil, err
		}
	}
	return cfg, base, nil
}

// intentsDir returns the default directory of intents files.
func intentsDir() (string, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", usage("no folder for the intents file: %v; set one", err)
	}
	return filepath.Join(cache, "leadcontract"), nil
}

func (cfg Config) check() error {
	switch {
	case cfg.Token == "" && cfg.TokenSource == nil:
		return usage("no token: every request needs a bearer token")
	case cfg.Token != "" && cfg.TokenSource != nil:
		return usage("a token and a source of tokens are set: set only one of them")
	case cfg.ListUUID != "" && !uuidText.MatchString(cfg.ListUUID):
		return usage("list %q is not a UUID such as c4869e79-f0fa-4c6a-9410-bc0defac375a", cfg.ListUUID)
	case cfg.CampaignUUID != "" && !uuidText.MatchString(cfg.CampaignUUID):
		return usage("campaign %q is not a UUID such as 7bbe986b-8a6e-404c-840b-781102b5aa07", cfg.CampaignUUID)
	case cfg.PhonePrefix != "" && !phonePrefix.MatchString(cfg.PhonePrefix):
		return usage("phone prefix %q: want 4 to 10 digits, the prefix of numbers that may be dialled", cfg.PhonePrefix)
	case cfg.RunID != "" && !runIDText.MatchString(cfg.RunID):
		return usage("run id %q: want 6 to 32 lower-case letters and digits", cfg.RunID)
	case rank(cfg.Gate) < 0:
		return usage("gate %q: want stated, implied or assumed", cfg.Gate)
	case cfg.Rate < 0:
		return usage("rate %g: want more than 0 requests per second", cfg.Rate)
	case cfg.ImportTimeout < 0:
		return usage("import timeout %s: want more than 0", cfg.ImportTimeout)
	case cfg.Timeout < 0:
		return usage("timeout %s: want more than 0", cfg.Timeout)
	case cfg.Settle < 0:
		return usage("settle time %s: want more than 0", cfg.Settle)
	}
	if cfg.Token != "" {
		if err := target.CheckToken(cfg.Token); err != nil {
			return usage("%v", err)
		}
	}
	return cfg.checkTransport()
}

// rank orders provenances, surest first; it returns -1 for an unknown one. An empty gate means stated.
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

// parseTarget parses the URL. Its errors never quote a URL that may hold a password.
func parseTarget(target string) (*url.URL, error) {
	if target == "" {
		return nil, usage("no URL: give the deployment's, for example https://staging.example.com")
	}
	base, err := url.Parse(target)
	if err != nil {
		return nil, usage("the URL cannot be parsed; want one such as https://staging.example.com")
	}
	switch {
	case base.User != nil:
		return nil, usage("the URL has a user or a password in it; the API accepts only a token")
	case base.Scheme != "http" && base.Scheme != "https", base.Host == "":
		return nil, usage("URL %q: want http:// or https:// and a host", target)
	case base.RawQuery != "" || base.Fragment != "":
		return nil, usage("the URL has a query or a fragment; want only the part before /v3/lead")
	}
	base.Path = strings.TrimRight(base.Path, "/")
	base.RawPath = ""
	return base, nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// options returns the client's options from cfg.
func (cfg Config) options(base *url.URL, seen func(call, *reply)) target.Options {
	return target.Options{
		Base: base, Token: cfg.Token, TokenSource: cfg.TokenSource, Header: cfg.Header, UserAgent: cfg.UserAgent, TLS: cfg.TLS, KeepAlive: cfg.KeepAlive,
		ListUUID: cfg.ListUUID, PhonePrefix: cfg.PhonePrefix, RunID: cfg.RunID, Rate: cfg.Rate, ImportTimeout: cfg.ImportTimeout,
		Patience: patience, Settle: cfg.Settle, IntentsDir: cfg.IntentsDir, HTTP: cfg.Client, Seen: seen,
	}
}
