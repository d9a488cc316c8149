package main

import (
	"testing"
	"time"

	"github.com/fsnotify/fsnotify"
)

// A folder with constant changes does not prevent a reload.
func TestSettleInARestlessFolder(t *testing.T) {
	events, late, ended := make(chan fsnotify.Event), make(chan time.Time), make(chan struct{})
	go func() {
		defer close(ended)
		settle(events, late)
	}()
	for n := 0; ; n++ {
		switch n {
		case 100:
			close(late) // and the changes continue
		case 1_000_000:
			t.Fatalf("after %d changes: got no end, want it to settle when it is late", n)
		}
		select {
		case events <- fsnotify.Event{}:
		case <-ended:
			return
		}
	}
}
