package main

import (
	"bytes"
	"cmp"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"runtime"
	"syscall"
	"time"

	"github.com/spf13/pflag"

	"github.com/leadapi/leadapi/mock"
	"github.com/leadapi/leadapi/mock/control"
	"github.com/leadapi/leadapi/mock/page"
)

// stopTimeout is how long running requests may take after a signal.
const stopTimeout = 5 * time.Second

// sameSignal is how long a second signal counts as the first one: Ctrl-C reaches all processes of a terminal, and a wrapper
// such as that of the npm package passes it on as well.
const sameSignal = 300 * time.Millisecond

func serve(ctx context.Context, f flags, set *pflag.FlagSet) error {
	secure, err := f.tlsConfig(set)
	if err != nil {
		return err
	}
	if err := f.check(set); err != nil {
		return err
	}
	if err := f.checkReplaced(); err != nil {
		return err
	}
	lock, err := lockFile("--state", f.state, "leads") // before it is read
	if err != nil {
		return err
	}
	defer lock.release()
	usageLock, err := lockFile("--usage", f.usage, "usage")
	if err != nil {
		return err
	}
	defer usageLock.release()
	var state, used *keeper
	handler, err := newHandler(&f, set, func() []string { return unwritten(state, used) })
	if err != nil {
		return err
	}
	defer runtime.KeepAlive(headroom())
	listeners, err := f.listen(set)
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM) // until here a signal ends the process
	defer stop()
	if f.untilStdinEnds {
		ctx = untilEnd(ctx, os.Stdin)
	}
	state, err = keepState(handler, f.state) // only once the port is ours, and with it the file
	if err != nil {
		return err
	}
	used, err = keepUsage(handler, f.usage)
	if err != nil {
		return err
	}
	base := f.tls.scheme() + "://" + reachable(listeners[0].Addr())
	lock.say(base)
	usageLock.say(base)
	f.printReadings(os.Stderr, handler)
	var start bytes.Buffer // one write, so that a reader of the first line gets all lines
	fmt.Fprintln(&start, "listening on "+base)
	if f.log == "pretty" {
		printStart(&start, base, f, secure, handler)
	}
	fmt.Print(start.String())
	context.AfterFunc(ctx, func() { time.AfterFunc(sameSignal, stop) }) // a second signal ends the process at once
	server := &http.Server{
		Handler:           usualPace.limit(handler),
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       2 * time.Minute,
		TLSConfig:         secure,
		ErrorLog:          errorLog(f.log, os.Stderr),
		Protocols:         protocols(),
	}
	handler.Attach(server)
	err = run(ctx, server, listeners)
	return errors.Join(err, f.finish(handler, state, used))
}

// finish closes the mock and writes the last changes to both files. A failure to write one file does not cost the other.
func (f *flags) finish(handler *mock.Server, state, used *keeper) error {
	closed := errors.Join(handler.Close(), state.close())
	if err := used.close(); err != nil {
		return errors.Join(closed, err)
	}
	if f.usage != "" && f.log != "json" {
		printUsage(os.Stderr, f.usage, handler.Usage())
	}
	return closed
}

// protocols includes HTTP/2 without TLS, for clients that use it without asking, such as proxies.
func protocols() *http.Protocols {
	var all http.Protocols
	all.SetHTTP1(true)
	all.SetHTTP2(true)
	all.SetUnencryptedHTTP2(true)
	return &all
}

// headroom makes the garbage collector run less often: it counts as a part of the heap, so the small heap of a mock is collected
// every 22 MB instead of every 4. It is never written, so it takes no memory.
func headroom() []byte { return make([]byte, 8<<20) }

// newHandler returns the mock of the flags, with its control API, whose health reports problems, and its web UI.
func newHandler(f *flags, set *pflag.FlagSet, problems func() []string) (*mock.Server, error) {
	options, err := f.options(set)
	if err != nil {
		return nil, err
	}
	log, err := newLog(f.log, os.Stderr)
	if err != nil {
		return nil, err
	}
	if log != nil {
		options = append(options, mock.WithLog(log))
	}
	handler, err := mock.New(options...)
	if errors.Is(err, mock.ErrState) {
		return nil, fmt.Errorf("--state: %w; correct the file, or delete it to start from the seed", err)
	}
	if err != nil {
		return nil, err
	}
	pages := page.Handler()
	control.Mount(handler, control.Options{
		Token: f.controlToken, Hosts: f.controlHosts, Origins: f.controlOrigins, Private: f.controlPrivate, Version: version(), Problems: problems,
	}, pages)
	handler.Mount("docs", pages)
	if f.watch {
		err = watch(f, handler)
	}
	return handler, err
}

// run serves until ctx is done, and then waits for running requests.
func run(ctx context.Context, server *http.Server, listeners []net.Listener) error {
	requests, endRequests := context.WithCancel(context.Background())
	defer endRequests()
	server.BaseContext = func(net.Listener) context.Context { return requests }
	server.RegisterOnShutdown(endRequests) // else followers of the request log and waiting requests would continue
	served := make(chan error, len(listeners))
	secure := server.TLSConfig != nil // read now: net/http sets it even for plain HTTP
	for _, one := range listeners {
		go func() { served <- serveOn(one, server, secure) }()
	}
	select {
	case err := <-served:
		return err
	case <-ctx.Done():
	}
	timeout, cancel := context.WithTimeout(context.Background(), stopTimeout)
	defer cancel()
	if err := server.Shutdown(timeout); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return nil
}

// reachable returns the address to call, also if the mock listens on all interfaces.
func reachable(address net.Addr) string {
	host, port, err := net.SplitHostPort(address.String())
	if ip := net.ParseIP(host); err == nil && ip != nil && ip.IsUnspecified() {
		return net.JoinHostPort("127.0.0.1", port)
	}
	return address.String()
}

// printStart prints commands to paste, with ids that exist.
func printStart(out io.Writer, base string, f flags, secure *tls.Config, handler *mock.Server) {
	authorization, insecure := ` -H "Authorization: Bearer dev"`, ""
	switch f.auth {
	case mock.AuthOff:
		authorization = ""
	case mock.AuthAny:
	default:
		authorization = ` -H "Authorization: Bearer $TOKEN"` // the token itself must not be on a screen
	}
	if secure != nil && !trusted(secure, base) {
		printCertificate(out, base, secure)
		insecure = " -k"
	}
	lead := newest(handler.Records("lead"))
	list := cmp.Or(newest(handler.Records("list")).List, lead.List, "LIST_UUID")
	lead.ID = cmp.Or(lead.ID, "LEAD_UUID")
	kept := "in memory until it stops"
	if f.state != "" {
		kept = "in " + f.state
	}
	fmt.Fprintf(out, `
leads are kept %[5]s; any request below can be pasted

web UI   %[1]s/__mock/
docs     %[1]s/docs/

list     curl%[2]s '%[1]s/v3/lead?limit=10'
get      curl%[2]s %[1]s/v3/lead/%[3]s
create   curl%[2]s -H 'Content-Type: application/json' -d '{"list_uuid":"%[4]s","lead_name":"Demo01","phone_number":"0349719999"}' %[1]s/v3/lead
update   curl%[2]s -H 'Content-Type: application/json' -X PUT -d '{"lead_uuid":"%[3]s","phone_number":"0349719999","province":"Hà Nội"}' %[1]s/v3/lead/%[3]s
upload   printf 'lead_name,phone_number\nTrần Đức,0325000001\n' | curl%[2]s -F 'file=@-;filename=leads.csv' -F list_uuid=%[4]s %[1]s/v3/lead/file
delete   curl%[2]s -X DELETE %[1]s/v3/lead/%[3]s
reset    curl%[6]s -X POST %[1]s/__mock/reset

`, base, insecure+authorization, lead.ID, list, kept, insecure)
}

// record has the ids of a lead for the printed commands.
type record struct {
	ID   string `json:"lead_uuid"`
	List string `json:"list_uuid"`
}

// newest returns the newest record, or an empty one.
func newest(records *mock.Records) (found record) {
	for one, err := range records.All() {
		if err == nil {
			_ = json.Unmarshal(one, &found) // the mock has written it
		}
		break
	}
	return found
}
