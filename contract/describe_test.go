package contract_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/leadapi/leadapi/contract"
	"github.com/leadapi/leadapi/mock"
	"github.com/leadapi/leadapi/openapi"
)

const suiteImportTimeout = 5 * time.Second

// suite runs TestSuite in a new process, since Ginkgo runs only one suite per process.
func suite(t *testing.T, url string, arguments ...string) (output string, failed bool) {
	command := exec.CommandContext(t.Context(), os.Args[0], append([]string{"-test.run=^TestSuite$", "-ginkgo.no-color", "-ginkgo.v"}, arguments...)...)
	command.Env = append(os.Environ(), "SUITE_TARGET="+url)
	text, err := command.CombinedOutput()
	return string(text), err != nil
}

func TestDescribe(t *testing.T) {
	slow(t, "the suite of TestSuite in another process")
	server := mock.RunT(t)
	before := everything(t, server.URL)
	output, failed := suite(t, server.URL)
	want := fmt.Sprintf(`%d Passed \| 0 Failed \| 0 Pending \| 2 Skipped`, len(contract.Rules())-2)
	if failed || !regexp.MustCompile(want).MatchString(output) {
		t.Errorf("on the mock, failed %v:\n%s\nwant %s", failed, output, want)
	}
	if after := everything(t, server.URL); after != before {
		t.Errorf("the suite has left\n%s\nwant what was there before\n%s", after, before)
	}
}

func TestDescribeFails(t *testing.T) {
	slow(t, "a run of ginkgo against a broken server")
	url, behind := front(t, func(w http.ResponseWriter, request *http.Request, next http.Handler) {
		if request.Method == http.MethodDelete && strings.HasSuffix(request.URL.Path, "-") {
			return
		}
		if query := request.URL.Query(); query.Get("limit") == "2" {
			query.Set("limit", "1")
			request.URL.RawQuery = query.Encode()
		}
		next.ServeHTTP(w, request)
	})
	before := everything(t, behind.URL)
	output, failed := suite(t, url, "-ginkgo.focus=list.limit|list.past-the-end")
	for _, want := range []string{"list.limit: A page has limit leads if there are that many", "the number of leads for limit 2", "expected: 2", "got:      1", "curl -sS"} {
		if !failed || !strings.Contains(output, want) {
			t.Errorf("failed %t, want %q in:\n%s", failed, want, output)
		}
	}
	if strings.Contains(output, "[FAIL] our deployment the lead API [It] list.past-the-end") || strings.Contains(output, "a-token-of-the-tests") {
		t.Errorf("want no failure of list.past-the-end, which is not gated, and no token; got\n%s", output)
	}
	if after := everything(t, behind.URL); after != before {
		t.Errorf("a suite that fails has left\n%s\nwant what was there before\n%s", after, before)
	}
}

func TestDescribeWithoutTarget(t *testing.T) {
	slow(t, "a run of ginkgo without a deployment")
	output, failed := suite(t, "http://127.0.0.1:1")
	if !failed || !strings.Contains(output, "check that it is running") {
		t.Errorf("failed %t, want a failure that says to check that it is running; got\n%s", failed, output)
	}
}

// TestDescribeExpects has one spec per expected reading, which fails if the deployment has another one.
func TestDescribeExpects(t *testing.T) {
	slow(t, "a suite with expected readings")
	server := mock.RunT(t, mock.WithReadings(openapi.Readings{"A44": "dropped"}))
	profile := openapi.Profile{Assumptions: []openapi.Settled{
		{ID: "A14", Reading: "prefix", Says: "it begins so"}, {ID: "A44", Reading: "dropped", Says: "it is dropped"}, {ID: "A22", Untold: "nobody looked"},
	}}
	text, err := profile.YAML()
	must(err)
	file := filepath.Join(t.TempDir(), "profile.yaml")
	must(os.WriteFile(file, text, 0o600))
	t.Setenv("SUITE_EXPECT", file)
	output, failed := suite(t, server.URL, "-ginkgo.focus=get.the-lead|A14|A22|A44")
	for _, want := range []string{"A14: expected prefix, the deployment now has exact", "2 Passed | 1 Failed"} {
		if !failed || !strings.Contains(output, want) {
			t.Errorf("failed %t, want %q in:\n%s", failed, want, output)
		}
	}
}

// TestDescribeForAnApp fails for what the app uses, and for a guess that it relies on, and not for what it does not use.
func TestDescribeForAnApp(t *testing.T) {
	slow(t, "three suites for an app")
	file := filepath.Join(t.TempDir(), "usage.json")
	must(os.WriteFile(file, []byte(`{"usage": 1, "operations": [{"operation": "listLeads", "count": 1, "parameters": {"limit": 1}, "replies": [{"status": 200, "example": "page", "count": 1}]}],
		"assumptions": [{"id": "A44", "reading": "refused", "count": 1}]}`), 0o600))
	t.Setenv("SUITE_USAGE", file)
	withoutGender, _ := front(t, func(w http.ResponseWriter, request *http.Request, next http.Handler) {
		recorded := httptest.NewRecorder()
		next.ServeHTTP(recorded, request)
		text := recorded.Body.String()
		if strings.HasPrefix(request.URL.Path, "/v3/lead/") {
			text = strings.ReplaceAll(text, `"gender"`, `"sex"`)
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(recorded.Code)
		_, _ = w.Write([]byte(text))
	})
	oneAPage, _ := front(t, func(w http.ResponseWriter, request *http.Request, next http.Handler) {
		request.URL.RawQuery = strings.ReplaceAll(request.URL.RawQuery, "limit=2", "limit=1")
		next.ServeHTTP(w, request)
	})
	for _, one := range []struct {
		name, url string
		failed    bool
		want      string
	}{
		{"it breaks what the app does not use", withoutGender, false, "3 Passed | 0 Failed"},
		{"it breaks what the app uses", oneAPage, true, "[It] list.limit: A page has limit leads"},
		{"it has another reading", mock.RunT(t, mock.WithReadings(openapi.Readings{"A44": "dropped"})).URL, true, "A44: the app was built on refused; this deployment has dropped"},
	} {
		output, failed := suite(t, one.url, "-ginkgo.focus=get.field.gender|list.limit:|determines the readings")
		if failed != one.failed || !strings.Contains(output, one.want) {
			t.Errorf("%s: failed %t, want %t and %q in:\n%s", one.name, failed, one.failed, one.want, output)
		}
	}
}
