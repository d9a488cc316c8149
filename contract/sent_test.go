package contract_test

import (
	"bytes"
	"cmp"
	"io"
	"mime"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/leadapi/leadapi/contract"
	"github.com/leadapi/leadapi/contract/report"
	"github.com/leadapi/leadapi/mock"
)

// watch serves the mock and shows each request to look before it is answered.
func watch(t *testing.T, look func(request *http.Request, body string)) (url string) {
	behind := mock.RunT(t)
	var lock sync.Mutex
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		body, err := io.ReadAll(request.Body)
		if err != nil {
			panic(http.ErrAbortHandler)
		}
		lock.Lock()
		look(request, string(body))
		lock.Unlock()
		request.Body = io.NopCloser(bytes.NewReader(body))
		behind.ServeHTTP(w, request)
	}))
	t.Cleanup(front.Close)
	return front.URL
}

// TestWithoutListOnlyReads counts what is not a read.
func TestWithoutListOnlyReads(t *testing.T) {
	var writes []string
	url := watch(t, func(request *http.Request, _ string) {
		if request.Method != http.MethodGet && request.Method != http.MethodHead {
			writes = append(writes, request.Method+" "+request.URL.Path)
		}
	})
	cfg := config(t, url)
	cfg.ListUUID = ""
	whole, err := contract.Run(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	if len(writes) > 0 {
		t.Errorf("without a list: got %v, want only reads", writes)
	}
	needsList := map[string]bool{}
	for _, rule := range contract.Rules() {
		for _, need := range rule.Needs {
			needsList[rule.ID] = needsList[rule.ID] || need == contract.NeedList
		}
	}
	for _, result := range whole.Results {
		if notRun := result.Outcome == report.NotRun; notRun != needsList[result.ID] || notRun && result.Reason == "" {
			t.Errorf("%s: %s %s %v, want not run with a reason: %t", result.ID, result.Outcome, result.Reason, result.Findings, needsList[result.ID])
		}
	}
	if !whole.Partial {
		t.Error("stated rules did not run, and partial is false, want true")
	}
}

// dialable finds a Vietnamese number in a text: ten digits that start with 0, or 84 and nine, on their own.
var dialable = regexp.MustCompile(`(?:^|[^0-9])(0[0-9]{9}|\+?84[0-9]{9}|[1-9][0-9]{6,9})(?:$|[^0-9])`)

// TestSendsNoNumberThatCouldBeDialled reads what goes over the wire, and knows nothing of the guard.
func TestSendsNoNumberThatCouldBeDialled(t *testing.T) {
	uuids := regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f-]{27}`)
	numbers := regexp.MustCompile(`\+?[0-9０-９][0-9０-９|. -]{6,}`)
	seen := 0
	url := watch(t, func(request *http.Request, body string) {
		_, parameters, _ := mime.ParseMediaType(request.Header.Get("Content-Type"))
		body = strings.ReplaceAll(uuids.ReplaceAllString(body, ""), cmp.Or(parameters["boundary"], "no boundary"), "")
		for _, text := range numbers.FindAllString(body, -1) {
			if strings.HasPrefix(text, "20") || strings.HasPrefix(text, "0001-01-01") {
				continue // a day
			}
			seen++
			text = strings.TrimSpace(text)
			if dialable.MatchString(text) && !strings.HasPrefix(text, "8430") {
				t.Errorf("%s %s sends %q, want no number that can be dialled", request.Method, request.URL.Path, text)
			}
		}
	})
	cfg := config(t, url)
	cfg.RunID = "abcdef" // no digits that look like a number
	if _, err := contract.Run(t.Context(), cfg); err != nil {
		t.Fatal(err)
	}
	if seen < 100 {
		t.Errorf("%d numbers were seen, want at least 100: the test does not see them", seen)
	}
}
