package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
)

// A readFile is a file that leadmock reads at the start.
type readFile struct{ flag, path string }

// reads returns the files that the flags name. Some of these flags also take other values than files.
func (f *flags) reads() []readFile {
	files := []readFile{
		{"--seed", f.seed}, {"--scenario", f.scenario}, {"--vary-for", f.varyFor},
		{"--tls-cert", f.tls.cert}, {"--tls-key", f.tls.key},
	}
	for _, path := range f.specs {
		files = append(files, readFile{"--spec", path})
	}
	for _, path := range f.as {
		files = append(files, readFile{"--as", path})
	}
	return files
}

// checkReplaced checks that --state and --usage replace no file that another flag reads, and --usage only files of leadmock --usage.
func (f *flags) checkReplaced() error {
	for _, out := range []readFile{{"--state", f.state}, {"--usage", f.usage}} {
		written, err := os.Stat(out.path)
		if err != nil || !written.Mode().IsRegular() {
			continue // a new file, or lockFile reports it
		}
		for _, in := range f.reads() {
			if read, err := os.Stat(in.path); err == nil && os.SameFile(read, written) {
				return fmt.Errorf("%s: it would replace %s, which %s reads; name another file", out.flag, out.path, in.flag)
			}
		}
	}
	if f.usage != "" && !mayBeUsage(f.usage) {
		return fmt.Errorf("--usage: it would replace %s, which is not a file of leadmock --usage; name another file, or delete it", f.usage)
	}
	return nil
}

// mayBeUsage reports whether a file is missing, empty or begins as leadmock --usage writes it, in any version.
func mayBeUsage(path string) bool {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() || info.Size() == 0 {
		return true // lockFile reports what cannot be written
	}
	file, err := os.Open(path)
	if err != nil {
		return true // also a file that cannot be read may be replaced
	}
	defer func() { _ = file.Close() }()
	decoder := json.NewDecoder(bufio.NewReader(file))
	brace, err := decoder.Token()
	if errors.Is(err, io.EOF) {
		return true // only white space
	}
	name, err := decoder.Token()
	return err == nil && brace == json.Delim('{') && name == "usage"
}
