package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// sameSignal is the time in which a repeated signal counts as the same: Ctrl-C reaches all processes of a terminal, and a wrapper,
// like the npm package's, forwards it as well.
const sameSignal = 300 * time.Millisecond

// untilSignal returns a context that the first SIGINT or SIGTERM cancels, so that the suite can clean up.
// The second one ends the process at once. cleanup is what the process does after the first one, again what the user can run after
// the second.
func untilSignal(parent context.Context, stderr io.Writer, cleanup, again string) (ctx context.Context, stop func()) {
	ctx, cancel := context.WithCancel(parent)
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		select {
		case <-signals:
		case <-ctx.Done():
			return
		}
		fmt.Fprintf(stderr, "\nleadcontract: stopping, %s; a second signal ends it at once\n", cleanup)
		cancel()
		for first := time.Now(); time.Since(first) < sameSignal; {
			<-signals
		}
		fmt.Fprintf(stderr, "\nleadcontract: ended at once; to delete what is left, run: %s\n", again)
		os.Exit(exitInterrupted)
	}()
	return ctx, func() {
		signal.Stop(signals)
		cancel()
	}
}
