package main

import (
	"fmt"
	"io"
	"log/slog"
	"os"
	"sync"
	"time"

	"golang.org/x/term"

	"github.com/leadapi/leadapi/mock"
)

// newLog returns a function that writes one line per request; nil for off.
func newLog(format string, out *os.File) (func(mock.Entry), error) {
	switch format {
	case "off":
		return nil, nil
	case "json":
		return jsonLog(out), nil
	case "pretty":
		return prettyLog(out, os.Getenv("NO_COLOR") == "" && term.IsTerminal(int(out.Fd()))), nil
	}
	return nil, usageError{fmt.Errorf("--log: unknown format %q (pretty, json, off)", format)}
}

func jsonLog(out io.Writer) func(mock.Entry) {
	logger := slog.New(slog.NewJSONHandler(out, nil))
	return func(e mock.Entry) {
		if e.Method == "" {
			logger.Info("import", "operation", e.Operation, "session", e.Session, "why", e.Why)
			return
		}
		attributes := []any{"method", e.Method, "path", e.Path, "status", e.Status,
			"duration_ms", float64(e.Duration.Microseconds()) / 1000, "operation", e.Operation, "session", e.Session, "why", e.Why}
		if len(e.Notes) > 0 {
			attributes = append(attributes, "notes", e.Notes)
		}
		logger.Info("request", attributes...)
	}
}

func prettyLog(out io.Writer, colour bool) func(mock.Entry) {
	var mu sync.Mutex
	return func(e mock.Entry) {
		line := e.Time.Format("15:04:05") + " "
		if e.Method != "" {
			line += fmt.Sprintf("%-6s %s %s %s", e.Method, e.Path, paint(e.Status, colour), e.Duration.Round(10*time.Microsecond))
		}
		for _, part := range []string{e.Operation, e.Session, e.Why} {
			if part != "" {
				line += "  " + part
			}
		}
		for _, note := range e.Notes {
			line += "  note: " + note
		}
		mu.Lock()
		defer mu.Unlock()
		fmt.Fprintln(out, line)
	}
}

// paint colours a status: green for a success, yellow for a refusal, red for an error of the mock.
func paint(status int, colour bool) string {
	if !colour {
		return fmt.Sprint(status)
	}
	code := 32
	switch {
	case status >= 500:
		code = 31
	case status >= 400:
		code = 33
	}
	return fmt.Sprintf("\x1b[%dm%d\x1b[0m", code, status)
}
