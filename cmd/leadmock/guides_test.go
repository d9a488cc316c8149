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

	"github.com/spf13/pflag"
)

// TestGuides runs every "$ " command in the console blocks of the README and of docs/ from the root of the repository, and
// compares its output with the lines below it; "..." matches anything. The commands of one block share one new mock on a free
// port. .ci/npm runs docs/frontend.md, with the packed packages.
func TestGuides(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: the guides have many commands, some of which compile the programs; go test ./... runs it")
	}
	if _, err := exec.LookPath("curl"); err != nil && os.Getenv("CI") == "" {
		t.Skip("skipped: curl is not installed, and the guides paste curls")
	}
	ran := 0
	for _, guide := range guides(t) {
		if filepath.Base(guide) == "frontend.md" {
			continue
		}
		t.Run(filepath.Base(guide), func(t *testing.T) { ran += runGuide(t, guide) })
	}
	if ran < 60 {
		t.Errorf("got %d commands, want 60 at least", ran)
	}
}

var root = filepath.Join("..", "..")

// guides returns the paths of the README and of the guides in docs/.
func guides(t *testing.T) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(root, "docs", "*.md"))
	if err != nil || len(found) < 5 {
		t.Fatalf("got %d guides in docs/, %v; want 5 at least", len(found), err)
	}
	return append(found, filepath.Join(root, "README.md"))
}

func runGuide(t *testing.T, guide string) (ran int) {
	t.Helper()
	text, err := os.ReadFile(guide)
	if err != nil {
		t.Fatal(err)
	}
	for _, block := range regexp.MustCompile("(?s)```console\n(.*?)```").FindAllStringSubmatch(string(text), -1) {
		address := startForGuide(t)
		for _, one := range commandsOf(block[1]) {
			if strings.HasPrefix(one.command, "go test") || one.command == "go run ./cmd/leadmock" {
				continue // the first would run this test, and the second is already running
			}
			ran++
			command := exec.Command("sh", "-c", strings.ReplaceAll(one.command, "127.0.0.1:4010", address))
			command.Dir = root
			out, _ := command.CombinedOutput() // errors show in the output
			got := strings.NewReplacer(address, "127.0.0.1:4010", "\r\n", "\n").Replace(strings.TrimSpace(string(out)))
			want := "^" + strings.ReplaceAll(regexp.QuoteMeta(one.output), `\.\.\.`, `(?s:.*)`) + "$"
			if !regexp.MustCompile(want).MatchString(got) {
				t.Errorf("$ %s\n got %s\nwant %s", one.command, got, one.output)
			}
		}
	}
	return ran
}

// Every link of the guides leads to a file, and to a heading, that exists.
func TestLinksOfGuides(t *testing.T) {
	link := regexp.MustCompile(`\]\(([^)\s]+)\)|src="([^"]+)"`)
	code := regexp.MustCompile("(?ms)^```.*?^```")
	checked := 0
	for _, guide := range guides(t) {
		text, err := os.ReadFile(guide)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range link.FindAllStringSubmatch(code.ReplaceAllString(string(text), ""), -1) {
			target := found[1] + found[2]
			if strings.Contains(target, "://") {
				continue
			}
			checked++
			file, anchor, _ := strings.Cut(target, "#")
			path := guide
			if file != "" {
				path = filepath.Join(filepath.Dir(guide), file)
			}
			data, err := os.ReadFile(path)
			if info, statErr := os.Stat(path); statErr == nil && info.IsDir() {
				continue
			}
			if err != nil {
				t.Errorf("%s: got a link to %s, want one to a file that exists", guide, target)
				continue
			}
			if anchor != "" && !anchors(string(data))[anchor] {
				t.Errorf("%s: got a link to %s, want one to a heading that exists", guide, target)
			}
		}
	}
	if checked < 20 {
		t.Errorf("got %d links, want 20 at least", checked)
	}
}

// The table of flags in docs/running.md has every flag, and no flag that does not exist.
func TestGuideHasEveryFlag(t *testing.T) {
	documented := map[string]bool{}
	for _, row := range regexp.MustCompile("(?m)^\\| `-.*?\\|").FindAllString(readRoot(t, "docs/running.md"), -1) {
		for _, name := range regexp.MustCompile(`--([a-z-]+)`).FindAllStringSubmatch(row, -1) {
			documented[name[1]] = true
		}
	}
	newCommand().Flags().VisitAll(func(flag *pflag.Flag) {
		if !documented[flag.Name] && flag.Name != "help" {
			t.Errorf("the table in docs/running.md: got no --%s, want a row", flag.Name)
		}
		delete(documented, flag.Name)
	})
	for name := range documented {
		t.Errorf("the table in docs/running.md: got --%s, want only flags of leadmock", name)
	}
}

// anchors returns the anchors of the headings of a Markdown text.
func anchors(text string) map[string]bool {
	found := map[string]bool{}
	drop := regexp.MustCompile(`[^\p{L}\p{N} _-]`)
	for _, heading := range regexp.MustCompile(`(?m)^#+ (.*)$`).FindAllStringSubmatch(text, -1) {
		found[strings.ReplaceAll(drop.ReplaceAllString(strings.ToLower(heading[1]), ""), " ", "-")] = true
	}
	return found
}

type guideCommand struct{ command, output string }

func commandsOf(block string) []guideCommand {
	var all []guideCommand
	continued := false
	for _, line := range strings.Split(block, "\n") {
		command, begins := strings.CutPrefix(line, "$ ")
		switch {
		case begins:
			all = append(all, guideCommand{command: command})
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

// startForGuide serves what "go run ./cmd/leadmock" serves until the test ends.
func startForGuide(t *testing.T) (address string) {
	t.Helper()
	binary, err := exec.LookPath("leadmock") // testscript has put this test binary there under that name
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
