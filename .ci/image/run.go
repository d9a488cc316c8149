package main

import (
	"bufio"
	"debug/elf"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// list is one of the documented seed.
const list = "c4869e79-f0fa-4c6a-9410-bc0defac375a"

// ids wants numbers: an image from scratch has no names, and Kubernetes refuses to check a name for not being root.
func ids(user string) (uid, gid int, err error) {
	first, second, _ := strings.Cut(user, ":")
	uid, err = strconv.Atoi(first)
	if err == nil {
		gid, err = strconv.Atoi(second)
	}
	if err != nil || uid == 0 || gid == 0 {
		return 0, 0, fmt.Errorf("want a user and a group as numbers, neither of them 0, not %q", user)
	}
	return uid, gid, nil
}

// check holds an image against what is promised of both.
func (i *image) check() error {
	if i.base != "scratch" {
		return fmt.Errorf("its base is %s, not scratch", i.base)
	}
	if _, _, err := ids(i.user); err != nil {
		return fmt.Errorf("USER: %w", err)
	}
	if len(i.entrypoint) != 1 {
		return errors.New("ENTRYPOINT: want the program alone, in exec form: there is no shell")
	}
	binary, err := elf.Open(filepath.Join(i.root, i.entrypoint[0]))
	if err != nil {
		return err
	}
	defer func() { _ = binary.Close() }()
	for _, program := range binary.Progs {
		if program.Type == elf.PT_INTERP || program.Type == elf.PT_DYNAMIC {
			return fmt.Errorf("%s is linked dynamically, and there is no library", i.entrypoint[0])
		}
	}
	return nil
}

func (i *image) environment() []string {
	var all []string
	for name, value := range i.env {
		all = append(all, name+"="+value)
	}
	return all
}

// command is one that a container of the image runs: in the image's files alone, as its user, with its variables and more.
func (i *image) command(more []string, line ...string) *exec.Cmd {
	uid, gid, _ := ids(i.user) // checked before
	command := &exec.Cmd{Path: line[0], Args: line, Dir: i.dir, Env: append(i.environment(), more...)}
	command.SysProcAttr = &syscall.SysProcAttr{
		Chroot:     i.root,
		Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)},
		Pdeathsig:  syscall.SIGKILL,
	}
	return command
}

// try runs the mock with variables, its health check, and the suite against it.
func try(mock, suite *image, variables []string) error {
	for _, one := range []*image{mock, suite} {
		out, err := one.command(nil, one.entrypoint[0], "version").CombinedOutput()
		if err != nil || strings.TrimSpace(string(out)) != one.name+" "+version {
			return fmt.Errorf("%s version: %q %w", one.name, out, err)
		}
	}
	port, err := freePort() // as docker run -e LEADMOCK_PORT would; 4010 may be in use here
	if err != nil {
		return err
	}
	variables = append(variables, "LEADMOCK_PORT="+port, "LEADMOCK_LOG=off")
	server := mock.command(variables, mock.entrypoint...)
	server.Stderr = os.Stderr
	stdout, err := server.StdoutPipe()
	if err != nil {
		return err
	}
	if err := server.Start(); err != nil {
		return err
	}
	defer func() { _ = server.Process.Kill() }()
	first, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil || first != "listening on http://127.0.0.1:"+port+"\n" {
		return fmt.Errorf("leadmock says %q first: %w", first, err)
	}
	url := "http://127.0.0.1:" + port
	if err := errors.Join(answers(url), healthy(mock, variables, true), suite.passes(url)); err != nil {
		return err
	}
	if err := server.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	_, _ = io.Copy(io.Discard, stdout)
	if err := server.Wait(); err != nil {
		return fmt.Errorf("leadmock, when it was stopped: %w", err)
	}
	return healthy(mock, variables, false)
}

func healthy(mock *image, variables []string, want bool) error {
	if len(mock.health) < 2 || mock.health[0] != "CMD" {
		return errors.New("HEALTHCHECK: want the exec form: there is no shell")
	}
	out, err := mock.command(variables, mock.health[1:]...).CombinedOutput()
	fmt.Printf("health check: %s", out)
	if (err == nil) != want {
		return fmt.Errorf("health check: %s %w", out, err)
	}
	return nil
}

func answers(url string) error {
	request, err := http.NewRequest(http.MethodGet, url+"/v3/lead", nil)
	if err != nil {
		return err
	}
	request.Header.Set("Authorization", "Bearer any")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil || !strings.HasSuffix(string(body), `"total":2}`) {
		return fmt.Errorf("GET /v3/lead: %s %s %w", response.Status, body, err)
	}
	return nil
}

// passes runs the suite with a list, so that it writes a journal, and with a report in its working directory.
func (i *image) passes(url string) error {
	run := i.command([]string{"LEADCONTRACT_URL=" + url, "LEADCONTRACT_TOKEN=any", "LEADCONTRACT_LIST_UUID=" + list, "LEADCONTRACT_HTML=report.html"}, i.entrypoint...)
	out, err := run.CombinedOutput()
	if err != nil {
		return fmt.Errorf("leadcontract: %s %w", out, err)
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	fmt.Println("leadcontract:", lines[len(lines)-1])
	_, err = os.Stat(filepath.Join(i.root, i.dir, "report.html"))
	return err
}

func freePort() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	_, port, err := net.SplitHostPort(listener.Addr().String())
	return port, errors.Join(err, listener.Close())
}
