package contract_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/leadapi/leadapi/contract"
	"github.com/leadapi/leadapi/contract/report"
	"github.com/leadapi/leadapi/mock"
)

// front serves the mock behind a handler that may answer in its place.
func front(t *testing.T, handle func(w http.ResponseWriter, request *http.Request, next http.Handler)) (url string, behind *mock.Server) {
	behind = mock.RunT(t, mock.WithImportDelay(0))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) { handle(w, request, behind) }))
	t.Cleanup(server.Close)
	return server.URL, behind
}

func TestJournalIsWrittenBeforeTheCreateIsSent(t *testing.T) {
	var cfg contract.Config
	creates := 0
	url := watch(t, func(request *http.Request, body string) {
		if request.Method != http.MethodPost {
			return
		}
		creates++
		journal, err := os.ReadFile(filepath.Join(cfg.JournalDir, cfg.RunID+".jsonl"))
		if err != nil {
			t.Errorf("a create came before the journal: %v", err)
		}
		for _, code := range regexp.MustCompile(`lc-journal1-\d+`).FindAllString(body, -1) {
			if request.URL.Path == "/v3/lead" && !strings.Contains(string(journal), `"`+code+`"`) {
				t.Errorf("the create of %s came before its line in the journal", code)
			}
		}
		if strings.Contains(string(journal), seedToken) {
			t.Error("the token is in the journal")
		}
	})
	cfg = config(t, url)
	cfg.RunID = "journal1"
	if _, err := contract.Run(t.Context(), cfg); err != nil {
		t.Fatal(err)
	}
	if creates < 50 {
		t.Errorf("%d creates were seen", creates)
	}
	if left, _ := os.ReadDir(cfg.JournalDir); len(left) > 0 {
		t.Errorf("a run that leaves nothing leaves its journal: %v", left)
	}
}

func TestInterruptedRunDeletesWhatItCreated(t *testing.T) {
	server := mock.RunT(t)
	before := everything(t, server.URL)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	cfg := config(t, server.URL)
	checked := 0
	cfg.Progress = func(report.Result) {
		if checked++; checked == 100 {
			cancel()
		}
	}
	whole, err := contract.Run(ctx, cfg)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want that the run was interrupted", err)
	}
	if counts := whole.Counts(); counts.Of(report.NotRun) < 100 || counts.Of(report.Holds) < 50 || counts.Of(report.Broken)+counts.Of(report.Error) > 0 {
		t.Errorf("got %v: want what was checked before, and the rest as not run", counts)
	}
	if len(whole.Leftovers) > 0 {
		t.Errorf("left behind: %v", whole.Leftovers)
	}
	if after := everything(t, server.URL); after != before {
		t.Errorf("before: %s\nafter: %s", before, after)
	}
}

func TestDeletesInReverseOrder(t *testing.T) {
	var created, deleted []string
	url, _ := front(t, func(w http.ResponseWriter, request *http.Request, next http.Handler) {
		recorder := httptest.NewRecorder()
		next.ServeHTTP(recorder, request)
		var body struct {
			ID string `json:"lead_uuid"`
		}
		_ = json.Unmarshal(recorder.Body.Bytes(), &body)
		switch request.Method {
		case http.MethodPost:
			created = append(created, body.ID)
		case http.MethodDelete:
			deleted = append(deleted, body.ID)
		}
		for name, values := range recorder.Header() {
			w.Header()[name] = values
		}
		w.WriteHeader(recorder.Code)
		_, _ = w.Write(recorder.Body.Bytes())
	})
	cfg := config(t, url)
	cfg.Focus = regexp.MustCompile(`^list\.`)
	if _, err := contract.Run(t.Context(), cfg); err != nil {
		t.Fatal(err)
	}
	slices.Reverse(deleted)
	if len(created) < 11 || !slices.Equal(created, deleted) {
		t.Errorf("created %v, deleted in reverse %v", created, deleted)
	}
}

// TestSweep leaves a run's leads behind, as a kill would, and sweeps them with and without its journal.
func TestSweep(t *testing.T) {
	for _, withJournal := range []bool{true, false} {
		server := mock.RunT(t)
		before := everything(t, server.URL)
		cfg := config(t, server.URL)
		cfg.Keep, cfg.RunID, cfg.Focus = true, "sweep01", regexp.MustCompile(`^(list|import)\.`)
		whole, err := contract.Run(t.Context(), cfg)
		if err != nil {
			t.Fatal(err)
		}
		if len(whole.Leftovers) > 0 || len(whole.Notes) != 1 || !strings.Contains(whole.Notes[0], "sweep --run sweep01") {
			t.Errorf("a kept run: leftovers %v, notes %v", whole.Leftovers, whole.Notes)
		}
		if everything(t, server.URL) == before {
			t.Fatal("nothing was kept")
		}
		sweeper := contract.Config{URL: server.URL, Token: seedToken, JournalDir: cfg.JournalDir}
		if !withJournal {
			sweeper.JournalDir, sweeper.ListUUID = t.TempDir(), seedList
		}
		deleted, left, err := contract.Sweep(t.Context(), sweeper, "sweep01")
		if err != nil || len(left) > 0 || len(deleted) < 20 {
			t.Errorf("swept %d, left %v: %v", len(deleted), left, err)
		}
		if after := everything(t, server.URL); after != before {
			t.Errorf("before: %s\nafter: %s", before, after)
		}
	}
}

func TestSweepWithoutJournalAndList(t *testing.T) {
	server := mock.RunT(t)
	cfg := config(t, server.URL)
	cfg.ListUUID = ""
	_, _, err := contract.Sweep(t.Context(), cfg, "unknown1")
	var usage *contract.UsageError
	if !errors.As(err, &usage) || !strings.Contains(err.Error(), "--list-uuid") {
		t.Errorf("got %v", err)
	}
}

func TestLeftoversAreNamed(t *testing.T) {
	url, _ := front(t, func(w http.ResponseWriter, request *http.Request, next http.Handler) {
		if request.Method == http.MethodDelete {
			http.Error(w, `{"error":"no"}`, http.StatusInternalServerError)
			return
		}
		next.ServeHTTP(w, request)
	})
	cfg := config(t, url)
	cfg.Focus = regexp.MustCompile(`^create\.field\.`)
	whole, err := contract.Run(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	if len(whole.Leftovers) != 1 || whole.Leftovers[0].LeadUUID == "" || !strings.HasPrefix(whole.Leftovers[0].LeadCode, "lc-"+whole.RunID) ||
		!strings.Contains(whole.Leftovers[0].Why, "500") {
		t.Errorf("got %+v", whole.Leftovers)
	}
	if _, err := os.Stat(filepath.Join(cfg.JournalDir, whole.RunID+".jsonl")); err != nil {
		t.Errorf("the journal of a run with leftovers: %v", err)
	}
}

// TestWritesOnlyToItsOwn serves a create that answers with the id of a lead that was there before.
func TestWritesOnlyToItsOwn(t *testing.T) {
	const theirs = "152a5c45-68f0-4ee7-85c0-32ae87bb611b"
	var touched []string
	url, _ := front(t, func(w http.ResponseWriter, request *http.Request, next http.Handler) {
		if request.Method == http.MethodPost && request.URL.Path == "/v3/lead" {
			w.Header().Set("Content-Type", "application/json")
			fmt.Fprintf(w, `{"created":true,"lead_uuid":%q}`, theirs)
			return
		}
		if (request.Method == http.MethodPut || request.Method == http.MethodDelete) && strings.HasSuffix(request.URL.Path, theirs) {
			touched = append(touched, request.Method)
		}
		next.ServeHTTP(w, request)
	})
	cfg := config(t, url)
	cfg.ImportTimeout = 1
	whole, err := contract.Run(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	if len(touched) > 0 {
		t.Errorf("a lead that this run has not created was written to: %v", touched)
	}
	if len(whole.Failed()) == 0 {
		t.Error("nothing is broken on a server that creates nothing")
	}
}

// TestHostileID serves leads whose ids lead out of the leads.
func TestHostileID(t *testing.T) {
	var paths []string
	url, _ := front(t, func(w http.ResponseWriter, request *http.Request, next http.Handler) {
		paths = append(paths, request.URL.Path)
		if request.Method != http.MethodGet || request.URL.RawQuery != "limit=1" {
			w.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(w, `{"created":true,"lead_uuid":"../list/1","lead_code":"lc-hostile1-1","phone_number":"0"}`)
			return
		}
		next.ServeHTTP(w, request)
	})
	cfg := config(t, url)
	cfg.RunID, cfg.ImportTimeout = "hostile1", 1
	if _, err := contract.Run(t.Context(), cfg); err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		if strings.Contains(path, "list") {
			t.Fatalf("a request went to %s", path)
		}
	}
}

// TestTokenIsNowhere serves a target that sends the token back wherever it can, and looks for it in all that a run gives out.
func TestTokenIsNowhere(t *testing.T) {
	url, _ := front(t, func(w http.ResponseWriter, request *http.Request, next http.Handler) {
		authorization := request.Header.Get("Authorization")
		w.Header().Set("X-Echo", authorization)
		if strings.Contains(request.URL.RawQuery, "limit=1") || request.Method == http.MethodDelete {
			next.ServeHTTP(w, request)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(map[string]any{
			"error": authorization, "lead_uuid": authorization, "data": []any{map[string]string{"lead_uuid": authorization, "phone_number": authorization}},
			"long": strings.Repeat("x", 4080) + authorization,
		})
	})
	cfg := config(t, url)
	cfg.Token, cfg.ImportTimeout = `canary/"+<&>=~7f3a`, 1
	var shown []report.Result
	cfg.Progress = func(result report.Result) { shown = append(shown, result) }
	whole, err := contract.Run(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal([]any{whole, shown})
	if err != nil {
		t.Fatal(err)
	}
	if found := regexp.MustCompile(`.{0,80}(?i:canary|7f3a).{0,80}`).FindAll(text, 5); found != nil {
		t.Errorf("the token is in the report: %s", bytes.Join(found, []byte("\n")))
	}
	if !bytes.Contains(text, []byte("[token]")) {
		t.Error("the target did not send the token back, so the test shows nothing")
	}
}

func TestTokenIsInNoError(t *testing.T) {
	redirect := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		http.Redirect(w, request, "/login?token="+request.Header.Get("Authorization"), http.StatusFound)
	}))
	defer redirect.Close()
	cfg := config(t, redirect.URL)
	cfg.Token = "canary-7f3a-canary"
	_, runErr := contract.Run(t.Context(), cfg)
	_, _, sweepErr := contract.Sweep(t.Context(), cfg, "sweep01")
	for _, err := range []error{contract.Preflight(t.Context(), cfg), runErr, sweepErr} {
		if err == nil || strings.Contains(fmt.Sprintf("%v %+v %#v", err, err, err), "canary") {
			t.Errorf("got %v", err)
		}
	}
}

// TestHostileTarget answers everything but the first read with the same nonsense. A run must end, and say that it is broken.
func TestHostileTarget(t *testing.T) {
	for _, nonsense := range []string{
		"", "null", "[]", "{}", "<html>", `{"data":null}`, `{"data":[null,1,"a",[]]}`, `{"data":{}}`, `{"error":null}`, `{"error":[null]}`,
		`{"error":[{"a":1}]}`, `{"lead_uuid":""}`, `{"lead_uuid":"../../x?y#z","phone_number":1}`, `{"created":true,"lead_uuid":"a b"}`,
		strings.Repeat("[", 100_000), "\xff\xfe", `{"total":1e999,"data":[],"limit":-1}`,
	} {
		for _, status := range []int{200, 404, 500} {
			first := true
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
				if first {
					first = false
					_, _ = io.WriteString(w, `{"data":[],"limit":1,"offset":0,"total":0}`)
					return
				}
				w.WriteHeader(status)
				_, _ = io.WriteString(w, nonsense)
			}))
			cfg := config(t, server.URL)
			cfg.ImportTimeout, cfg.Gate = 1, report.Stated
			whole, err := contract.Run(t.Context(), cfg)
			server.Close()
			if err != nil {
				t.Fatal(err)
			}
			if len(whole.Failed()) == 0 {
				t.Errorf("%d %.40q: nothing is broken", status, nonsense)
			}
			for _, result := range whole.Results {
				if strings.Contains(result.Reason, "an error of the suite itself") {
					t.Fatalf("%d %.40q: %s: %s", status, nonsense, result.ID, result.Reason)
				}
			}
		}
	}
}
