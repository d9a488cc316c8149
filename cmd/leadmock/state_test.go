package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/leadapi/leadapi/mock"
)

// What has not been written when the mock ends is written then.
func TestStateIsWrittenAtTheEnd(t *testing.T) {
	server, err := mock.New()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "state.json")
	k, err := keepState(server, path)
	if err != nil {
		t.Fatal(err)
	}
	server.OnChange(nil) // so that nothing tells of the change
	if _, err := server.Records("list").Create([]byte(`{"list_name":"the last"}`)); err != nil {
		t.Fatal(err)
	}
	if err := k.close(); err != nil {
		t.Fatal(err)
	}
	if data, err := os.ReadFile(path); err != nil || !strings.Contains(string(data), "the last") {
		t.Errorf("%v: %s", err, data)
	}
}
