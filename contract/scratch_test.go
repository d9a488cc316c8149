package contract_test

import (
	"os"
	"testing"
)

// memory is a file system in memory, on Linux. A run syncs its intents to the disk before each write, so most of the time of many
// runs would be the disk's.
const memory = "/dev/shm"

// scratch returns a directory for the intents of a run.
func scratch(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp(memory, "leadcontract-")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	return dir
}
