package main

import (
	"testing"
	"time"

	"github.com/fsnotify/fsnotify"
)

// A folder in which something always changes does not keep a reload from coming.
func TestSettleInARestlessFolder(t *testing.T) {
	events, late, ended := make(chan fsnotify.Event), make(chan time.Time), make(chan struct{})
	go func() {
		defer close(ended)
		settle(events, late)
	}()
	for n := 0; ; n++ {
		switch n {
		case 100:
			close(late) // and still there is no end of changes
		case 10_000:
			t.Fatal("it is waited for a rest that does not come")
		}
		select {
		case events <- fsnotify.Event{}:
		case <-ended:
			return
		}
	}
}
