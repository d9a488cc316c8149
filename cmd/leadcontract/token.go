package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"time"
)

const (
	tokenTime    = 30 * time.Second // for a command to print a token
	maxTokenFile = 64 << 10         // bytes; a token has a few thousand at most
)

// fromFile reads the token from a file that another program keeps up to date.
func fromFile(path string) func(context.Context) (string, error) {
	return func(context.Context) (string, error) {
		data, err := os.ReadFile(path)
		if err != nil {
			return "", err
		}
		token, err := oneToken(data)
		if err != nil {
			return "", fmt.Errorf("%s: %w", path, err)
		}
		return token, nil
	}
}

// fromCommand returns the output of a command as the token. It shows the command's standard error, but never its output: even a failing
// command may print a token.
func fromCommand(line string) func(context.Context) (string, error) {
	shell := []string{"sh", "-c"}
	if runtime.GOOS == "windows" {
		shell = []string{"cmd", "/C"}
	}
	return func(ctx context.Context) (string, error) {
		ctx, cancel := context.WithTimeout(ctx, tokenTime)
		defer cancel()
		var out bytes.Buffer
		command := exec.CommandContext(ctx, shell[0], append(shell[1:], line)...)
		command.Stdout, command.Stderr = &out, os.Stderr
		command.WaitDelay = time.Second // child processes that keep running must not block the run
		err := command.Run()
		switch {
		case ctx.Err() == context.DeadlineExceeded:
			return "", fmt.Errorf("the token command took more than %s", tokenTime)
		case err != nil:
			return "", fmt.Errorf("the token command failed: %w", err)
		}
		token, err := oneToken(out.Bytes())
		if err != nil {
			return "", fmt.Errorf("the token command: %w", err)
		}
		return token, nil
	}
}

// oneToken returns the token in text, which must contain nothing else except a line end.
func oneToken(data []byte) (string, error) {
	token := strings.TrimSpace(string(data[:min(len(data), maxTokenFile)]))
	switch {
	case token == "":
		return "", errors.New("it is empty")
	case len(data) > maxTokenFile || strings.ContainsAny(token, " \t\r\n"):
		return "", errors.New("want only a token, without Bearer")
	}
	return token, nil
}
