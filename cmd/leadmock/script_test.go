package main

import (
	"bufio"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// commands are our commands for scripts, besides those of testscript.
var commands = map[string]func(ts *testscript.TestScript, neg bool, args []string){
	"start":  startMock,
	"end":    endMock,
	"logged": logged,
	"reply":  reply,
	"keys":   keys,
}

// server is a leadmock that a script has started.
type server struct {
	command *exec.Cmd
	output  chan error // the result of reading its stdout
	log     logFile
	seen    int // how much of the log the command logged has read
}

type serverKey struct{}

// startMock runs leadmock with flags, after NAME=VALUE pairs for its environment, by default on a free port. It waits for the
// first line, sets $URL and $ADDR from it, and writes stdout and stderr to the files out and log.
func startMock(ts *testscript.TestScript, _ bool, args []string) {
	environment := append(os.Environ(), "NO_COLOR=1")
	for len(args) > 0 && strings.Contains(args[0], "=") && !strings.HasPrefix(args[0], "-") {
		environment, args = append(environment, args[0]), args[1:]
	}
	if !strings.Contains(strings.Join(append(environment, args...), " "), "PORT") {
		args = append([]string{"--port=0"}, args...)
	}
	binary := filepath.Join(filepath.SplitList(ts.Getenv("PATH"))[0], "leadmock")
	command := exec.Command(binary, args...)
	command.Env, command.Dir = environment, ts.Getenv("WORK")
	stderr, err := os.Create(ts.MkAbs("log"))
	ts.Check(err)
	log := logFile{stderr, make(chan struct{}, 1)}
	command.Stderr = log
	pipe, err := command.StdoutPipe()
	ts.Check(err)
	ts.Check(command.Start())
	stdout, err := os.Create(ts.MkAbs("out"))
	ts.Check(err)
	reader := bufio.NewReader(io.TeeReader(pipe, stdout))
	running := &server{command: command, output: make(chan error, 1), log: log}
	*ts.Value(serverKey{}).(**server) = running
	ts.Defer(func() {
		_ = command.Process.Kill() // does nothing after end
		_ = command.Wait()
	})
	first, err := reader.ReadString('\n')
	url, found := strings.CutPrefix(strings.TrimSpace(first), "listening on ")
	if err != nil || !found {
		_ = command.Wait()
		ts.Fatalf("the first line: got %q, want where it listens; the log is\n%s", first, ts.ReadFile("log"))
	}
	go func() {
		_, err := io.Copy(io.Discard, reader)
		running.output <- err
	}()
	ts.Setenv("URL", url)
	_, address, _ := strings.Cut(url, "://")
	ts.Setenv("ADDR", address)
}

// endMock stops the mock with a signal, TERM or INT, and expects exit code 0.
func endMock(ts *testscript.TestScript, _ bool, args []string) {
	signal := syscall.SIGTERM
	if len(args) == 1 && args[0] == "INT" {
		signal = syscall.SIGINT
	}
	running := *ts.Value(serverKey{}).(**server)
	ts.Check(running.command.Process.Signal(signal))
	if err := <-running.output; err != nil && !errors.Is(err, os.ErrClosed) {
		ts.Check(err)
	}
	ts.Check(running.command.Wait())
}

// logFile is the stderr of a mock: a file, and a notification at each write.
type logFile struct {
	file    *os.File // not embedded: io.Copy would call its ReadFrom
	written chan struct{}
}

func (l logFile) Write(p []byte) (int, error) {
	n, err := l.file.Write(p)
	select {
	case l.written <- struct{}{}:
	default:
	}
	return n, err
}

// patience is how long a script waits for a line.
const patience = time.Minute

// logged waits for a line of the log that a pattern matches; the next one begins after it.
func logged(ts *testscript.TestScript, _ bool, args []string) {
	running := *ts.Value(serverKey{}).(**server)
	pattern := regexp.MustCompile("(?m)" + args[0])
	late := time.After(patience)
	for {
		text := ts.ReadFile("log")[running.seen:]
		if found := pattern.FindStringIndex(text); found != nil {
			running.seen += found[1]
			return
		}
		select {
		case <-running.log.written:
		case <-late:
			ts.Fatalf("the log: got\n%s\nwant a line like %s", text, args[0])
		}
	}
}
