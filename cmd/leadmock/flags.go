package main

import (
	"errors"
	"fmt"
	"net"
	"os"
	"strconv"
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
	set.StringArrayVar(&f.specs, "spec", nil, "a further page, as an OpenAPI document; can be repeated")
	set.StringVar(&f.seed, "seed", "documented", "what it holds at the start: documented, empty, or a JSON file with lists and leads")
	set.IntVar(&f.leads, "leads", 0, "that many more leads, of plausible Vietnamese people")
	set.StringVar(&f.auth, "auth", mock.AuthAny, "which bearer tokens pass: any, off, or one token")
	set.StringVar(&f.now, "now", "", "a clock that starts at this RFC 3339 time and moves on by a millisecond a write")
	set.Int64Var(&f.idSeed, "id-seed", 0, "repeatable ids")
	set.DurationVar(&f.importDelay, "import-delay", 300*time.Millisecond, "how long an import takes to become visible")
	set.BoolVar(&f.anyList, "any-list", false, "accept lists that do not exist")
	set.StringVar(&f.maxBody, "max-body", "1MB", "limit of a JSON body")
	set.StringVar(&f.maxUpload, "max-upload", "1GB", "limit of an upload")
	set.IntVar(&f.sessions, "sessions", 10_000, "how many sessions there can be; one more ends the one that was used least recently")
	set.DurationVar(&f.sessionIdle, "session-idle", time.Hour, "how long a session is kept unused")
	set.StringVar(&f.sessionFrom, "session-from", "header", "what names the session of a request: header (X-Mock-Session alone), or token (the bearer token too, where there is no header)")
	set.StringVar(&f.scenario, "scenario", "", "seed, faults, clock, imports and readings to begin with: a JSON or YAML file, or a name such as first-page")
	set.StringVar(&f.state, "state", "", "a file that keeps the leads of the default session across restarts")
	set.StringVar(&f.usage, "usage", "", "a file to write what was used of the API, and which guesses that relies on; written while it runs and at the end")
	set.StringArrayVar(&f.as, "as", nil, "how to answer where the vendor's page is silent: readings such as A14=prefix,A02=unprocessable, or a profile of leadcontract (a YAML file); can be repeated, and the last one counts")
	set.Uint64Var(&f.vary, "vary", 0, "let this number choose the readings that --as does not name")
	set.StringVar(&f.varyFor, "vary-for", "", "a file of --usage: vary only what that app relies on")
	set.BoolVar(&f.watch, "watch", false, "reload the files of --spec, --seed and --scenario when they change")
	set.StringVar(&f.controlToken, "control-token", "", "a bearer token that opens the control API to other machines")
	set.StringArrayVar(&f.controlHosts, "control-host", nil, "a name by which the control API may be called, besides localhost and addresses; can be repeated")
	set.StringArrayVar(&f.controlOrigins, "control-origin", nil, "an origin whose pages may call the control API, such as http://localhost:3000; can be repeated")
	set.BoolVar(&f.controlPrivate, "control-private", false, "let clients with private addresses call the control API, as the host of a container has one")
	set.BoolVar(&f.untilStdinEnds, "until-stdin-ends", false, "stop when standard input ends, as it does when the program that started this one is gone")
	set.StringVar(&f.log, "log", "pretty", "one line a request on stderr: pretty, json or off")
}

// registerListen adds the flags that say where the mock can be reached.
func (f *flags) registerListen(set *pflag.FlagSet) {
	set.StringVar(&f.addr, "addr", "localhost:4010", "address to listen on; localhost is 127.0.0.1 and, where there is IPv6, ::1")
	set.IntVarP(&f.port, "port", "p", 4010, "port to listen on, in place of that of --addr; 0 picks a free one (PORT too)")
	f.tls.register(set)
}

// options turns the flags into those of the mock.
func (f *flags) options(set *pflag.FlagSet) ([]mock.Option, error) {
	switch {
	case f.leads < 0 || f.auth == "":
		return nil, usageError{errors.New("--leads wants 0 or more, and --auth any, off, or a token")}
	case f.sessions < 1 || f.sessionIdle <= 0:
		return nil, usageError{errors.New("--sessions wants 1 or more, and --session-idle a time over 0")}
	case f.sessionFrom != "header" && f.sessionFrom != "token":
		return nil, usageError{fmt.Errorf("--session-from wants header or token, not %q", f.sessionFrom)}
	case f.scenario != "" && (set.Changed("seed") || set.Changed("leads")):
		return nil, usageError{errors.New("--scenario has a seed and leads of its own; leave out --seed and --leads")}
	}
	for _, origin := range f.controlOrigins {
		if err := control.CheckOrigin(origin); err != nil {
			return nil, usageError{fmt.Errorf("--control-origin: %w", err)}
		}
	}
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
		if err != nil || bytes > 1<<62 {
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

// files are the options that are read from files, which --watch reads again.
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
		page, err := openapi.LoadFile(path)
		if err != nil {
			return nil, err
		}
		if err := page.Validate(); err != nil {
			return nil, err
		}
		options = append(options, mock.WithSpec(page))
	}
	return options, nil
}

// address is where the flags ask to listen. --port wins over the port of --addr, and both over PORT.
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
