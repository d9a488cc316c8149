package contract_test

import (
	"bufio"
	"encoding/json"
	"io"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/leadapi/leadapi/openapi"
)

// rivals is the process of .ci/rivals/main.mjs, in which Dredd and Portman run.
type rivals struct {
	in  io.Writer
	out *bufio.Reader
	log string // file with the output of the tools
}

// startRivals starts a number of processes that work in parallel. It skips the test if the rivals are not installed.
// CI installs them.
func startRivals(t *testing.T, all bool) (processes []*rivals) {
	folder := filepath.Join("..", ".ci", "rivals")
	node, err := exec.LookPath("node")
	if err == nil {
		_, err = os.Stat(filepath.Join(folder, "node_modules", "dredd"))
	}
	if err != nil {
		if os.Getenv("CI") != "" || os.Getenv("LEADCONTRACT_RIVALS") != "" {
			t.Fatalf("the rivals are not installed (npm ci --prefix .ci/rivals): %v", err)
		}
		t.Skip("skipped: Dredd and Portman are not installed (npm ci --prefix .ci/rivals)")
	}
	count := 2
	if all {
		count = 4
	}
	for range count {
		processes = append(processes, startProcess(t, node, folder))
	}
	return processes
}

func startProcess(t *testing.T, node, folder string) *rivals {
	command := exec.Command(node, filepath.Join(folder, "main.mjs"), publicDocument(t), filepath.Join("..", "fixtures", "template_lead_viettel.csv"))
	r := &rivals{log: filepath.Join(t.TempDir(), "log")}
	log, err := os.Create(r.log)
	if err != nil {
		t.Fatal(err)
	}
	command.Stderr = log
	in, err := command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	r.in, r.out = in, bufio.NewReader(out)
	t.Cleanup(func() { // the process exits at the end of its input
		_, _ = in.Close(), log.Close()
		if err := command.Wait(); err != nil {
			t.Errorf("the rivals ended with %v, want no error", err)
		}
	})
	return r
}

// publicDocument returns a file with the output of `leadmock spec --json`.
func publicDocument(t *testing.T) (name string) {
	lead, err := openapi.Lead()
	if err != nil {
		t.Fatal(err)
	}
	public, err := lead.Public()
	if err != nil {
		t.Fatal(err)
	}
	text, err := public.JSON()
	if err != nil {
		t.Fatal(err)
	}
	name = filepath.Join(t.TempDir(), "lead.json")
	if err := os.WriteFile(name, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// judgeByRival runs one of the tools against a fresh server.
func judgeByRival(tool string) func(*testing.T, *rivals, subject) judged {
	return func(t *testing.T, process *rivals, s subject) judged {
		serve, stop := correct()
		defer stop()
		front := httptest.NewServer(handler(s.change(serve)))
		defer front.Close()
		return process.ask(t, tool, front.URL)
	}
}

// ask fails the test and returns no findings if the process has exited.
func (r *rivals) ask(t *testing.T, tool, url string) judged {
	t.Helper()
	err := json.NewEncoder(r.in).Encode(map[string]string{"tool": tool, "url": url})
	var line []byte
	if err == nil {
		line, err = r.out.ReadBytes('\n')
	}
	if err != nil {
		log, _ := os.ReadFile(r.log)
		t.Errorf("%s: %v\n%s", tool, err, log)
		return judged{}
	}
	var answer struct {
		Error string
		Tests []struct {
			Name   string
			Passed bool
		}
	}
	if err := json.Unmarshal(line, &answer); err != nil {
		t.Errorf("%s: %v: %s", tool, err, line)
		return judged{}
	}
	said := judged{tests: len(answer.Tests)}
	for _, test := range answer.Tests {
		if !test.Passed {
			said.failed = append(said.failed, test.Name)
		}
	}
	if answer.Error != "" {
		said.failed = append(said.failed, "it fell over: "+answer.Error)
	}
	return said
}
