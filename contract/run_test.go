package contract_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/leadapi/leadapi/contract"
	"github.com/leadapi/leadapi/contract/report"
	"github.com/leadapi/leadapi/mock"
)

// front serves the mock behind a handler that may answer instead.
func front(t *testing.T, handle func(w http.ResponseWriter, request *http.Request, next http.Handler)) (url string, behind *mock.Server) {
	behind = mock.RunT(t, mock.WithImportDelay(0))
	var lock sync.Mutex
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		lock.Lock()
		defer lock.Unlock()
		handle(w, request, behind)
	}))
	t.Cleanup(server.Close)
	return server.URL, behind
}

func TestIntentsAreWrittenBeforeTheCreateIsSent(t *testing.T) {
	var cfg contract.Config
	creates := 0
	url := watch(t, func(request *http.Request, body string) {
		if request.Method != http.MethodPost {
			return
		}
		creates++
		intents, err := os.ReadFile(filepath.Join(cfg.IntentsDir, cfg.RunID+".jsonl"))
		if err != nil {
			t.Errorf("a create was sent, and got %v; want the intents before it", err)
		}
		for _, code := range regexp.MustCompile(`lc-intents1-\d+`).FindAllString(body, -1) {
			if request.URL.Path == "/v3/lead" && !strings.Contains(string(intents), `"`+code+`"`) {
				t.Errorf("the create of %s was sent, want its line in the intents before it", code)
			}
		}
		if strings.Contains(string(intents), seedToken) {
			t.Errorf("want no token in the intents, got\n%s", intents)
		}
	})
	cfg = config(t, url)
	cfg.RunID = "intents1"
	brief(t, &cfg, `^(create|import)\.`)
	if _, err := contract.Run(t.Context(), cfg); err != nil {
		t.Fatal(err)
	}
	if creates < 50 {
		t.Errorf("%d creates were seen, want at least 50", creates)
	}
	if left, _ := os.ReadDir(cfg.IntentsDir); len(left) > 0 {
		t.Errorf("a run that leaves nothing behind leaves %v, want no intents", left)
	}
}

func TestInterruptedRunDeletesWhatItCreated(t *testing.T) {
	slow(t, "runs that are interrupted")
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
		t.Errorf("got %v, want the results so far, and the rest as not run", counts)
	}
	if len(whole.Leftovers) > 0 {
		t.Errorf("left behind: %v, want none", whole.Leftovers)
	}
	if after := everything(t, server.URL); after != before {
		t.Errorf("got %s\nwant what was there before, %s", after, before)
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
		t.Errorf("created %v, want at least 11; deleted in reverse %v, want the same", created, deleted)
	}
}

// TestSweep leaves a run's leads behind, like a kill, and sweeps them with and without its intents.
func TestSweep(t *testing.T) {
	for _, withIntents := range []bool{true, false} {
		server := mock.RunT(t, mock.WithImportDelay(0))
		before := everything(t, server.URL)
		cfg := config(t, server.URL)
		cfg.Keep, cfg.RunID, cfg.Focus = true, "sweep01", regexp.MustCompile(`^(list|import)\.`)
		whole, err := runFast(t, cfg)
		if err != nil {
			t.Fatal(err)
		}
		if len(whole.Leftovers) > 0 || len(whole.Notes) != 1 || !strings.Contains(whole.Notes[0], "sweep --run sweep01") {
			t.Errorf("a kept run: got leftovers %v, notes %v; want none, and a note that names the sweep", whole.Leftovers, whole.Notes)
		}
		if everything(t, server.URL) == before {
			t.Fatal("nothing was kept, want the leads of the run")
		}
		sweeper := contract.Config{URL: server.URL, Token: seedToken, IntentsDir: cfg.IntentsDir}
		if !withIntents {
			sweeper.IntentsDir, sweeper.ListUUID = t.TempDir(), seedList
		}
		deleted, left, err := contract.Sweep(t.Context(), sweeper, "sweep01")
		if err != nil || len(left) > 0 || len(deleted) < 20 {
			t.Errorf("swept %d, left %v, error %v; want at least 20, none, none", len(deleted), left, err)
		}
		if after := everything(t, server.URL); after != before {
			t.Errorf("got %s\nwant what was there before, %s", after, before)
		}
	}
}

func TestSweepWithoutIntentsAndList(t *testing.T) {
	server := mock.RunT(t)
	cfg := config(t, server.URL)
	cfg.ListUUID = ""
	_, _, err := contract.Sweep(t.Context(), cfg, "unknown1")
	var usage *contract.UsageError
	if !errors.As(err, &usage) || !strings.Contains(err.Error(), "--list-uuid") {
		t.Errorf("got %v, want a usage error that names --list-uuid", err)
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
		t.Errorf("got %+v, want one lead of the run, with status 500", whole.Leftovers)
	}
	if _, err := os.Stat(filepath.Join(cfg.IntentsDir, whole.RunID+".jsonl")); err != nil {
		t.Errorf("got %v, want the intents of a run with leftovers", err)
	}
}

func TestUnknownListIsNoted(t *testing.T) {
	url, _ := front(t, func(w http.ResponseWriter, request *http.Request, next http.Handler) { next.ServeHTTP(w, request) })
	cfg := config(t, url)
	cfg.Focus = regexp.MustCompile(`^create\.field\.`)
	const unknown = "c4869e79-f0fa-4c6a-9410-bc0defac3700"
	for list, want := range map[string]bool{cfg.ListUUID: false, unknown: true} {
		cfg.ListUUID = list
		whole, err := contract.Run(t.Context(), cfg)
		if err != nil && !errors.Is(err, contract.ErrNoRules) {
			t.Fatal(err)
		}
		notes := strings.Join(whole.Notes, "\n")
		if got := strings.Contains(notes, "check that --list-uuid"); got != want {
			t.Errorf("list %s: got the notes %q, want one about --list-uuid: %t", list, notes, want)
		}
	}
}

func TestDeleteThatDeletesNothing(t *testing.T) {
	url, _ := front(t, func(w http.ResponseWriter, request *http.Request, next http.Handler) {
		if id, found := strings.CutPrefix(request.URL.Path, "/v3/lead/"); found && request.Method == http.MethodDelete {
			fmt.Fprintf(w, `{"lead_uuid":%q}`, id)
			return
		}
		next.ServeHTTP(w, request)
	})
	cfg := config(t, url)
	cfg.Focus = regexp.MustCompile(`^(create\.field|delete)\.`)
	whole, err := runFast(t, cfg)
	if err != nil {
		t.Fatal(err)
	}
	var broken []string
	for _, result := range whole.Failed() {
		broken = append(broken, result.ID)
	}
	for _, want := range []string{"delete.gone-from-get", "delete.gone-from-list", "delete.total", "delete.unknown"} {
		if !slices.Contains(broken, want) {
			t.Errorf("got %v, want %s among the broken", broken, want)
		}
	}
	if len(whole.Leftovers) < 4 || !strings.Contains(whole.Leftovers[0].Why, "still shows it") {
		t.Errorf("left behind: %v, want at least 4, which a get still shows", whole.Leftovers)
	}
}

// TestWritesOnlyToItsOwn serves a create that answers with the id of a lead that existed before.
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
	brief(t, &cfg, `^(create|update|delete)\.`)
	whole, err := contract.Run(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	if len(touched) > 0 {
		t.Errorf("got %v, want no write to a lead that this run has not created", touched)
	}
	if len(whole.Failed()) == 0 {
		t.Errorf("no rule is broken on a server that creates nothing, want some; got %v", outcomesOf(whole))
	}
}
