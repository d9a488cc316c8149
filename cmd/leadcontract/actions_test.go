package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"
)

// action holds the parts of an action.yaml that the tests use.
type action struct {
	Inputs  map[string]struct{ Default string }
	Outputs map[string]struct{ Value string }
	Runs    struct {
		Steps []struct {
			ID, Shell, Run string
			Env            map[string]string
		}
	}
}

// ended is the result of an action.
type ended struct {
	code                 int
	log, summary, folder string
	outputs              map[string]string
}

var (
	input      = regexp.MustCompile(`^\$\{\{ inputs\.([a-z-]+) \}\}$`)
	stepOutput = regexp.MustCompile(`^\$\{\{ steps\.([a-z]+)\.outputs\.([a-z]+) \}\}$`)
)

func loadAction(t *testing.T, name string) (action, string) {
	t.Helper()
	folder, err := filepath.Abs("../../.github/actions/" + name)
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(folder, "action.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var read action
	if err := yaml.Unmarshal(data, &read); err != nil {
		t.Fatal(err)
	}
	return read, folder
}

// runAction executes the run steps of a composite action like a runner. job is the temporary folder of its job. It skips setup-go: Go is installed.
func runAction(t *testing.T, job, name string, inputs map[string]string) ended {
	t.Helper()
	action, folder := loadAction(t, name)
	end := ended{folder: t.TempDir(), outputs: map[string]string{}}
	file := func(name string) string { return filepath.Join(end.folder, name) }
	for _, name := range []string{"summary", "output"} { // a runner creates both
		if err := os.WriteFile(file(name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, step := range action.Runs.Steps {
		if step.Run == "" {
			continue
		}
		environment := append(os.Environ(), "GITHUB_ACTIONS=true", "GITHUB_ACTION_PATH="+folder, "RUNNER_TEMP="+job,
			"GITHUB_STEP_SUMMARY="+file("summary"), "GITHUB_OUTPUT="+file("output"))
		for variable, expression := range step.Env {
			found := input.FindStringSubmatch(expression)
			if found == nil {
				t.Fatalf("%s: %s is %q, want an input, which this test can evaluate", name, variable, expression)
			}
			value, given := inputs[found[1]]
			if !given {
				value = action.Inputs[found[1]].Default
			}
			environment = append(environment, variable+"="+value)
		}
		end.code, end.log = runStep(t, end.folder, step.Run, environment)
		end.summary = readText(t, file("summary"))
		values := map[string]string{}
		for _, line := range strings.Split(readText(t, file("output")), "\n") {
			key, value, _ := strings.Cut(line, "=")
			values[step.ID+"."+key] = value
		}
		for name, output := range action.Outputs {
			found := stepOutput.FindStringSubmatch(output.Value)
			if found == nil {
				t.Fatalf("output %s is %q, want the output of a step, which this test can evaluate", name, output.Value)
			}
			end.outputs[name] = values[found[1]+"."+found[2]]
		}
	}
	return end
}

// runStep runs the text like a runner's "shell: bash".
func runStep(t *testing.T, folder, text string, environment []string) (code int, log string) {
	t.Helper()
	var out bytes.Buffer
	script := filepath.Join(folder, "step.sh")
	if err := os.WriteFile(script, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	command := exec.Command("bash", "--noprofile", "--norc", "-eo", "pipefail", script)
	command.Dir, command.Env, command.Stdout, command.Stderr = folder, environment, &out, &out
	command.WaitDelay = 30 * time.Second // processes that keep running must not keep its output open
	var exit *exec.ExitError
	if err := command.Run(); errors.As(err, &exit) {
		return exit.ExitCode(), out.String()
	} else if err != nil {
		t.Fatalf("%v\n%s", err, &out)
	}
	return 0, out.String()
}

func readText(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestActions(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: the actions compile the programs; go test ./... runs it")
	}
	if _, err := exec.LookPath("bash"); err != nil {
		t.Skip("skipped: bash is not installed, and the actions are written for it")
	}
	page, err := filepath.Abs("../../mock/testdata/list.yaml")
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("XDG_CACHE_HOME", os.Getenv("XDG_CACHE_HOME")) // set below; the build cache stays where it is
	cache, err := exec.Command("go", "env", "GOCACHE").Output()
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("GOCACHE", strings.TrimSpace(string(cache)))
	t.Setenv("XDG_CACHE_HOME", t.TempDir()) // for intents

	job := t.TempDir()
	mock := runAction(t, job, "mock", map[string]string{
		"port": "0", "leads": "7", "spec": page + "\n", "args": "--auth\r\n" + canary + "\n\n--log\njson"})
	if mock.code != 0 {
		t.Fatalf("mock: exit code %d, want 0\n%s", mock.code, mock.log)
	}
	t.Cleanup(func() { stop(t, mock.outputs["pid"]) })
	url := mock.outputs["url"]
	if got := fetch(t, url+"/v3/lead?limit=0"); !strings.Contains(got, `"total":9`) {
		t.Errorf("leads: got %s, want a total of 9", got)
	}
	if got := fetch(t, url+"/v3/list?limit=0"); !strings.Contains(got, `"total":`) {
		t.Errorf("the further page: got %s, want a total", got)
	}
	if !strings.Contains(readText(t, mock.outputs["log"]), `"operation":"listLeads"`) {
		t.Errorf("%s has no listLeads, want the log there", mock.outputs["log"])
	}

	app, err := filepath.Abs("testdata/shop.json")
	if err != nil {
		t.Fatal(err)
	}
	holds := runAction(t, job, "contract", map[string]string{
		"url": url, "token": canary, "list-uuid": list, "usage": app + "\r\n", "junit": "contract.xml", "args": "--keep=false\n"})
	if !strings.Contains(holds.summary, "facts that shop relies on") {
		t.Errorf("got the summary %s, want the app of the input usage", holds.summary)
	}
	if holds.code != exitHolds || !strings.Contains(holds.summary, "## leadcontract") || !strings.Contains(readText(t, filepath.Join(holds.folder, "contract.xml")), "<testsuites>") {
		t.Errorf("contract: exit code %d, want %d, and both reports\n%s\nsummary: %s", holds.code, exitHolds, holds.log, holds.summary)
	}
	if strings.Contains(holds.log+holds.summary, canary) {
		t.Error("the token is in the output, want it nowhere")
	}
	dead, free, err := closedPort()
	if err != nil {
		t.Fatal(err)
	}
	defer free()
	for _, test := range []struct {
		inputs map[string]string
		code   int
	}{
		{map[string]string{"url": dead, "token": canary}, exitTarget},
		{map[string]string{"url": url, "token": "another"}, exitTarget},
		{map[string]string{"url": url, "token": canary, "gate": "certain"}, exitUsage},
		{map[string]string{"url": url, "token": canary, "focus": "$(touch injected)"}, exitUsage},
		{map[string]string{"url": url, "token": canary, "usage": app + "\n$(touch injected)"}, exitUsage},
	} {
		got := runAction(t, job, "contract", test.inputs)
		if got.code != test.code {
			t.Errorf("%v: exit code %d, want %d\n%s", test.inputs, got.code, test.code, got.log)
		}
		injected(t, got)
	}
}

// If the mock cannot start, the step fails at once and says why.
func TestMockActionFails(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: the actions compile the programs; go test ./... runs it")
	}
	job := t.TempDir()
	for _, args := range []string{"--bogus", "$(touch injected)", "--log\n`touch injected`", "--log json"} {
		got := runAction(t, job, "mock", map[string]string{"port": "0", "args": args})
		if got.code == 0 || !strings.Contains(got.log, "::error title=leadmock::leadmock did not start\nleadmock: ") {
			t.Errorf("%q: exit code %d, want a failure that says why\n%s", args, got.code, got.log)
		}
		injected(t, got)
	}
}

// Every input is used, and its text cannot become part of a script.
func TestActionInputs(t *testing.T) {
	for name, script := range map[string]string{"mock": "start.sh", "contract": "run.sh"} {
		action, folder := loadAction(t, name)
		text, used := readText(t, filepath.Join(folder, script)), map[string]bool{}
		for _, step := range action.Runs.Steps {
			if strings.Contains(step.Run, "${{") {
				t.Errorf("%s: want no expression in run, got %s", name, step.Run)
			}
			for variable, expression := range step.Env {
				if found := input.FindStringSubmatch(expression); found != nil {
					used[found[1]] = true
				}
				if !strings.Contains(text, "$"+variable) {
					t.Errorf("%s does not read %s, want it", script, variable)
				}
			}
		}
		for input := range action.Inputs {
			if !used[input] {
				t.Errorf("%s: the input %s goes nowhere, want a variable of it", name, input)
			}
		}
	}
	if _, folder := loadAction(t, "contract"); strings.Contains(readText(t, filepath.Join(folder, "run.sh")), "--token") {
		t.Error("the token is an argument, for every process to see; want a variable")
	}
}

func injected(t *testing.T, e ended) {
	t.Helper()
	if _, err := os.Stat(filepath.Join(e.folder, "injected")); err == nil {
		t.Error("an input was executed, want it as a text")
	}
}

func fetch(t *testing.T, url string) string {
	t.Helper()
	request, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+canary)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	return fmt.Sprint(response.StatusCode, " ", string(body), err)
}

// stop ends a process that an action left running, as a runner does at the end of a job.
func stop(t *testing.T, pid string) {
	t.Helper()
	number, err := strconv.Atoi(pid)
	if err != nil {
		t.Fatalf("pid: %v", err)
	}
	process, err := os.FindProcess(number)
	if err != nil {
		t.Fatal(err)
	}
	if err := process.Kill(); err != nil {
		t.Error(err)
	}
}
