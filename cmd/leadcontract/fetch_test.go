package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
)

// A release is downloaded and its checksum verified. A version without a release must be built.
func TestFetchRelease(t *testing.T) {
	for _, tool := range []string{"bash", "curl"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip("skipped: " + tool + " is not installed")
		}
	}
	archive := pack(t, "leadmock", "#!/bin/sh\necho fetched\n")
	sum := fmt.Sprintf("%x  leadmock_1.2.3_linux_amd64.tar.gz\n", sha256.Sum256(archive))
	var checksums atomic.Value
	checksums.Store(sum)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/v1.2.3/checksums.txt":
			fmt.Fprint(w, checksums.Load())
		case "/v1.2.3/leadmock_1.2.3_linux_amd64.tar.gz":
			_, _ = w.Write(archive)
		default:
			http.NotFound(w, r)
		}
	}))
	defer server.Close()
	fetch := func(version, ref string) (string, error) {
		command := exec.Command("bash", "../../.github/actions/fetch.sh", "leadmock", version)
		command.Env = append(os.Environ(), "RUNNER_TEMP="+t.TempDir(), "RUNNER_OS=Linux", "RUNNER_ARCH=X64", "LEADAPI_RELEASES="+server.URL, "GITHUB_ACTION_REF="+ref)
		out, err := command.Output()
		return strings.TrimSpace(string(out)), err
	}
	for _, release := range [][2]string{{"v1.2.3", ""}, {"", "v1.2.3"}} {
		got, err := fetch(release[0], release[1])
		if err != nil || !strings.HasSuffix(got, "/release-v1.2.3-leadmock/leadmock") {
			t.Fatalf("%q: got %s, error %v; want the path of the release", release, got, err)
		}
		if said, err := exec.Command(strings.TrimPrefix(got, "path=")).Output(); err != nil || string(said) != "fetched\n" {
			t.Errorf("%q: runs with %q %v, want %q", release, said, err, "fetched\n")
		}
	}
	for _, release := range [][2]string{{"v9.9.9", ""}, {"main", ""}, {"", "v1"}, {"", ""}, {"v1.2.3/../../x", ""}} {
		if got, err := fetch(release[0], release[1]); err != nil || got != "path=" {
			t.Errorf("%q: %s %v, want none", release, got, err)
		}
	}
	for _, wrong := range []string{strings.Replace(sum, sum[:4], "0000", 1), "", strings.Replace(sum, "leadmock_", "other_", 1)} {
		checksums.Store(wrong)
		if got, err := fetch("v1.2.3", ""); err == nil {
			t.Errorf("checksums %q: got %s, want an error", wrong, got)
		}
	}
}

// pack returns a tar.gz with one executable.
func pack(t *testing.T, name, text string) []byte {
	t.Helper()
	var out bytes.Buffer
	zipped := gzip.NewWriter(&out)
	archive := tar.NewWriter(zipped)
	if err := archive.WriteHeader(&tar.Header{Name: filepath.Base(name), Mode: 0o755, Size: int64(len(text))}); err != nil {
		t.Fatal(err)
	}
	if _, err := archive.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	if err := zipped.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
