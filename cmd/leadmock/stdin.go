package main

import (
	"context"
	"io"
)

// untilEnd returns a context that is done when ctx is, or when there is nothing more to read. The operating system closes
// the pipe of a program that was killed, so a mock that a test runner has started does not outlive it.
func untilEnd(ctx context.Context, stdin io.Reader) context.Context {
	ctx, cancel := context.WithCancel(ctx)
	go func() {
		_, _ = io.Copy(io.Discard, stdin) // that it cannot be read is an end too
		cancel()
	}()
	return ctx
}
