package main

import (
	"fmt"
	"net"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/dustin/go-humanize"
	"github.com/spf13/pflag"

	"github.com/leadapi/leadapi/mock"
	"github.com/leadapi/leadapi/mock/control"
	"github.com/leadapi/leadapi/openapi"
)

type flags struct {
	addr        string
	port        int
	specs       []string
	seed        string
	leads       int
	auth        string
	now         string
	idSeed      int64
	importDelay time.Duration
	anyList     bool
	maxBody     string
	maxUpload   string
	log         string
	tls         tlsFlags
	sessions    int
	sessionIdle time.Duration
	sessionFrom string
	scenario    string
	state       string
	usage       string
	watch       bool

	as      []string
	vary    uint64
	varyFor string

	controlToken   string
	controlHosts   []string
	controlOrigins []string
	controlPrivate bool
	untilStdinEnds bool
}

func (f *flags) register(set *pflag.FlagSet) {
	f.registerListen(set)
	set.StringArrayVar(&f.specs, "spec", nil, "serve another OpenAPI document too; can be repeated")
	set.StringVar(&f.seed, "seed", "documented", "the records at the start: documented, empty, or a JSON file with lists and leads")
	set.IntVar(&f.leads, "leads", 0, "number of additional leads, of plausible Vietnamese people")
	set.StringVar(&f.auth, "auth", mock.AuthAny, "which bearer tokens are accepted: any, off, or one token")
	set.StringVar(&f.now, "now", "", "the clock starts at this RFC 3339 time and advances by a millisecond per write")
	set.Int64Var(&f.idSeed, "id-seed", 0, "repeatable ids; with --now the same requests get the same replies on every run")
	set.DurationVar(&f.importDelay, "import-delay", 300*time.Millisecond, "how long an import takes to become visible")
	set.BoolVar(&f.anyList, "any-list", false, "accept lists that do not exist")
	set.StringVar(&f.maxBody, "max-body", "1MB", "limit of a JSON body")
	set.StringVar(&f.maxUpload, "max-upload", "1GB", "limit of an upload")
	set.IntVar(&f.sessions, "sessions", 10_000, "maximum number of sessions; one more ends the least recently used one")
	set.DurationVar(&f.sessionIdle, "session-idle", time.Hour, "how long an unused session is kept")
	set.StringVar(&f.sessionFrom, "session-from", "header", "what names the session of a request: header (only X-Mock-Session), or token (the bearer token too, if there is no header)")
	set.StringVar(&f.scenario, "scenario", "", "seed, faults, clock, imports and readings at the start: a JSON or YAML file, or a name such as first-page")
	set.StringVar(&f.state, "state", "", "keep the leads of the default session in this file across restarts")
	set.StringVar(&f.usage, "usage", "", "write to this file what was used of the API, and which guesses that relies on; while leadmock runs and at the end")
	set.StringArrayVar(&f.as, "as", nil, "how to answer where the vendor's documentation is silent: readings such as A14=prefix,A02=unprocessable, or a profile of leadcontract (a YAML file); can be repeated, the last value wins")
	set.Uint64Var(&f.vary, "vary", 0, "seed that picks the readings not set by --as")
	set.StringVar(&f.varyFor, "vary-for", "", "with --vary: change only the guesses in this --usage file")
	set.BoolVar(&f.watch, "watch", false, "reload the files of --spec, --seed and --scenario when they change")
	set.StringVar(&f.controlToken, "control-token", "", "open the control API to other machines that send this bearer token")
	set.StringArrayVar(&f.controlHosts, "control-host", nil, "accept calls of the control API by this name, besides localhost and addresses; can be repeated")
	set.StringArrayVar(&f.controlOrigins, "control-origin", nil, "open the control API to pages of this origin, such as http://localhost:3000; can be repeated")
	set.BoolVar(&f.controlPrivate, "control-private", false, "open the control API to clients with private addresses, such as the host of a container")
	set.BoolVar(&f.untilStdinEnds, "until-stdin-ends", false, "stop when standard input ends, which happens when the program that started leadmock ends")
	set.StringVar(&f.log, "log", "pretty", "one line per request on stderr: pretty, json or off")
}

// registerListen adds the flags for the address and HTTPS.
func (f *flags) registerListen(set *pflag.FlagSet) {
	set.StringVar(&f.addr, "addr", "localhost:4010", "address to listen on; localhost is 127.0.0.1 and, if there is IPv6, ::1")
	set.IntVarP(&f.port, "port", "p", 4010, "port to listen on, in place of the port of --addr; 0 picks a free one (PORT works too)")
	f.tls.register(set)
}

// check returns a usageError for the first flag that is wrong by itself or contradicts another one.
func (f *flags) check(set *pflag.FlagSet) error {
	wrong := func(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }
	switch {
	case f.leads < 0 || f.leads > mock.MaxLeads:
		return wrong("--leads: want 0 to %d, not %d", mock.MaxLeads, f.leads)
	case f.auth == "":
		return wrong("--auth: want any, off, or a token")
	case strings.HasPrefix(strings.ToLower(f.auth), "bearer "):
		return wrong("--auth wants only the token, without the word Bearer")
	case f.importDelay < 0:
		return wrong("--import-delay: want 0s or more, not %s", f.importDelay)
	case f.sessions < 1:
		return wrong("--sessions: want 1 or more, not %d", f.sessions)
	case f.sessionIdle <= 0:
		return wrong("--session-idle: want more than 0s, not %s", f.sessionIdle)
	case f.sessionFrom != "header" && f.sessionFrom != "token":
		return wrong("--session-from wants header or token, not %q", f.sessionFrom)
	case f.scenario != "" && (set.Changed("seed") || set.Changed("leads")):
		return wrong("--scenario has its own seed and leads; leave out --seed and --leads")
	case f.state != "" && f.usage != "" && stateFile(f.state) == stateFile(f.usage):
		return wrong("--usage: %s is the file of --state too; name another one", f.usage)
	}
	for _, host := range f.controlHosts {
		if strings.ContainsAny(host, "/: ") {
			return wrong("--control-host: want a name such as leadmock, not %q", host)
		}
	}
	for _, origin := range f.controlOrigins {
		if err := control.CheckOrigin(origin); err != nil {
			return wrong("--control-origin: %w", err)
		}
	}
	return nil
}

// options returns the options of the mock for the flags.
func (f *flags) options(set *pflag.FlagSet) ([]mock.Option, error) {
	options := []mock.Option{
		mock.WithLeads(f.leads),
		mock.WithAuth(f.auth),
		mock.WithImportDelay(f.importDelay),
		mock.WithSessions(f.sessions, f.sessionIdle),
	}
	if f.sessionFrom == "token" {
		options = append(options, mock.WithSessionFromToken())
	}
	if set.Changed("id-seed") {
		options = append(options, mock.WithIDSeed(f.idSeed))
	}
	if f.anyList {
		options = append(options, mock.WithAnyList())
	}
	if f.now != "" {
		now, err := time.Parse(time.RFC3339, f.now)
		if err != nil {
			return nil, usageError{fmt.Errorf("--now: want an RFC 3339 time such as 2023-03-08T16:00:00+07:00, not %q", f.now)}
		}
		options = append(options, mock.WithNow(now))
	}
	for _, limit := range []struct {
		flag, value string
		option      func(int64) mock.Option
	}{{"max-body", f.maxBody, mock.WithMaxBody}, {"max-upload", f.maxUpload, mock.WithMaxUpload}} {
		bytes, err := humanize.ParseBytes(limit.value)
		if err != nil || bytes == 0 || bytes > 1<<62 {
			return nil, usageError{fmt.Errorf("--%s: want a size such as 500kB or 1MB, not %q", limit.flag, limit.value)}
		}
		options = append(options, limit.option(int64(bytes)))
	}
	if set.Changed("vary") {
		options = append(options, mock.WithVary(f.vary))
	}
	for _, read := range []func() ([]mock.Option, error){f.readings, f.files, f.withState} {
		more, err := read()
		if err != nil {
			return nil, err
		}
		options = append(options, more...)
	}
	return options, nil
}

// files returns the options that come from files; --watch reads them again.
func (f *flags) files() ([]mock.Option, error) {
	var options []mock.Option
	switch f.seed {
	case "documented":
	case "empty":
		options = append(options, mock.WithEmptySeed())
	default:
		data, err := os.ReadFile(f.seed)
		if err != nil {
			return nil, fmt.Errorf("--seed: %w (documented, empty, or a JSON file)", err)
		}
		options = append(options, mock.WithSeed(f.seed, data))
	}
	if f.scenario != "" {
		scenario, err := readScenario(f.scenario)
		if err != nil {
			return nil, err
		}
		options = append(options, mock.WithScenario(scenario))
	}
	for _, path := range f.specs {
		spec, err := openapi.LoadFile(path)
		if err != nil {
			return nil, err
		}
		if err := spec.Validate(); err != nil {
			return nil, err
		}
		options = append(options, mock.WithSpec(spec))
	}
	return options, nil
}

// address returns host and port of the flags. --port wins over the port of --addr, and both win over PORT.
func (f *flags) address(set *pflag.FlagSet) (host, port string, err error) {
	host, port, err = net.SplitHostPort(f.addr)
	if err != nil {
		return "", "", usageError{fmt.Errorf("--addr: want host:port, not %q", f.addr)}
	}
	if set.Changed("port") {
		port = strconv.Itoa(f.port)
	} else if fallback := os.Getenv("PORT"); fallback != "" && !set.Changed("addr") {
		port = fallback
	}
	if number, err := strconv.Atoi(port); err != nil || number < 0 || number > 65535 {
		return "", "", usageError{fmt.Errorf("want a port from 0 to 65535, not %q", port)}
	}
	return host, port, nil
}
