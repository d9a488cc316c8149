//go:build unix

package mock_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/leadapi/leadapi/mock"
)

// childKind is the environment variable that makes this program a server instead of running tests: bare, or the number of
// leads of a mock.
const childKind = "MOCK_BENCH_CHILD"

// TestMain lets the heap grow further before it is collected with go test -short: collecting is a quarter of its CPU time.
func TestMain(m *testing.M) {
	kind := os.Getenv(childKind)
	if kind == "" {
		flag.Parse()
		if testing.Short() {
			debug.SetGCPercent(400)
		}
		os.Exit(m.Run())
	}
	if err := serveChild(kind); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// sample is the reply that the bare handler writes.
type sample struct {
	Status int
	Body   []byte
}

// serveChild serves until its input ends. Below /bench/ it answers the benchmark.
func serveChild(kind string) error {
	handler := http.NotFoundHandler()
	if kind != "bare" {
		leads, err := strconv.Atoi(kind)
		if err != nil {
			return err
		}
		made, err := mock.New(mock.WithLeads(max(leads-4, 0)))
		if err != nil {
			return err
		}
		handler = made
		defer runtime.KeepAlive(make([]byte, 8<<20)) // the headroom of leadmock
	}
	var canned atomic.Pointer[sample]
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/bench/usage":
			var used syscall.Rusage
			_ = syscall.Getrusage(syscall.RUSAGE_SELF, &used) // it cannot fail for this process
			var memory runtime.MemStats
			runtime.ReadMemStats(&memory)
			_ = json.NewEncoder(w).Encode(usage{time.Duration(used.Utime.Nano() + used.Stime.Nano()), memory.NumGC})
		case r.URL.Path == "/bench/answer":
			made := &sample{}
			_ = json.NewDecoder(r.Body).Decode(made)
			canned.Store(made)
		case kind == "bare":
			_, _ = io.Copy(io.Discard, r.Body)
			reply := canned.Load()
			w.Header().Set("Content-Type", "application/json")
			w.Header().Set("Content-Length", strconv.Itoa(len(reply.Body)))
			w.WriteHeader(reply.Status)
			_, _ = w.Write(reply.Body)
		default:
			handler.ServeHTTP(w, r)
		}
	})}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println(listener.Addr())
	go func() { _ = server.Serve(listener) }()
	_, _ = io.Copy(io.Discard, os.Stdin)
	return nil
}

// child is a server in its own process.
type child struct {
	address string
	request []byte
	input   io.Closer // the process ends with it
}

// children run until the benchmarks end, because creating a million leads takes seconds.
var children = map[string]*child{}

func startBare(b *testing.B) *child            { return startChild(b, "bare") }
func startMock(b *testing.B, leads int) *child { return startChild(b, strconv.Itoa(leads)) }

// startChild starts a server or returns the running one. A server of few leads is always new, because the benchmarks add
// leads to it.
func startChild(b *testing.B, kind string) *child {
	b.Helper()
	if known := children[kind]; known != nil && kind != "4" {
		return known
	}
	process := exec.Command(os.Args[0])
	process.Env = append(os.Environ(), childKind+"="+kind)
	process.Stderr = os.Stderr
	input, err := process.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	output, err := process.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := process.Start(); err != nil {
		b.Fatal(err)
	}
	if kind == "4" {
		b.Cleanup(func() { _ = input.Close(); _ = process.Wait() })
	}
	address, err := bufio.NewReader(output).ReadString('\n')
	if err != nil {
		b.Fatalf("a server does not start: %v", err)
	}
	children[kind] = &child{address: strings.TrimSpace(address), input: input}
	return children[kind]
}

// sample sends one request and returns the reply.
func (c *child) sample(b *testing.B, bench benchCase) sample {
	b.Helper()
	request, err := http.NewRequest(bench.method, "http://"+c.address+bench.path, strings.NewReader(bench.body))
	if err != nil {
		b.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer bench-0123456789abcdef-0123456789abcdef")
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	data, err := io.ReadAll(response.Body)
	if err != nil {
		b.Fatal(err)
	}
	return sample{response.StatusCode, data}
}

// answer sets the reply that the bare handler writes.
func (c *child) answer(b *testing.B, reply sample) {
	b.Helper()
	body, err := json.Marshal(reply)
	if err != nil {
		b.Fatal(err)
	}
	c.sample(b, benchCase{method: "POST", path: "/bench/answer", body: string(bytes.TrimSpace(body))})
}

// usage is what a process has used so far.
type usage struct {
	CPU         time.Duration
	Collections uint32 // of garbage
}

func (c *child) usage(b *testing.B) (so usage) {
	b.Helper()
	reply := c.sample(b, benchCase{method: "GET", path: "/bench/usage"})
	if err := json.Unmarshal(reply.Body, &so); err != nil {
		b.Fatal(err)
	}
	return so
}
