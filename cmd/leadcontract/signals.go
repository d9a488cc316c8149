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

// sameSignal is how soon a second signal is still the first: Ctrl-C reaches all processes of a terminal, and a wrapper such
// as that of the npm package passes it on as well.
const sameSignal = 300 * time.Millisecond

// untilSignal returns a context that the first SIGINT or SIGTERM cancels, so that the suite can clean up.
// The second one ends the process at once. cleanup says what goes on after the first, again what to do after the second.
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
		fmt.Fprintf(stderr, "\nleadcontract: stopping, %s; a second signal ends at once\n", cleanup)
		cancel()
		for first := time.Now(); time.Since(first) < sameSignal; {
			<-signals
		}
		fmt.Fprintf(stderr, "\nleadcontract: ended at once; what is left can be deleted with: %s\n", again)
		os.Exit(exitInterrupted)
	}()
	return ctx, func() {
		signal.Stop(signals)
		cancel()
	}
}
