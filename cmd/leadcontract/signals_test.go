package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/leadapi/leadapi/mock"
)

// stalling is a deployment that lets a lead be created and then delays requests until their sender gives up.
type stalling struct {
	next    http.Handler
	created atomic.Bool
	hold    func(*http.Request) bool // which requests to delay once a lead exists
	held    chan *http.Request       // sends delayed requests to the test
}

func (s *stalling) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if s.created.Load() && s.hold(r) {
		_, _ = io.Copy(io.Discard, r.Body) // a server notices that its client has left only after reading the body
		s.held <- r
		<-r.Context().Done()
		return
	}
	reply := httptest.NewRecorder()
	s.next.ServeHTTP(reply, r)
	if bytes.Contains(reply.Body.Bytes(), []byte(`"created":true`)) {
		s.created.Store(true)
	}
	for name, values := range reply.Header() {
		w.Header()[name] = values
	}
	w.WriteHeader(reply.Code)
	_, _ = w.Write(reply.Body.Bytes())
}

// a running command and its output.
type running struct {
	*exec.Cmd
	stdout, stderr bytes.Buffer
}

func startCommand(t *testing.T, args ...string) *running {
	t.Helper()
	r := &running{Cmd: exec.Command("leadcontract", args...)}
	r.Env = append(os.Environ(), "LEADCONTRACT_TOKEN="+canary)
	r.Stdout, r.Stderr = &r.stdout, &r.stderr
	if err := r.Start(); err != nil {
		t.Fatal(err)
	}
	return r
}

func (r *running) exitCode() int {
	var ended *exec.ExitError
	if errors.As(r.Wait(), &ended) {
		return ended.ExitCode()
	}
	return 0
}

func TestFirstSignalCleansUp(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	good := mock.RunT(t)
	before := total(t, good)
	var once atomic.Bool
	target := &stalling{next: good, held: make(chan *http.Request, 1), hold: func(r *http.Request) bool { return r.Method == http.MethodGet && !once.Swap(true) }}
	server := httptest.NewServer(target)
	defer server.Close()

	command := startCommand(t, "--url", server.URL, "--list-uuid", list, "--operation", "getLead") // without imports, which can arrive late
	<-target.held
	if err := command.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if code := command.exitCode(); code != exitInterrupted {
		t.Errorf("exit code %d, want %d\n%s%s", code, exitInterrupted, &command.stderr, &command.stdout)
	}
	if !strings.Contains(command.stderr.String(), "stopping") {
		t.Errorf("got %s, want that it stops", &command.stderr)
	}
	if !strings.Contains(command.stdout.String(), "the run was interrupted") {
		t.Errorf("got %s, want that the run was interrupted", &command.stdout)
	}
	if after := total(t, good); after != before {
		t.Errorf("%d leads, want %d, as before", after, before)
	}
}

func TestSecondSignalEndsAtOnceAndSweepClearsUp(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	good := mock.RunT(t)
	before := total(t, good)
	target := &stalling{next: good, held: make(chan *http.Request, 100), hold: func(r *http.Request) bool { return r.Method == http.MethodGet }}
	server := httptest.NewServer(target)
	defer server.Close()

	command := startCommand(t, "--url", server.URL, "--list-uuid", list, "--operation", "getLead") // without imports, which can arrive late
	<-target.held
	if err := command.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	<-target.held                                                   // the clear-up
	if err := command.Process.Signal(syscall.SIGTERM); err != nil { // the same signal through a wrapper, which counts once
		t.Fatal(err)
	}
	go func() {
		for command.Process.Signal(syscall.SIGTERM) == nil { // until it has ended
			runtime.Gosched()
		}
	}()
	if code := command.exitCode(); code != exitInterrupted {
		t.Errorf("exit code %d, want %d", code, exitInterrupted)
	}
	if got := total(t, good); got == before {
		t.Fatalf("%d leads, as before, want more: else there is nothing to sweep", got)
	}
	run := regexp.MustCompile(`ended at once.*sweep --run (\w+)`).FindStringSubmatch(command.stderr.String())
	if run == nil {
		t.Fatalf("got %s, want the sweep that clears up", &command.stderr)
	}

	target.created.Store(false)
	sweep := startCommand(t, "sweep", "--url", server.URL, "--run", run[1])
	if code := sweep.exitCode(); code != exitHolds {
		t.Errorf("the sweep: exit code %d\n%s%s; want %d", code, &sweep.stdout, &sweep.stderr, exitHolds)
	}
	if after := total(t, good); after != before {
		t.Errorf("%d leads after the sweep, want %d, as before", after, before)
	}
}

// total returns the number of leads that the mock lists.
func total(t *testing.T, server *mock.Server) int {
	t.Helper()
	request := httptest.NewRequest(http.MethodGet, "/v3/lead?limit=1", nil)
	request.Header.Set("Authorization", "Bearer x")
	recorder := httptest.NewRecorder()
	server.ServeHTTP(recorder, request)
	var page struct{ Total int }
	if err := json.Unmarshal(recorder.Body.Bytes(), &page); err != nil {
		t.Fatal(err)
	}
	return page.Total
}
