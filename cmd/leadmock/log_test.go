package main

import "testing"

func TestPaint(t *testing.T) {
	for status, want := range map[int]string{200: "\x1b[32m200\x1b[0m", 399: "\x1b[32m399\x1b[0m", 400: "\x1b[33m400\x1b[0m", 499: "\x1b[33m499\x1b[0m", 500: "\x1b[31m500\x1b[0m"} {
		if got := paint(status, true); got != want {
			t.Errorf("%d: got %q, want %q", status, got, want)
		}
	}
	if got := paint(404, false); got != "404" {
		t.Errorf("without colour: got %q, want 404", got)
	}
}
