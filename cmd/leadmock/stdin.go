package main

import (
	"context"
	"io"
)

// untilEnd returns a context that is done when ctx is, or when stdin ends. The operating system closes the pipe of a program
// that was killed, so a mock does not outlive the test runner that started it.
func untilEnd(ctx context.Context, stdin io.Reader) context.Context {
	ctx, cancel := context.WithCancel(ctx)
	go func() {
		_, _ = io.Copy(io.Discard, stdin) // an error is an end too
		cancel()
	}()
	return ctx
}
