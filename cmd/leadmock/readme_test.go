package main

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
)

// TestREADME runs every command of the README that stands behind "$ " in a console block, from the root of the
// repository, and holds its output against the lines below it; "..." there stands for anything.
// The commands of one block see one fresh mock, on a port of its own.
func TestREADME(t *testing.T) {
	if _, err := exec.LookPath("curl"); err != nil && os.Getenv("CI") == "" {
		t.Skip("skipped: curl is not installed, and the README pastes curls")
	}
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	readme, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	ran := 0
	for _, block := range regexp.MustCompile("(?s)```console\n(.*?)```").FindAllStringSubmatch(string(readme), -1) {
		address := startForREADME(t, root)
		for _, one := range commandsOf(block[1]) {
			if strings.HasPrefix(one.command, "go test") || one.command == "go run ./cmd/leadmock" {
				continue // this test is run by the first, and the second has just been started
			}
			ran++
			command := exec.Command("sh", "-c", strings.ReplaceAll(one.command, "127.0.0.1:4010", address))
			command.Dir = root
			out, _ := command.CombinedOutput() // what fails shows in the output
			got := strings.NewReplacer(address, "127.0.0.1:4010", "\r\n", "\n").Replace(strings.TrimSpace(string(out)))
			want := "^" + strings.ReplaceAll(regexp.QuoteMeta(one.output), `\.\.\.`, `(?s:.*)`) + "$"
			if !regexp.MustCompile(want).MatchString(got) {
				t.Errorf("$ %s\n got %s\nwant %s", one.command, got, one.output)
			}
		}
	}
	if ran < 10 {
		t.Errorf("only %d commands found", ran)
	}
}

type readmeCommand struct{ command, output string }

func commandsOf(block string) []readmeCommand {
	var all []readmeCommand
	continued := false
	for _, line := range strings.Split(block, "\n") {
		command, begins := strings.CutPrefix(line, "$ ")
		switch {
		case begins:
			all = append(all, readmeCommand{command: command})
		case continued:
			all[len(all)-1].command += "\n" + line
		case len(all) > 0:
			all[len(all)-1].output += line + "\n"
		}
		continued = (begins || continued) && strings.HasSuffix(line, `\`)
	}
	for i := range all {
		all[i].output = strings.TrimSpace(all[i].output)
	}
	return all
}

// startForREADME serves what "go run ./cmd/leadmock" serves until the test ends.
func startForREADME(t *testing.T, root string) (address string) {
	t.Helper()
	binary, err := exec.LookPath("leadmock") // testscript puts this test binary there under that name
	if err != nil {
		t.Fatal(err)
	}
	mock := exec.Command(binary)
	mock.Env = append(os.Environ(), "PORT=0", "LEADMOCK_IMPORT_DELAY=0s")
	mock.Dir = root
	stdout, err := mock.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := mock.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = mock.Process.Signal(syscall.SIGTERM)
		_ = mock.Wait()
	})
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimPrefix(strings.TrimSpace(line), "listening on http://")
}
