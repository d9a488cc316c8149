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
	tokenTime   = 30 * time.Second // that a command may take to print a token
	longestFile = 64 << 10         // bytes; a token has some thousand at most
)

// fromFile reads the token from a file, which something else keeps up to date.
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

// fromCommand takes the token from what a command prints. What it says on standard error is shown, and what it prints is not: that may be
// a token although it fails.
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
		command.WaitDelay = time.Second // what it leaves running must not hold the run
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

// oneToken reads a token that stands alone, with or without a line end.
func oneToken(data []byte) (string, error) {
	token := strings.TrimSpace(string(data[:min(len(data), longestFile)]))
	switch {
	case token == "":
		return "", errors.New("it gives no token")
	case len(data) > longestFile || strings.ContainsAny(token, " \t\r\n"):
		return "", errors.New("want one token, without Bearer and without anything else")
	}
	return token, nil
}
