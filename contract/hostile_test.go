package contract_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/leadapi/leadapi/contract"
	"github.com/leadapi/leadapi/contract/report"
)

// TestHostileID serves leads whose ids make URLs that are not those of leads.
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
			t.Fatalf("a request went to %s, want none to a list", path)
		}
	}
}

// TestTokenIsNowhere serves a target that echoes the token wherever it can, and searches for it in all output of a run.
func TestTokenIsNowhere(t *testing.T) {
	replies := 0
	url, _ := front(t, func(w http.ResponseWriter, request *http.Request, next http.Handler) {
		replies++ // so texts are cut at every offset in the token
		authorization := request.Header.Get("Authorization")
		w.Header().Set("X-Echo", authorization)
		if strings.Contains(request.URL.RawQuery, "limit=1") || request.Method == http.MethodDelete {
			next.ServeHTTP(w, request)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(map[string]any{
			"error": authorization, "lead_uuid": authorization, "data": []any{map[string]string{"lead_uuid": authorization, "phone_number": authorization}},
			"a": strings.Repeat("x", 4000+replies) + authorization,
		})
	})
	cfg := config(t, url)
	cfg.Token, cfg.ImportTimeout, cfg.RunID = `canary/"+<&>=~zulu`, 1, "tokens" // not a random id, which could contain a part of it
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
	for _, part := range []string{"canary", "zulu"} {
		if at := bytes.Index(bytes.ToLower(text), []byte(part)); at >= 0 {
			t.Errorf("want no part of the token in the report, got %s", text[max(0, at-80):min(len(text), at+80)])
		}
	}
	if !bytes.Contains(text, []byte("[token]")) {
		t.Error("got no [token] in the report, want some: otherwise the target did not send it back")
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
	for _, err := range []error{runErr, sweepErr} {
		if err == nil || strings.Contains(fmt.Sprintf("%v %+v %#v", err, err, err), "canary") {
			t.Errorf("got %v, want an error without the token", err)
		}
	}
}

// TestHostileTarget answers everything except the first read with the same nonsense. A run must end and report breaks. A page of
// HTML instead of every answer counts as no answer of the API.
func TestHostileTarget(t *testing.T) {
	slow(t, "a run for each kind of nonsense")
	for _, nonsense := range []string{
		"", "null", "[]", "{}", "<html>", `{"data":null}`, `{"data":[null,1,"a",[]]}`, `{"data":{}}`, `{"error":null}`, `{"error":[null]}`,
		`{"error":[{"a":1}]}`, `{"lead_uuid":""}`, `{"lead_uuid":"../../x?y#z","phone_number":1}`, `{"created":true,"lead_uuid":"a b"}`,
		strings.Repeat("[", 100_000), "\xff\xfe", `{"total":1e999,"data":[],"limit":-1}`,
	} {
		for _, status := range []int{200, 404, 500} {
			bubble(t, func(t *testing.T) {
				first := true
				cfg := config(t, "http://deployment.test")
				cfg.Client = &http.Client{Transport: inProcess{http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
					if first {
						first = false
						_, _ = io.WriteString(w, `{"data":[],"limit":1,"offset":0,"total":0}`)
						return
					}
					w.WriteHeader(status)
					_, _ = io.WriteString(w, nonsense)
				})}}
				cfg.Gate = report.Stated
				whole, err := contract.Run(t.Context(), cfg)
				var target *contract.TargetError
				if silent := nonsense == "<html>" && status == 200; silent != errors.As(err, &target) || !silent && len(whole.Failed()) == 0 {
					t.Errorf("%d %.40q: error %v, %d broken; want a break, or that the API does not answer", status, nonsense, err, len(whole.Failed()))
				}
				for _, result := range whole.Results {
					if strings.Contains(result.Reason, "an error of the suite itself") {
						t.Errorf("%d %.40q: %s: got %s, want no error of the suite", status, nonsense, result.ID, result.Reason)
					}
				}
			})
		}
	}
}
